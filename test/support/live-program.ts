import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StatusJson } from '../../src/contract/status.ts'

const MAIN = join(import.meta.dirname, '../../src/app/main.ts')
const READY = 'Verity is ready'
const LOG_CHARS_MAX = 20_000

export type LiveProgramOptions = {
  readonly dataDir: string
  /** Where its one source, Bluesky, listens. */
  readonly jetstreamUrl: string
  readonly nodeArguments?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** The whole program in a process of its own, with one live source. Kill it, or it outlives the test. */
export class LiveProgram {
  readonly child: ChildProcess
  readonly #dataDir: string
  /** The end of what it logged. */
  log = ''

  /** Starts it and does not wait until it is ready. */
  constructor({ dataDir, jetstreamUrl, nodeArguments = [], env = {} }: LiveProgramOptions) {
    this.#dataDir = dataDir
    this.child = spawn(process.execPath, [...nodeArguments, MAIN, 'start', '--port', '0'], {
      env: {
        PATH: process.env['PATH'],
        HOME: dataDir,
        VERITY_DATA: dataDir,
        VERITY_JETSTREAM_URL: jetstreamUrl,
        VERITY_LOG: 'info',
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.log = (this.log + chunk.toString()).slice(-LOG_CHARS_MAX)
    })
  }

  /** @throws Error when it ended instead */
  async ready(): Promise<this> {
    while (!this.isReady) {
      if (this.hasEnded) throw new Error(`The program ended: ${this.log}`)
      await Promise.race([once(this.child.stderr as NodeJS.ReadableStream, 'data'), once(this.child, 'exit')])
    }
    return this
  }

  get isReady(): boolean {
    return this.log.includes(READY)
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** What the status page shows. @throws when it cannot be reached */
  async status(): Promise<StatusJson> {
    const { url } = JSON.parse(readFileSync(join(this.#dataDir, 'server.lock'), 'utf8')) as { url: string }
    const response = await fetch(new URL('/api/status', url))
    if (!response.ok) throw new Error(`The status is ${response.status}: ${await response.text()}`)
    return (await response.json()) as StatusJson
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.hasEnded) return
    const exited = once(this.child, 'exit')
    this.child.kill(signal)
    await exited
  }
}
