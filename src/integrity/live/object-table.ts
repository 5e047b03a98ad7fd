const EMPTY = -1

/**
 * Gives each hashed object a number, as long as it is kept. Numbers are used again after `remove`. Two objects of one 64-bit hash
 * are taken for the same one: among a million, once in 37 million times.
 */
export class ObjectTable {
  /** Objects that are kept. */
  size = 0
  readonly #places: Int32Array
  readonly #low: Uint32Array
  readonly #high: Uint32Array
  readonly #free: Int32Array
  #freeCount: number
  readonly #mask: number

  /** @param capacity most objects at once */
  constructor(capacity: number) {
    const places = 2 ** Math.ceil(Math.log2(capacity * 2))
    this.#places = new Int32Array(places).fill(EMPTY)
    this.#mask = places - 1
    this.#low = new Uint32Array(capacity)
    this.#high = new Uint32Array(capacity)
    this.#free = Int32Array.from({ length: capacity }, (_, at) => capacity - 1 - at)
    this.#freeCount = capacity
  }

  /** The number of an object; a new one where it is not kept. The caller sees to it that there is room. */
  intern(low: number, high: number): { readonly object: number; readonly isNew: boolean } {
    let place = low & this.#mask
    for (; ; place = (place + 1) & this.#mask) {
      const object = this.#places[place] as number
      if (object === EMPTY) break
      if (this.#low[object] === low && this.#high[object] === high) return { object, isNew: false }
    }
    const object = this.#free[--this.#freeCount] as number
    this.#low[object] = low
    this.#high[object] = high
    this.#places[place] = object
    this.size += 1
    return { object, isNew: true }
  }

  remove(object: number): void {
    let hole = (this.#low[object] as number) & this.#mask
    while (this.#places[hole] !== object) hole = (hole + 1) & this.#mask
    // Those that follow in the same run move up, so that no search ends too early.
    for (let next = (hole + 1) & this.#mask; this.#places[next] !== EMPTY; next = (next + 1) & this.#mask) {
      const home = (this.#low[this.#places[next] as number] as number) & this.#mask
      if (((next - home) & this.#mask) < ((next - hole) & this.#mask)) continue
      this.#places[hole] = this.#places[next] as number
      hole = next
    }
    this.#places[hole] = EMPTY
    this.#free[this.#freeCount++] = object
    this.size -= 1
  }
}

/** Two independent 32-bit hashes of a channel and a key. */
export function hashObject(channel: number, key: string): { readonly low: number; readonly high: number } {
  let low = 0x811c9dc5 ^ channel
  let high = 0x9747b28c + channel
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995)
    high ^= high >>> 15
  }
  low ^= low >>> 15
  low = Math.imul(low, 0x85ebca6b)
  return { low: (low ^ (low >>> 13)) >>> 0, high: (high ^ (high >>> 13)) >>> 0 }
}
