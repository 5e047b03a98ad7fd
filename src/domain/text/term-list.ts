import { GrowingBytes } from '../../lib/growing-bytes.ts'

/** Terms of one text as bytes, at most so many; what comes then is left out. */
export class TermList {
  readonly bytes = new GrowingBytes()
  count = 0
  #countMax = 0

  start(countMax: number): void {
    this.bytes.size = 0
    this.count = 0
    this.#countMax = countMax
  }

  /** Whether another term may be written to `bytes`; it counts already. */
  takeRoom(): boolean {
    if (this.count >= this.#countMax) return false
    this.count += 1
    return true
  }

  add(term: string): void {
    if (this.takeRoom()) this.bytes.addString(term)
  }

  /** Costs as much as reading all terms: for what is asked rarely. */
  has(term: string): boolean {
    return this.bytes.readStrings().includes(term)
  }
}
