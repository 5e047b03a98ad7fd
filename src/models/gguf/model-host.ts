import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { AppError } from '../../domain/errors.ts'
import { LeasePool, PoolFullError } from '../../lib/lease-pool.ts'
import type { ChatOutcome, ChatWork, FromModel, ToModel } from './runtime/protocol.ts'

export type ModelHostOptions = {
  readonly name: string
  readonly file: string
  /** Looks at the file and at the memory that is free, each time before the model is loaded. @throws {AppError} */
  readonly prepare: () => Promise<{ readonly contextTokens: number }>
  readonly threads: number
  /** Nobody asked for so long: the model leaves the memory. */
  readonly idleMs?: number
  /** Longest silence of the model's process, in milliseconds. */
  readonly silenceMaxMs?: number
}

export type Piece = { readonly kind: 'text' | 'reasoning'; readonly text: string }

const IDLE_MS = 300_000
/** A long prompt is read without a word: minutes on a slow machine. */
const SILENCE_MAX_MS = 600_000
/** A model that is told to stop does so between two tokens, or between two batches of a prompt. */
const STOP_MAX_MS = 5_000
const WAITING_MAX = 32
/** Below the server's own priority: searching and showing go first. */
const NICENESS = 5
const SCRIPT = new URL('./runtime/model-process.ts', import.meta.url)

/**
 * One GGUF model in a process of its own: loaded when it is first asked, ended when nobody asks, started anew after a crash.
 * One answer is written at a time; others wait in line.
 */
export class ModelHost {
  readonly #options: ModelHostOptions
  readonly #turn = new LeasePool([null], { waitingMax: WAITING_MAX })
  readonly #closing = new AbortController()
  #process: ModelProcess | null = null
  #idle: NodeJS.Timeout | undefined
  #lastId = 0
  /** Requests under way and in line. */
  #asking = 0

  constructor(options: ModelHostOptions) {
    this.#options = options
  }

  /** The process that holds the model now, or null. */
  get pid(): number | null {
    return this.#process?.pid ?? null
  }

  /**
   * Yields what the model writes, as it writes, and returns how it ended.
   *
   * @throws {AppError} invalid_input (the prompt does not fit), over_limit (no memory, or too many wait), not_built, upstream_failed, cancelled
   */
  async *chat(work: ChatWork, signal: AbortSignal): AsyncGenerator<Piece, ChatOutcome> {
    const pieces = new PieceQueue()
    const leaving = new AbortController()
    const limited = AbortSignal.any([signal, leaving.signal])
    const done = this.#exchange(
      (id) => ({ type: 'chat', id, work }),
      limited,
      (message) => {
        if (message.type === 'piece') pieces.push({ kind: message.kind, text: message.text })
        return message.type === 'done' ? message.outcome : undefined
      },
    )
    done.then(pieces.end, pieces.end)
    try {
      yield* pieces
      return await done
    } finally {
      leaving.abort()
    }
  }

  /** One vector of length 1 for each text; zeros where a text has no tokens. @throws {AppError} as `chat` */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    return await this.#exchange(
      (id) => ({ type: 'embed', id, texts }),
      signal,
      (message) => (message.type === 'vectors' ? message.vectors : undefined),
    )
  }

  /** Ends the process at once; whoever waits for it gets `cancelled`. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#turn.drain()
    this.#unload()
  }

  async #exchange<T>(
    ask: (id: number) => ToModel,
    signal: AbortSignal,
    read: (message: FromModel) => T | undefined,
  ): Promise<T> {
    const limited = AbortSignal.any([signal, this.#closing.signal])
    this.#asking += 1
    clearTimeout(this.#idle)
    try {
      return await this.#turn.use(async () => {
        this.#lastId += 1
        const model = await this.#loaded(limited)
        const answer = await model.ask(ask(this.#lastId), this.#lastId, limited, read)
        // What stopped because it was told to looks like a short answer.
        limited.throwIfAborted()
        return answer
      }, limited)
    } catch (thrown) {
      throw this.#explain(thrown, limited)
    } finally {
      this.#asking -= 1
      this.#restUntilAsked()
    }
  }

  async #loaded(signal: AbortSignal): Promise<ModelProcess> {
    if (this.#process?.isAlive) return this.#process
    const { file, threads, silenceMaxMs = SILENCE_MAX_MS } = this.#options
    const { contextTokens } = await this.#options.prepare()
    signal.throwIfAborted()
    const started = new ModelProcess(silenceMaxMs)
    this.#process = started
    try {
      await started.ask({ type: 'load', file, contextTokens, threads }, null, signal, (message) =>
        message.type === 'loaded' ? true : undefined,
      )
      return started
    } catch (thrown) {
      this.#unload()
      throw thrown
    }
  }

  #restUntilAsked(): void {
    if (this.#process?.isAlive !== true) this.#process = null
    if (this.#asking > 0) return
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.#unload(), this.#options.idleMs ?? IDLE_MS).unref()
  }

  #unload(): void {
    clearTimeout(this.#idle)
    this.#process?.kill()
    this.#process = null
  }

  #explain(thrown: unknown, signal: AbortSignal): AppError {
    const { name } = this.#options
    if (signal.aborted) return new AppError('cancelled', 'The request was stopped.', { cause: thrown })
    if (thrown instanceof AppError) return thrown
    if (thrown instanceof PoolFullError)
      return new AppError('over_limit', `Too many wait for the model "${name}".`, { cause: thrown })
    if (thrown instanceof ModelFailure && thrown.kind === 'input')
      return new AppError('invalid_input', thrown.message, { cause: thrown })
    const why = thrown instanceof ModelFailure ? thrown.message : 'failed'
    return new AppError('upstream_failed', `The model "${name}" in this machine ${why}`, { cause: thrown })
  }
}

class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly kind: 'input' | 'runtime'

  constructor(kind: 'input' | 'runtime', message: string) {
    super(message)
    this.kind = kind
  }
}

class ModelProcess {
  readonly #child: ChildProcess
  readonly #silenceMaxMs: number
  isAlive = true

  constructor(silenceMaxMs: number) {
    this.#silenceMaxMs = silenceMaxMs
    this.#child = fork(SCRIPT, {
      // Nothing of ours is handed on: no key, no secret, no proxy.
      env: { PATH: '/usr/bin:/bin' },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const end = () => {
      this.isAlive = false
    }
    this.#child.once('exit', end).on('error', end)
    if (this.#child.pid !== undefined) lowerPriority(this.#child.pid)
    this.#rest()
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** Sends one message and reads until `read` finds the answer. @throws {ModelFailure} @throws the signal's reason */
  async ask<T>(
    message: ToModel,
    id: number | null,
    signal: AbortSignal,
    read: (message: FromModel) => T | undefined,
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const child = this.#child
    let timer: NodeJS.Timeout | undefined
    const within = (ms: number, why: string) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        this.kill()
        reject(new ModelFailure('runtime', why))
      }, ms)
    }
    const listen = () => within(this.#silenceMaxMs, `said nothing for ${this.#silenceMaxMs / 1_000} s.`)
    const onMessage = (told: FromModel) => {
      if ('id' in told && told.id !== id) return
      if (!signal.aborted) listen()
      if (told.type === 'failed') reject(new ModelFailure(told.kind, reasonFor(told)))
      const found = read(told)
      if (found !== undefined) resolve(found)
    }
    const onExit = (code: number | null, name: string | null) =>
      reject(
        new ModelFailure('runtime', `ended unexpectedly (${name ?? `code ${code}`}); it is started again.`),
      )
    const onAbort = () => {
      if (id !== null) child.send({ type: 'stop', id } satisfies ToModel, () => {})
      within(id === null ? 0 : STOP_MAX_MS, 'did not stop when it was told to.')
    }
    child.on('message', onMessage).once('exit', onExit)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      if (!this.isAlive) throw new ModelFailure('runtime', 'could not be started.')
      child.ref()
      child.channel?.ref()
      listen()
      child.send(message, (error) => {
        if (error !== null) reject(new ModelFailure('runtime', 'could not be reached.'))
      })
      return await promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      child.off('message', onMessage).off('exit', onExit)
      this.#rest()
    }
  }

  kill(): void {
    this.isAlive = false
    this.#child.kill('SIGKILL')
  }

  /** An idle model does not keep a command line from ending; it ends when its channel closes. */
  #rest(): void {
    this.#child.unref()
    this.#child.channel?.unref()
  }
}

function reasonFor({ kind, id, reason }: Extract<FromModel, { type: 'failed' }>): string {
  if (kind === 'input') return reason
  return id === null ? `could not be loaded: ${reason}` : `failed: ${reason}`
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, NICENESS)
  } catch {
    // It has ended already, or this system does not let us: it then runs as we do.
  }
}

/** What arrives by event, read by iteration. */
class PieceQueue implements AsyncIterable<Piece> {
  readonly #pieces: Piece[] = []
  #isEnded = false
  #wake: () => void = () => {}

  readonly push = (piece: Piece): void => {
    this.#pieces.push(piece)
    this.#wake()
  }

  readonly end = (): void => {
    this.#isEnded = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Piece> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) yield piece
      else if (this.#isEnded) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    }
  }
}
