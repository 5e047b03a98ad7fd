import { answerEventSchema } from '../../../../src/contract/answer.ts'
import { followEvents, StreamRefused } from '../../shared/api/follow-events.ts'
import type { SseEvent } from '../../shared/api/sse-parser.ts'
import { createStore, type Store } from '../../shared/store.ts'
import { applyAnswerEvent, failRun, INITIAL_RUN, type RunState, stopRun } from './run-state.ts'

export type RunStore = Store<RunState> & {
  /** Shows the run as stopped at once and closes the stream; telling the server is the caller's. */
  readonly stop: () => void
  /** Resolves when the run has ended in any way. */
  readonly ended: Promise<void>
}

type RunStoreOptions = { readonly follow?: typeof followEvents; readonly onEnd?: (state: RunState) => void }

/** Follows one run from its first event; React reads it with `useStore`. */
export function openRun(runId: string, { follow = followEvents, onEnd }: RunStoreOptions = {}): RunStore {
  const store = createStore<RunState>(INITIAL_RUN)
  const connection = new AbortController()
  const positions = new Set<string>()
  const receive = (event: SseEvent) => {
    if (event.id !== null && positions.has(event.id)) return
    if (event.id !== null) positions.add(event.id)
    const parsed = answerEventSchema.safeParse(parseJson(event.data))
    if (parsed.success) store.set(applyAnswerEvent(store.getSnapshot(), parsed.data))
  }
  const following = follow({
    url: `/api/runs/${encodeURIComponent(runId)}/events`,
    signal: connection.signal,
    onEvent: receive,
    onConnection: (isConnected) => {
      const state = store.getSnapshot()
      if (state.phase === 'running') store.set({ ...state, isConnected })
    },
    isLast: (event) => event.event === 'done' || event.event === 'failed',
  })
  const ended = following
    .catch((thrown: unknown) => {
      const code = thrown instanceof StreamRefused && thrown.status === 401 ? 'unauthorized' : 'not_found'
      store.set(failRun(store.getSnapshot(), { code, message: '' }))
    })
    .then(() => onEnd?.(store.getSnapshot()))
  const stop = () => {
    store.set(stopRun(store.getSnapshot()))
    connection.abort()
  }
  return { getSnapshot: store.getSnapshot, subscribe: store.subscribe, stop, ended }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
