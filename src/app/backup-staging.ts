import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../domain/errors.ts'
import { LEDGER_NAME } from './backup-names.ts'
import { explainWriteError } from './backup-out.ts'

/** Left by a file system at its root. */
const NOT_OURS = new Set(['lost+found'])

/** The empty data directory, and a folder in it where the restored one is made. */
export class Staging implements AsyncDisposable {
  readonly path: string
  readonly #dataDir: string
  /** The outermost folder that did not exist before; null when the data directory did. */
  readonly #made: string | null
  #isDone = false

  private constructor(dataDir: string, made: string | null) {
    this.#dataDir = dataDir
    this.#made = made
    this.path = join(dataDir, `restoring-${process.pid}-${randomBytes(6).toString('hex')}`)
  }

  /** @throws {AppError} invalid_input when the directory holds anything */
  static async open(dataDir: string): Promise<Staging> {
    await refuseNonEmpty(dataDir)
    const made = await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new AppError(
        'invalid_input',
        `The directory ${dataDir} cannot be made. Choose another with --data DIR.`,
        { cause },
      )
    })
    const staging = new Staging(dataDir, made ?? null)
    await mkdir(staging.path, { mode: 0o700 })
    return staging
  }

  /** Gives failures of writing their words. */
  async guard<R>(work: () => Promise<R>): Promise<R> {
    return await work().catch((thrown: unknown) => {
      throw explainWriteError(thrown, this.#dataDir)
    })
  }

  /** Moves everything to its place; the ledger last, so that a server that starts too early finds no half of it. */
  async finish(ready: string): Promise<void> {
    const names = (await readdir(ready)).sort((a, b) => Number(a === LEDGER_NAME) - Number(b === LEDGER_NAME))
    const moved: string[] = []
    try {
      for (const name of names) {
        await rename(join(ready, name), join(this.#dataDir, name))
        moved.push(name)
      }
    } catch (thrown) {
      for (const name of moved) await rename(join(this.#dataDir, name), join(ready, name))
      throw thrown
    }
    this.#isDone = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
    if (this.#isDone || this.#made === null) return
    // Only what is still empty goes: somebody may have begun to use it.
    for (let folder = this.#dataDir; ; folder = join(folder, '..')) {
      const isGone = await rmdir(folder).then(
        () => true,
        () => false,
      )
      if (!isGone || folder === this.#made) return
    }
  }
}

async function refuseNonEmpty(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
    throw new AppError(
      'invalid_input',
      `${dataDir} is not a directory that can be read. Choose another with --data DIR.`,
      {
        cause: thrown,
      },
    )
  })
  const first = names.find((name) => !NOT_OURS.has(name))
  if (first === undefined) return
  const hint = first.startsWith('restoring-') ? ' An earlier restore was cut off there: empty it first.' : ''
  throw new AppError(
    'invalid_input',
    `${dataDir} is not empty (${first}).${hint} A backup is restored into an empty directory: choose another with --data DIR, or move this one away.`,
  )
}
