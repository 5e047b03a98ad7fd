/** A post may be so much later than the one before it without being doubted. */
const JUMP_MS = 24 * 3_600_000

/**
 * The time of a stream of posts whose times are mostly in order: never goes back, and believes a jump of more than a day only
 * once a second post confirms it. One post with a wrong date, which any account can write, moves nothing.
 */
export class StreamClock {
  #now: number | null = null
  #doubted: number | null = null

  /** @returns stream time with this post, UTC milliseconds; null while no post had a time */
  read(createdAt: number | null): number | null {
    if (createdAt === null) return this.#now
    if (this.#now !== null && createdAt - this.#now > JUMP_MS && !this.#isConfirmed(createdAt)) {
      this.#doubted = createdAt
      return this.#now
    }
    this.#doubted = null
    this.#now = Math.max(this.#now ?? createdAt, createdAt)
    return this.#now
  }

  #isConfirmed(createdAt: number): boolean {
    return this.#doubted !== null && Math.abs(createdAt - this.#doubted) <= JUMP_MS
  }
}
