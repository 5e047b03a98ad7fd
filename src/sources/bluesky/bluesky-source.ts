import { readFileSync, statSync } from 'node:fs'
import { AppError } from '../../domain/errors.ts'
import { makeFetchOnce } from '../../lib/safe-fetch/fetch-once.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import type { Source, SourceBatch, SourceRun } from '../source.ts'
import { AppView } from './app-view.ts'
import { type BlueskySettings, blueskyOptionsSchema } from './bluesky-options.ts'
import { BoundedCache } from './bounded-cache.ts'
import type { BatchMemory } from './event-batch.ts'
import { firehoseProtocol } from './firehose-protocol.ts'
import { type FollowOptions, followStream } from './follow-stream.ts'
import { HandleLookups } from './handle-lookups.ts'
import { jetstreamProtocol } from './jetstream-protocol.ts'
import { jetstream2Protocol } from './jetstream2-protocol.ts'
import { SigningKeys } from './signing-keys.ts'
import type { ConnectionLimits } from './stream-connection.ts'
import type { StreamProtocol } from './stream-protocol.ts'

/** Many small inserts cost the archive more than few large ones: 4 a second took twice the CPU of 1 (2026-11-22). */
const BATCH_MS = 1_000

const LIMITS: Omit<ConnectionLimits, 'silenceMs'> = {
  bufferedMax: 4_000,
  bufferedLengthMax: 8_000_000,
  messageBytesMax: 1_048_576,
  handshakeMs: 15_000,
  pingMs: 15_000,
}
/** The specification's limit for a frame of the firehose. */
const FRAME_BYTES_MAX = 5_000_000
/** All of Bluesky posts many times a second: a minute without a message is a broken stream. */
const PUBLIC_SILENCE_MS = 60_000

/** Accounts whose handles are kept. Handles take about 100 bytes each. */
const HANDLES_MAX = 200_000
/** How long a handle is believed: a day where it can be asked for again, else for as long as no event was likely missed. */
const HANDLE_TTL_MS = { off: 0, events: 30 * 24 * 3_600_000, appview: 24 * 3_600_000 } as const
/** Reactions that can still be taken back. */
const REACTIONS_MAX = 50_000
const REACTION_TTL_MS = 24 * 3_600_000
/** The dictionary that Jetstream's servers were built with has about 110 kB. */
const DICTIONARY_BYTES_MAX = 4_000_000

export type BlueskyOptions = Partial<BlueskySettings> & {
  /** How long a message waits for others to be stored with. Default 1,000. */
  readonly batchMs?: number
  readonly limits?: Partial<ConnectionLimits>
  readonly timing?: Timing
  readonly random?: () => number
  readonly fetch?: typeof fetch
}

/**
 * Public posts of Bluesky as they are written, edited and deleted, through Jetstream or through the full firehose.
 * Opens nothing until it runs, but reads the compression dictionary where one is configured.
 *
 * @throws {AppError} invalid_input when an option is not as `blueskyOptionsSchema` asks, or the dictionary is not there
 */
export function blueskySource(options: BlueskyOptions = {}): Source {
  const { batchMs, limits, timing = realTiming, random, fetch: get = fetch, ...chosen } = options
  const settings = parseSettings(chosen)
  const dictionary = readDictionary(settings.compressionDictionary)
  const handles = new BoundedCache<string, string | null>({
    entriesMax: HANDLES_MAX,
    ttlMs: HANDLE_TTL_MS[settings.handles],
    now: timing.now,
  })
  const silenceMs = settings.endpoints === undefined ? PUBLIC_SILENCE_MS : null
  const frame = settings.transport === 'firehose' ? { messageBytesMax: FRAME_BYTES_MAX } : {}
  const limited: ConnectionLimits = { ...LIMITS, ...frame, silenceMs, ...limits }
  const keys = settings.verify
    ? new SigningKeys({
        directory: { plc: settings.plcDirectory, fetch: get, fetchOnce: makeFetchOnce() },
        timing,
      })
    : null
  const start = (request: SourceRun) => {
    const lookups =
      settings.handles === 'appview'
        ? new HandleLookups({
            appView: new AppView({ url: settings.appView, fetch: get, timing }),
            handles,
            timing,
          })
        : null
    return followWith(request, lookups, {
      protocol: protocolOf(settings, {
        dictionary,
        keys,
        messageBytesMax: limited.messageBytesMax,
        fetch: get,
      }),
      limits: limited,
      batchMs: batchMs ?? BATCH_MS,
      memory: memoryOf(settings, handles, timing),
      timing,
      random: random ?? Math.random,
    })
  }
  return { kind: 'bluesky', title: 'Bluesky', run: start }
}

/** Lookups live as long as the stream they serve. */
async function* followWith(
  request: SourceRun,
  lookups: HandleLookups | null,
  options: Omit<FollowOptions, 'lookups'>,
): AsyncGenerator<SourceBatch> {
  const over = new AbortController()
  const running = lookups?.run(AbortSignal.any([request.signal, over.signal]))
  try {
    yield* followStream(request, { ...options, lookups })
  } finally {
    over.abort()
    await running
  }
}

function protocolOf(
  settings: BlueskySettings,
  of: {
    dictionary: Uint8Array | null
    keys: SigningKeys | null
    messageBytesMax: number
    fetch: typeof fetch
  },
): StreamProtocol {
  const wanted = {
    likes: settings.counts.includes('likes'),
    reposts: settings.counts.includes('reposts'),
    profiles: settings.profiles,
  }
  const common = { wanted, ...(settings.endpoints !== undefined && { endpoints: settings.endpoints }) }
  switch (settings.transport) {
    case 'jetstream':
      return jetstreamProtocol({ ...common, dictionary: of.dictionary, messageBytesMax: of.messageBytesMax })
    case 'jetstream2':
      return jetstream2Protocol({ ...common, fetch: of.fetch, messageBytesMax: of.messageBytesMax })
    case 'firehose':
      return firehoseProtocol({ ...common, keys: of.keys })
  }
}

/** Reactions are remembered for one run: what a failed run had counted but not stored is counted again. */
function memoryOf(settings: BlueskySettings, handles: BatchMemory['handles'], timing: Timing): BatchMemory {
  const reactions = { entriesMax: REACTIONS_MAX, ttlMs: REACTION_TTL_MS, now: timing.now }
  return { handles, reactions: new BoundedCache(reactions), counted: new Set(settings.counts) }
}

function parseSettings(chosen: Partial<BlueskySettings>): BlueskySettings {
  const parsed = blueskyOptionsSchema.safeParse(chosen)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue?.path.join('.') ?? ''
  throw new AppError('invalid_input', `The Bluesky option ${place}: ${issue?.message ?? 'is not known'}.`, {
    cause: parsed.error,
  })
}

/**
 * `/subscribe` compresses with a dictionary that lies in Jetstream's own repository. No package carries it and no
 * server of that stream hands it out; so compression is asked for only where somebody put the file in place.
 *
 * @see https://github.com/bluesky-social/jetstream-legacy/blob/main/pkg/models/zstd_dictionary
 */
function readDictionary(path: string | undefined): Uint8Array | null {
  if (path === undefined) return null
  try {
    if (statSync(path).size > DICTIONARY_BYTES_MAX) throw new RangeError('The file is too large.')
    return readFileSync(path)
  } catch (cause) {
    throw new AppError('invalid_input', `The compression dictionary ${path} cannot be read.`, { cause })
  }
}
