import { setImmediate as breath } from 'node:timers/promises'
import type { AuthorChange } from '../../domain/author-change.ts'
import type { Timing } from '../../lib/timing.ts'
import type { LineState, SourceBatch, SourceRun } from '../source.ts'
import { type BatchMemory, EventBatch } from './event-batch.ts'
import { planRetry, type Retry } from './plan-retry.ts'
import { type ConnectionLimits, type RawMessage, StreamConnection } from './stream-connection.ts'
import { timeOfCursor } from './stream-cursor.ts'
import type { MessageReading, StreamProtocol, StreamStop, Stretch } from './stream-protocol.ts'

/** A connection that lasted this long was a good one: the next failure counts as the first. */
const LASTING_MS = 30_000
/** At a high rate a batch is what came while the last one was stored: few large inserts cost less than many small ones. */
const BATCH_MAX = 4_000
const READ_TOGETHER = 250

export type FollowOptions = {
  readonly protocol: StreamProtocol
  readonly limits: ConnectionLimits
  /** How long a message waits for others to be stored with. */
  readonly batchMs: number
  readonly memory: BatchMemory
  /** Looks authors up whose handles are not known; null: nobody does. */
  readonly lookups: AuthorLookups | null
  readonly timing: Timing
  readonly random: () => number
}

/** Learns about accounts beside the stream and never holds it up. */
export type AuthorLookups = {
  want(author: string): void
  /** What was learned since the last call. */
  takeChanges(): readonly AuthorChange[]
}

/** Where a run stands. */
type Progress = {
  /** Of the furthest event that was dealt with. It never goes back: see `foldReadings`. */
  cursor: string | null
  /** Where that is, in the sense of `Place.order`; null when the endpoint cannot tell. */
  order: number | null
  /** The stretch before the next connection's first event that cannot be had any more starts here; UTC ms. */
  lostFrom: number | null
}

/** Follows a stream over as many connections as it takes. Never throws for anything a server does. */
export async function* followStream(request: SourceRun, options: FollowOptions): AsyncGenerator<SourceBatch> {
  const { protocol, timing } = options
  const progress: Progress = { cursor: request.cursor, order: null, lostFrom: null }
  let failures = 0
  let turn = 0
  while (!request.signal.aborted) {
    const endpoint = protocol.endpoints[turn % protocol.endpoints.length] ?? ''
    if (failures === 0) request.onLine({ kind: 'connecting', endpoint })
    await protocol.prepare?.(endpoint, request.signal)
    await using connection = open(endpoint, progress, request, options)
    progress.order = protocol.orderOf(progress.cursor, endpoint)
    const stop = yield* readConnection({ connection, endpoint, progress, request, options })
    if (stop !== null) connection.leave()
    const end = await connection.ended
    if (request.signal.aborted || (end.kind === 'left' && stop === null)) return
    if (stop?.restart === 'now') forgetPlace(progress)
    const hasLasted = connection.openedAt !== null && timing.now() - connection.openedAt >= LASTING_MS
    failures = hasLasted ? 1 : failures + 1
    const retry = planAfter(stop, end, failures, options.random)
    if (retry.moveOn) turn += 1
    // A good connection that ends is ordinary; only when it does not come back at once is the network unreachable.
    const isOrdinary = hasLasted && stop === null && end.kind !== 'stalled'
    request.onLine(isOrdinary ? { kind: 'connecting', endpoint } : unreachable(endpoint, retry, timing.now()))
    await timing.wait(retry.delayMs, request.signal)
  }
}

type Reading = {
  readonly connection: StreamConnection
  readonly endpoint: string
  readonly progress: Progress
  readonly request: SourceRun
  readonly options: FollowOptions
}

/** Hands on what one connection brings, until it ends (null) or reading on makes no sense. */
async function* readConnection(of: Reading): AsyncGenerator<SourceBatch, StreamStop | null> {
  const { connection, endpoint, progress, request, options } = of
  const { protocol, timing } = options
  const repeatedTo = progress.order
  for (;;) {
    const messages = await connection.take(BATCH_MAX, options.batchMs)
    if (messages.length === 0) return null
    const context = { endpoint, now: timing.now(), signal: request.signal }
    const readings = await readInParts(messages, (part) => protocol.read(part, context))
    for (const reading of readings) noteOutdated(reading, of)
    for (const batch of foldReadings(readings, { ...of, repeatedTo })) {
      yield batch
      progress.cursor = batch.cursor ?? progress.cursor
    }
    const stop = readings.find((reading) => reading.stop !== undefined)?.stop
    if (stop !== undefined) return stop
  }
}

/** Lets others have the thread between the parts: unpacking thousands of messages at once would stop every search. */
async function readInParts(
  messages: readonly RawMessage[],
  read: (part: readonly RawMessage[]) => Promise<readonly MessageReading[]>,
): Promise<MessageReading[]> {
  const readings: MessageReading[] = []
  for (let from = 0; from < messages.length; from += READ_TOGETHER) {
    if (from > 0) await breath()
    const part = await read(messages.slice(from, from + READ_TOGETHER))
    readings.push(...part)
    if (part.some(({ stop }) => stop !== undefined)) break
  }
  return readings
}

/**
 * Usually one batch; more where a later event writes again what an earlier one deleted.
 *
 * While a line repeats what came before it, the cursor stays where it was. If it went back, a run that broke off there
 * would have stored posts again whose deletion lies before the saved cursor, and would never hear of it.
 *
 * @param of.repeatedTo events up to here were counted on an earlier line
 */
function* foldReadings(
  readings: readonly MessageReading[],
  of: Reading & { readonly repeatedTo: number | null },
): Generator<SourceBatch> {
  const { progress, repeatedTo } = of
  const { memory, lookups, timing } = of.options
  const now = timing.now()
  let batch = new EventBatch(memory)
  if (lookups !== null) batch.addAuthorChanges(lookups.takeChanges())
  for (const { message, events, place, stop } of readings) {
    if (stop !== undefined) break
    const isRepeat = place !== null && repeatedTo !== null && place.order <= repeatedTo
    for (const event of events) {
      if (lookups !== null && event.kind === 'post') wantHandle(event.post.author, memory, lookups)
      if (batch.add(event, { message, isRepeat, now })) continue
      yield batch.build()
      batch = new EventBatch(memory)
      batch.add(event, { message, isRepeat, now })
    }
    if (place === null) continue
    if (progress.order !== null && place.order < progress.order) {
      batch.passRepeat(place)
      continue
    }
    batch.pass(place)
    progress.order = place.order
  }
  yield batch.build()
}

function wantHandle(author: string, memory: BatchMemory, lookups: AuthorLookups): void {
  if (memory.handles.get(author) === undefined) lookups.want(author)
}

function open(
  endpoint: string,
  progress: Progress,
  request: SourceRun,
  { protocol, limits, timing }: FollowOptions,
): StreamConnection {
  const now = timing.now()
  const { url, missed } = protocol.connect(endpoint, progress.cursor, now)
  const lost = progress.lostFrom === null ? missed : { from: progress.lostFrom, to: now }
  const onOpen = () => {
    progress.lostFrom = null
    request.onLine(connected(endpoint, lost))
  }
  const connection = new StreamConnection({ url, limits, timing, onOpen })
  const leave = () => connection.leave()
  request.signal.addEventListener('abort', leave, { once: true })
  void connection.ended.then(() => request.signal.removeEventListener('abort', leave))
  if (request.signal.aborted) leave()
  return connection
}

/** The server goes back less far than we asked: what lies between the cursor and its first event is missing. */
function noteOutdated(reading: MessageReading, { progress, endpoint, request }: Reading): void {
  if (reading.isOutdated === true) progress.lostFrom = timeOfCursor(progress.cursor)
  if (reading.place === null || progress.lostFrom === null) return
  request.onLine(connected(endpoint, { from: progress.lostFrom, to: reading.place.at }))
  progress.lostFrom = null
}

function forgetPlace(progress: Progress): void {
  progress.lostFrom = timeOfCursor(progress.cursor)
  progress.cursor = null
}

function planAfter(
  stop: StreamStop | null,
  end: Awaited<StreamConnection['ended']>,
  failures: number,
  random: () => number,
): Retry {
  if (stop === null && end.kind !== 'left') return planRetry(end, failures, random)
  const retry = planRetry({ kind: 'closed', code: 1011 }, failures, random)
  return { ...retry, moveOn: false, error: stop?.error ?? retry.error }
}

function connected(endpoint: string, missed: Stretch | null): LineState {
  return { kind: 'connected', endpoint, missed }
}

function unreachable(endpoint: string, retry: Retry, now: number): LineState {
  const host = URL.canParse(endpoint) ? new URL(endpoint).host : endpoint
  return { kind: 'unreachable', endpoint, error: `${host} ${retry.error}`, retryAt: now + retry.delayMs }
}
