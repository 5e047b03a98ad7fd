const WAYS = 4
const EMPTY = 0

/** Remembers numbers for a while, in bounded memory; on a full shelf the oldest is forgotten. */
export class SeenLately {
  readonly #keys: Uint32Array
  readonly #minutes: Uint32Array
  readonly #forMs: number

  /** @param size a power of two; 8 bytes each */
  constructor(size: number, forMs: number) {
    this.#keys = new Uint32Array(size)
    this.#minutes = new Uint32Array(size)
    this.#forMs = forMs
  }

  /** Whether the number was seen in the last `forMs`; it is from now on. */
  see(key: number, at: number): boolean {
    const minute = Math.floor(at / 60_000)
    const shelf = (key & (this.#keys.length / WAYS - 1)) * WAYS
    let place = shelf
    for (let way = shelf; way < shelf + WAYS; way++) {
      if (this.#keys[way] === key && this.#minutes[way] !== EMPTY) {
        const wasLately = minute - (this.#minutes[way] as number) <= this.#forMs / 60_000
        this.#minutes[way] = minute
        return wasLately
      }
      if ((this.#minutes[way] as number) < (this.#minutes[place] as number)) place = way
    }
    this.#keys[place] = key
    this.#minutes[place] = minute
    return false
  }
}
