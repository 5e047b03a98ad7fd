import { asArray, asInteger, asObject, asString } from '../../lib/unknown-json.ts'

/** What an entry was like when it was last dealt with. Each is eight characters of a hash. */
export type SeenEntry = {
  /** Of what the feed says about it. */
  readonly version: string
  /** Of the text of its post and the name of its page; empty when it has no post. */
  readonly text: string
}

/** All that is remembered of one feed. */
export type FeedState = {
  /** Where it lives now: it may have moved from the address in the options. */
  readonly url: string
  readonly etag: string | null
  readonly lastModified: string | null
  readonly intervalMs: number | null
  /** UTC milliseconds of the next reading. */
  readonly nextAt: number
  /** Failed readings in a row. */
  readonly failures: number
  /** Why it is never read again; null while it is. */
  readonly gone: string | null
  /** By key; those that the feed listed last stand last. */
  readonly seen: ReadonlyMap<string, SeenEntry>
  /** Sitemaps of an index and the change that was last read, UTC milliseconds. */
  readonly children: ReadonlyMap<string, number>
}

const CURSOR_VERSION = 1
/** Entries remembered over all feeds; 26 characters each. */
const SEEN_TOTAL_MAX = 30_000
const SEEN_PER_FEED_MAX = 500
const CHILDREN_MAX = 50
const HASH_LENGTH = 8
const HEADER_LENGTH_MAX = 300
const URL_LENGTH_MAX = 2_048

export function newFeedState(url: string): FeedState {
  return {
    url,
    etag: null,
    lastModified: null,
    intervalMs: null,
    nextAt: 0,
    failures: 0,
    gone: null,
    seen: new Map(),
    children: new Map(),
  }
}

/** Entries that one of so many feeds may remember. */
export function seenMax(feeds: number): number {
  return Math.min(SEEN_PER_FEED_MAX, Math.max(20, Math.floor(SEEN_TOTAL_MAX / Math.max(feeds, 1))))
}

/** States as a cursor, by the address in the options. Bounded: at most about 1 MB with the largest allowed options. */
export function writeCursor(states: ReadonlyMap<string, FeedState>): string {
  const max = seenMax(states.size)
  const feeds = [...states].map(([address, state]) => [
    address,
    {
      ...(state.url === address ? {} : { url: state.url }),
      ...(state.etag === null ? {} : { etag: state.etag }),
      ...(state.lastModified === null ? {} : { modified: state.lastModified }),
      ...(state.gone === null ? {} : { gone: state.gone }),
      ...(state.failures === 0 ? {} : { failures: state.failures }),
      ...(state.intervalMs === null ? {} : { interval: state.intervalMs }),
      next: state.nextAt,
      seen: [...state.seen]
        .slice(0, max)
        .map(([key, { version, text }]) => key + version + text)
        .join(' '),
      ...(state.children.size === 0 ? {} : { children: [...state.children].slice(0, CHILDREN_MAX) }),
    },
  ])
  return JSON.stringify({ version: CURSOR_VERSION, feeds: Object.fromEntries(feeds) })
}

/**
 * States from a cursor. What is not a cursor of ours, or of a feed that is not wanted any more, is left out: such a
 * feed starts at now.
 */
export function readCursor(cursor: string | null, addresses: readonly string[]): Map<string, FeedState> {
  const feeds = asObject(asObject(parsed(cursor))?.['feeds'])
  return new Map(
    addresses.map((address) => [
      address,
      readState(address, feeds !== null && Object.hasOwn(feeds, address) ? feeds[address] : null),
    ]),
  )
}

function readState(address: string, value: unknown): FeedState {
  const state = asObject(value)
  if (state === null) return newFeedState(address)
  const moved = asString(state['url'])
  return {
    url: moved !== null && moved.length <= URL_LENGTH_MAX && URL.canParse(moved) ? moved : address,
    etag: headerValue(asString(state['etag'])),
    lastModified: headerValue(asString(state['modified'])),
    intervalMs: asInteger(state['interval']),
    nextAt: asInteger(state['next']) ?? 0,
    failures: Math.max(0, asInteger(state['failures']) ?? 0),
    gone: asString(state['gone']),
    seen: new Map((asString(state['seen']) ?? '').split(' ').flatMap(readSeen)),
    children: new Map(
      asArray(state['children']).flatMap((pair) => {
        const [url, at] = asArray(pair)
        return typeof url === 'string' && Number.isSafeInteger(at) ? [[url, at as number] as const] : []
      }),
    ),
  }
}

function readSeen(written: string): [string, SeenEntry][] {
  if (written.length < 2 * HASH_LENGTH) return []
  const [key, version, text] = [0, 1, 2].map((part) =>
    written.slice(part * HASH_LENGTH, (part + 1) * HASH_LENGTH),
  )
  return [[key ?? '', { version: version ?? '', text: text ?? '' }]]
}

/** A validator as it may be sent back: one line, not too long. */
export function headerValue(value: string | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null
  return value.length <= HEADER_LENGTH_MAX && /^[\x20-\x7e]+$/.test(value) ? value : null
}

function parsed(cursor: string | null): unknown {
  try {
    return cursor === null ? null : JSON.parse(cursor)
  } catch {
    return null
  }
}
