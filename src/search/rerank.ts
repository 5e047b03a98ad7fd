import type { Post } from '../domain/post.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
import { cleanText } from '../domain/text/clean-text.ts'
import { tokens } from '../domain/text/tokenise.ts'
import { dot, toUnit, type WordVectors } from '../models/embedding/word-vectors.ts'
import { FEEDBACK, feedbackTerms, weighFeedback } from './feedback.ts'
import type { TermStatistics, WeightedWord } from './term-weights.ts'

/**
 * The second look at the best posts of a query: they are read anyway, so their texts can be compared with what the very best
 * of them say. Nothing here asks the archive for posts.
 *
 * All constants: trec-microblog development part 2011 / 2013, 2026-11-22; see docs/decisions/0023.
 */
export const RERANK = {
  /** In longer posts a word says less; what is repeated says more. Posts of up to so many terms are alike. */
  longTerms: 60,
  /** BM25's constants for those; nothing else of it helps in short ones (see `weighWords`). ct25, claim to post en, MRR .663 → .684. */
  longSaturation: 1.2,
  longDiscount01: 0.9,
  /** A post with a link more often informs. P@30 +.03 / +.01; .03 to .15 are alike. */
  linkBonus: 0.06,
  /** One that begins as a hand-made repost ("RT") only repeats. +.01 / +.003. */
  repeatPenalty: 0.05,
  /** Of the closeness to the middle of the query and the best posts, by word vectors. nDCG@10 +.025 / +.005. */
  closeness: 0.35,
  /** So many of the best posts make the middle. 10 and 20 are alike. */
  middlePosts: 10,
  /** A post in another language than most of the best. R@100 +.004 / +.003; .1 and .2 are alike. */
  otherLanguagePenalty: 0.1,
  /** Share of the best posts that must agree on their language. */
  languageShareMin: 0.6,
} as const

/** Languages whose words the vectors know. */
const VECTOR_LANGUAGE = 'en'

export type FoundPost = { readonly post: Post; readonly score: number }

type Look = FoundPost & { readonly terms: readonly string[]; readonly base: number }

type RerankRequest = {
  /** Best first, by the words of the query alone. */
  readonly posts: readonly FoundPost[]
  readonly query: string
  /** Words of the query with their weights, all together 1. */
  readonly words: readonly WeightedWord[]
  /** How common terms are that the best posts have. */
  readonly statistics: (terms: readonly string[]) => Promise<TermStatistics>
  /** False leaves out what is learnt from the best posts. */
  readonly learns: boolean
  /** Null leaves closeness out. */
  readonly vectors: WordVectors | null
}

/**
 * Orders posts anew, by the query's words, by words learnt from the best, and by what they are about.
 *
 * @returns best first; equal scores keep their order
 */
export async function rerank(request: RerankRequest): Promise<FoundPost[]> {
  const looks = request.posts.map((found) => lookAt(found, request.words)).sort((a, b) => b.base - a.base)
  if (!request.learns) return looks.map(({ post, base }) => ({ post, score: base }))
  const learnt = await learn(looks, request)
  const bonus = [learntBonus(learnt), languageBonus(looks), closenessBonus(looks, request)]
  return looks
    .map((look) => ({ post: look.post, score: bonus.reduce((sum, of) => sum + of(look), look.base) }))
    .sort((a, b) => b.score - a.score)
}

function lookAt({ post, score }: FoundPost, words: readonly WeightedWord[]): Look {
  const { terms } = analyseText(post.text, post)
  const own = terms.length > RERANK.longTerms ? longScore(terms, words) : score
  const link = post.urls.length > 0 ? RERANK.linkBonus : 0
  const repeat = terms.includes('rt') ? RERANK.repeatPenalty : 0
  return { post, score, terms, base: own + link - repeat }
}

/** The score of a long post: less than that of a short one with the same words, unless it repeats them. */
function longScore(terms: readonly string[], words: readonly WeightedWord[]): number {
  const { longTerms, longSaturation, longDiscount01 } = RERANK
  const damping = longSaturation * (1 - longDiscount01 + (longDiscount01 * terms.length) / longTerms)
  return words.reduce((sum, { terms: forms, weight }) => {
    const times = terms.filter((term) => forms.includes(term)).length
    return sum + weight * Math.min(1, (times * (longSaturation + 1)) / (times + damping))
  }, 0)
}

/** Words that the best posts have beside the query's; none where they hold too little of what was asked. */
async function learn(
  looks: readonly Look[],
  { words, statistics }: RerankRequest,
): Promise<readonly WeightedWord[]> {
  const trusted = looks
    .slice(0, FEEDBACK.postsScanned)
    .filter(({ score }) => score >= FEEDBACK.trustedShare)
    .map(({ base, terms }) => ({ score: base, terms }))
  if (trusted.length < FEEDBACK.postsMin) return []
  const known = feedbackTerms(trusted, new Set(words.flatMap((word) => word.terms)))
  if (known.length === 0) return []
  return weighFeedback(known, await statistics(known.map(({ term }) => term)))
}

type Bonus = (look: Look) => number

function learntBonus(learnt: readonly WeightedWord[]): Bonus {
  const weights = new Map(learnt.flatMap(({ terms, weight }) => terms.map((term) => [term, weight] as const)))
  return ({ terms }) => [...new Set(terms)].reduce((sum, term) => sum + (weights.get(term) ?? 0), 0)
}

function languageBonus(looks: readonly Look[]): Bonus {
  const lang = commonLanguage(looks)
  if (lang === null) return () => 0
  return ({ post }) => (post.lang !== null && post.lang !== lang ? -RERANK.otherLanguagePenalty : 0)
}

/** The language of most of the best posts; null where they disagree. */
function commonLanguage(looks: readonly Look[]): string | null {
  const known = looks.slice(0, FEEDBACK.postsScanned).flatMap(({ post }) => post.lang ?? [])
  const counts = Map.groupBy(known, (lang) => lang)
  const [lang, of] = [...counts].toSorted((a, b) => b[1].length - a[1].length)[0] ?? [null, []]
  return of.length >= RERANK.languageShareMin * known.length ? lang : null
}

function closenessBonus(looks: readonly Look[], { query, vectors }: RerankRequest): Bonus {
  if (vectors === null || commonLanguage(looks) !== VECTOR_LANGUAGE) return () => 0
  const vectorOf = new Map(looks.map((look) => [look, vectors.textVector(wordsOf(look.post.text))]))
  const middle = vectors.textVector(wordsOf(query))
  for (const look of looks.slice(0, RERANK.middlePosts)) {
    const vector = vectorOf.get(look)
    for (let at = 0; vector !== undefined && at < middle.length; at++) {
      middle[at] = (middle[at] as number) + (vector[at] as number) / RERANK.middlePosts
    }
  }
  toUnit(middle)
  return (look) => RERANK.closeness * dot(middle, vectorOf.get(look) ?? middle)
}

function wordsOf(text: string): string[] {
  return tokens(cleanText(text)).flatMap(({ kind, text: word }) => (kind === 'word' ? [word] : []))
}
