/** Seven minutes of the busiest stream that an app may read without a special contract: 250 posts a second. */
const SEEN_MAX = 100_000
const EDITED_MAX = 20_000

/**
 * Remembers which versions of posts were handed on, for as long as memory is bounded. What it has forgotten comes
 * again, which the archive tolerates.
 */
export class SeenVersions {
  readonly #seen = new Set<string>()
  /** The newest version of posts that were edited, by our id. */
  readonly #newest = new Map<string, bigint>()
  readonly #seenMax: number

  constructor(seenMax = SEEN_MAX) {
    this.#seenMax = seenMax
  }

  /**
   * Takes note of a version.
   *
   * @param seen.postId our id of the post, the same for all its versions
   * @param seen.version X's id of this version
   * @returns why it should not be handed on; null when it should
   */
  note(seen: { postId: string; version: string; isEdit: boolean }): 'duplicate' | 'older_version' | null {
    if (this.#seen.has(seen.version)) return 'duplicate'
    this.#seen.add(seen.version)
    if (this.#seen.size > this.#seenMax) forgetOldest(this.#seen)
    const version = BigInt(seen.version)
    const newest = this.#newest.get(seen.postId)
    if (newest !== undefined && newest > version) return 'older_version'
    if (!seen.isEdit) return null
    this.#newest.delete(seen.postId)
    this.#newest.set(seen.postId, version)
    if (this.#newest.size > EDITED_MAX) forgetOldest(this.#newest)
    return null
  }
}

function forgetOldest(from: { keys(): Iterator<string>; delete(key: string): boolean }): void {
  const { value } = from.keys().next()
  if (value !== undefined) from.delete(value)
}
