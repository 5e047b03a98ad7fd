import { FIELD, type PlainPostLine } from '../plain-post-line.ts'
import type { AnalysedText } from './analysed-text.ts'
import { cleanText } from './clean-text.ts'
import { detectLanguage } from './detect-language.ts'
import type { EncodedTerms } from './encoded-terms.ts'
import { lineHints, unseenHints } from './line-hints.ts'
import type { TermList } from './term-list.ts'
import { TextTokens } from './text-tokens.ts'
import { addHashtag, addUrl } from './token-terms.ts'

/** A post with more terms than this is a list or an attack; what follows is not indexed. */
export const TERMS_MAX = 4_000

/** What the source says beside the text; each may repeat what the text holds. */
export type AnalysisHints = {
  readonly lang?: string | null
  readonly urls?: readonly string[]
  readonly hashtags?: readonly string[]
  readonly mentions?: readonly string[]
}

/** Turns a text into search terms and finds its language. Pure; the same for stored posts and queries. */
export function analyseText(text: string, hints: AnalysisHints = {}): AnalysedText {
  const { lang, bytes } = encodeTerms(text, hints)
  return { lang, terms: bytes.readStrings() }
}

const tokens = new TextTokens()

/**
 * `analyseText`, without making a string of each term: for posts on their way into the archive.
 * Cost: about 5 µs for a post of 100 characters once warm.
 */
export function encodeTerms(text: string, hints: AnalysisHints = {}): EncodedTerms {
  const cleaned = cleanText(text)
  tokens.read(cleaned)
  const lang = detectLanguage(tokens, hints.lang ?? null)
  const terms = tokens.terms(lang, TERMS_MAX)
  addHintTerms(terms, cleaned, hints, lang)
  return { lang, count: terms.count, bytes: terms.bytes }
}

/** `encodeTerms` for a plain line: the text is read as the bytes it is, where none of them needs more than a look. */
export function encodeLineTerms(line: PlainPostLine): EncodedTerms {
  const start = line.starts[FIELD.text] as number
  const end = line.ends[FIELD.text] as number
  const declared = declaredLanguage(line)
  if (!tokens.readUtf8(line.bytes, start, end))
    return encodeTerms(line.bytes.toString('utf8', start, end), { lang: declared, ...lineHints(line) })
  const lang = detectLanguage(tokens, declared)
  const terms = tokens.terms(lang, TERMS_MAX)
  const unseen = unseenHints(line)
  if (unseen !== null) addHintTerms(terms, tokens.text, unseen, lang)
  return { lang, count: terms.count, bytes: terms.bytes }
}

/** By the two letters with which a plain line names them. */
const LANGUAGES = new Map<number, string>()

function declaredLanguage(line: PlainPostLine): string | null {
  if (!line.has(FIELD.lang)) return null
  const start = line.starts[FIELD.lang] as number
  const key = (line.bytes[start] as number) * 256 + (line.bytes[start + 1] as number)
  const known = LANGUAGES.get(key)
  if (known !== undefined) return known
  const language = line.bytes.toString('latin1', start, start + 2)
  LANGUAGES.set(key, language)
  return language
}

/** What the source lists but the text does not show, such as the target of a shortened link. */
function addHintTerms(terms: TermList, text: string, hints: AnalysisHints, lang: string | null): void {
  const { urls = [], hashtags = [], mentions = [] } = hints
  for (const url of urls) if (!text.includes(url)) addNew(terms, (fresh) => addUrl(fresh, url))
  for (const tag of hashtags) {
    const bare = cleanText(tag).replace(/^#/, '')
    if (!text.includes(`#${bare}`)) addNew(terms, (fresh) => addHashtag(fresh, bare, lang))
  }
  for (const mention of mentions) {
    const name = mention.replace(/^@/, '')
    if (!text.includes(`@${name}`)) addNew(terms, (fresh) => fresh.push(`@${name.toLowerCase()}`))
  }
}

/** Adds the terms of a hint unless its first one, which names it, is there already. */
function addNew(terms: TermList, add: (fresh: string[]) => void): void {
  const fresh: string[] = []
  add(fresh)
  if (fresh[0] !== undefined && !terms.has(fresh[0])) for (const term of fresh) terms.add(term)
}
