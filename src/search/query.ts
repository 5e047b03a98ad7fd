import { analyseQuery } from '../domain/text/analyse-query.ts'
import { type Operators, readOperators } from './query-operators.ts'
import { isStopGroup } from './stop-words.ts'

/**
 * What a person asked for. A *group* is one word with all the terms under which a stored post may hold it;
 * a post has the word when it has any term of the group.
 */
export type SearchQuery = Pick<
  Operators,
  | 'phrases'
  | 'excludedPhrases'
  | 'authors'
  | 'excludedAuthors'
  | 'linkTexts'
  | 'has'
  | 'hasNot'
  | 'postLang'
  | 'from'
  | 'to'
  | 'atLeast'
> & {
  /** Language of the query where it can be told. */
  readonly lang: string | null
  /** What was written, without its operators but with its phrases. */
  readonly text: string
  /** Words to rank by, each once; stop words only where there is nothing else. */
  readonly words: readonly (readonly string[])[]
  /** Words that a post must have: those of phrases, and what `to:` and `url:` name. */
  readonly required: readonly (readonly string[])[]
  /** Words that a post must not have. */
  readonly excluded: readonly (readonly string[])[]
  /** What looks like an operator and is read as words, because its value makes no sense. */
  readonly literal: readonly string[]
}

/** Longer queries are pasted text: what follows is not read. */
export const QUERY_CHARS_MAX = 4_000
/** Words ranked by; a query with more is asked by its rarest ones (see `searchPosts`). */
export const QUERY_WORDS_MAX = 64

/**
 * Reads a query. Never fails: an operator that makes no sense is read as words.
 *
 * @param query at most `QUERY_CHARS_MAX` characters are read
 */
export function parseQuery(query: string): SearchQuery {
  const { operators, text: rest, literal } = readOperators(query.slice(0, QUERY_CHARS_MAX))
  const { requiredTerms, excludedTerms, excludedWords, ...filters } = operators
  const text = [rest, ...filters.phrases].join(' ')
  const { lang, groups } = analyseQuery(text)
  const wordsOf = (texts: readonly string[]) => texts.flatMap((one) => analyseQuery(one, { lang }).groups)
  return {
    ...filters,
    ...{ literal, lang, text },
    words: unique(rankable(groups)).slice(0, QUERY_WORDS_MAX),
    required: unique([...wordsOf(filters.phrases), ...requiredTerms]),
    excluded: unique([...wordsOf(excludedWords), ...excludedTerms]),
  }
}

function rankable(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const telling = groups.filter((group) => !isStopGroup(group))
  return telling.length > 0 ? telling : groups
}

function unique(groups: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(groups.map((group) => [group.toSorted().join(' '), group])).values()]
}
