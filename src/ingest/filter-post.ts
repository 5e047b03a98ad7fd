import type { Post } from '../domain/post.ts'
import type { SourceFilter } from '../domain/source-filter.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
import { cleanText } from '../domain/text/clean-text.ts'
import { foldAccents } from '../domain/text/fold.ts'
import { primarySubtag } from '../domain/text/language-tag.ts'
import { tokens, UNSPACED_CHAR } from '../domain/text/tokenise.ts'
import { hash32 } from '../lib/random.ts'

/** Why a filter left a post out. */
export type FilterReason = 'account' | 'sample' | 'language' | 'keyword'

/** @returns null when the post is kept */
export type PostFilter = (post: Post) => FilterReason | null

/** Not the salt of anything else, so that a sample is not correlated with another use of the same hash. */
const SAMPLE_SALT = 0x5a3b1e
const HASHES = 2 ** 32
/** Posts whose language nobody can tell. */
const UNDETERMINED = 'und'

/**
 * Makes one function of a filter; the cheap questions are asked first. Pure: the same post always meets the same fate,
 * in every process.
 *
 * - language: the one its source declares, else the one its text is in
 * - keywords: whole words, in any case and with any accents; a phrase stands for its words in a row. `#climat` and
 *   `climat` are the same. In scripts without spaces a keyword may stand anywhere.
 * - accounts: the account's id, or its handle where the source knows it
 * - sampling: by a hash of the id
 *
 * @param of.namesAreHandles whether `authorName` is unique on the network, and not what anybody may call themselves
 */
export function compileFilter(filter: SourceFilter, of: { namesAreHandles: boolean }): PostFilter {
  const steps = [
    accountStep(filter, of.namesAreHandles),
    sampleStep(filter),
    languageStep(filter),
    keywordStep(filter),
  ]
  const asked = steps.filter((step) => step !== null)
  return (post) => {
    for (const step of asked) {
      const reason = step(post)
      if (reason !== null) return reason
    }
    return null
  }
}

function accountStep(
  { accountsAllow, accountsDeny }: SourceFilter,
  namesAreHandles: boolean,
): PostFilter | null {
  if (accountsAllow.length === 0 && accountsDeny.length === 0) return null
  const isAllowed = accountMatcher(accountsAllow)
  const isDenied = accountMatcher(accountsDeny)
  return (post) => {
    const names = [...idsOf(post), ...(namesAreHandles ? [post.authorName ?? ''] : [])].map(normalAccount)
    if (names.some(isDenied)) return 'account'
    return accountsAllow.length === 0 || names.some(isAllowed) ? null : 'account'
  }
}

function accountMatcher(patterns: readonly string[]): (name: string) => boolean {
  const normal = patterns.map(normalAccount)
  const whole = new Set(normal.filter((pattern) => !pattern.startsWith('*')))
  const endings = normal.filter((pattern) => pattern.startsWith('*')).map((pattern) => pattern.slice(1))
  return (name) => whole.has(name) || endings.some((ending) => name.endsWith(ending))
}

/** With the network in front, as ids of posts have it, and without. */
function idsOf({ author, source }: Post): string[] {
  return author.startsWith(`${source}:`) ? [author, author.slice(source.length + 1)] : [author]
}

function normalAccount(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase()
}

function sampleStep({ share01 }: SourceFilter): PostFilter | null {
  if (share01 >= 1) return null
  const limit = share01 * HASHES
  return ({ id }) => (hash32(id, SAMPLE_SALT) < limit ? null : 'sample')
}

function languageStep({ languages }: SourceFilter): PostFilter | null {
  if (languages.length === 0) return null
  const wanted = new Set(languages.map((language) => primarySubtag(language) ?? UNDETERMINED))
  return (post) => (wanted.has(languageOf(post) ?? UNDETERMINED) ? null : 'language')
}

function languageOf(post: Post): string | null {
  return primarySubtag(post.lang) ?? analyseText(post.text).lang
}

function keywordStep({ keywordsAny, keywordsNone }: SourceFilter): PostFilter | null {
  if (keywordsAny.length === 0 && keywordsNone.length === 0) return null
  const any = keywordsAny.map(keywordPattern)
  const none = keywordsNone.map(keywordPattern)
  return ({ text, hashtags }) => {
    const words = ` ${foldedWords(text, hashtags).join(' ')} `
    if (none.some((keyword) => words.includes(keyword))) return 'keyword'
    return any.length === 0 || any.some((keyword) => words.includes(keyword)) ? null : 'keyword'
  }
}

/** Keywords that hold no word at all, such as `!!!`: they would match everything or nothing. */
export function emptyKeywords({ keywordsAny, keywordsNone }: SourceFilter): string[] {
  return [...keywordsAny, ...keywordsNone].filter((keyword) => foldedWords(keyword).length === 0)
}

/** Spaces bound whole words, except at a script that writes none. */
function keywordPattern(keyword: string): string {
  const words = foldedWords(keyword)
  const before = UNSPACED_CHAR.test(words.at(0)?.at(0) ?? '') ? '' : ' '
  const after = UNSPACED_CHAR.test(words.at(-1)?.at(-1) ?? '') ? '' : ' '
  return `${before}${words.join(' ')}${after}`
}

function foldedWords(text: string, more: readonly string[] = []): string[] {
  const found = tokens(cleanText(more.length === 0 ? text : `${text} ${more.join(' ')}`))
  return found.map((token) => foldAccents(token.text.toLowerCase()))
}
