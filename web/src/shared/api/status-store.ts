import { type StatusJson, statusSchema } from '../../../../src/contract/status.ts'
import { createStore, type Store } from '../store.ts'
import { followEvents } from './follow-events.ts'

export type LiveStatus = {
  /** Null until the first status arrived. */
  readonly status: StatusJson | null
  readonly isConnected: boolean
  /** Posts per second, oldest first, one about every 2 s; at most two minutes. */
  readonly rates: readonly number[]
}

const RATES_MAX = 60

/** Whether anyone can see the page. Browsers allow few connections to one server, so hidden tabs let theirs go. */
export type Visibility = {
  readonly isVisible: () => boolean
  readonly subscribe: (listener: () => void) => () => void
}

const pageVisibility: Visibility = {
  isVisible: () => document.visibilityState !== 'hidden',
  subscribe: (listener) => {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
}

/** The server's state as it says it every two seconds; followed while anything on screen reads it. */
export const liveStatus: Store<LiveStatus> = createLiveStatus(followEvents, pageVisibility)

export function createLiveStatus(follow: typeof followEvents, visibility: Visibility): Store<LiveStatus> {
  const store = createStore<LiveStatus>({ status: null, isConnected: true, rates: [] })
  const change = (part: Partial<LiveStatus>) => store.set({ ...store.getSnapshot(), ...part })
  let readers = 0
  let connection: AbortController | null = null
  let leaveVisibility = () => {}

  const open = () => {
    const opened = new AbortController()
    connection = opened
    void follow({
      url: '/api/status/stream',
      signal: opened.signal,
      onConnection: (isConnected) => change({ isConnected }),
      onEvent: (event) => store.set(withStatus(store.getSnapshot(), event.data)),
    }).catch(() => change({ isConnected: false }))
  }
  const close = () => {
    connection?.abort()
    connection = null
  }
  const adjust = () => {
    const isWanted = readers > 0 && visibility.isVisible()
    if (isWanted && !connection) open()
    if (!isWanted && connection) close()
  }
  return {
    getSnapshot: store.getSnapshot,
    subscribe: (listener) => {
      const leave = store.subscribe(listener)
      if (readers++ === 0) leaveVisibility = visibility.subscribe(adjust)
      adjust()
      return () => {
        leave()
        if (--readers === 0) leaveVisibility()
        adjust()
      }
    },
  }
}

function withStatus(state: LiveStatus, data: string): LiveStatus {
  const parsed = statusSchema.safeParse(parse(data))
  if (!parsed.success) return state
  const rates = [...state.rates, parsed.data.posts_per_second].slice(-RATES_MAX)
  return { status: parsed.data, isConnected: true, rates }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
