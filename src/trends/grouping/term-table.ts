import { BlockPool, blockSize } from './block-pool.ts'
import { grownNumbers } from './grown-numbers.ts'

const FIRST_TERMS = 1 << 12
const EMPTY = -1
const NONE = -1
/** Numbers of one entry: the story, and how much of the term it holds (the bits of a 32-bit float). */
const ENTRY = 2
/** A term remembers this many stories, those that hold most of it: where more do, it tells none of them apart. */
const ENTRIES_MAX_CLASS = 5
/** A term that no story holds and that was seen so rarely lately, in units of one post now, is forgotten. */
const FORGOTTEN_BELOW = 0.5
/** So much of the table stays when terms are forgotten, so that it need not be done again soon. */
const KEPT_SHARE = 0.75

/**
 * Every term of the live stream: how often it is used, and which stories hold it (the inverted index). Terms are known by the hash
 * of their text. Bounded: beyond `termsMax` the rare ones that no story holds are forgotten.
 */
export class TermTable {
  readonly #termsMax: number
  readonly #pool = new BlockPool()
  #floats = new Float32Array(this.#pool.numbers.buffer)
  #hashes = new Uint32Array(FIRST_TERMS)
  /** How much each term was used, weighted by age. */
  #uses = new Float32Array(FIRST_TERMS)
  #starts = new Int32Array(FIRST_TERMS).fill(NONE)
  #classes = new Uint8Array(FIRST_TERMS)
  #counts = new Uint8Array(FIRST_TERMS)
  /** Open addressing, at most half full: a term, or `EMPTY`. */
  #places = new Int32Array(FIRST_TERMS * 2).fill(EMPTY)
  #size = 0
  readonly #freed: number[] = []
  #isFreed = new Uint8Array(FIRST_TERMS)

  constructor(termsMax: number) {
    this.#termsMax = termsMax
  }

  /** The number of a term, a new one where it is not known. Makes room before, so that numbers stay good until the next call. */
  intern(hash: number, unit: number): number {
    if (this.#size - this.#freed.length >= this.#termsMax) this.#forget(unit)
    const mask = this.#places.length - 1
    let place = hash & mask
    for (; this.#places[place] !== EMPTY; place = (place + 1) & mask) {
      const term = this.#places[place] as number
      if (this.#hashes[term] === hash) return term
    }
    return this.#add(hash, place)
  }

  /** As `intern`, without adding. @returns -1 where it is not known */
  find(hash: number): number {
    const mask = this.#places.length - 1
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const term = this.#places[place] as number
      if (term === EMPTY || this.#hashes[term] === hash) return term
    }
  }

  uses(term: number): number {
    return this.#uses[term] as number
  }

  addUse(term: number, unit: number): void {
    this.#uses[term] = (this.#uses[term] as number) + unit
  }

  entries(term: number): number {
    return this.#counts[term] as number
  }

  storyAt(term: number, index: number): number {
    return this.#pool.numbers[(this.#starts[term] as number) + ENTRY * index] as number
  }

  weightAt(term: number, index: number): number {
    return this.#floats[(this.#starts[term] as number) + ENTRY * index + 1] as number
  }

  weightOf(term: number, story: number): number {
    const index = this.#indexOf(term, story)
    return index === NONE ? 0 : this.weightAt(term, index)
  }

  /**
   * Adds to what a story holds of a term. A full list drops its lightest entry.
   *
   * @returns whether the story is new to this term
   */
  addWeight(term: number, story: number, weight: number): boolean {
    const index = this.#indexOf(term, story)
    if (index !== NONE) {
      const at = (this.#starts[term] as number) + ENTRY * index + 1
      this.#floats[at] = (this.#floats[at] as number) + weight
      return false
    }
    this.#write(term, this.#room(term), story, weight)
    return true
  }

  /** Takes from what a story holds of a term, down to nothing. */
  takeWeight(term: number, story: number, weight: number): void {
    const index = this.#indexOf(term, story)
    if (index === NONE) return
    const at = (this.#starts[term] as number) + ENTRY * index + 1
    this.#floats[at] = Math.max(0, (this.#floats[at] as number) - weight)
  }

  removeStory(term: number, story: number): void {
    const index = this.#indexOf(term, story)
    if (index === NONE) return
    const last = (this.#counts[term] as number) - 1
    this.#write(term, index, this.storyAt(term, last), this.weightAt(term, last))
    this.#counts[term] = last
    if (last > 0) return
    this.#pool.giveBack(this.#starts[term] as number, this.#classes[term] as number)
    this.#starts[term] = NONE
  }

  rescale(factor: number): void {
    for (let term = 0; term < this.#size; term++) {
      this.#uses[term] = (this.#uses[term] as number) * factor
      for (let index = 0; index < (this.#counts[term] as number); index++)
        this.#write(term, index, this.storyAt(term, index), this.weightAt(term, index) * factor)
    }
  }

  #indexOf(term: number, story: number): number {
    const start = this.#starts[term] as number
    const { numbers } = this.#pool
    for (let index = 0; index < (this.#counts[term] as number); index++)
      if (numbers[start + ENTRY * index] === story) return index
    return NONE
  }

  /** Where a new entry goes. */
  #room(term: number): number {
    const count = this.#counts[term] as number
    if (count === 0) {
      this.#starts[term] = this.#pool.take(0)
      this.#classes[term] = 0
    } else if (count * ENTRY === blockSize(this.#classes[term] as number)) {
      const sizeClass = this.#classes[term] as number
      if (sizeClass === ENTRIES_MAX_CLASS) return this.#lightest(term)
      this.#starts[term] = this.#pool.widen(this.#starts[term] as number, sizeClass)
      this.#classes[term] = sizeClass + 1
    }
    if (this.#floats.buffer !== this.#pool.numbers.buffer)
      this.#floats = new Float32Array(this.#pool.numbers.buffer)
    this.#counts[term] = count + 1
    return count
  }

  #lightest(term: number): number {
    let lightest = 0
    for (let index = 1; index < (this.#counts[term] as number); index++)
      if (this.weightAt(term, index) < this.weightAt(term, lightest)) lightest = index
    return lightest
  }

  #write(term: number, index: number, story: number, weight: number): void {
    const at = (this.#starts[term] as number) + ENTRY * index
    this.#pool.numbers[at] = story
    this.#floats[at + 1] = weight
  }

  #add(hash: number, place: number): number {
    const term = this.#freed.pop() ?? this.#size++
    if (term >= this.#hashes.length) this.#grow()
    this.#hashes[term] = hash
    this.#isFreed[term] = 0
    this.#uses[term] = 0
    this.#counts[term] = 0
    this.#starts[term] = NONE
    this.#places[place] = term
    if (this.#size * 2 > this.#places.length) this.#placeAll(this.#places.length * 2)
    return term
  }

  #grow(): void {
    const length = this.#hashes.length * 2
    this.#hashes = grownNumbers(this.#hashes, new Uint32Array(length))
    this.#uses = grownNumbers(this.#uses, new Float32Array(length))
    this.#starts = grownNumbers(this.#starts, new Int32Array(length).fill(NONE))
    this.#classes = grownNumbers(this.#classes, new Uint8Array(length))
    this.#counts = grownNumbers(this.#counts, new Uint8Array(length))
    this.#isFreed = grownNumbers(this.#isFreed, new Uint8Array(length))
  }

  #forget(unit: number): void {
    const keep = this.#termsMax * KEPT_SHARE
    // Twice as frequent ones each time, until there is room: bounded whatever the stream is like.
    for (let below = FORGOTTEN_BELOW * unit; this.#size - this.#freed.length > keep; below *= 2) {
      for (let term = 0; term < this.#size; term++) if (this.#isForgettable(term, below)) this.#free(term)
      if (below > unit * this.#termsMax) break
    }
    this.#placeAll(this.#places.length)
  }

  #isForgettable(term: number, below: number): boolean {
    return this.#isFreed[term] === 0 && this.#counts[term] === 0 && (this.#uses[term] as number) <= below
  }

  #free(term: number): void {
    this.#isFreed[term] = 1
    this.#freed.push(term)
  }

  #placeAll(length: number): void {
    const places = new Int32Array(length).fill(EMPTY)
    const mask = length - 1
    for (let term = 0; term < this.#size; term++) {
      if (this.#isFreed[term] === 1) continue
      let place = (this.#hashes[term] as number) & mask
      while (places[place] !== EMPTY) place = (place + 1) & mask
      places[place] = term
    }
    this.#places = places
  }
}
