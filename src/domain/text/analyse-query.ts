import { type AnalysisHints, analyseText } from './analyse-text.ts'
import { cleanText } from './clean-text.ts'
import { termForm, wordTerm } from './stem.ts'
import { addTokenTerms } from './token-terms.ts'
import { type Token, tokens } from './tokenise.ts'

/** Longer queries are cut: they are pasted text. */
export const QUERY_GROUPS_MAX = 64

export type AnalysedQuery = {
  readonly lang: string | null
  /**
   * One group for each word of the query, in order: all the terms under which a stored post may hold it
   * (as written, English stem, French stem), the one of the query's own language first. A post has the
   * word when it has any term of the group.
   */
  readonly groups: readonly (readonly string[])[]
}

/**
 * Analyses a query. It is too short for its language to be told reliably, so each word stands for all the
 * forms that analysis gives it; other tokens (tags, mentions, links, numbers) are as in `analyseText`.
 */
export function analyseQuery(query: string, hints: AnalysisHints = {}): AnalysedQuery {
  const { lang } = analyseText(query, hints)
  const groups: string[][] = []
  for (const token of tokens(cleanText(query))) {
    if (token.kind === 'word') groups.push(wordForms(token.text, lang))
    else groups.push(...tokenGroups(token, lang))
    if (groups.length >= QUERY_GROUPS_MAX) break
  }
  return { lang, groups: groups.slice(0, QUERY_GROUPS_MAX) }
}

/** Also the stems of the word without accents: a French query word may stand in English posts, where it has none. */
function wordForms(word: string, lang: string | null): string[] {
  const folded = wordTerm(word, 'surface')
  return [
    ...new Set([
      wordTerm(word, termForm(lang)),
      wordTerm(word, 'english'),
      wordTerm(word, 'french'),
      wordTerm(folded, 'english'),
      wordTerm(folded, 'french'),
      folded,
    ]),
  ]
}

function tokenGroups(token: Token, lang: string | null): string[][] {
  const terms: string[] = []
  addTokenTerms(terms, token, lang)
  return terms.map((term) => [term])
}
