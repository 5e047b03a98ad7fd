import { readXId, xIdAtTime } from './snowflake.ts'

/** A post is delivered within a minute of being made, nearly always within ten seconds. */
const LATE_MAX_MS = 60_000
/** A sign of life says that the stream is whole up to now; our clock may run ahead of X's. */
const CLOCK_MARGIN_MS = 5 * 60_000
/** A cursor is never moved further ahead of our clock than this. */
const AHEAD_MAX_MS = 60_000

/**
 * Up to where everything was handed on, as an id of X: ids carry their time, so the cursor need not be a post. While
 * the posts of an interruption are still being fetched it stands before them, however far the stream has gone on.
 */
export class StreamPosition {
  #reached: bigint | null
  /** How far the stream went while the position stood still. */
  #ahead: bigint | null = null
  #isFrozen = false

  /** @param cursor an id of X as text; anything else starts at now */
  constructor(cursor: string | null) {
    const id = readXId(cursor)
    this.#reached = id === null ? null : BigInt(id)
  }

  /** The last known good place, as text. */
  get cursor(): string | null {
    return this.#reached === null ? null : String(this.#reached)
  }

  /**
   * A post of the stream was handed on.
   *
   * @param now UTC milliseconds
   */
  see(id: string | null, now: number): void {
    const known = readXId(id)
    if (known === null) return
    const latest = xIdAtTime(now + AHEAD_MAX_MS)
    this.#advance(BigInt(known) < latest ? BigInt(known) : latest)
  }

  /** @param at UTC milliseconds at which the stream gave a sign of life */
  live(at: number): void {
    this.#advance(xIdAtTime(at - CLOCK_MARGIN_MS))
  }

  /**
   * An interruption lies behind us: the position stands still until `fill`.
   *
   * @returns where the missing posts begin, a little early because posts are delivered late; null when nothing was
   *   read before
   */
  freeze(): bigint | null {
    if (this.#reached === null) return null
    this.#isFrozen = true
    const late = BigInt(LATE_MAX_MS) << 22n
    return this.#reached > late ? this.#reached - late : 0n
  }

  /** Everything up to this id was fetched; `isAll` when the interruption is over with it. */
  fill(upTo: bigint, isAll: boolean): void {
    if (this.#reached === null || upTo > this.#reached) this.#reached = upTo
    if (!isAll) return
    this.#isFrozen = false
    if (this.#ahead !== null) this.#advance(this.#ahead)
    this.#ahead = null
  }

  #advance(to: bigint): void {
    if (this.#isFrozen) {
      if (this.#ahead === null || to > this.#ahead) this.#ahead = to
    } else if (this.#reached === null || to > this.#reached) this.#reached = to
  }
}
