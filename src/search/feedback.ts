import { isUntellingTerm } from './stop-words.ts'
import { inverseFrequency, type TermStatistics, type WeightedWord } from './term-weights.ts'

/**
 * Pseudo-relevance feedback: posts are short, so the words people use for a topic are spread over many
 * of them. The best posts of a first pass tell which words stand beside the query's, and a second pass
 * ranks by those too.
 *
 * @see Lavrenko and Croft, "Relevance-Based Language Models", SIGIR 2001; in the interpolated form RM3 of
 * Abdul-Jaleel et al., TREC 2004
 * @see Massoudi, Tsagkias, de Rijke and Weerkamp, "Incorporating Query Expansion and Quality Indicators in
 * Searching Microblog Posts", ECIR 2011
 * @see Amati, Carpineto and Romano, "Query Difficulty, Robustness, and Selective Application of Query
 * Expansion", ECIR 2004: expand only where the first pass can be trusted (`trustedShare`)
 */

/**
 * All constants: trec-microblog development part 2011/2013, 2026-11-22. They lie on a plateau: over 108 settings around them
 * P@30 stayed within .427–.457 / .511–.537, and settings picked on one half of the topics reached .449/.528 on the other
 * (these: .450/.527), when the whole archive was asked again with the words learnt. `weight` is for the best posts alone.
 */
export const FEEDBACK = {
  /** A post teaches only when it has this share of the query's weight: most of what was asked. */
  trustedShare: 0.6,
  /** With fewer such posts nothing is learnt. */
  postsMin: 2,
  postsMax: 15,
  /** Looked at for `postsMax` different ones; 16 to 30 are alike. */
  postsScanned: 20,
  /** A term must stand in as many of them. */
  postsWithTermMin: 2,
  termsMax: 8,
  /** Weight of all added terms together; the query's own words weigh 1. */
  weight: 0.75,
  /** A post counts e^(sharpness × its score) times. */
  sharpness: 6,
  /** Terms in more than this share of all posts tell nothing and cost most. */
  frequencyShareMax: 0.05,
} as const

const CANDIDATE_TERMS_MAX = 64
/** Terms with a prefix name accounts and pages, not topics. */
const NOT_A_WORD = /^(?:@|url:|host:)/
const SINGLE_CHARACTER = /^.$/u

type FeedbackPost = { readonly score: number; readonly terms: readonly string[] }
type FeedbackTerm = { readonly term: string; readonly strength: number }

/**
 * Terms that stand in at least two of the posts beside the query's own, strongest first.
 *
 * @param posts best first; posts with the same terms count once
 * @param queryTerms terms of the query in all their forms, which are not added again
 */
export function feedbackTerms(
  posts: readonly FeedbackPost[],
  queryTerms: ReadonlySet<string>,
): FeedbackTerm[] {
  const different = distinctPosts(posts).slice(0, FEEDBACK.postsMax)
  if (different.length < FEEDBACK.postsMin) return []
  const best = different[0]?.score ?? 0
  const strengths = new Map<string, { strength: number; posts: number }>()
  for (const { score, terms } of different) {
    const weight = Math.exp((score - best) * FEEDBACK.sharpness)
    for (const term of terms) {
      const known = strengths.get(term) ?? { strength: 0, posts: 0 }
      strengths.set(term, { strength: known.strength + weight, posts: known.posts + 1 })
    }
  }
  return [...strengths]
    .filter(([term, { posts: seen }]) => seen >= FEEDBACK.postsWithTermMin && !queryTerms.has(term))
    .map(([term, { strength }]) => ({ term, strength }))
    .sort((a, b) => b.strength - a.strength || compareText(a.term, b.term))
    .slice(0, CANDIDATE_TERMS_MAX)
}

/** The strongest terms, those that are rare elsewhere first, with their share of `FEEDBACK.weight`. */
export function weighFeedback(
  candidates: readonly FeedbackTerm[],
  statistics: TermStatistics,
): WeightedWord[] {
  const telling = candidates
    .flatMap(({ term, strength }) => {
      const frequency = statistics.frequencies.get(term) ?? 0
      if (frequency === 0 || frequency > FEEDBACK.frequencyShareMax * statistics.posts + FREQUENCY_FREE)
        return []
      return [{ term, strength: strength * inverseFrequency(frequency, statistics.posts) }]
    })
    .sort((a, b) => b.strength - a.strength || compareText(a.term, b.term))
    .slice(0, FEEDBACK.termsMax)
  const total = telling.reduce((sum, { strength }) => sum + strength, 0)
  return telling.map(({ term, strength }) => ({
    terms: [term],
    weight: (FEEDBACK.weight * strength) / total,
  }))
}

/** In a small archive every word of a topic stands in a large share of the posts: this many are always allowed. */
const FREQUENCY_FREE = 1_000

function distinctPosts(posts: readonly FeedbackPost[]): FeedbackPost[] {
  const seen = new Map<string, FeedbackPost>()
  for (const { score, terms } of posts) {
    const words = [...new Set(terms)].filter(isTopicTerm)
    const key = words.toSorted().join(' ')
    if (!seen.has(key)) seen.set(key, { score, terms: words })
  }
  return [...seen.values()]
}

function isTopicTerm(term: string): boolean {
  return !NOT_A_WORD.test(term) && !SINGLE_CHARACTER.test(term) && !isUntellingTerm(term)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
