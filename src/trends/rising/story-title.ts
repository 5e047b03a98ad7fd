import type { PostId } from '../../domain/post.ts'
import { splitSentences } from '../../domain/text/sentences.ts'
import { tokens } from '../../domain/text/tokenise.ts'
import { tagTermHash, wordTermHash } from '../grouping/post-terms.ts'
import type { StoryPost } from './story-record.ts'

const TITLE_CHARS_MAX = 110
const TITLE_WORDS_MIN = 4
const REPOST_MARK = /^(?:RT\s+)?(?:@[\w.-]+:?\s+)+/i
const LINK = /(?:https?:\/\/|www\.)\S*/gi
const TAIL = /[\s,;:–—-]+$/
/** Points off for a title that is a question, speaks of its author, or shouts. */
const PLAINNESS = { question: 0.6, personal: 0.6, joke: 0.3 } as const
const PERSONAL = /(?<![\p{L}'])(?:i|i'm|im|my|me|we|our|je|j|mon|ma|mes|moi|nous|notre)(?!\p{L})/iu
const TERMS_SHOWN = 8

/**
 * The sentence of the posts that says most of what they share, cut to a title; it is always some post's own words.
 *
 * @param weights how much each term tells about the story
 */
export function storyTitle(
  posts: readonly StoryPost[],
  weights: ReadonlyMap<number, number>,
): { title: string; postId: PostId | null } {
  let best = ''
  let postId: PostId | null = null
  let bestScore = -1
  for (const { id, text, joke01 } of posts) {
    for (const sentence of splitSentences(bareText(text))) {
      const score = titleScore(sentence.text, weights) * (joke01 > 0.5 ? PLAINNESS.joke : 1)
      if (score <= bestScore) continue
      best = sentence.text
      postId = id
      bestScore = score
    }
  }
  return { title: cutTitle(best), postId }
}

/** The words people use for terms, most telling first. */
export function termWords(posts: readonly StoryPost[], weights: ReadonlyMap<number, number>): string[] {
  return [...wordsOf(posts, weights)]
    .sort(([one], [other]) => (weights.get(other) as number) - (weights.get(one) as number))
    .slice(0, TERMS_SHOWN)
    .map(([, word]) => word)
}

/** The most usual written form of each of these terms. Links have none. */
export function wordsOf(
  posts: readonly StoryPost[],
  terms: { has(term: number): boolean },
): Map<number, string> {
  const forms = new Map<number, Map<string, number>>()
  for (const { text } of posts) {
    for (const { kind, text: written } of tokens(bareText(text))) {
      if (kind === 'url' || kind === 'mention') continue
      const term = kind === 'hashtag' ? tagTermHash(written) : wordTermHash(written.toLowerCase())
      if (!terms.has(term)) continue
      const found = forms.get(term) ?? new Map<string, number>()
      const form = kind === 'hashtag' ? `#${written}` : written
      found.set(form, (found.get(form) ?? 0) + 1)
      forms.set(term, found)
    }
  }
  return new Map(
    [...forms].map(([term, found]) => [term, [...found].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '']),
  )
}

/** Without what came with reposting and linking. */
export function bareText(text: string): string {
  return text.replace(REPOST_MARK, '').replace(LINK, ' ').replace(/\s+/g, ' ').trim()
}

/** What a sentence says of the story for its length: terms that many posts share, few others. */
function titleScore(sentence: string, weights: ReadonlyMap<number, number>): number {
  const seen = new Set<number>()
  let words = 0
  let sum = 0
  for (const { kind, text } of tokens(sentence)) {
    if (kind === 'mention' || kind === 'url') continue
    words += 1
    const term = kind === 'hashtag' ? tagTermHash(text) : wordTermHash(text.toLowerCase())
    if (seen.has(term)) continue
    seen.add(term)
    sum += weights.get(term) ?? 0
  }
  if (words < TITLE_WORDS_MIN) return 0
  const plain =
    (sentence.includes('?') ? PLAINNESS.question : 1) * (PERSONAL.test(sentence) ? PLAINNESS.personal : 1)
  return (plain * sum) / Math.sqrt(words + TITLE_WORDS_MIN)
}

function cutTitle(sentence: string): string {
  const bare = sentence.replace(/\s+/g, ' ').trim()
  if (bare.length <= TITLE_CHARS_MAX) return bare
  const cut = bare.slice(0, TITLE_CHARS_MAX)
  const end = cut.lastIndexOf(' ')
  return `${cut
    .slice(0, end > 0 ? end : TITLE_CHARS_MAX)
    .replace(TAIL, '')
    .toWellFormed()}…`
}
