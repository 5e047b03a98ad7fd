import type { Source, SourceBatch, SourceRun } from '../../src/sources/source.ts'

/** A batch with nothing in it but what a test names. */
function batchOf(parts: Partial<SourceBatch>): SourceBatch {
  return {
    posts: [],
    edits: [],
    deletions: [],
    cursor: null,
    lastEventAt: null,
    dropped: {},
    parked: {},
    parkedSamples: [],
    ...parts,
  }
}

/** A source that yields what a test pushes. It remembers every run, so that tests can see where it resumed. */
export class ScriptedSource implements Source {
  readonly kind = 'scripted'
  readonly title = 'Scripted'
  /** Requests of all runs, oldest first. */
  readonly runs: SourceRun[] = []
  readonly #waiting: SourceBatch[] = []
  #wake: () => void = () => undefined
  #taken = 0

  push(...batches: readonly Partial<SourceBatch>[]): void {
    this.#waiting.push(...batches.map(batchOf))
    this.#wake()
  }

  /** Batches that were asked for and handed out. */
  get taken(): number {
    return this.#taken
  }

  async *run(request: SourceRun): AsyncGenerator<SourceBatch> {
    this.runs.push(request)
    request.onLine({ kind: 'connected', endpoint: 'scripted', missed: null })
    while (!request.signal.aborted) {
      const batch = this.#waiting.shift()
      if (batch !== undefined) {
        this.#taken += 1
        yield batch
        continue
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      request.signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
    }
  }
}
