import type { BotReply } from '../ledger/bot-replies.ts'
import type { BotAtWork, BotDependencies } from './bot-dependencies.ts'
import { saidLabel } from './write-reply.ts'

/** Corrections that are still on their way: they are brought up to date before they go out. */
const UNDER_WAY = new Set(['seen', 'drafting', 'waiting', 'approved', 'publishing'])

/** Looks for replies whose verdict has another label by now, and begins a correction of each, once for each revision. */
export async function findCorrections({ bot }: Pick<BotAtWork, 'bot'>, deps: BotDependencies): Promise<void> {
  for (const reply of await deps.replies.behindVerdict(bot.id)) await compare(reply, deps)
}

async function compare(reply: BotReply, { replies, claims }: BotDependencies): Promise<void> {
  const claim = reply.claimId === null ? null : await claims.get(reply.claimId)
  if (claim === null || claim.check === null) return
  const now = saidLabel({ verdict: claim.check.verdict })
  const corrections = await replies.correctionsOf(reply.id)
  const isUnderWay = corrections.some(({ state }) => UNDER_WAY.has(state))
  const last = [reply, ...corrections].findLast(({ state }) => state === 'published')
  if (!isUnderWay && last !== undefined && last.saidLabel !== now)
    await replies.addCorrection(reply, claim.revision)
  await replies.update(reply.id, { claimRevision: claim.revision })
}
