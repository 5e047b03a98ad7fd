import type { FoundPost } from './rerank.ts'

/**
 * What speaks for a post whatever was asked: that it is new, and that others found it worth an echo. Both are small beside a
 * word of the query (which weighs a fifth to a half of the scores' sum of 1). Not part of plain relevance: `batch search`,
 * evaluations and answers leave them out. Set by reasoning, 2026-11-22: no set at hand says when a question was asked.
 *
 * @see Li and Croft, "Time-Based Language Models", CIKM 2003 (an exponential prior of time)
 * @see Massoudi, Tsagkias, de Rijke and Weerkamp, ECIR 2011 (reposts as a sign of quality, by their logarithm)
 */
export const PRIORS = {
  /** For a post of this moment … */
  newest: 0.1,
  /** … and half of it after so long. */
  halfLifeMs: 2 * 86_400_000,
  /** For a post with `echoesFull` echoes or more; a repost counts as two likes. */
  echoed: 0.08,
  echoesFull: 10_000,
} as const

/** Adds both priors and orders again. A post without a time or counts gains nothing. */
export function preferNewAndEchoed(found: readonly FoundPost[], now: number): FoundPost[] {
  return found
    .map(({ post, score }) => ({ post, score: score + newness(post.createdAt, now) + echoes(post) }))
    .sort((a, b) => b.score - a.score)
}

function newness(createdAt: number | null, now: number): number {
  if (createdAt === null) return 0
  return PRIORS.newest * 0.5 ** (Math.max(0, now - createdAt) / PRIORS.halfLifeMs)
}

function echoes({ likes, reposts }: FoundPost['post']): number {
  const count = Math.max(0, likes ?? 0) + 2 * Math.max(0, reposts ?? 0)
  return PRIORS.echoed * Math.min(1, Math.log1p(count) / Math.log1p(PRIORS.echoesFull))
}
