import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../domain/errors.ts'

/** What is known about an installed model; beside its file as JSON. */
export type InstalledModel = {
  readonly name: string
  readonly bytes: number
  /** Of the whole file, in hexadecimal; what was installed, not what lies there now. */
  readonly sha256: string
  readonly architecture: string
  readonly parameters: number
  readonly contextTokens: number | null
  /** Where it came from: a host and path without its query, or a local path. */
  readonly source: string
  /** UTC milliseconds. */
  readonly installedAt: number
}

export type UnfinishedModel = { readonly name: string; readonly bytes: number }

/** Also a safe file name everywhere. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/
const MODEL = '.gguf'
const PART = '.gguf.part'
const ABOUT = '.json'

/**
 * The models of a data directory, `models/`: NAME.gguf with NAME.json beside it, NAME.gguf.part while it arrives. Each change is one rename, so that two programs cannot leave half of it.
 */
export class ModelFolder {
  readonly dir: string

  constructor(dataDir: string) {
    this.dir = join(dataDir, 'models')
  }

  /** Models that are whole, by name. */
  async list(): Promise<readonly InstalledModel[]> {
    const names = await this.#namesEndingIn(MODEL)
    const found = await Promise.all(names.map((name) => this.find(name)))
    return found.filter((model) => model !== null)
  }

  /** Downloads that broke off. */
  async unfinished(): Promise<readonly UnfinishedModel[]> {
    const names = await this.#namesEndingIn(PART)
    return await Promise.all(
      names.map(async (name) => ({
        name,
        bytes: await stat(this.partOf(name)).then(
          ({ size }) => size,
          () => 0,
        ),
      })),
    )
  }

  async find(name: string): Promise<InstalledModel | null> {
    if (!NAME.test(name)) return null
    try {
      await stat(this.fileOf(name))
      return JSON.parse(await readFile(this.#aboutOf(name), 'utf8')) as InstalledModel
    } catch {
      return null
    }
  }

  /** @throws {AppError} not_found that lists what is there */
  async require(name: string): Promise<InstalledModel & { readonly file: string }> {
    const model = await this.find(name)
    if (model !== null) return { ...model, file: this.fileOf(name) }
    const names = (await this.list()).map((each) => each.name)
    const hint =
      names.length === 0
        ? 'None is installed; verity models install FILE|URL does.'
        : `Installed: ${names.join(', ')}.`
    throw new AppError('not_found', `There is no model "${name}". ${hint}`)
  }

  /** Takes a model and what of it was fetched away. @throws {AppError} not_found when there is neither */
  async remove(name: string): Promise<{ readonly bytes: number }> {
    const known = NAME.test(name)
    const sizes = await Promise.all(
      (known ? [this.fileOf(name), this.partOf(name)] : []).map((file) =>
        stat(file).then(
          ({ size }) => size,
          () => null,
        ),
      ),
    )
    if (sizes.every((size) => size === null)) await this.require(name)
    // The description first: what has none is not offered any more.
    for (const file of [this.#aboutOf(name), this.fileOf(name), this.partOf(name), this.resumeOf(name)])
      await rm(file, { force: true })
    return { bytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) }
  }

  /** Makes a whole part a model: description first, so that the file never stands without one. */
  async accept(model: InstalledModel): Promise<void> {
    await this.#replace(basename(this.#aboutOf(model.name)), `${JSON.stringify(model, null, 2)}\n`)
    await rename(this.partOf(model.name), this.fileOf(model.name))
    await rm(this.resumeOf(model.name), { force: true })
  }

  async prepare(): Promise<void> {
    await mkdir(this.dir, { recursive: true })
  }

  fileOf(name: string): string {
    return join(this.dir, `${name}${MODEL}`)
  }

  partOf(name: string): string {
    return join(this.dir, `${name}${PART}`)
  }

  /** What is needed to go on with a part. */
  resumeOf(name: string): string {
    return join(this.dir, `${name}${PART}${ABOUT}`)
  }

  #aboutOf(name: string): string {
    return join(this.dir, `${name}${ABOUT}`)
  }

  async #namesEndingIn(end: string): Promise<string[]> {
    const files = await readdir(this.dir).catch(() => [])
    return files
      .filter((file) => file.endsWith(end))
      .map((file) => file.slice(0, -end.length))
      .filter((name) => NAME.test(name))
      .sort()
  }

  async #replace(file: string, text: string): Promise<void> {
    await this.prepare()
    const beside = join(this.dir, `.${file}.${process.pid}`)
    await writeFile(beside, text)
    await rename(beside, join(this.dir, file))
  }
}

/** @throws {AppError} invalid_input */
export function requireModelName(name: string): string {
  if (NAME.test(name)) return name
  throw new AppError(
    'invalid_input',
    `"${name}" cannot be a model's name: letters, digits, dot, hyphen and underscore, 100 at most. Give another with --name.`,
  )
}

/** The name that a file or address suggests. */
export function nameFrom(path: string): string {
  const file = basename(path)
  return file.toLowerCase().endsWith(MODEL) ? file.slice(0, -MODEL.length) : file
}
