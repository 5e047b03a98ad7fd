import type { Post } from '../../domain/post.ts'
import { type JokeInput, jokeFeatures } from './joke-features.ts'
import { JOKE_WEIGHTS } from './joke-weights.ts'

/**
 * How likely a text is meant as a joke, judged from signs in it, in its account's name and in what others answered. Knows nothing of
 * the world, so it misses dry satire: see docs/stories.md for how often. Nothing is stated as fact on the strength of this alone.
 *
 * @returns 0 to 1
 */
export function jokeLikelihood(input: JokeInput): number {
  const features = jokeFeatures(input)
  const bias = JOKE_WEIGHTS[features.length] ?? 0
  const sum = features.reduce((total, value, at) => total + value * (JOKE_WEIGHTS[at] ?? 0), bias)
  return 1 / (1 + Math.exp(-sum))
}

/** The same of a post as it arrives, when nobody has answered yet. */
export function jokeLikelihood01({ text, author, authorName }: Post): number {
  return jokeLikelihood({ text, author, authorName, replies: [] })
}
