import { Worker } from 'node:worker_threads'
import { LeasePool } from './lease-pool.ts'
import { realTiming, type Timing } from './timing.ts'

export type ExpendableWorkerOptions = {
  /** Answers each message with one message, in order. */
  readonly script: URL
  /** A message that takes longer ends the thread. */
  readonly msMax: number
  readonly memoryMb: number
  readonly timing?: Timing
}

const IDLE_MS = 60_000
const WAITING_MAX = 1_000

/**
 * One worker thread for work that may hang, crash or take all memory. What does so ends the thread and has no answer;
 * the next message gets a new one. The thread starts with the first message and ends when idle.
 */
export class ExpendableWorker {
  readonly #turn = new LeasePool([null], { waitingMax: WAITING_MAX })
  readonly #options: ExpendableWorkerOptions
  readonly #timing: Timing
  #worker: Worker | null = null
  #isClosed = false
  #idle: NodeJS.Timeout | undefined

  constructor(options: ExpendableWorkerOptions) {
    this.#options = options
    this.#timing = options.timing ?? realTiming
  }

  /**
   * @returns the answer; null when the worker gave up or had to be ended
   * @throws {PoolFullError} when a thousand messages wait
   */
  ask(message: unknown): Promise<unknown> {
    return this.#turn.use(async () => {
      if (this.#isClosed) return null
      clearTimeout(this.#idle)
      this.#worker ??= this.#start()
      const answer = await this.#exchange(this.#worker, message)
      if (answer === null) await this.#end()
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref()
      return answer
    })
  }

  /** Ends at once; what is being worked on then has no answer. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end()
    await this.#turn.drain()
  }

  async #exchange(worker: Worker, message: unknown): Promise<unknown> {
    const over = new AbortController()
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const giveUp = () => resolve(null)
    worker.once('message', resolve).once('error', giveUp).once('exit', giveUp)
    worker.ref()
    worker.postMessage(message)
    void this.#timing.wait(this.#options.msMax, over.signal).then(giveUp)
    const answer = await promise
    over.abort()
    worker.off('message', resolve).off('error', giveUp).off('exit', giveUp)
    worker.unref()
    return answer
  }

  #start(): Worker {
    const { script, memoryMb } = this.#options
    const worker = new Worker(script, {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    })
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
