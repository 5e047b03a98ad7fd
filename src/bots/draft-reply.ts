import { questionLanguage } from '../assistant/understand/question-language.ts'
import { AppError } from '../domain/errors.ts'
import type { BotReply, BotReplyPatch, Draft, SkipReason } from '../ledger/bot-replies.ts'
import type { StoredClaim } from '../ledger/claims.ts'
import type { BotAtWork, BotDependencies } from './bot-dependencies.ts'
import type { Thread } from './bot-network.ts'
import { isBlocked, whyNot } from './may-answer.ts'
import { fitPosts } from './reply-text.ts'
import { type Asked, askedInFrench, ownWords, whatIsAsked } from './what-is-asked.ts'
import {
  answerLines,
  correctionLines,
  nothingLines,
  type ReplyLang,
  type ReplyLines,
  saidLabel,
  verdictLines,
} from './write-reply.ts'

type Conversation = Extract<Thread, { kind: 'thread' }>

/** What is to be said, or why nothing is. */
type Drafted =
  | { readonly kind: 'draft'; readonly draft: Draft; readonly about: BotReplyPatch }
  | { readonly kind: 'skip'; readonly reason: SkipReason }

/** A verdict that is older is looked at again before it is told to somebody. */
const FRESH_MS = 60 * 60_000

/**
 * Works out the answer to a mention and keeps it as a draft: approved where the owner does not want to look first, else waiting.
 *
 * @throws {AppError} what the network or the check throws; the mention stays as it is then
 */
export async function draftReply(
  reply: BotReply,
  { bot, network }: BotAtWork,
  deps: BotDependencies,
  signal: AbortSignal,
): Promise<void> {
  await deps.replies.update(reply.id, { state: 'drafting' })
  const drafted =
    reply.corrects === null
      ? await answerMention(reply, { bot, network }, deps, signal)
      : await correct(reply, { bot, network }, deps, signal)
  if (drafted.kind === 'skip') {
    await deps.replies.update(reply.id, { state: 'skipped', reason: drafted.reason, error: null })
    return
  }
  const state = bot.settings.isApprovalFirst ? 'waiting' : 'approved'
  const fresh = { error: null, attempts: 0, nextAt: deps.timing.now() }
  await deps.replies.update(reply.id, { ...drafted.about, draft: drafted.draft, state, ...fresh })
  if (state === 'waiting') await deps.tellWaiting(reply, drafted.draft).catch((err) => noteUntold(err, deps))
}

async function answerMention(
  reply: BotReply,
  { bot, network }: BotAtWork,
  deps: BotDependencies,
  signal: AbortSignal,
): Promise<Drafted> {
  const thread = await network.thread(reply.mention.id, signal)
  if (thread.kind === 'none') return { kind: 'skip', reason: thread.reason }
  const reason = await whyNot(reply, thread, { bot, replies: deps.replies, now: deps.timing.now() })
  if (reason !== null) return { kind: 'skip', reason }
  const asked = whatIsAsked(thread)
  if (asked.kind === 'not_asked') return { kind: 'skip', reason: 'not_asked' }
  const lang = languageOf(thread)
  const threadId = thread.rootId
  const style = await network.style(signal)
  const toDraft = (kind: Draft['kind'], words: string, lines: ReplyLines): Draft => {
    return { kind, lang, asked: words, posts: fitPosts(lines, style), place: thread.place }
  }
  if (asked.kind === 'nothing')
    return {
      kind: 'draft',
      draft: toDraft('refusal', '', nothingLines(asked.why, lang)),
      about: { threadId },
    }
  if (asked.kind === 'question') {
    const answer = await deps.ask(asked.text, { lang, signal })
    const draft = toDraft('answer', asked.text, answerLines(answer, lang))
    return { kind: 'draft', draft, about: { threadId } }
  }
  if (isBlocked(asked.subject, bot)) return { kind: 'skip', reason: 'blocked' }
  const claim = await checkedClaim(asked, lang, deps)
  if (await isRepeated(reply, claim.id, threadId, deps)) return { kind: 'skip', reason: 'repeated' }
  const { check } = claim
  const about = {
    threadId,
    claimId: claim.id,
    claimRevision: claim.revision,
    saidLabel: saidLabel({ verdict: check.verdict }),
  }
  const lines =
    check.refusal === 'nothing_to_check'
      ? nothingLines('too_little', lang)
      : verdictLines(check, lang, pageOf(claim.id, deps))
  return { kind: 'draft', draft: toDraft('verdict', claim.text, lines), about }
}

/** The draft waits all the same, and is seen where drafts are. */
function noteUntold(err: unknown, { log }: BotDependencies): void {
  log.warn({ err }, 'The owner could not be told that a draft waits.')
}

/** Below our own last word on it, what the verdict is now. */
async function correct(
  reply: BotReply,
  { network }: BotAtWork,
  deps: BotDependencies,
  signal: AbortSignal,
): Promise<Drafted> {
  const corrected = reply.corrects === null ? null : await deps.replies.get(reply.corrects)
  const claim = reply.claimId === null ? null : await deps.claims.get(reply.claimId)
  if (corrected === null || claim === null || claim.check === null) return { kind: 'skip', reason: 'deleted' }
  const chain = [corrected, ...(await deps.replies.correctionsOf(corrected.id))]
  const last = chain.findLast(({ state }) => state === 'published')
  const place = last?.published.at(-1)
  const before = last?.saidLabel ?? null
  const now = saidLabel({ verdict: claim.check.verdict })
  if (place === undefined || before === null || !(await network.hasOwn(place.id, signal)))
    return { kind: 'skip', reason: 'deleted' }
  if (before === now) return { kind: 'skip', reason: 'outdated' }
  const lang = corrected.draft?.lang ?? 'en'
  const lines = correctionLines(claim.check, { lang, before, page: pageOf(claim.id, deps) })
  const posts = fitPosts(lines, await network.style(signal))
  return {
    kind: 'draft',
    draft: { kind: 'correction', lang, asked: claim.text, posts, place: place.place },
    about: { claimRevision: claim.revision, saidLabel: now },
  }
}

/** @throws {AppError} upstream_failed where the claim could not be checked; it can be tried again */
async function checkedClaim(
  { text, subject }: Extract<Asked, { kind: 'claim' }>,
  lang: ReplyLang,
  { desk, claims, timing, publicUrl }: BotDependencies,
): Promise<StoredClaim & { readonly check: NonNullable<StoredClaim['check']> }> {
  const added = await desk.add({
    ...{ text, lang: subject.post.lang ?? lang, origin: { kind: 'post', id: subject.post.id } },
    // The page is part of the reply: whoever reads it there must be able to open it.
    ...{ personId: null, isPublished: publicUrl !== null },
  })
  const isFresh = added.checkedAt !== null && timing.now() - added.checkedAt < FRESH_MS
  if (!isFresh) await desk.look(added.id, added.revision === 0 ? 'first' : 'asked')
  const claim = await claims.get(added.id)
  if (claim === null || claim.check === null)
    throw new AppError('upstream_failed', claim?.error?.message ?? 'The claim could not be checked.')
  return { ...claim, check: claim.check }
}

async function isRepeated(
  reply: BotReply,
  claimId: string,
  threadId: string,
  { replies }: BotDependencies,
): Promise<boolean> {
  const answered = await replies.inThread(reply.botId, threadId)
  return answered.some((other) => other.id !== reply.id && other.claimId === claimId)
}

/** The language of the words that ask; where they are too few, what the author declared. */
function languageOf({ mention, above }: Conversation): ReplyLang {
  const words = ownWords(mention.post.text)
  const isFrench = askedInFrench(mention.post.text)
  if (isFrench !== null) return isFrench ? 'fr' : 'en'
  const declared = mention.post.lang ?? above[0]?.post.lang ?? 'en'
  return questionLanguage(words, declared === 'fr' ? 'fr' : 'en')
}

function pageOf(claimId: string, { publicUrl }: BotDependencies): string | null {
  return publicUrl === null ? null : `${publicUrl}/checks/${encodeURIComponent(claimId)}`
}
