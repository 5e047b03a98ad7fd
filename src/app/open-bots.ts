import { keepAnswering } from '../bots/keep-answering.ts'
import { ReplyAccounts } from '../bots/reply-accounts.ts'
import type { ClaimDesk } from '../desk/checks/claim-desk.ts'
import type { Notifier } from '../desk/notify/notifier.ts'
import type { BotReply, Draft } from '../ledger/bot-replies.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import type { Log } from '../lib/log.ts'
import type { Timing } from '../lib/timing.ts'
import type { Answering } from './answering.ts'
import type { Config } from './config.ts'

export type BotsRequest = {
  readonly config: Config
  readonly ledger: Ledger
  readonly desk: Pick<ClaimDesk, 'add' | 'look'>
  readonly notifier: Pick<Notifier, 'tell'>
  readonly answering: Pick<Answering, 'once'>
  readonly timing: Timing
  readonly log: Log
}

/** Brings the accounts that answer when they are mentioned together with checks and answers. */
export function openBots({ config, ledger, desk, notifier, answering, timing, log }: BotsRequest) {
  const publicUrl = config.publicUrl?.replace(/\/+$/, '') ?? null
  const accounts = new ReplyAccounts({
    ...{ fetch, timing, bots: ledger.bots },
    openBox: () => openSecretBox(config.dataDir, config.secret),
  })
  return {
    replyAccounts: { add: accounts.add.bind(accounts), publicUrl },
    /** Standing work; ends when the signal aborts. */
    keepAnswering: (signal: AbortSignal): Promise<void> =>
      keepAnswering(
        {
          ...{ bots: ledger.bots, replies: ledger.botReplies, claims: ledger.claims, locks: ledger.locks },
          ...{ desk, timing, log, publicUrl, random: Math.random, openNetwork: accounts.open.bind(accounts) },
          tellWaiting: async (reply, draft) => {
            const owner = await ledger.people.owner()
            if (owner !== null) await notifier.tell([owner.id], waitingDraft(reply, draft))
          },
          // Asked by nobody who has files or a chat here.
          ask: (question, { lang, signal: stopping }) =>
            answering.once(
              {
                ...{ ownerId: '', question, model: null, locale: lang, depth: 'quick' },
                ...{ fileIds: [], sources: null },
              },
              stopping,
            ),
        },
        signal,
      ),
  }
}

function waitingDraft({ id, mention, createdAt }: BotReply, draft: Draft) {
  const [first] = draft.posts
  return {
    ...{ kind: 'reply_waiting', path: '/settings', eventKey: `reply:${id}:${createdAt}` },
    words: (locale: 'en' | 'fr') => ({
      title:
        locale === 'fr'
          ? `Une réponse à @${mention.authorName} attend votre accord`
          : `A reply to @${mention.authorName} waits for your approval`,
      body: first?.text ?? '',
    }),
  }
}
