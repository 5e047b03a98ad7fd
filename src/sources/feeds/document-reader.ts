import { ExpendableWorker } from '../../lib/expendable-worker.ts'
import { realTiming, type Timing } from '../../lib/timing.ts'
import {
  type ArticleReading,
  type Downloaded,
  type FeedReading,
  readArticleBytes,
  readFeedBytes,
} from './perform-reading.ts'
import type { ReadingTask } from './reading-worker.ts'

/** Where documents of strangers are taken apart. Never rejects while fewer than a thousand documents wait. */
export type DocumentReader = {
  feed(document: Downloaded): Promise<FeedReading>
  article(document: Downloaded): Promise<ArticleReading>
  close(): Promise<void>
}

/** On this thread, without limits: for documents that tests wrote. */
export const inlineReader: DocumentReader = {
  feed: async (document) => readFeedBytes(document),
  article: async (document) => readArticleBytes(document),
  close: async () => {},
}

/** An article of a newspaper takes some 20 ms. */
const READING_MS_MAX = 10_000
const MEMORY_MB = 256

/**
 * Reads on one worker thread, one document after the other. What takes too long or too much memory ends the thread and
 * counts as unreadable.
 */
export class WorkerReader implements DocumentReader {
  readonly #worker: ExpendableWorker

  /** @param script the worker; tests give one that misbehaves */
  constructor(timing: Timing = realTiming, script: URL = new URL('./reading-worker.ts', import.meta.url)) {
    this.#worker = new ExpendableWorker({ script, timing, msMax: READING_MS_MAX, memoryMb: MEMORY_MB })
  }

  async feed(document: Downloaded): Promise<FeedReading> {
    const reading = await this.#read({ kind: 'feed', document })
    return (reading ?? {
      kind: 'unreadable',
      reason: 'too_slow',
      detail: 'takes too long to read',
    }) as FeedReading
  }

  async article(document: Downloaded): Promise<ArticleReading> {
    const reading = await this.#read({ kind: 'article', document })
    return (reading ?? { kind: 'none', reason: 'too_complex' }) as ArticleReading
  }

  /** Ends at once; what is being read then counts as unreadable. */
  close(): Promise<void> {
    return this.#worker.close()
  }

  #read(task: ReadingTask): Promise<unknown> {
    return this.#worker.ask(task)
  }
}
