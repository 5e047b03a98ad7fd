import type { QuestionKind } from '../../domain/answer.ts'
import type { PostId } from '../../domain/post.ts'
import { analyseQuery } from '../../domain/text/analyse-query.ts'
import { analyseText } from '../../domain/text/analyse-text.ts'
import type { PostReading, Statement } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import type { Locale } from '../understand/question-language.ts'
import { STOP_WORDS } from '../words/stop-words.ts'
import { shownQuote } from '../write/choose-quote.ts'
import type { CitationBook } from '../write/citation-book.ts'
import { quoted } from '../write/phrases.ts'
import type { DraftSentence } from '../write/write-answer.ts'
import { pageNumberAt } from './evidence-document.ts'
import type { Passage } from './passages.ts'

const QUOTES_MAX = 3
/** Share of the question's words that a quoted sentence holds at least. Set by hand on 2026-11-22, to be measured. */
const HELD_MIN = 0.5
/** Beside the best sentence only those that hold nearly as much. */
const NEARLY = 0.8
const NAMES_MIN01 = 0.75
const QUOTE_LENGTH_MAX = 500
const HAS_NUMBER = /\d/

/** Questions that ask for one value are answered by a sentence that holds such a value; the others by any that bears on them. */
const HOLDS_VALUE: Readonly<Partial<Record<QuestionKind, (text: string) => boolean>>> = {
  how_many: (text) => HAS_NUMBER.test(text),
  when: (text) => HAS_NUMBER.test(text),
  who: () => false,
  where: () => false,
  is_it_true: () => false,
}

/**
 * Sentences of the person's files that speak of the question, quoted word for word with file and page: for questions about a
 * document that no corroboration can answer. Empty where none holds enough of the question.
 */
export function quoteFiles(
  question: Question,
  readings: readonly PostReading[],
  passages: ReadonlyMap<PostId, Passage>,
  book: CitationBook,
): DraftSentence[] {
  const groups = askedGroups(question)
  if (groups.length === 0) return []
  const statements = readings
    .filter(
      ({ post, topic }) => passages.get(post.id)?.document.kind === 'file' && topic.names01 >= NAMES_MIN01,
    )
    .flatMap((reading) => reading.statements)
    .filter(
      (statement) => !statement.cues.question && (HOLDS_VALUE[question.kind]?.(textOf(statement)) ?? true),
    )
    .map((statement) => ({ statement, held01: heldShare(textOf(statement), groups) }))
    .filter(({ held01 }) => held01 >= HELD_MIN)
    .sort((a, b) => b.held01 - a.held01)
  const best = statements[0]?.held01 ?? 0
  return statements
    .filter(({ held01 }) => held01 >= NEARLY * best)
    .slice(0, QUOTES_MAX)
    .flatMap(({ statement }) => toSentence(statement, passages, book, question.locale) ?? [])
}

function askedGroups({ followUp, facets, text }: Question): readonly (readonly string[])[] {
  const words = followUp ? facets.map((facet) => facet.text).join(' ') : text
  return analyseQuery(words).groups.filter((group) => !group.some((term) => STOP_WORDS.has(term)))
}

function heldShare(text: string, groups: readonly (readonly string[])[]): number {
  const terms = new Set(analyseText(text).terms)
  return groups.filter((group) => group.some((term) => terms.has(term))).length / groups.length
}

function textOf({ reading, start, end }: Statement): string {
  return reading.post.text.slice(start, end)
}

function toSentence(
  { reading, start, end }: Statement,
  passages: ReadonlyMap<PostId, Passage>,
  book: CitationBook,
  locale: Locale,
): DraftSentence | null {
  const passage = passages.get(reading.post.id)
  if (passage === undefined || end - start > QUOTE_LENGTH_MAX) return null
  const citation = book.cite(reading.post, { start, end }, true)
  const quote = shownQuote(citation.quote)
  const page = pageNumberAt(passage.document, citation.start)
  const where = page === null ? passage.document.site : `${passage.document.site}, p.\u00a0${page}`
  const text = `${where}${locale === 'fr' ? '\u00a0: ' : ': '}${quoted(quote, locale)}${/[.!?…]$/.test(quote) ? '' : '.'}`
  return { text, citations: [citation], independentAccounts: 1, claims: [quote] }
}
