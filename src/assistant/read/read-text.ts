import type { Post } from '../../domain/post.ts'
import { splitSentences } from '../../domain/text/sentences.ts'
import { findConcepts, type PlacedConcept } from '../words/concepts.ts'
import { type Cues, readCues } from '../words/cues.ts'
import { type Token, tokenise } from '../words/tokens.ts'
import { readContent, type TextContent } from './match-facets.ts'

/** Longer posts are read up to here: posts are short, and hostile ones must not cost more. */
const READ_CHARACTERS_MAX = 4_000

/** One sentence of a post; offsets are UTF-16 code units into the post's text. */
export type ReadSentence = {
  readonly start: number
  readonly end: number
  readonly tokens: readonly Token[]
  readonly concepts: readonly PlacedConcept[]
  readonly cues: Cues
}

/** What a post's text says, whatever is asked of it. */
export type ReadText = {
  readonly tokens: readonly Token[]
  readonly content: TextContent
  readonly cues: Cues
  /** Those with a word, tag or number in them. Worked out when first asked for: most posts are off the topic. */
  readonly sentences: () => readonly ReadSentence[]
}

const known = new WeakMap<Post, ReadText>()

/**
 * Reads a post's text. The same post is read once, however many questions are tried on it: a second look and each
 * follow-up question go over the same posts.
 */
export function readText(post: Post): ReadText {
  const before = known.get(post)
  if (before !== undefined) return before
  const text = post.text.slice(0, READ_CHARACTERS_MAX)
  const tokens = tokenise(text)
  const cues = readCues(text)
  let sentences: readonly ReadSentence[] | null = null
  const read: ReadText = {
    tokens,
    content: readContent(tokens),
    cues,
    sentences: () => (sentences ??= readSentences(text, tokens, cues)),
  }
  known.set(post, read)
  return read
}

function readSentences(text: string, tokens: readonly Token[], cues: Cues): ReadSentence[] {
  const spans = splitSentences(text)
  return spans.flatMap(({ start, end }) => {
    const inside = tokens.filter((token) => token.start >= start && token.end <= end)
    if (!inside.some(({ kind }) => kind === 'word' || kind === 'hashtag' || kind === 'number')) return []
    return [
      {
        start,
        end,
        tokens: inside,
        concepts: findConcepts(inside),
        cues: spans.length === 1 ? cues : readCues(text.slice(start, end)),
      },
    ]
  })
}

/** The content of several texts as one. */
export function contentOf(posts: readonly Post[]): TextContent | null {
  const [only, ...more] = posts.filter(({ text }) => text.trim() !== '')
  if (only === undefined) return null
  if (more.length === 0) return readText(only).content
  const joined = [only, ...more].map(({ text }) => text).join('\n')
  return readContent(tokenise(joined.slice(0, READ_CHARACTERS_MAX)))
}
