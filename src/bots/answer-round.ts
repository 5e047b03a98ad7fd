import { type AppError, toAppError } from '../domain/errors.ts'
import type { BotReply } from '../ledger/bot-replies.ts'
import { type BackoffPolicy, backoffMs } from '../lib/backoff.ts'
import type { BotAtWork, BotDependencies } from './bot-dependencies.ts'
import { draftReply } from './draft-reply.ts'
import { findCorrections } from './find-corrections.ts'
import { freeAt, publishReply } from './publish-reply.ts'

const RETRY: BackoffPolicy = { baseMs: 30_000, maxMs: 30 * 60_000 }
/** Tries before a reply is given up: more than a day with the waits between them. */
const ATTEMPTS_MAX = 60
/** Tries of what the other side refuses for good, which now and then is a refusal in error. */
const REFUSALS_MAX = 3
const REST_MS = 60_000

/** Reads what is new about an account's mentions. @throws {AppError} what the network throws */
export async function readMentions(
  { bot, network }: BotAtWork,
  { bots, replies, log }: Pick<BotDependencies, 'bots' | 'replies' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const { cursor } = (await bots.get(bot.id)) ?? bot
  const page = await network.mentionsSince(cursor, signal)
  if (page.unreadable > 0)
    log.warn(
      { bot: bot.id, count: page.unreadable },
      'Some mentions could not be understood; they are not answered.',
    )
  await replies.note(bot.id, page.mentions, page.cursor)
}

/**
 * Brings everything an account has to do one step further: what was being put out, new mentions, what is approved, corrections. An item
 * that fails waits and is tried again; only what stops the whole account is thrown.
 *
 * @throws {AppError} unauthorized when the credentials are no longer taken; over_limit with the rest that the network asks for
 */
export async function answerRound(
  atWork: BotAtWork,
  deps: BotDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { replies, timing } = deps
  const { bot } = atWork
  for (const reply of await replies.due(bot.id, ['publishing'], timing.now()))
    await step(reply, deps, signal, () => publishReply(reply, atWork, deps, signal))
  await findCorrections(atWork, deps)
  for (const reply of await replies.due(bot.id, ['seen', 'drafting'], timing.now()))
    await step(reply, deps, signal, async () => {
      if (!(await isPaused(atWork, deps))) await draftReply(reply, atWork, deps, signal)
    })
  for (const reply of await replies.due(bot.id, ['approved'], timing.now())) {
    if (await isPaused(atWork, deps)) return
    const at = await freeAt(atWork, deps)
    if (at > timing.now()) {
      await replies.update(reply.id, { nextAt: at })
      continue
    }
    await step(reply, deps, signal, () => publishReply(reply, atWork, deps, signal))
  }
}

/** The switch holds between two replies too. */
async function isPaused({ bot }: BotAtWork, { bots }: BotDependencies): Promise<boolean> {
  return (await bots.get(bot.id))?.isPaused !== false
}

async function step(
  reply: BotReply,
  deps: BotDependencies,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  // A lost lease ends the round between two replies too.
  if (signal.aborted) return
  try {
    await work()
  } catch (thrown) {
    if (signal.aborted) return
    const error = toAppError(thrown)
    await noteFailure(reply, error, deps)
    if (stopsAll(error)) throw error
  }
}

async function noteFailure(
  reply: BotReply,
  error: AppError,
  { replies, timing, random, log }: BotDependencies,
): Promise<void> {
  const attempts = reply.attempts + (stopsAll(error) ? 0 : 1)
  const isRefused = error.code === 'invalid_input'
  const isOver = attempts >= (isRefused ? REFUSALS_MAX : ATTEMPTS_MAX)
  const waitMs = error.retryAfterMs ?? (stopsAll(error) ? REST_MS : backoffMs(attempts, RETRY, random))
  log.warn({ err: error, reply: reply.id, isOver }, 'A reply could not be brought further.')
  await replies.update(reply.id, {
    ...{ attempts, nextAt: timing.now() + waitMs, error: error.message },
    ...(isOver && { state: 'failed' as const }),
  })
}

function stopsAll({ code }: AppError): boolean {
  return code === 'unauthorized' || code === 'over_limit'
}
