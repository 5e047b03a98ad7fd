/**
 * Texts with this share of words in common (of all words of both) are one text that was touched up. At .8 a group that changed a
 * tenth of its words was never found, at .65 (`eval detect-adversaries`, 2026-11-22)
 */
export const NEAR_SIMILARITY01 = 0.65
/** Bands of hashes: two texts at the limit share one with probability 1 - (1 - 0.65³)⁸ = 0.92, at .8 with 0.997. */
const BANDS = 8
const ROWS = 3
const HASHES = BANDS * ROWS
/** Longer texts are compared by their first words. */
const WORDS_MAX = 32
/** Texts remembered in one place of the table; the oldest gives way. */
const WAYS = 4
const NONE = -1

/**
 * Finds for each text an earlier one with nearly the same words: MinHash bands propose, the words themselves decide.
 * Bounded: it remembers the last `capacity` texts that resembled no earlier one. Cost: 2 to 4 µs a text.
 *
 * @see Broder, "On the resemblance and containment of documents", 1997
 */
export class NearTexts {
  readonly #capacity: number
  /** Sorted word hashes of each leader, `WORDS_MAX` places each. */
  readonly #words: Uint32Array
  readonly #counts: Uint8Array
  readonly #table: Int32Array
  readonly #turns: Uint8Array
  readonly #mask: number
  #leaders = 0
  readonly #seeds = Uint32Array.from({ length: HASHES }, (_, at) => mix(at + 1))
  readonly #own = new Uint32Array(WORDS_MAX)
  readonly #minima = new Uint32Array(HASHES)

  /** @param capacity texts to remember, a power of two */
  constructor(capacity: number) {
    this.#capacity = capacity
    this.#words = new Uint32Array(capacity * WORDS_MAX)
    this.#counts = new Uint8Array(capacity)
    const places = capacity * 2
    this.#mask = places - 1
    this.#table = new Int32Array(places * WAYS).fill(NONE)
    this.#turns = new Uint8Array(places)
  }

  /**
   * The number of the earlier text that this one repeats, or a new number of its own. Numbers count up; a text that was
   * forgotten is a new one.
   *
   * @param text words with single spaces between them
   */
  leaderOf(text: string): number {
    const count = this.#readWords(text)
    this.#computeMinima(count)
    const found = this.#lookUp(count)
    return found === NONE ? this.#remember(count) : found
  }

  #readWords(text: string): number {
    const own = this.#own
    let count = 0
    let hash = 0x811c9dc5
    for (let at = 0; at <= text.length && count < WORDS_MAX; at++) {
      const code = at === text.length ? 32 : text.charCodeAt(at)
      if (code !== 32) {
        hash = Math.imul(hash ^ code, 0x01000193)
        continue
      }
      count = insertSorted(own, count, mix(hash))
      hash = 0x811c9dc5
    }
    return count
  }

  #computeMinima(count: number): void {
    for (let hash = 0; hash < HASHES; hash++) {
      const seed = this.#seeds[hash] as number
      let least = 0xffffffff
      for (let at = 0; at < count; at++) {
        const value = Math.imul((this.#own[at] as number) ^ seed, 0x9e3779b1) >>> 0
        if (value < least) least = value
      }
      this.#minima[hash] = least
    }
  }

  #placeOf(band: number): number {
    let hash = band
    for (let row = 0; row < ROWS; row++)
      hash = Math.imul(hash ^ (this.#minima[band * ROWS + row] as number), 0x85ebca6b) ^ (hash >>> 13)
    return mix(hash) & this.#mask
  }

  #lookUp(count: number): number {
    let oldest = NONE
    for (let band = 0; band < BANDS; band++) {
      const place = this.#placeOf(band) * WAYS
      for (let way = 0; way < WAYS; way++) {
        const leader = this.#table[place + way] as number
        if (leader === NONE || leader + this.#capacity <= this.#leaders) continue
        if (oldest !== NONE && leader >= oldest) continue
        if (this.#isNear(leader % this.#capacity, count)) oldest = leader
      }
    }
    return oldest
  }

  #isNear(slot: number, count: number): boolean {
    const other = this.#counts[slot] as number
    if (Math.min(other, count) < NEAR_SIMILARITY01 * Math.max(other, count)) return false
    const from = slot * WORDS_MAX
    let one = 0
    let two = 0
    let both = 0
    while (one < count && two < other) {
      const left = this.#own[one] as number
      const right = this.#words[from + two] as number
      if (left === right) both += 1
      if (left <= right) one += 1
      if (right <= left) two += 1
    }
    return both >= NEAR_SIMILARITY01 * (count + other - both)
  }

  #remember(count: number): number {
    const leader = this.#leaders++
    const slot = leader % this.#capacity
    this.#words.set(this.#own.subarray(0, count), slot * WORDS_MAX)
    this.#counts[slot] = count
    for (let band = 0; band < BANDS; band++) {
      const place = this.#placeOf(band)
      const turn = this.#turns[place] as number
      this.#table[place * WAYS + turn] = leader
      this.#turns[place] = (turn + 1) % WAYS
    }
    return leader
  }
}

/** Keeps `words[0, count)` sorted and each word once. @returns the new count */
function insertSorted(words: Uint32Array, count: number, word: number): number {
  let at = count
  while (at > 0 && (words[at - 1] as number) > word) at -= 1
  if (at > 0 && words[at - 1] === word) return count
  words.copyWithin(at + 1, at, count)
  words[at] = word
  return count + 1
}

/** Spreads a 32-bit number. @see Appleby, MurmurHash3's finalizer */
function mix(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
