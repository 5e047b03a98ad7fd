/** A check of a claim as a page publishes it in ClaimReview markup. Texts are single lines; times UTC milliseconds. */
export type PageReview = {
  readonly claim: string
  readonly claimant: string | null
  readonly publisher: string | null
  /** As written in the markup; null where it names none. */
  readonly url: string | null
  readonly rating: string | null
  readonly reviewedAt: number | null
}
