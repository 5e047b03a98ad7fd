import type { Turn } from '../answer-writer.ts'
import { findQuantities } from '../read/quantities.ts'
import { plainWords } from '../words/cues.ts'
import { tokenise } from '../words/tokens.ts'
import { askedWindow } from './asked-window.ts'
import { cleanText, QUESTION_READ_CHARS_MAX } from './clean-text.ts'
import type { Facet, Question } from './question.ts'
import { questionKind } from './question-kind.ts'
import { type Locale, questionLanguage } from './question-language.ts'
import { readFacets } from './read-facets.ts'
import { completeFragment } from './standalone/complete-fragment.ts'
import { standaloneQuestion } from './standalone/standalone-question.ts'

/** Only this many earlier questions can lend their subject. */
const EARLIER_QUESTIONS_MAX = 3

/**
 * Reads a question: its language and kind, the names and events it constrains, what it counts, and its time.
 * "And in Lyon?" is the question before it, of Lyon; another follow-up ("and how many were hurt?") takes names and
 * events it lacks from the latest questions before it, a person ("how old is she?") also from the answer.
 *
 * @param now UTC ms, for "yesterday" and weekdays in the question
 */
export function understandQuestion(request: {
  text: string
  history: readonly Turn[]
  now: number
  locale: Locale | null
}): Question {
  const text = cleanText(request.text.slice(0, QUESTION_READ_CHARS_MAX))
  const own = readAlone(text, request.now, request.locale)
  const previous = request.history.at(-1)
  const completed = previous === undefined ? null : completeFragment(text, previous.question)
  if (completed !== null) {
    const whole = readAlone(completed, request.now, own.locale)
    return { ...whole, window: own.window ?? whole.window, followUp: true }
  }
  return needsSubject(own, text) ? withSubject(own, request) : own
}

function withSubject(
  own: Question,
  { history, now, locale }: { history: readonly Turn[]; now: number; locale: Locale | null },
): Question {
  const { standalone } = standaloneQuestion({
    history: history.slice(-EARLIER_QUESTIONS_MAX).flatMap(({ question, answer }) => [
      { role: 'user' as const, text: question },
      { role: 'assistant' as const, text: answer },
    ]),
    question: own.text,
    profile: [],
    locale,
  })
  const person = PERSON.test(plainWords(own.text)) ? namesOnly(readAlone(standalone, now, locale)) : []
  for (const turn of history.slice(-EARLIER_QUESTIONS_MAX).toReversed()) {
    const previous = readAlone(turn.question, now, locale)
    const lent = [...person, ...lendSubject({ ...own, facets: [...own.facets, ...person] }, previous)]
    if (lent.length > 0)
      return {
        ...own,
        standalone,
        facets: [...own.facets, ...lent],
        window: own.window ?? previous.window,
        followUp: true,
      }
  }
  return own
}

const PERSON = / (?:he|she|him|his|her|il|elle|lui) /

function namesOnly(question: Question): readonly Facet[] {
  return question.facets.filter(({ role }) => role === 'name')
}

function readAlone(text: string, now: number, asked: Locale | null): Question {
  const locale = questionLanguage(text, asked ?? 'en')
  const tokens = tokenise(text)
  const { kind, detail } = questionKind(text)
  return {
    text,
    standalone: text,
    locale,
    kind,
    detail,
    facets: readFacets(tokens, text, kind, detail),
    window: askedWindow(text, now),
    numbers: findQuantities(tokens, text).map((quantity) => quantity.value),
    followUp: false,
    negated:
      / (?:nobody|no one|not|never|none|without|personne|aucune?|jamais|rien|n est pas|sans) /.test(
        plainWords(text),
      ) && kind === 'is_it_true',
  }
}

/** Words that mean "what we spoke about"; alone they carry no subject. */
const POINTING =
  / (?:it|its|they|them|their|there|he|she|him|her|his|this|that|these|those|the same|and|so|ca|cela|ce|y|en|il|elle|ils|elles|lui|la bas|et|eux|celui ci|celle ci) /

function needsSubject(question: Question, text: string): boolean {
  const names = question.facets.filter((facet) => facet.role === 'name').length
  const events = question.facets.filter((facet) => facet.role === 'event').length
  if (names > 0 && events > 0) return false
  if (names > 0) return question.facets.length <= 1 && / (?:and|et|what about) /.test(plainWords(text))
  const words = question.facets.filter((facet) => facet.role === 'word').length
  return POINTING.test(plainWords(text)) || events + words <= 1
}

/** Names and events the follow-up lacks. */
function lendSubject(own: Question, previous: Question): Facet[] {
  const hasName = own.facets.some((facet) => facet.role === 'name')
  const hasEvent = own.facets.some((facet) => facet.role === 'event')
  return previous.facets.filter(
    (facet) =>
      (facet.role === 'name' && !hasName) ||
      (facet.role === 'event' && !hasEvent) ||
      (facet.role === 'word' && !hasEvent && previous.facets.every((other) => other.role !== 'event')),
  )
}
