const CLASSES = 14
const FIRST_NUMBERS = 1 << 16
const NONE = -1

/**
 * Short lists of numbers in one typed array, in blocks of 2, 4, 8, … places; blocks that were given back are used again. A
 * million lists of eight take 32 MB, where arrays of their own would take five times as much.
 */
export class BlockPool {
  numbers = new Int32Array(FIRST_NUMBERS)
  #used = 0
  /** The first free block of each class; a free block's first number is the next one. */
  readonly #free = new Int32Array(CLASSES).fill(NONE)

  /** @returns where the block starts; what stands in it is left from earlier use */
  take(sizeClass: number): number {
    const free = this.#free[sizeClass] as number
    if (free !== NONE) {
      this.#free[sizeClass] = this.numbers[free] as number
      return free
    }
    const start = this.#used
    this.#used += blockSize(sizeClass)
    if (this.#used > this.numbers.length) this.#grow()
    return start
  }

  giveBack(start: number, sizeClass: number): void {
    this.numbers[start] = this.#free[sizeClass] as number
    this.#free[sizeClass] = start
  }

  /** A block of the next class that begins as the old one does; the old one is given back. */
  widen(start: number, sizeClass: number): number {
    const wider = this.take(sizeClass + 1)
    this.numbers.copyWithin(wider, start, start + blockSize(sizeClass))
    this.giveBack(start, sizeClass)
    return wider
  }

  #grow(): void {
    const larger = new Int32Array(Math.max(this.#used, Math.ceil(this.numbers.length * 1.5)))
    larger.set(this.numbers)
    this.numbers = larger
  }
}

/** Places of a block of this class: 2, 4, 8, … */
export function blockSize(sizeClass: number): number {
  return 2 << sizeClass
}
