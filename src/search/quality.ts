import type { CandidateRow } from './search.sql.ts'
import type { WeightedWord } from './term-weights.ts'

/**
 * Signs of quality that are cheap and general: a post with a link more often informs, one that begins as a
 * hand-made repost ("RT") only repeats. Both are small beside a word of the query.
 *
 * @see Massoudi, Tsagkias, de Rijke and Weerkamp, ECIR 2011 (quality indicators: hyperlinks, reposts)
 */

/** trec-microblog development part, 2026-11-22: P@30 +.03 / +.01; .03 to .15 are alike. */
export const LINK_BONUS = 0.06

/** A word that counts against a post. +.01 / +.003 on the same data. */
export const REPEAT_WORD: WeightedWord = { terms: ['rt'], weight: -0.05 }

/** Best first; equal scores newest first, then by id, so that the order is always the same. */
export function byRelevance(a: CandidateRow, b: CandidateRow): number {
  return b.score - a.score || b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
