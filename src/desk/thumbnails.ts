import type { Archive } from '../archive/archive.ts'
import type { PostId } from '../domain/post.ts'
import type { SettingsStore } from '../ledger/settings.ts'
import { LeasePool } from '../lib/lease-pool.ts'
import type { FetchOnce } from '../lib/safe-fetch/fetch-once.ts'
import { followRedirects } from '../lib/safe-fetch/follow-redirects.ts'
import type { Timing } from '../lib/timing.ts'
import { thumbnailUrl } from '../sources/thumbnail-url.ts'
import { PictureFolder } from './picture-folder.ts'

export type Thumbnail = { readonly type: string; readonly bytes: Buffer }

export type ThumbnailDependencies = {
  readonly archive: Pick<Archive, 'getPosts'>
  readonly settings: Pick<SettingsStore, 'get'>
  readonly fetchOnce: FetchOnce
  readonly timing: Timing
  /** Where pictures are kept. */
  readonly dir: string
}

const LIMITS = { headersMs: 10_000, totalMs: 20_000, bytesMax: 3_000_000 }
const FETCHES_AT_ONCE = 4
const WAITING_MAX = 64
/** What could not be had is not asked for again before this. */
const FAILED_MS = 600_000
const FAILED_MAX = 5_000
const INDEX_MAX = 9

/** Pictures by their first bytes: what a server calls them is its own affair. No SVG, which is a document with scripts. */
const SIGNATURES: readonly (readonly [type: string, isOf: (bytes: Buffer) => boolean])[] = [
  ['image/jpeg', (bytes) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff'],
  ['image/png', (bytes) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a'],
  ['image/gif', (bytes) => /^GIF8[79]a/.test(bytes.subarray(0, 6).toString('latin1'))],
  ['image/webp', (bytes) => /^RIFF.{4}WEBP/s.test(bytes.subarray(0, 12).toString('latin1'))],
  ['image/avif', (bytes) => /^.{4}ftypavi[fs]/s.test(bytes.subarray(0, 12).toString('latin1'))],
]

/**
 * Small pictures of stored posts, fetched where their networks keep them when somebody looks, and only where the owner allows it: it tells
 * those hosts that somebody here looks at the post. Kept in a folder of limited size.
 */
export class Thumbnails {
  readonly #deps: ThumbnailDependencies
  readonly #folder: PictureFolder
  readonly #line = new LeasePool(
    Array.from({ length: FETCHES_AT_ONCE }, () => null),
    {
      waitingMax: WAITING_MAX,
    },
  )
  /** UTC milliseconds until which a picture is not asked for again, oldest first. */
  readonly #failed = new Map<string, number>()

  constructor(deps: ThumbnailDependencies) {
    this.#deps = deps
    this.#folder = new PictureFolder(deps.dir)
  }

  /** @returns null when pictures are off, the post is gone, or there is no picture to be had */
  async get(id: PostId, index: number, signal: AbortSignal): Promise<Thumbnail | null> {
    const { thumbnails, thumbnailsSizeBytesMax } = await this.#deps.settings.get()
    if (thumbnails === 'off' || !Number.isInteger(index) || index < 0 || index > INDEX_MAX) return null
    const [post] = await this.#deps.archive.getPosts([id], { signal })
    const media = post?.media[index]
    const url = media === undefined ? null : thumbnailUrl(media)
    if (url === null) return null
    const known = await this.#folder.read(id, index)
    if (known !== null) return typed(known)
    return await this.#line.use(
      async () => this.#fetch({ id, index, url }, thumbnailsSizeBytesMax, signal),
      signal,
    )
  }

  /** Their authors took these posts away. */
  remove(ids: readonly PostId[]): Promise<void> {
    return this.#folder.remove(ids)
  }

  async #fetch(
    { id, index, url }: { id: PostId; index: number; url: string },
    sizeBytesMax: number,
    signal: AbortSignal,
  ): Promise<Thumbnail | null> {
    const { fetchOnce, timing } = this.#deps
    if ((this.#failed.get(url) ?? 0) > timing.now()) return null
    const headers = { accept: 'image/avif,image/webp,image/*;q=0.8', 'user-agent': 'Verity' }
    const acceptsType = (type: string | null) =>
      type === null || /^(?:image|application\/octet-stream)/i.test(type)
    const answer = await followRedirects({ url, headers, limits: LIMITS, acceptsType, signal }, fetchOnce)
    const isThere = answer.kind === 'response' && answer.status === 200
    const thumbnail = isThere ? typed(answer.body) : null
    if (thumbnail === null) {
      if (!signal.aborted) this.#noteFailure(url)
      return null
    }
    // A full disk is no reason not to show it.
    await this.#folder.write(id, index, thumbnail.bytes, sizeBytesMax).catch(() => {})
    return thumbnail
  }

  #noteFailure(url: string): void {
    this.#failed.delete(url)
    this.#failed.set(url, this.#deps.timing.now() + FAILED_MS)
    const [oldest] = this.#failed.keys()
    if (this.#failed.size > FAILED_MAX && oldest !== undefined) this.#failed.delete(oldest)
  }
}

function typed(bytes: Buffer): Thumbnail | null {
  const found = SIGNATURES.find(([, isOf]) => isOf(bytes))
  return found === undefined ? null : { type: found[0], bytes }
}
