import { AppError } from '../../domain/errors.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import type { Source, SourceBatch, SourceRun } from '../source.ts'
import { discoverInstance } from './discover-instance.ts'
import { followStream, type StreamOutcome } from './follow-stream.ts'
import { InstanceClient } from './instance-client.ts'
import { KnownStatuses } from './known-statuses.ts'
import type { LineEnd } from './line-end.ts'
import { type MastodonOptions, type MastodonOptionsInput, mastodonOptionsSchema } from './mastodon-options.ts'
import { planRetry } from './plan-retry.ts'
import { pollTimeline } from './poll-timeline.ts'
import type { Session, SessionSettings } from './session.ts'
import { isLocalId } from './status-id.ts'
import { streamLabel } from './stream-addresses.ts'
import type { LineLimits } from './stream-line.ts'
import { Unsettled } from './unsettled.ts'

/** A line that lasted this long was a good one: the next failure counts as the first. */
const LASTING_MS = 30_000
/** Whether streaming is still refused is tried this often. */
const POLL_SESSION_MS = 3_600_000
/** Statuses whose local ids are remembered, about 18 MB: an hour of what the busiest instance hears, days of others. */
const KNOWN_MAX = 50_000

const SETTINGS: Omit<SessionSettings, 'limits'> = {
  /** Many small inserts cost the archive more than few large ones. */
  batchMs: 1_000,
  /** A tenth of what instances allow. */
  pollMs: 30_000,
  /** 4,000 statuses, with a third of the requests that instances allow in five minutes. */
  gapPagesMax: 100,
}
const LIMITS: LineLimits = {
  bufferedMax: 4_000,
  bufferedLengthMax: 8_000_000,
  messageBytesMax: 1_048_576,
  handshakeMs: 15_000,
  // Heartbeats over server-sent events come every fifteen seconds.
  pingMs: 20_000,
  quietMs: 900_000,
}

/** What tests replace. */
export type MastodonDependencies = Partial<Omit<SessionSettings, 'limits'>> & {
  readonly limits?: Partial<LineLimits>
  readonly knownMax?: number
  readonly timing?: Timing
  readonly random?: () => number
  readonly fetch?: typeof fetch
}

/**
 * One stream of one Mastodon instance: posts, boosts, edits and deletions as they happen. Streams over WebSocket, or
 * over server-sent events where that does not get through; where streaming is refused it asks the timeline. After a
 * break it reads what it missed. The cursor is the local id of the newest status. Opens nothing until it runs.
 *
 * @throws {AppError} invalid_input when the options are unusable
 */
export function mastodonSource(options: MastodonOptionsInput, deps: MastodonDependencies = {}): Source {
  const parsed = parseOptions(options)
  const { host } = new URL(parsed.instance)
  const known = new KnownStatuses(deps.knownMax ?? KNOWN_MAX)
  const unsettled = new Unsettled(known, (deps.timing ?? realTiming).now)
  return {
    kind: 'mastodon',
    title: `Mastodon · ${host} · ${streamLabel(parsed)}`,
    run: (request) =>
      unsettled.follow(follow(openSession({ options: parsed, host, request, known, unsettled, deps }), deps)),
  }
}

function parseOptions(options: MastodonOptionsInput): MastodonOptions {
  const parsed = mastodonOptionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => [...path.map(String), message].join(': '))
  throw new AppError('invalid_input', `This Mastodon source cannot be opened. ${problems.join(' ')}`)
}

function openSession(of: {
  options: MastodonOptions
  host: string
  request: SourceRun
  known: KnownStatuses
  unsettled: Unsettled
  deps: MastodonDependencies
}): Session {
  const { options, host, request, known, unsettled, deps } = of
  const { timing = realTiming, fetch = globalThis.fetch, batchMs, pollMs, gapPagesMax } = deps
  const { cursor } = request
  return {
    ...{ options, host, request, known, unsettled, timing, fetch },
    settings: {
      limits: { ...LIMITS, ...deps.limits },
      batchMs: batchMs ?? SETTINGS.batchMs,
      pollMs: pollMs ?? SETTINGS.pollMs,
      gapPagesMax: gapPagesMax ?? SETTINGS.gapPagesMax,
    },
    client: new InstanceClient(options.accessToken, { fetch, timing, signal: request.signal }),
    info: null,
    // Anything that is not the id of a status starts at now.
    cursor: cursor !== null && isLocalId(cursor) ? cursor : null,
    lastEventAt: null,
    transport: 'websocket',
    pollUntil: 0,
  }
}

async function* follow(session: Session, deps: MastodonDependencies): AsyncGenerator<SourceBatch> {
  const { request, timing, options, host } = session
  const about = { host, hasToken: options.accessToken !== undefined, isList: options.stream === 'list' }
  let failures = 0
  while (!request.signal.aborted) {
    if (failures === 0) request.onLine({ kind: 'connecting', endpoint: options.instance })
    const { end, openedAt } = yield* listenOnce(session)
    if (end.kind === 'left') return
    if (end.kind === 'renewed') {
      failures = 0
      continue
    }
    const hasLasted = openedAt !== null && timing.now() - openedAt >= LASTING_MS
    failures = hasLasted ? 1 : failures + 1
    chooseTransport(session, end, { openedAt, hasLasted, failures })
    const retry = planRetry(end, { ...about, failures, random: deps.random ?? Math.random })
    // A good line that ends is ordinary; only when it does not come back at once is the network unreachable.
    const isOrdinary = hasLasted && end.kind === 'closed'
    if (isOrdinary) request.onLine({ kind: 'connecting', endpoint: options.instance })
    else
      request.onLine({
        kind: 'unreachable',
        endpoint: options.instance,
        error: retry.error,
        retryAt: timing.now() + retry.delayMs,
      })
    await timing.wait(retry.delayMs, request.signal)
  }
}

/** One stretch of listening: find the instance, then stream, or poll where streaming is refused. */
async function* listenOnce(session: Session): AsyncGenerator<SourceBatch, StreamOutcome> {
  const { client, options, timing } = session
  const info = session.info ?? (await discoverInstance(client, options.instance))
  if ('kind' in info) return { end: info, openedAt: null }
  session.info = info
  if (timing.now() < session.pollUntil) return yield* poll(session)
  const outcome = yield* followStream(session, info.streaming)
  if (!isMembersOnly(outcome.end)) return outcome
  // Where people must sign in to stream, the timeline may still be open; if not, its answer says so.
  session.pollUntil = timing.now() + POLL_SESSION_MS
  return yield* poll(session)
}

async function* poll(session: Session): AsyncGenerator<SourceBatch, StreamOutcome> {
  const openedAt = session.timing.now()
  const end = yield* pollTimeline(session)
  return { end, openedAt }
}

function isMembersOnly(end: LineEnd): boolean {
  return end.kind === 'refused' && (end.status === 401 || end.status === 403)
}

/** Proxies that let no WebSocket through are common: what does not come about one way is tried the other way. */
function chooseTransport(
  session: Session,
  end: LineEnd,
  of: { openedAt: number | null; hasLasted: boolean; failures: number },
): void {
  const isAskedToWait = end.kind === 'refused' && end.status === 429
  // The instance itself could not be asked: no stream was tried.
  if (session.info === null) return
  const isGood = of.hasLasted || (of.openedAt !== null && of.failures < 2)
  if (isGood || isAskedToWait) return
  session.transport = session.transport === 'websocket' ? 'events' : 'websocket'
  // The streaming server may have moved.
  session.info = null
}
