import type { ClaimDesk } from '../desk/checks/claim-desk.ts'
import type { Answer } from '../domain/answer.ts'
import type { BotReplies, BotReply, Draft } from '../ledger/bot-replies.ts'
import type { Bots, StoredBot } from '../ledger/bots.ts'
import type { Claims } from '../ledger/claims.ts'
import type { Log } from '../lib/log.ts'
import type { Timing } from '../lib/timing.ts'
import type { BotNetwork } from './bot-network.ts'

/** What answering stands on; `app/` builds it once. */
export type BotDependencies = {
  readonly bots: Pick<Bots, 'list' | 'get' | 'update'>
  readonly replies: BotReplies
  readonly claims: Pick<Claims, 'get' | 'revisions'>
  readonly desk: Pick<ClaimDesk, 'add' | 'look'>
  readonly ask: (
    question: string,
    options: { readonly lang: 'en' | 'fr'; readonly signal: AbortSignal },
  ) => Promise<Answer>
  /** Tells the owner that a draft waits. */
  readonly tellWaiting: (reply: BotReply, draft: Draft) => Promise<void>
  readonly timing: Timing
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly log: Log
  /** Address of this installation for everybody, without a slash at its end; null: replies carry no link to the full check. */
  readonly publicUrl: string | null
}

/** One account at work: what the owner set, and the network it speaks to. */
export type BotAtWork = { readonly bot: StoredBot; readonly network: BotNetwork }
