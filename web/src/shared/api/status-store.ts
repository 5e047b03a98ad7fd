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

/** The server's state as it says it every two seconds; followed while anything on screen reads it. */
export const liveStatus: Store<LiveStatus> = createLiveStatus(followEvents)

export function createLiveStatus(follow: typeof followEvents): Store<LiveStatus> {
  const store = createStore<LiveStatus>({ status: null, isConnected: true, rates: [] })
  let readers = 0
  let connection = new AbortController()
  const open = () => {
    connection = new AbortController()
    void follow({
      url: '/api/status/stream',
      signal: connection.signal,
      onConnection: (isConnected) => store.set({ ...store.getSnapshot(), isConnected }),
      onEvent: (event) => store.set(withStatus(store.getSnapshot(), event.data)),
    }).catch(() => store.set({ ...store.getSnapshot(), isConnected: false }))
  }
  return {
    getSnapshot: store.getSnapshot,
    subscribe: (listener) => {
      const leave = store.subscribe(listener)
      if (readers++ === 0) open()
      return () => {
        leave()
        if (--readers === 0) connection.abort()
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
