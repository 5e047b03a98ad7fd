import type { ClaimCheck } from '../../domain/claim-check.ts'
import type { ClaimLabel } from '../../domain/verdict.ts'
import { labelText } from './verdict-words.ts'

/** Ratings from 1 (worst) to 5 (best), as readers of ClaimReview expect them; where sources disagree it is the middle. */
const RATING_VALUES = {
  supported: 5,
  conflicting: 3,
  refuted: 1,
  not_enough: null,
} as const satisfies Record<ClaimLabel, number | null>

export type ReviewedClaim = {
  readonly text: string
  readonly check: ClaimCheck
  /** Address of the claim's page. */
  readonly url: string
  /** Where the claim was made; null where it was typed in. */
  readonly appearance: string | null
  /** UTC milliseconds of the verdict that stands. */
  readonly reviewedAt: number
  readonly publicUrl: string
}

/**
 * A verdict as ClaimReview (schema.org), in JSON-LD. One that is not committed to has words and no number: a number would
 * say more than we know.
 *
 * @see https://schema.org/ClaimReview
 */
export function claimReview(claim: ReviewedClaim): Record<string, unknown> {
  const { text, check, url, appearance, reviewedAt, publicUrl } = claim
  const { label, committed } = check.verdict
  const ratingValue = committed ? RATING_VALUES[label] : null
  const locale = check.lang === 'fr' ? 'fr' : 'en'
  return {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    url,
    claimReviewed: text,
    datePublished: new Date(reviewedAt).toISOString(),
    inLanguage: check.lang ?? 'en',
    author: { '@type': 'Organization', name: 'Verity', url: publicUrl },
    reviewRating: {
      '@type': 'Rating',
      alternateName: labelText(check.verdict, locale),
      ...(ratingValue !== null && { ratingValue, bestRating: 5, worstRating: 1 }),
    },
    itemReviewed: {
      '@type': 'Claim',
      ...(appearance !== null && { appearance: [{ '@type': 'CreativeWork', url: appearance }] }),
    },
    citation: [...check.bestFor, ...check.bestAgainst].flatMap(({ url: cited }) =>
      cited === null ? [] : [{ '@type': 'CreativeWork', url: cited }],
    ),
  }
}
