import { analyseQuery } from '../domain/text/analyse-query.ts'
import { isStopGroup } from './stop-words.ts'

/**
 * What a person asked for. A *group* is one word with all the terms under which a stored post may hold it;
 * a post has the word when it has any term of the group.
 */
export type SearchQuery = {
  /** Language of the query where it can be told. */
  readonly lang: string | null
  /** Words to rank by, each once; stop words only where there is nothing else. */
  readonly words: readonly (readonly string[])[]
  /** Words that a post must have, from `"quoted phrases"`. */
  readonly required: readonly (readonly string[])[]
  /** Texts that a post must contain as written, but for case. */
  readonly phrases: readonly string[]
  /** Words that a post must not have, from `-word`. */
  readonly excluded: readonly (readonly string[])[]
  /** From `from:account`. */
  readonly author: string | null
  /** From `lang:code`. */
  readonly postLang: string | null
  /** From `since:date` and `until:date` (exclusive); UTC milliseconds. */
  readonly from: number | null
  readonly to: number | null
}

/** Longer queries are pasted text: what follows is not read. */
export const QUERY_CHARS_MAX = 4_000
/** Words ranked by; a query with more is asked by its rarest ones (see `searchPosts`). */
export const QUERY_WORDS_MAX = 64
const PHRASES_MAX = 8

/** `from:x`, `lang:x`, `since:x`, `until:x`, `-word`, `"a phrase"`, each where a word begins. */
const OPERATOR =
  /(?<=^|\s)(?:(?<field>from|lang|since|until):(?<value>[^\s"]+)|-(?<not>[\p{L}\p{N}#@][^\s"]*[^\s"-]|[\p{L}\p{N}])(?=\s|$)|["“”«](?<phrase>[^"“”«»]{1,200})["“”»])/gu

/**
 * Reads a query. Never fails: an operator that makes no sense is read as words.
 *
 * @param query at most `QUERY_CHARS_MAX` characters are read
 */
export function parseQuery(query: string): SearchQuery {
  const fields: Fields = { phrases: [], excluded: [], author: null, postLang: null, from: null, to: null }
  const rest = query.slice(0, QUERY_CHARS_MAX).replace(OPERATOR, (operator, ...groups: unknown[]) => {
    const named = groups.at(-1) as Record<string, string | undefined>
    return readOperator(fields, named) ? ' ' : operator
  })
  const { lang, groups } = analyseQuery([rest, ...fields.phrases].join(' '))
  const { excluded, ...filters } = fields
  return {
    ...filters,
    lang,
    words: unique(rankable(groups)).slice(0, QUERY_WORDS_MAX),
    required: unique(fields.phrases.flatMap((phrase) => analyseQuery(phrase, { lang }).groups)),
    excluded: unique(excluded.flatMap((word) => analyseQuery(word, { lang }).groups)),
  }
}

type Fields = {
  phrases: string[]
  excluded: string[]
  author: string | null
  postLang: string | null
  from: number | null
  to: number | null
}

/** False when the operator cannot be understood, so that it stays part of the text. */
function readOperator(
  fields: Fields,
  { field, value, not, phrase }: Record<string, string | undefined>,
): boolean {
  if (phrase !== undefined) return phrase.trim() !== '' && addPhrase(fields, phrase.trim())
  if (not !== undefined) return fields.excluded.push(not) > 0
  if (field === undefined || value === undefined) return false
  if (field === 'from') {
    fields.author = value.replace(/^@/, '')
    return true
  }
  if (field === 'lang') {
    if (!/^[a-z]{2,3}$/i.test(value)) return false
    fields.postLang = value.toLowerCase()
    return true
  }
  const time = parseDate(value)
  if (time === null) return false
  fields[field === 'since' ? 'from' : 'to'] = time
  return true
}

function addPhrase(fields: Fields, phrase: string): boolean {
  return fields.phrases.length < PHRASES_MAX && fields.phrases.push(phrase) > 0
}

/** A day or a time in ISO 8601, else null. */
function parseDate(value: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value)) return null
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : time
}

function rankable(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const telling = groups.filter((group) => !isStopGroup(group))
  return telling.length > 0 ? telling : groups
}

function unique(groups: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(groups.map((group) => [group.toSorted().join(' '), group])).values()]
}
