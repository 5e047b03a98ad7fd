import type { Citation } from '../../domain/answer.ts'
import { visibleText } from '../../domain/text/safe-text.ts'
import type { Locale } from '../understand/question-language.ts'
import { accounts, fewAccounts } from '../write/phrases.ts'
import type { DraftSentence } from '../write/write-answer.ts'

const NAMED_MAX = 2
const NAME_LENGTH_MAX = 60
const QUOTE_BEGINS = /[“«"]/
const AND: Readonly<Record<Locale, string>> = { en: ' and ', fr: ' et ' }
/** What more speakers than are named are called, where the sentence counts accounts. */
const COUNTED: Readonly<
  Record<Locale, Readonly<Record<'sites' | 'sources', readonly [from: RegExp, to: string]>>>
> = {
  en: { sites: [/accounts\b/, 'sites'], sources: [/accounts\b/, 'sources'] },
  fr: { sites: [/comptes\b/, 'sites'], sources: [/comptes( indépendants)?(?!\p{L})/u, 'sources'] },
}

/**
 * Lets a sentence that rests on pages or files say who speaks: "report.pdf says", "courier.example and herald.example say", "three
 * independent sites". Where accounts speak beside them, all are sources. Only our own words change, never a quote.
 */
export function nameSpeakers(draft: DraftSentence, locale: Locale): DraftSentence {
  const { citations, text, independentAccounts } = draft
  if (!citations.some(({ kind }) => kind === 'page')) return draft
  const quote = QUOTE_BEGINS.exec(text)?.index ?? text.length
  const opening = reword(text.slice(0, quote), { citations, count: independentAccounts, locale })
  return { ...draft, text: opening + text.slice(quote) }
}

type Speakers = { readonly citations: readonly Citation[]; readonly count: number; readonly locale: Locale }

function reword(opening: string, { citations, count, locale }: Speakers): string {
  const speakers = new Map(citations.map((citation) => [citation.author, shownName(citation)]))
  const isOnlyPages = citations.every(({ kind }) => kind === 'page')
  if (isOnlyPages && count <= NAMED_MAX && speakers.size === count) {
    const names = [...speakers.values()].join(AND[locale])
    return opening
      .replace(accounts(count, locale), () => names)
      .replace(fewAccounts(count, locale), () => names)
  }
  const [from, to] = COUNTED[locale][isOnlyPages ? 'sites' : 'sources']
  if (count < 2) return opening
  return opening.replace(from, (_, adjective?: string) =>
    typeof adjective === 'string' && adjective.startsWith(' ') ? `${to} indépendantes` : to,
  )
}

function shownName({ document, authorName, author }: Citation): string {
  const name = document?.fileName ?? authorName ?? author
  return visibleText(name)
    .replace(/[“”«»"]/g, '')
    .slice(0, NAME_LENGTH_MAX)
    .toWellFormed()
}
