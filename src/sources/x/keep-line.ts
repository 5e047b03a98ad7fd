import type { XApi } from './call-api.ts'
import { postFieldsQuery } from './fields.ts'
import type { LineBoard } from './line-board.ts'
import type { SplitLine } from './line-splitter.ts'
import { planRetry, type StreamEnd } from './plan-retry.ts'
import { readStream, type StreamLimits } from './read-stream.ts'
import type { RuleKeeper } from './rule-keeper.ts'
import type { XOptions } from './x-options.ts'

/** A connection that lasted this long was a good one: when it breaks, it is taken up at once. */
const LASTING_MS = 30_000
/** What a stream replays at most. */
const REPLAY_MAX_MS = 5 * 60_000
const MINUTE_MS = 60_000

export type OpenedStream = {
  /** UTC milliseconds. */
  readonly at: number
  /** No other line was open: what was said meanwhile may be missing. */
  readonly isAfterGap: boolean
  /** The stream itself replays what was missed. */
  readonly isReplayed: boolean
}

export type LineTask = {
  readonly number: number
  readonly api: XApi
  readonly options: XOptions
  readonly limits: StreamLimits
  readonly board: LineBoard
  readonly rules: RuleKeeper
  /** UTC milliseconds up to which the stream was heard; null when it never was. */
  readonly heardUntil: () => number | null
  readonly onOpen: (opened: OpenedStream) => Promise<void>
  readonly onLine: (line: SplitLine) => Promise<void>
}

/** Keeps one connection to the stream open until the signal aborts, coming back as X documents it. */
export async function keepLine(task: LineTask, signal: AbortSignal): Promise<void> {
  const { number, api, board, rules } = task
  const host = new URL(api.baseUrl).host
  let failures = 0
  let lastKind: StreamEnd['kind'] | null = null
  let mayReplay = task.options.backfill === 'stream'
  while (!signal.aborted) {
    if (failures === 0) board.connecting(number)
    const { end, openedAt, isReplay } = await tryLine(task, mayReplay, signal)
    if (signal.aborted || end.kind === 'left') return
    const now = api.timing.now()
    if (end.kind === 'refused' && end.status === 400 && isReplay) {
      // The plan does not allow it; nothing else is wrong with the request.
      mayReplay = false
      continue
    }
    if (end.kind === 'refused' && end.status === 409) rules.forget()
    const hasLasted = openedAt !== null && now - openedAt >= LASTING_MS
    if (hasLasted) failures = 0
    else failures = end.kind === lastKind ? failures + 1 : 1
    lastKind = end.kind
    const retry = planRetry(end, failures, now)
    if (retry.delayMs > 0) board.unreachable(number, `${host} ${retry.error}`, now + retry.delayMs)
    else board.connecting(number)
    await api.timing.wait(retry.delayMs, signal)
  }
}

type Attempt = {
  readonly end: StreamEnd
  /** UTC milliseconds at which X accepted the connection; null when it did not. */
  readonly openedAt: number | null
  /** The stream was asked to replay what was missed. */
  readonly isReplay: boolean
}

async function tryLine(task: LineTask, mayReplay: boolean, signal: AbortSignal): Promise<Attempt> {
  const { api, board, number, limits, options } = task
  const withoutRules = await task.rules.keep(signal)
  if (withoutRules !== null) return { end: withoutRules, openedAt: null, isReplay: false }
  const minutes = mayReplay && !board.isConnected ? replayMinutes(task.heardUntil(), api.timing.now()) : 0
  const isReplay = minutes > 0
  let openedAt: number | null = null
  const end = await readStream(api, {
    query: {
      ...postFieldsQuery({ authorDetails: options.author_details }),
      ...(isReplay ? { backfill_minutes: String(minutes) } : {}),
    },
    limits,
    signal,
    onLine: task.onLine,
    onOpen: async () => {
      const at = api.timing.now()
      openedAt = at
      await task.onOpen({ at, isAfterGap: board.opened(number), isReplayed: isReplay })
    },
  })
  return { end, openedAt, isReplay }
}

/** Whole minutes to replay, with one to spare; 0 when the stream cannot replay that much or nothing was heard yet. */
function replayMinutes(heardUntil: number | null, now: number): number {
  if (heardUntil === null) return 0
  const missedMs = Math.max(now - heardUntil, 0) + MINUTE_MS
  return missedMs > REPLAY_MAX_MS ? 0 : Math.max(Math.ceil(missedMs / MINUTE_MS), 1)
}
