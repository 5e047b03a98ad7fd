const FIRST_PLACES = 1_024
const FIRST_BYTES = 16_384
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const EMPTY = -1

/**
 * Gives each distinct string of bytes a number, counted from 0 in the order of first appearance. A million short names
 * take about 20 MB: a fifth of what a `Map` of strings takes, and no string is made until it is asked for.
 */
export class ByteInterner {
  /** How many distinct strings there are. */
  size = 0
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  /** Where each string starts; the entry after the last one is where the next one will. */
  #starts = new Uint32Array(FIRST_PLACES)
  #hashes = new Uint32Array(FIRST_PLACES)
  /** Open addressing, at most half full: a number, or `EMPTY`. */
  #places = new Int32Array(FIRST_PLACES * 2).fill(EMPTY)

  /** The number of `source[start, end)`; a new one where it was not seen before. */
  intern(source: Uint8Array, start: number, end: number): number {
    const hash = hashOf(source, start, end)
    const mask = this.#places.length - 1
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const id = this.#places[place] as number
      if (id === EMPTY) return this.#add(source, start, end, hash, place)
      if (this.#hashes[id] === hash && this.#equals(id, source, start, end)) return id
    }
  }

  internText(text: string): number {
    const bytes = Buffer.from(text)
    return this.intern(bytes, 0, bytes.length)
  }

  text(id: number): string {
    return this.#bytes.toString('utf8', this.#starts[id], this.#starts[id + 1])
  }

  /** Orders two numbers by the bytes of their strings. */
  compare(one: number, other: number): number {
    return this.#bytes.compare(
      this.#bytes,
      this.#starts[other],
      this.#starts[other + 1],
      this.#starts[one],
      this.#starts[one + 1],
    )
  }

  /** For each number its place in the order of bytes, from 0. */
  ranks(): Uint32Array {
    const sorted = Uint32Array.from({ length: this.size }, (_, id) => id)
    sorted.sort((one, other) => this.compare(one, other))
    const ranks = new Uint32Array(this.size)
    sorted.forEach((id, rank) => {
      ranks[id] = rank
    })
    return ranks
  }

  #equals(id: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[id] as number
    if ((this.#starts[id + 1] as number) - from !== end - start) return false
    for (let at = start; at < end; at++) {
      if (this.#bytes[from + at - start] !== source[at]) return false
    }
    return true
  }

  #add(source: Uint8Array, start: number, end: number, hash: number, place: number): number {
    const id = this.size++
    if (id + 1 >= this.#starts.length) {
      this.#starts = grown(this.#starts)
      this.#hashes = grown(this.#hashes)
    }
    const from = this.#starts[id] as number
    this.#reserve(from + end - start)
    for (let at = start; at < end; at++) this.#bytes[from + at - start] = source[at] as number
    this.#starts[id + 1] = from + end - start
    this.#hashes[id] = hash
    this.#places[place] = id
    if (this.size * 2 > this.#places.length) this.#rehash()
    return id
  }

  #reserve(sizeBytes: number): void {
    if (sizeBytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, sizeBytes))
    this.#bytes.copy(larger)
    this.#bytes = larger
  }

  #rehash(): void {
    const places = new Int32Array(this.#places.length * 2).fill(EMPTY)
    const mask = places.length - 1
    for (let id = 0; id < this.size; id++) {
      let place = (this.#hashes[id] as number) & mask
      while (places[place] !== EMPTY) place = (place + 1) & mask
      places[place] = id
    }
    this.#places = places
  }
}

function grown(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}

/** FNV-1a; its high bits are folded into the low ones, which choose the place. */
function hashOf(source: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (source[at] as number), FNV_PRIME)
  return (hash ^ (hash >>> 15)) >>> 0
}
