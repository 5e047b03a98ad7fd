import { toAppError } from '../../domain/errors.ts'
import type { ChatDelta, ChatModel, ChatRequest } from './chat-model.ts'

/** How a model has been doing in this process. Null is "not measured". */
export type ModelHealth = {
  readonly calls: number
  readonly failures: number
  /** Running mean of the time to the first word, in milliseconds. */
  readonly firstWordMs: number | null
  /** UTC milliseconds. */
  readonly lastOkAt: number | null
  readonly lastFailureAt: number | null
  /** For people. */
  readonly lastFailure: string | null
}

const UNKNOWN: ModelHealth = {
  ...{ calls: 0, failures: 0, firstWordMs: null, lastOkAt: null, lastFailureAt: null, lastFailure: null },
}
/** Weight of the newest time in the running mean. */
const NEWEST = 0.2
/** After a failure another model of the chain is asked first for so long. */
const REST_MS = 30_000

/** What calls to models show of them, in memory: a new process begins anew. */
export class HealthBoard {
  readonly #clock: () => number
  readonly #byName = new Map<string, ModelHealth>()

  /** @param clock UTC milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  of(name: string): ModelHealth {
    return this.#byName.get(name) ?? UNKNOWN
  }

  /** Whether it failed a moment ago and has not answered since. */
  rests(name: string): boolean {
    const { lastFailureAt, lastOkAt } = this.of(name)
    if (lastFailureAt === null || (lastOkAt !== null && lastOkAt >= lastFailureAt)) return false
    return this.#clock() - lastFailureAt < REST_MS
  }

  /** The same model, watched. A request that it refuses, or that is stopped, says nothing of its health. */
  watch(name: string, model: ChatModel): ChatModel {
    const board = this
    async function* stream(
      request: ChatRequest,
      options: { readonly signal: AbortSignal },
    ): AsyncGenerator<ChatDelta> {
      const startedAt = board.#clock()
      let isFirst = true
      try {
        for await (const delta of model.stream(request, options)) {
          if (isFirst) board.#noteAnswer(name, board.#clock() - startedAt)
          isFirst = false
          yield delta
        }
      } catch (thrown) {
        const { code, message } = toAppError(thrown)
        if (code === 'upstream_failed' || code === 'over_limit') board.#noteFailure(name, message)
        throw thrown
      }
    }
    return { used: model.used, price: model.price, stream }
  }

  #noteAnswer(name: string, ms: number): void {
    const known = this.of(name)
    const firstWordMs = known.firstWordMs === null ? ms : known.firstWordMs * (1 - NEWEST) + ms * NEWEST
    this.#byName.set(name, { ...known, calls: known.calls + 1, firstWordMs, lastOkAt: this.#clock() })
  }

  #noteFailure(name: string, message: string): void {
    const known = this.of(name)
    const counted = { calls: known.calls + 1, failures: known.failures + 1 }
    this.#byName.set(name, { ...known, ...counted, lastFailureAt: this.#clock(), lastFailure: message })
  }
}
