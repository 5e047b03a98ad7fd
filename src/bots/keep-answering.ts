import { type AppError, toAppError } from '../domain/errors.ts'
import type { StoredBot } from '../ledger/bots.ts'
import type { Locks } from '../ledger/locks.ts'
import { type BackoffPolicy, backoffMs } from '../lib/backoff.ts'
import { answerRound, readMentions } from './answer-round.ts'
import type { BotDependencies } from './bot-dependencies.ts'
import type { BotNetwork } from './bot-network.ts'

export type KeepAnsweringDependencies = BotDependencies & {
  readonly locks: Pick<Locks, 'hold'>
  /** @throws {AppError} store_failed when its credentials cannot be read */
  readonly openNetwork: (bot: StoredBot) => Promise<BotNetwork>
}

/** How often accounts are looked for, and what is approved is put out. */
const ROUND_MS = 5_000
/** How often mentions are asked for: far below what either network allows one account. */
const POLL_MS = 20_000
const LEASE_MS = 60_000
/** Wrong credentials are not tried again and again: signing in is what networks limit most. */
const LOCKED_OUT_MS = 30 * 60_000
const FAILURE: BackoffPolicy = { baseMs: 10_000, maxMs: 10 * 60_000 }

/** Lets every account answer until the signal aborts, each in one process of all that share the ledger. Never throws. */
export async function keepAnswering(deps: KeepAnsweringDependencies, signal: AbortSignal): Promise<void> {
  const { bots, timing, log } = deps
  const running = new Map<string, Promise<void>>()
  while (!signal.aborted) {
    try {
      for (const { id } of await bots.list())
        if (!running.has(id))
          running.set(
            id,
            keepOne(id, deps, signal).finally(() => running.delete(id)),
          )
    } catch (err) {
      log.warn({ err }, 'Reply accounts could not be read; it is tried again.')
    }
    await timing.wait(ROUND_MS, signal)
  }
  await Promise.all(running.values())
}

/** Ends when the account is removed. */
async function keepOne(id: string, deps: KeepAnsweringDependencies, signal: AbortSignal): Promise<void> {
  const { locks, timing, log } = deps
  const request = { name: `bot:${id}`, ttlMs: LEASE_MS, signal, wait: timing.wait }
  try {
    await locks.hold(request, (held) => answerWhileHeld(id, deps, held))
  } catch (err) {
    if (!signal.aborted) log.warn({ err, bot: id }, 'A reply account stopped for a while.')
  }
}

async function answerWhileHeld(
  id: string,
  deps: KeepAnsweringDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { bots, timing } = deps
  let openedFor = ''
  let network: BotNetwork | null = null
  let polledAt = Number.NEGATIVE_INFINITY
  let failures = 0
  while (!signal.aborted) {
    const bot = await bots.get(id)
    if (bot === null) return
    let waitMs = ROUND_MS
    if (!bot.isPaused)
      try {
        if (network === null || openedFor !== bot.secret) network = await deps.openNetwork(bot)
        openedFor = bot.secret
        const atWork = { bot, network }
        if (timing.now() - polledAt >= POLL_MS) {
          await readMentions(atWork, deps, signal)
          polledAt = timing.now()
        }
        await answerRound(atWork, deps, signal)
        failures = 0
      } catch (thrown) {
        if (signal.aborted) return
        const error = toAppError(thrown)
        failures++
        waitMs = restAfter(error, failures, deps.random)
        await noteTrouble(bot, error, deps)
      }
    await waitOrChange({ bot, waitMs }, deps, signal)
  }
}

/** A long rest ends early when the owner changes something about the account: new credentials are tried at once. */
async function waitOrChange(
  { bot, waitMs }: { readonly bot: StoredBot; readonly waitMs: number },
  { bots, timing }: KeepAnsweringDependencies,
  signal: AbortSignal,
): Promise<void> {
  const until = timing.now() + waitMs
  while (!signal.aborted && timing.now() < until) {
    await timing.wait(Math.min(ROUND_MS, until - timing.now()), signal)
    const now = await bots.get(bot.id)
    if (now === null || now.secret !== bot.secret || now.isPaused !== bot.isPaused) return
  }
}

async function noteTrouble(
  bot: StoredBot,
  error: AppError,
  { bots, timing, log }: BotDependencies,
): Promise<void> {
  log.warn({ err: error, bot: bot.id }, 'A reply account is held up.')
  await bots.update(bot.id, { trouble: error.message, troubleAt: timing.now() })
}

function restAfter(error: AppError, failures: number, random: () => number): number {
  if (error.code === 'over_limit') return Math.max(error.retryAfterMs ?? 0, ROUND_MS)
  if (error.code === 'unauthorized' || error.code === 'store_failed') return LOCKED_OUT_MS
  return backoffMs(failures, FAILURE, random)
}
