import type { Claims, RatingLevel } from '../../ledger/claims.ts'
import { type NoteStatus, scoreNotes } from '../../truth/bridging/score-notes.ts'

/** As Community Notes counts the three answers. */
const VALUES = { helpful: 1, somewhat: 0.5, not_helpful: 0 } as const satisfies Record<RatingLevel, number>
/** The whole table is fitted anew no more often: one rating more changes little. */
const FRESH_MS = 30_000

/** Which verdicts readers who usually disagree find helpful: worked out from all ratings together, when somebody asks. */
export class RatingStatuses {
  readonly #claims: Pick<Claims, 'ratings'>
  readonly #now: () => number
  #statuses: ReadonlyMap<string, NoteStatus> = new Map()
  #computedAt: number | null = null
  #isStale = true
  #computing: Promise<void> | null = null

  /** @param now UTC milliseconds */
  constructor(claims: Pick<Claims, 'ratings'>, now: () => number) {
    this.#claims = claims
    this.#now = now
  }

  /** To be called after a rating. */
  changed(): void {
    this.#isStale = true
  }

  async of(claimId: string): Promise<NoteStatus> {
    const isFresh = this.#computedAt !== null && this.#now() - this.#computedAt < FRESH_MS
    if (this.#isStale && !isFresh) {
      this.#computing ??= this.#compute().finally(() => {
        this.#computing = null
      })
      await this.#computing
    }
    return this.#statuses.get(claimId) ?? 'needs_more_ratings'
  }

  async #compute(): Promise<void> {
    this.#isStale = false
    this.#computedAt = this.#now()
    const ratings = (await this.#claims.ratings()).map(({ claimId, personId, level }) => {
      return { note: claimId, rater: personId, value: VALUES[level] }
    })
    const scored = scoreNotes(ratings, this.#statuses)
    this.#statuses = new Map(scored.map(({ note, status }) => [note, status]))
  }
}
