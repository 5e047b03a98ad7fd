import type { QuestionKind } from '../../domain/answer.ts'
import type { AskedDetail } from './question-kind.ts'
import type { Locale } from './question-language.ts'

/**
 * One thing the question is about. `name` and `event` facets are constraints: evidence that lacks them is about
 * something else. `unit` says what is counted; `word` is any other content word.
 */
export type Facet = {
  readonly role: 'name' | 'event' | 'unit' | 'word'
  /** As written in the question. */
  readonly text: string
  /** Word forms per word of the facet (a name may have several words). */
  readonly words: readonly FacetWord[]
  readonly concepts: ReadonlySet<string>
}

export type FacetWord = { readonly norm: string; readonly forms: ReadonlySet<string> }

/** What was understood of a question: everything later steps need, and nothing they do not. */
export type Question = {
  /** As asked; for a follow-up the facets also hold what it takes over from earlier questions. */
  readonly text: string
  readonly locale: Locale
  readonly kind: QuestionKind
  readonly detail: AskedDetail
  readonly facets: readonly Facet[]
  /** Time the question is limited to, UTC ms, or null. */
  readonly window: { readonly from: number; readonly to: number } | null
  /** Numbers said in the question: for "is it true that 40 …". */
  readonly numbers: readonly number[]
  /** True when earlier turns were needed to understand it. */
  readonly followUp: boolean
  /** Negated claim: "is it true that nobody was hurt". */
  readonly negated: boolean
}

export function facetsOf(question: Question, role: Facet['role']): readonly Facet[] {
  return question.facets.filter((facet) => facet.role === role)
}
