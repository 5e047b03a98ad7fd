/** Times the steps of one answer, in milliseconds. A step that runs twice adds up. */
export class StepClock {
  readonly #clock: () => number
  readonly #startedAt: number
  readonly #steps: Record<string, number> = {}
  #lastAt: number

  constructor(clock: () => number) {
    this.#clock = clock
    this.#startedAt = clock()
    this.#lastAt = this.#startedAt
  }

  /** Ends the step that has run since the last one ended. */
  end(step: string): void {
    const now = this.#clock()
    this.#steps[step] = (this.#steps[step] ?? 0) + (now - this.#lastAt)
    this.#lastAt = now
  }

  get all(): Readonly<Record<string, number>> {
    return { ...this.#steps }
  }

  get totalMs(): number {
    return this.#clock() - this.#startedAt
  }
}
