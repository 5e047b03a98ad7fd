/**
 * A seeded stream of random numbers: xoshiro128**, small, fast and the same on every machine, because only
 * 32-bit integer operations are used. Not for secrets.
 *
 * @see Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47 (2021)
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number
  readonly #seed: string

  /** @param seed any text; equal seeds give equal streams */
  constructor(seed: string) {
    this.#seed = seed
    this.#a = hash32(seed, 0x9e3779b9)
    this.#b = hash32(seed, 0x243f6a88)
    this.#c = hash32(seed, 0xb7e15162)
    this.#d = hash32(seed, 0x2545f491) | 1
  }

  /** A stream of its own, independent of how far this one has been read. */
  fork(label: string): Random {
    return new Random(`${this.#seed}/${label}`)
  }

  /** An integer in 0 … 2³²-1. */
  uint32(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9)
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = rotate(this.#d, 11)
    return result >>> 0
  }

  /** A number in [0, 1). */
  next01(): number {
    return this.uint32() / 4_294_967_296
  }

  chance(probability01: number): boolean {
    return this.next01() < probability01
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next01() * (high - low + 1))
  }

  /** @param items not empty */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next01() * items.length)] as T
  }

  /** One of the items, each as likely as its weight says; weights are not negative and not all zero. */
  weighted<T>(items: readonly (readonly [T, number])[]): T {
    let left = this.next01() * items.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    return (items[items.length - 1] as readonly [T, number])[0]
  }

  /** The items in random order; the argument is left as it is. */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items]
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = this.integer(0, last)
      const kept = result[last] as T
      result[last] = result[other] as T
      result[other] = kept
    }
    return result
  }
}

/** FNV-1a over UTF-16 units with murmur3's finaliser; spreads text over 32 bits. Not for secrets. */
export function hash32(text: string, salt = 0): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
