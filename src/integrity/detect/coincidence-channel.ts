import type { Post } from '../../domain/post.ts'
import { canonicalUrl } from '../../domain/text/canonical-url.ts'
import { foldAccents } from '../../domain/text/fold.ts'

/** Ways in which two posts can be the same act. */
export const COINCIDENCE_CHANNELS = ['repost', 'url', 'hashtags', 'text', 'reply', 'quote', 'image'] as const

export type CoincidenceChannel = (typeof COINCIDENCE_CHANNELS)[number]

/** Fewer hashtags in a row are everybody's. */
const HASHTAGS_MIN = 3
/** Shorter texts are written again by chance. */
const WORDS_MIN = 5

/**
 * What a post shares with whoever does the same, by channel. A repost's words, links and tags are somebody else's:
 * it counts as a repost only.
 */
export function objectsOf(post: Post): readonly (readonly [CoincidenceChannel, string])[] {
  if (post.repostOf !== null) return [['repost', post.repostOf]]
  const found: [CoincidenceChannel, string][] = []
  const add = (channel: CoincidenceChannel, object: string | null) => {
    if (object !== null && object !== '') found.push([channel, object])
  }
  for (const url of post.urls) add('url', canonicalUrl(url)?.key ?? null)
  add('hashtags', hashtagSequence(post))
  add('text', plainWords(post.text))
  add('reply', post.replyTo)
  add('quote', post.quoteOf)
  for (const { kind, url } of post.media) if (kind === 'image') add('image', url)
  return found
}

/** Three or more hashtags in their order; null where there are fewer. */
function hashtagSequence({ hashtags }: Post): string | null {
  return hashtags.length < HASHTAGS_MIN ? null : hashtags.map((tag) => tag.toLowerCase()).join(' ')
}

/** Letters that are drawn alike in Latin, Greek and Cyrillic, as the Latin ones: a swap of one does not make a new text. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ѕ: 's',
    ј: 'j',
    һ: 'h',
    к: 'k',
    м: 'm',
  },
  ...{
    т: 't',
    в: 'b',
    н: 'h',
    α: 'a',
    ο: 'o',
    ν: 'v',
    ι: 'i',
    κ: 'k',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ε: 'e',
  },
}
const LOOKALIKE = new RegExp(`[${Object.keys(LOOKALIKES).join('')}]`, 'g')
const INVISIBLE = /[\p{Cf}\p{M}]+/gu
const NO_WORDS = /https?:\/\/\S+|@\S+/g
const BETWEEN_WORDS = /[^\p{L}\p{N}#]+/gu

/** The words of a text without links, mentions, punctuation, accents and look-alike letters; null where they are too few. */
function plainWords(text: string): string | null {
  const lower = foldAccents(text.normalize('NFKC').toLowerCase())
  const words = lower.replace(INVISIBLE, '').replace(NO_WORDS, ' ').replace(BETWEEN_WORDS, ' ').trim()
  const plain = words.replace(LOOKALIKE, (letter) => LOOKALIKES[letter] as string)
  return plain.split(' ').length < WORDS_MIN ? null : plain
}
