import { ExpendableWorker } from '../../lib/expendable-worker.ts'
import { PoolFullError } from '../../lib/lease-pool.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import { type DocumentBytes, type DocumentReading, unreadable } from './read-document.ts'

/** A report of 400 pages takes some 3 s on a slow machine. */
const READING_MS_MAX = 30_000
const MEMORY_MB = 512

/** Reads documents of strangers on a thread that can be ended. Never throws. */
export class DocumentReader implements AsyncDisposable {
  readonly #worker: ExpendableWorker

  /** @param script the worker; tests give one that misbehaves */
  constructor(timing: Timing = realTiming, script: URL = new URL('./document-worker.ts', import.meta.url)) {
    this.#worker = new ExpendableWorker({ script, timing, msMax: READING_MS_MAX, memoryMb: MEMORY_MB })
  }

  async read(document: DocumentBytes): Promise<DocumentReading> {
    try {
      return ((await this.#worker.ask(document)) as DocumentReading | null) ?? unreadable('too_slow')
    } catch (error) {
      if (error instanceof PoolFullError) return unreadable('too_slow')
      throw error
    }
  }

  /** Ends at once; what is being read then counts as unreadable. */
  close(): Promise<void> {
    return this.#worker.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
