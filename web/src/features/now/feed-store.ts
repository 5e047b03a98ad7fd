import {
  type PostJson,
  type PostPageJson,
  postPageSchema,
  postSchema,
} from '../../../../src/contract/post.ts'
import { getJson } from '../../shared/api/client.ts'
import { followEvents } from '../../shared/api/follow-events.ts'
import { createStore, type Store } from '../../shared/store.ts'

export type FeedFilter = {
  readonly query?: string | undefined
  readonly lang?: string | undefined
  readonly source?: string | undefined
}

export type FeedState = {
  /** Newest first; what is on screen. */
  readonly posts: readonly PostJson[]
  /** Newest first; arrived while the list was held, at most WAITING_MAX kept. */
  readonly waiting: readonly PostJson[]
  /** How many arrived while held, also those no longer kept. */
  readonly waitingCount: number
  /** How many the server could not send because they came faster than the line carries. */
  readonly missedCount: number
  readonly isHeld: boolean
  readonly isConnected: boolean
  readonly phase: 'loading' | 'ready' | 'failed'
  readonly error: unknown
  /** `full`: the list is as long as it may get. */
  readonly older: 'idle' | 'loading' | 'failed' | 'end' | 'full'
}

const POSTS_MAX = 2_000
export const WAITING_MAX = 500
const PAGE_SIZE = 50
/** New posts enter the list at most this often, however fast they arrive. */
const FLUSH_MS = 400

export type Feed = Store<FeedState> & {
  readonly hold: (isHeld: boolean) => void
  readonly loadOlder: () => Promise<void>
  readonly reload: () => Promise<void>
  readonly close: () => void
}

type FeedParts = {
  readonly follow?: typeof followEvents
  readonly loadPage?: (
    filter: FeedFilter,
    before: string | null,
    signal: AbortSignal,
  ) => Promise<PostPageJson>
  /** Runs something a little later; returns how to call it off. */
  readonly later?: (act: () => void) => () => void
}

const INITIAL: FeedState = {
  posts: [],
  waiting: [],
  waitingCount: 0,
  missedCount: 0,
  isHeld: false,
  isConnected: true,
  phase: 'loading',
  error: null,
  older: 'idle',
}

/** The live feed under one filter: the newest page, what arrives after it, and older pages on request. */
export function openFeed(filter: FeedFilter, parts: FeedParts = {}): Feed {
  const { follow = followEvents, loadPage = fetchPage, later = afterFlushTime } = parts
  const store = createStore<FeedState>(INITIAL)
  const connection = new AbortController()
  const change = (part: Partial<FeedState>) => store.set({ ...store.getSnapshot(), ...part })
  const cursor: { next: string | null } = { next: null }
  let arrived: PostJson[] = []
  let callOff: (() => void) | undefined

  const flush = () => {
    callOff = undefined
    const batch = arrived
    arrived = []
    store.set(withArrived(store.getSnapshot(), batch))
  }
  const receive = (data: string) => {
    const parsed = postSchema.safeParse(parse(data))
    if (!parsed.success || arrived.some((post) => post.id === parsed.data.id)) return
    arrived = [parsed.data, ...arrived].slice(0, WAITING_MAX)
    callOff ??= later(flush)
  }
  const miss = (data: string) => {
    const { count } = (parse(data) ?? {}) as { count?: unknown }
    if (typeof count === 'number') change({ missedCount: store.getSnapshot().missedCount + count })
  }
  const withdraw = (data: string) => {
    const { ids } = (parse(data) ?? {}) as { ids?: unknown }
    if (!Array.isArray(ids)) return
    arrived = arrived.filter((post) => !ids.includes(post.id))
    store.set(withoutPosts(store.getSnapshot(), new Set(ids)))
  }
  const reload = async () => {
    change({ phase: 'loading', error: null })
    try {
      const page = await loadPage(filter, null, connection.signal)
      cursor.next = page.next
      const known = store.getSnapshot().posts
      change({
        posts: unique([...known, ...page.posts]),
        phase: 'ready',
        older: page.next === null ? 'end' : 'idle',
      })
    } catch (error) {
      if (!connection.signal.aborted) change({ phase: 'failed', error })
    }
  }
  const loadOlder = async () => {
    const { older, phase } = store.getSnapshot()
    if (phase !== 'ready' || (older !== 'idle' && older !== 'failed')) return
    change({ older: 'loading' })
    try {
      const page = await loadPage(filter, cursor.next, connection.signal)
      cursor.next = page.next
      const posts = unique([...store.getSnapshot().posts, ...page.posts])
      change({ posts, older: page.next === null ? 'end' : posts.length >= POSTS_MAX ? 'full' : 'idle' })
    } catch {
      if (!connection.signal.aborted) change({ older: 'failed' })
    }
  }

  void reload()
  void follow({
    url: `/api/posts/stream${filterSearch(filter)}`,
    signal: connection.signal,
    onEvent: ({ event, data }) => {
      if (event === 'missed') miss(data)
      else if (event === 'withdrawn') withdraw(data)
      else receive(data)
    },
    onConnection: (isConnected) => change({ isConnected }),
  }).catch(() => change({ isConnected: false }))
  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    hold: (isHeld) => store.set(withHold(store.getSnapshot(), isHeld)),
    loadOlder,
    reload,
    close: () => {
      connection.abort()
      callOff?.()
    },
  }
}

function afterFlushTime(act: () => void): () => void {
  const handle = setTimeout(act, FLUSH_MS)
  return () => clearTimeout(handle)
}

/** Pure: arrivals go into the list, or wait while it is held. A post that is already there is not shown twice. */
function withArrived(state: FeedState, batch: readonly PostJson[]): FeedState {
  if (!state.isHeld) return { ...state, posts: unique([...batch, ...state.posts]).slice(0, POSTS_MAX) }
  const fresh = batch.filter((post) => !state.posts.some((shown) => shown.id === post.id))
  const waiting = unique([...fresh, ...state.waiting])
  const added = waiting.length - state.waiting.length
  return { ...state, waiting: waiting.slice(0, WAITING_MAX), waitingCount: state.waitingCount + added }
}

/** Pure: what its author took away leaves the list at once, frozen or not. */
function withoutPosts(state: FeedState, ids: ReadonlySet<unknown>): FeedState {
  const left = (posts: readonly PostJson[]) => posts.filter((post) => !ids.has(post.id))
  const [posts, waiting] = [left(state.posts), left(state.waiting)]
  const lost = state.waiting.length - waiting.length
  return { ...state, posts, waiting, waitingCount: state.waitingCount - lost }
}

/** Pure: letting go brings in what waited; more than could be kept means the list starts anew from what was. */
function withHold(state: FeedState, isHeld: boolean): FeedState {
  if (isHeld || state.waiting.length === 0) return { ...state, isHeld }
  const posts = unique([...state.waiting, ...state.posts]).slice(0, POSTS_MAX)
  return { ...state, isHeld, posts, waiting: [], waitingCount: 0 }
}

function unique(posts: readonly PostJson[]): PostJson[] {
  return [...new Map(posts.map((post) => [post.id, post] as const)).values()]
}

function fetchPage(filter: FeedFilter, before: string | null, signal: AbortSignal): Promise<PostPageJson> {
  return getJson(`/api/posts${filterSearch(filter, { before, limit: String(PAGE_SIZE) })}`, postPageSchema, {
    signal,
  })
}

function filterSearch(filter: FeedFilter, more: Record<string, string | null> = {}): string {
  const filled = Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  )
  return filled.length === 0 ? '' : `?${new URLSearchParams(filled)}`
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
