import type { QuestionKind } from '../../domain/answer.ts'
import { PLACE_CONCEPTS } from '../words/place-concepts.ts'
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
  /** True for the words that say what is asked ("who *raised the alarm* about …"): an answer must be tied to one of them. */
  readonly asked: boolean
}

export type FacetWord = { readonly norm: string; readonly forms: ReadonlySet<string> }

/** What was understood of a question: everything later steps need, and nothing they do not. */
export type Question = {
  /** As asked; for a follow-up the facets also hold what it takes over from earlier questions. */
  readonly text: string
  /** As it would be asked without the conversation before it; equal to `text` where nothing was missing. */
  readonly standalone: string
  readonly locale: Locale
  readonly kind: QuestionKind
  readonly detail: AskedDetail
  readonly facets: readonly Facet[]
  /** Days the question limits the event to, UTC ms, end excluded, or null. */
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

/** What a direct answer must stand beside: asked words that are no mere thing or place; the asked event where there are none. */
export function askedCore(question: Question): readonly Facet[] {
  const asked = question.facets.filter((facet) => facet.asked && facet.role !== 'name')
  const core = asked.filter(
    (facet) =>
      facet.role !== 'event' &&
      !THINGS.some((id) => facet.concepts.has(id)) &&
      !facet.words.every((word) => MEASURES.has(word.norm)),
  )
  return core.length > 0 ? core : asked.filter((facet) => facet.role === 'event')
}

const THINGS = [
  'plane',
  'train',
  'ship',
  ...PLACE_CONCEPTS,
  'vehicle',
  'water',
  'firefighter',
  'police',
  'victim',
  'resident',
  'worker',
  'student',
  'passenger',
  'say',
  'start',
]

/** Words that only say in what an answer is measured. */
const MEASURES: ReadonlySet<string> = new Set(
  'minute minutes hour hours day days week weeks month months year years age old money sum amount cost costs price worth argent somme montant prix cout coute heure heures jour jours semaine semaines mois annee annees ans percent percentage pourcentage rate taux long'.split(
    ' ',
  ),
)
