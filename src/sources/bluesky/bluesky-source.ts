import { AppError } from '../../domain/errors.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import type { Source, SourceBatch, SourceRun } from '../source.ts'
import { EventBatch } from './event-batch.ts'
import { type ConnectionLimits, JetstreamConnection } from './jetstream-connection.ts'
import { planRetry } from './plan-retry.ts'
import { POST_COLLECTION } from './post-id.ts'

/**
 * The public Jetstream servers. All take the same time cursor.
 * @see https://github.com/bluesky-social/jetstream
 */
const PUBLIC_JETSTREAMS: readonly string[] = [
  'wss://jetstream2.us-east.bsky.network/subscribe',
  'wss://jetstream1.us-west.bsky.network/subscribe',
  'wss://jetstream1.us-east.bsky.network/subscribe',
  'wss://jetstream2.us-west.bsky.network/subscribe',
]

/** Each server sees events at its own time, so going on elsewhere starts a little earlier; repeats are dropped later. */
const REWIND_US = 5_000_000
/** What servers keep to replay; older cursors silently start at its edge. */
const LOOKBACK_MS = 36 * 3_600_000
/** A connection that lasted this long was a good one: the next failure counts as the first. */
const LASTING_MS = 30_000
const BATCH_MAX = 1_000
/** Many small inserts cost the archive more than few large ones: 4 a second took twice the CPU of 1 (2026-11-22). */
const BATCH_MS = 1_000

const LIMITS: Omit<ConnectionLimits, 'silenceMs'> = {
  bufferedMax: 4_000,
  bufferedLengthMax: 8_000_000,
  messageBytesMax: 1_048_576,
  handshakeMs: 15_000,
  pingMs: 15_000,
}
/** All of Bluesky posts many times a second: a minute without a message is a broken stream. */
const PUBLIC_SILENCE_MS = 60_000

export type BlueskyOptions = {
  /** WebSocket addresses of Jetstream's `/subscribe`, tried in turn. Default: the public ones. */
  readonly endpoints?: readonly string[]
  /** How long a message waits for others to be stored with. Default 1,000. */
  readonly batchMs?: number
  readonly limits?: Partial<ConnectionLimits>
  readonly timing?: Timing
  readonly random?: () => number
}

/**
 * Public posts of Bluesky as they are written, edited and deleted, through Jetstream. Opens nothing until it runs.
 *
 * @throws {AppError} invalid_input when an endpoint is not a WebSocket address
 */
export function blueskySource(options: BlueskyOptions = {}): Source {
  for (const endpoint of options.endpoints ?? []) {
    if (URL.canParse(endpoint) && /^wss?:$/.test(new URL(endpoint).protocol)) continue
    throw new AppError(
      'invalid_input',
      `${endpoint} is not a Jetstream address, e.g. ws://127.0.0.1:6008/subscribe.`,
    )
  }
  return { kind: 'bluesky', title: 'Bluesky', run: (request) => follow(request, options) }
}

async function* follow(request: SourceRun, options: BlueskyOptions): AsyncGenerator<SourceBatch> {
  const { timing = realTiming, random = Math.random, endpoints = PUBLIC_JETSTREAMS } = options
  let cursor = request.cursor
  let failures = 0
  let turn = 0
  while (!request.signal.aborted) {
    const endpoint = endpoints[turn % endpoints.length] ?? ''
    if (failures === 0) request.onLine({ kind: 'connecting', endpoint })
    await using connection = open({ endpoint, cursor, request, options, timing })
    for await (const batch of batches(connection, options.batchMs ?? BATCH_MS, timing)) {
      yield batch
      cursor = batch.cursor ?? cursor
    }
    const end = await connection.ended
    if (end.kind === 'left') return
    const hasLasted = connection.openedAt !== null && timing.now() - connection.openedAt >= LASTING_MS
    failures = hasLasted ? 1 : failures + 1
    const retry = planRetry(end, failures, random)
    if (retry.moveOn) turn += 1
    // A good connection that ends is ordinary; only when it does not come back at once is the network unreachable.
    const error = `${hostOf(endpoint)} ${retry.error}`
    if (hasLasted && end.kind !== 'stalled') request.onLine({ kind: 'connecting', endpoint })
    else request.onLine({ kind: 'unreachable', endpoint, error, retryAt: timing.now() + retry.delayMs })
    await timing.wait(retry.delayMs, request.signal)
  }
}

function open(wanted: {
  endpoint: string
  cursor: string | null
  request: SourceRun
  options: BlueskyOptions
  timing: Timing
}): JetstreamConnection {
  const { endpoint, cursor, request, options, timing } = wanted
  const limits = { ...LIMITS, silenceMs: options.endpoints ? null : PUBLIC_SILENCE_MS, ...options.limits }
  const missed = missedStretch(cursor, timing.now())
  const connection = new JetstreamConnection({
    url: subscribeUrl(endpoint, cursor, limits.messageBytesMax),
    limits,
    timing,
    onOpen: () => request.onLine({ kind: 'connected', endpoint, missed }),
  })
  const leave = () => connection.leave()
  request.signal.addEventListener('abort', leave, { once: true })
  void connection.ended.then(() => request.signal.removeEventListener('abort', leave))
  if (request.signal.aborted) leave()
  return connection
}

async function* batches(
  connection: JetstreamConnection,
  fillMs: number,
  timing: Timing,
): AsyncGenerator<SourceBatch> {
  for (;;) {
    const messages = await connection.take(BATCH_MAX, fillMs)
    if (messages.length === 0) return
    let batch = new EventBatch()
    for (const message of messages) {
      if (batch.add(message, timing.now())) continue
      yield batch.build()
      batch = new EventBatch()
      batch.add(message, timing.now())
    }
    yield batch.build()
  }
}

/** @param cursor microseconds since 1970 as text; anything else starts at now */
export function subscribeUrl(endpoint: string, cursor: string | null, messageBytesMax: number): string {
  const url = new URL(endpoint)
  if (url.pathname === '/') url.pathname = '/subscribe'
  url.searchParams.set('wantedCollections', POST_COLLECTION)
  url.searchParams.set('maxMessageSizeBytes', String(messageBytesMax))
  const timeUs = timeOfCursor(cursor)
  if (timeUs !== null) url.searchParams.set('cursor', String(Math.max(timeUs - REWIND_US, 0)))
  return url.href
}

function missedStretch(cursor: string | null, now: number): { from: number; to: number } | null {
  const timeUs = timeOfCursor(cursor)
  if (timeUs === null) return null
  const from = Math.floor(timeUs / 1_000)
  return from < now - LOOKBACK_MS ? { from, to: now - LOOKBACK_MS } : null
}

function timeOfCursor(cursor: string | null): number | null {
  const timeUs = cursor === null || cursor === '' ? Number.NaN : Number(cursor)
  return Number.isSafeInteger(timeUs) && timeUs > 0 ? timeUs : null
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint
}
