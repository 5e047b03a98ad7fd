import { hash32 } from '../../lib/random.ts'

const SECOND_SALT = 0x5bd1e995

/** Which story a recent post is in. Bounded: a place is taken over by the next post that falls on it. */
export class RecentPosts {
  readonly #checks: Uint32Array
  readonly #places: Int32Array
  readonly #numbers: Uint32Array

  /** @param size a power of two; 12 bytes each */
  constructor(size: number) {
    this.#checks = new Uint32Array(size)
    this.#places = new Int32Array(size)
    this.#numbers = new Uint32Array(size)
  }

  set(id: string, story: { readonly place: number; readonly number: number }): void {
    const at = this.#at(id)
    this.#checks[at] = hash32(id, SECOND_SALT)
    this.#places[at] = story.place
    this.#numbers[at] = story.number
  }

  get(id: string): { place: number; number: number } | null {
    const at = this.#at(id)
    if (this.#numbers[at] === 0 || this.#checks[at] !== hash32(id, SECOND_SALT)) return null
    return { place: this.#places[at] as number, number: this.#numbers[at] as number }
  }

  #at(id: string): number {
    return hash32(id) & (this.#checks.length - 1)
  }
}
