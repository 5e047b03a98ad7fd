import { wordSegments } from './word-boundaries.ts'

/** White space as Python knows it, which has four separators more than JavaScript and not the byte order mark. */
const SPACES = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const SPACE_RUN = new RegExp(`[${SPACES}]+`, 'g')
const MENTION = new RegExp(`@[^${SPACES}]*`, 'g')

/** The text in lower case, mentions left out, runs of white space as one space: equal texts are copies. */
export function plainMessage(text: string): string {
  return text.toLowerCase().replace(MENTION, '').replace(SPACE_RUN, ' ').trim()
}

const BLANK = new RegExp(`^[${SPACES}]*$`)

/**
 * The distinct words of a text by the toolkit's rule: lower case, mentions left out, cut at Unicode's word boundaries;
 * punctuation marks are words too, an apostrophe that stands alone is none.
 */
export function toolkitWords(text: string): Set<string> {
  const words = new Set<string>()
  for (const segment of wordSegments(text.toLowerCase().replace(MENTION, ''))) {
    if (segment !== "'" && !BLANK.test(segment)) words.add(segment)
  }
  return words
}
