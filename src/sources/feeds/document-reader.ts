import { Worker } from 'node:worker_threads'
import { LeasePool } from '../../lib/lease-pool.ts'
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
const IDLE_MS = 60_000
const WAITING_MAX = 1_000
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 } as const

/**
 * Reads on one worker thread, one document after the other. What takes too long or too much memory ends the thread and
 * counts as unreadable; the next document gets a new one. The thread starts with the first document and ends when idle.
 */
export class WorkerReader implements DocumentReader {
  readonly #turn = new LeasePool([null], { waitingMax: WAITING_MAX })
  readonly #timing: Timing
  readonly #script: URL
  #worker: Worker | null = null
  #isClosed = false
  #idle: NodeJS.Timeout | undefined

  /** @param script the worker; tests give one that misbehaves */
  constructor(timing: Timing = realTiming, script: URL = new URL('./reading-worker.ts', import.meta.url)) {
    this.#timing = timing
    this.#script = script
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
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end()
    await this.#turn.drain()
  }

  /** @returns null when the worker gave up or had to be ended */
  #read(task: ReadingTask): Promise<unknown> {
    return this.#turn.use(async () => {
      if (this.#isClosed) return null
      clearTimeout(this.#idle)
      this.#worker ??= this.#start()
      const answer = await this.#exchange(this.#worker, task)
      if (answer === null) await this.#end()
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref()
      return answer
    })
  }

  async #exchange(worker: Worker, task: ReadingTask): Promise<unknown> {
    const over = new AbortController()
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const giveUp = () => resolve(null)
    worker.once('message', resolve).once('error', giveUp).once('exit', giveUp)
    worker.ref()
    worker.postMessage(task)
    void this.#timing.wait(READING_MS_MAX, over.signal).then(giveUp)
    const answer = await promise
    over.abort()
    worker.off('message', resolve).off('error', giveUp).off('exit', giveUp)
    worker.unref()
    return answer
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { resourceLimits: MEMORY_LIMITS })
    worker.on('error', () => {})
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null
    })
    return worker
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}
