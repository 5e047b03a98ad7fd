import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Made by `scripts/pack-word-vectors.mjs` from GloVe 6B (public domain), 50,000 words of 100 dimensions. */
const FILE = join(import.meta.dirname, 'english-words.bin')
const HEAD_BYTES = 8
/** About 10 MB; then the memory starts afresh. */
const DIRECTIONS_MAX = 20_000

/**
 * Vectors of English words, and of texts as the sum of their words: rarer words weigh more, what all words share is taken
 * away. About 10 MB once loaded; 5 to 10 µs a post.
 *
 * Says nothing about other languages, word order or negation: "raised" and "cut" are close.
 *
 * @see Pennington, Socher and Manning, "GloVe", EMNLP 2014
 * @see Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017
 */
export class WordVectors {
  readonly dimensions: number
  readonly #places: ReadonlyMap<string, number>
  readonly #scales: Float32Array
  readonly #values: Int8Array
  /** Directions of words that were asked for before. */
  readonly #directions = new Map<string, Float32Array>()

  /** @param file as `scripts/pack-word-vectors.mjs` writes it */
  constructor(file: Uint8Array) {
    const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
    const count = bytes.readUInt32LE(0)
    this.dimensions = bytes.readUInt32LE(4)
    const valuesAt = HEAD_BYTES + 4 * count
    const wordsAt = valuesAt + count * this.dimensions
    this.#scales = Float32Array.from({ length: count }, (_, at) => bytes.readFloatLE(HEAD_BYTES + 4 * at))
    this.#values = new Int8Array(bytes.buffer, bytes.byteOffset + valuesAt, count * this.dimensions)
    const words = bytes.toString('utf8', wordsAt).split('\n')
    this.#places = new Map(words.map((word, place) => [word, place]))
  }

  /**
   * The direction of a text; each word counts once, words that are not known count nothing.
   *
   * @param words in lower case
   * @returns of length 1, or all zeros where no word is known
   */
  textVector(words: Iterable<string>): Float32Array {
    const sum = new Float32Array(this.dimensions)
    for (const word of new Set(words)) {
      const place = this.#places.get(word)
      if (place !== undefined) this.#add(sum, place)
    }
    return toUnit(sum)
  }

  /** The direction of one word, of length 1; null for a word that is not known. */
  wordVector(word: string): Float32Array | null {
    if (!this.#places.has(word)) return null
    let direction = this.#directions.get(word)
    if (direction === undefined) {
      if (this.#directions.size >= DIRECTIONS_MAX) this.#directions.clear()
      direction = this.textVector([word])
      this.#directions.set(word, direction)
    }
    return direction
  }

  /**
   * Words whose direction is close to that of a word, closest first; none for a word that is not known. Compares all: about
   * 10 ms.
   *
   * @param similarity01Min cosine from which a word is close
   */
  nearest(word: string, limit: number, similarity01Min: number): { word: string; similarity01: number }[] {
    const own = this.#places.get(word)
    if (own === undefined) return []
    const direction = this.textVector([word])
    const near: { word: string; similarity01: number }[] = []
    for (const [other, place] of this.#places) {
      const similarity01 = place === own ? 0 : this.#cosine(direction, place)
      if (similarity01 >= similarity01Min) near.push({ word: other, similarity01 })
    }
    return near.sort((a, b) => b.similarity01 - a.similarity01).slice(0, limit)
  }

  #cosine(direction: Float32Array, place: number): number {
    const from = place * this.dimensions
    let product = 0
    let square = 0
    for (let at = 0; at < direction.length; at++) {
      const value = this.#values[from + at] as number
      product += value * (direction[at] as number)
      square += value * value
    }
    return square === 0 ? 0 : product / Math.sqrt(square)
  }

  #add(sum: Float32Array, place: number): void {
    const scale = this.#scales[place] as number
    const from = place * this.dimensions
    for (let at = 0; at < sum.length; at++) {
      sum[at] = (sum[at] as number) + scale * (this.#values[from + at] as number)
    }
  }
}

/** Divides by its length, in place; zeros stay zeros. */
export function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  if (length > 0) for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] as number) / length
  return vector
}

export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += (one[at] as number) * (other[at] as number)
  return sum
}

let loading: Promise<WordVectors> | undefined

/** The bundled vectors, read when they are first asked for (about 50 ms) and kept. */
export function loadWordVectors(): Promise<WordVectors> {
  loading ??= readFile(FILE).then((file) => new WordVectors(file))
  return loading
}

let loaded: WordVectors | undefined

/** The same for code that cannot wait: the first call reads the file (about 50 ms) before it returns. */
export function wordVectorsNow(): WordVectors {
  loaded ??= new WordVectors(readFileSync(FILE))
  return loaded
}
