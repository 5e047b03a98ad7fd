import { getCompileCacheDir } from 'node:module'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { EncodedPosts } from '../archive/encode-posts.ts'
import { AppError } from '../domain/errors.ts'
import { LeasePool } from '../lib/lease-pool.ts'
import {
  analyseBlock,
  analysePosts,
  type BlockResult,
  type BlockTask,
  type PostsTask,
} from './analyse-block.ts'
import type { AnalysisWorkerData } from './analysis-worker.ts'
import type { WorkerReply, WorkerRequest } from './serve-analysis.ts'

/** Where text analysis runs: on this thread or on others. */
export type Analysis = {
  /** Tasks that run at the same time. */
  readonly size: number
  /** Parses, analyses and encodes lines of a file. Takes `task.bytes` away from the caller. */
  block(task: BlockTask, signal?: AbortSignal): Promise<BlockResult>
  /** Analyses and encodes posts. */
  posts(task: PostsTask, signal?: AbortSignal): Promise<EncodedPosts>
}

/** On this thread: for a few posts, where starting a worker costs more than it saves. */
export const inlineAnalysis: Analysis = {
  size: 1,
  block: async (task) => analyseBlock(task),
  posts: async (task) => analysePosts(task),
}

export type AnalysisPoolOptions = {
  /** Worker threads at most; by default one for each core, up to 4. */
  readonly size?: number
  /** A worker ends after this long without work, and gives its memory (about 100 MB) back. */
  readonly idleMs?: number
}

const SIZE_MAX = 4
const IDLE_MS = 15_000
const WAITING_MAX = 1_024
/** Analysis leaves little garbage; a larger young generation saves no time and takes memory. */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 } as const

/**
 * Worker threads for text analysis. They start with the first work and end when idle; an idle pool does not keep the
 * process alive. Tasks beyond the number of workers wait in order.
 */
export class AnalysisPool implements Analysis {
  readonly size: number
  readonly #slots: readonly WorkerSlot[]
  readonly #free: LeasePool<WorkerSlot>

  constructor({
    size = Math.min(availableParallelism(), SIZE_MAX),
    idleMs = IDLE_MS,
  }: AnalysisPoolOptions = {}) {
    this.size = Math.max(1, size)
    this.#slots = Array.from({ length: this.size }, () => new WorkerSlot(idleMs))
    this.#free = new LeasePool(this.#slots, { waitingMax: WAITING_MAX })
  }

  block(task: BlockTask, signal?: AbortSignal): Promise<BlockResult> {
    return this.#free.use(
      (slot) => slot.run<BlockResult>({ kind: 'block', task }, [task.bytes.buffer]),
      signal,
    )
  }

  posts(task: PostsTask, signal?: AbortSignal): Promise<EncodedPosts> {
    return this.#free.use((slot) => slot.run<EncodedPosts>({ kind: 'posts', task }, []), signal)
  }

  /** Worker threads that live now. */
  get alive(): number {
    return this.#slots.filter((slot) => slot.alive).length
  }

  /** Lets work under way finish, then ends the workers. */
  async close(): Promise<void> {
    await this.#free.drain()
    await Promise.all(this.#slots.map((slot) => slot.end()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** One place in the pool: a worker that is started when needed and ended when idle. Runs one task at a time. */
class WorkerSlot {
  readonly #idleMs: number
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | undefined

  constructor(idleMs: number) {
    this.#idleMs = idleMs
  }

  get alive(): boolean {
    return this.#worker !== null
  }

  async run<Result>(request: WorkerRequest, transfer: readonly ArrayBuffer[]): Promise<Result> {
    clearTimeout(this.#idle)
    this.#worker ??= this.#start()
    const worker = this.#worker
    worker.ref()
    try {
      return await exchange<Result>(worker, request, transfer)
    } finally {
      worker.unref()
      this.#idle = setTimeout(() => void this.end(), this.#idleMs).unref()
    }
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), {
      resourceLimits: WORKER_LIMITS,
      workerData: { compileCacheDir: getCompileCacheDir() } satisfies AnalysisWorkerData,
    })
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null
    })
    return worker
  }
}

function exchange<Result>(
  worker: Worker,
  request: WorkerRequest,
  transfer: readonly ArrayBuffer[],
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      act()
    }
    const onMessage = (reply: WorkerReply) =>
      settle(() => (reply.ok ? resolve(reply.result as Result) : reject(failure(reply.error))))
    const onError = (error: unknown) => settle(() => reject(failure(error)))
    const onExit = () => settle(() => reject(failure('the worker thread ended')))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(request, transfer)
  })
}

function failure(cause: unknown): AppError {
  return new AppError('internal', 'Text analysis failed on a worker thread.', { cause })
}
