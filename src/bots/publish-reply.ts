import type { BotReply, PublishedPost } from '../ledger/bot-replies.ts'
import type { BotAtWork, BotDependencies } from './bot-dependencies.ts'
import type { OutgoingPost } from './bot-network.ts'
import { isBlocked } from './may-answer.ts'
import { saidLabel } from './write-reply.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/**
 * Puts an approved draft out, or goes on with one that was being put out when its process ended. A post that may be out already is
 * looked for first, and each has a key that the network keeps: there is one reply, whenever the process dies.
 *
 * @throws {AppError} what the network throws; the reply stays as it is then
 */
export async function publishReply(
  reply: BotReply,
  { bot, network }: BotAtWork,
  deps: BotDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { replies, timing } = deps
  const { draft } = reply
  if (draft === null) {
    await replies.update(reply.id, { state: 'seen' })
    return
  }
  const isBegun = reply.state === 'publishing'
  if (!isBegun) {
    if (await isStale(reply, deps)) {
      await replies.update(reply.id, { state: 'seen', draft: null })
      return
    }
    const reason = await whyGone(reply, { bot, network }, signal)
    if (reason !== null) {
      await replies.update(reply.id, { state: 'skipped', reason })
      return
    }
    // Somebody may have dismissed it meanwhile.
    const claimed = { state: 'publishing', publishedAt: timing.now() } as const
    if (!(await replies.update(reply.id, claimed, ['approved']))) return
  }
  const out: PublishedPost[] = [...reply.published]
  for (let at = out.length; at < draft.posts.length; at++) {
    const post = outgoing(reply, at, out.at(-1)?.place ?? draft.place)
    if (post === null) break
    // Also at the first try: a ledger that was brought back from a backup has forgotten what it published.
    const found = await network.find(post, signal)
    if (found === null && isBegun && at === 0) {
      const reason = await whyGone(reply, { bot, network }, signal)
      if (reason !== null) {
        await replies.update(reply.id, { state: 'skipped', reason, publishedAt: null })
        return
      }
    }
    out.push(found ?? (await network.publish(post, signal)))
    await replies.update(reply.id, { published: [...out] })
  }
  await replies.update(reply.id, { state: 'published', publishedAt: timing.now(), error: null, attempts: 0 })
}

/** When the account may reply next, UTC milliseconds; now or earlier where it may at once. */
export async function freeAt({ bot }: Pick<BotAtWork, 'bot'>, deps: BotDependencies): Promise<number> {
  const now = deps.timing.now()
  const { repliesPerHourMax, repliesPerDayMax } = bot.settings
  const [hour, day] = await Promise.all([
    deps.replies.countOut(bot.id, now - HOUR_MS),
    deps.replies.countOut(bot.id, now - DAY_MS),
  ])
  if (day >= repliesPerDayMax) return now + HOUR_MS / 4
  return hour >= repliesPerHourMax ? now + HOUR_MS / 12 : now
}

/** The same at every try: key, words and time. */
function outgoing(reply: BotReply, at: number, place: unknown): OutgoingPost | null {
  const post = reply.draft?.posts[at]
  if (post === undefined || reply.draft === null) return null
  const key = `${reply.eventKey}#${at}`
  return { ...post, lang: reply.draft.lang, place, key, at: reply.createdAt }
}

/** Whether the verdict became another one while the draft waited: then what it says is worked out anew. */
async function isStale(
  { claimId, claimRevision, saidLabel: said }: BotReply,
  { claims }: BotDependencies,
): Promise<boolean> {
  if (claimId === null || said === null) return false
  const claim = await claims.get(claimId)
  if (claim === null || claim.check === null || claim.revision === claimRevision) return false
  return saidLabel({ verdict: claim.check.verdict }) !== said
}

/** What is deleted is not answered, nor who was blocked meanwhile. */
async function whyGone(
  reply: BotReply,
  { bot, network }: BotAtWork,
  signal: AbortSignal,
): Promise<'deleted' | 'not_public' | 'blocked' | null> {
  if (reply.corrects !== null) return null
  const thread = await network.thread(reply.mention.id, signal)
  if (thread.kind === 'none') return thread.reason
  return isBlocked(thread.mention, bot) ? 'blocked' : null
}
