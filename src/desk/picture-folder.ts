import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostId } from '../domain/post.ts'

/** Of the data directory: what is in it is fetched again when it is gone. */
export const PICTURES_FOLDER = 'pictures'

const NAME = /^[0-9a-f]{40}-\d{1,2}$/

/** Pictures of posts as files of one folder, the oldest used giving way; made when there is a first one. */
export class PictureFolder {
  readonly #dir: string
  /** Sizes by name, least recently used first; null before the folder was looked through. */
  #sizes: Promise<Map<string, number>> | null = null

  constructor(dir: string) {
    this.#dir = dir
  }

  /** @returns null when it is not there */
  async read(id: PostId, index: number): Promise<Buffer | null> {
    const name = nameOf(id, index)
    const sizes = await this.#known()
    const size = sizes.get(name)
    if (size === undefined) return null
    const bytes = await readFile(join(this.#dir, name)).catch(() => null)
    sizes.delete(name)
    if (bytes === null) return null
    sizes.set(name, size)
    await utimes(join(this.#dir, name), new Date(), new Date()).catch(() => {})
    return bytes
  }

  /** Stores a picture, then removes what is too much. */
  async write(id: PostId, index: number, bytes: Uint8Array, sizeBytesMax: number): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 })
    const name = nameOf(id, index)
    const unfinished = join(this.#dir, randomUUID())
    await writeFile(unfinished, bytes, { mode: 0o600 })
    await rename(unfinished, join(this.#dir, name))
    const sizes = await this.#known()
    sizes.delete(name)
    sizes.set(name, bytes.length)
    await this.shrink(sizeBytesMax)
  }

  async shrink(sizeBytesMax: number): Promise<void> {
    const sizes = await this.#known()
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
    for (const [name, size] of sizes) {
      if (total <= sizeBytesMax) return
      sizes.delete(name)
      total -= size
      await rm(join(this.#dir, name), { force: true })
    }
  }

  /** Removes every picture of these posts. */
  async remove(ids: readonly PostId[]): Promise<void> {
    const sizes = await this.#known()
    if (sizes.size === 0) return
    const gone = new Set(ids.map(hashOf))
    for (const name of [...sizes.keys()].filter((name) => gone.has(name.slice(0, name.indexOf('-'))))) {
      sizes.delete(name)
      await rm(join(this.#dir, name), { force: true })
    }
  }

  #known(): Promise<Map<string, number>> {
    this.#sizes ??= this.#look()
    return this.#sizes
  }

  async #look(): Promise<Map<string, number>> {
    const names = await readdir(this.#dir).catch(() => [])
    const files: { name: string; size: number; usedAt: number }[] = []
    for (const name of names) {
      // What a killed process left half-written has another name.
      if (!NAME.test(name)) await rm(join(this.#dir, name), { force: true })
      else {
        const found = await stat(join(this.#dir, name)).catch(() => null)
        if (found !== null) files.push({ name, size: found.size, usedAt: found.mtimeMs })
      }
    }
    files.sort((a, b) => a.usedAt - b.usedAt)
    return new Map(files.map(({ name, size }) => [name, size]))
  }
}

function nameOf(id: PostId, index: number): string {
  return `${hashOf(id)}-${index}`
}

function hashOf(id: PostId): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 40)
}
