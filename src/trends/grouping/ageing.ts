/** Weights are brought back into range when a new one would be heavier than this. */
const WEIGHT_MAX = 2 ** 40

/**
 * Weights that halve with age, without touching the old ones: what is added now weighs more than what was added before,
 * and everything is read in units of what one thing weighs now.
 *
 * @see Cormode, Shkapenyuk, Srivastava and Xu, "Forward Decay", ICDE 2009
 */
export class Ageing {
  readonly #halfLifeMs: number
  readonly #rescale: (factor: number) => void
  #from: number | null = null
  #latest = 0
  /** What one thing that happens now weighs. */
  unit = 1

  /** @param rescale multiplies every weight that was stored; called rarely */
  constructor(halfLifeMs: number, rescale: (factor: number) => void) {
    this.#halfLifeMs = halfLifeMs
    this.#rescale = rescale
  }

  /** Stream time; goes on only, and stands still for posts that come late or without time. */
  get now(): number {
    return this.#latest
  }

  moveTo(at: number | null): void {
    if (at === null) return
    if (this.#from === null) {
      this.#from = at
      this.#latest = at
    }
    if (at <= this.#latest) return
    this.#latest = at
    const unit = 2 ** ((at - this.#from) / this.#halfLifeMs)
    if (unit <= WEIGHT_MAX) {
      this.unit = unit
      return
    }
    this.#rescale(1 / unit)
    this.#from = at
    this.unit = 1
  }
}
