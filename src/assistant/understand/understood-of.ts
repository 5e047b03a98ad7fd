import type { Understood } from '../../domain/answer.ts'
import type { Question } from './question.ts'

/** What a reader is shown of how a question was taken. */
export function understoodOf(question: Question, operators: readonly string[]): Understood {
  const { standalone, followUp, locale, facets, window } = question
  const telling = facets.filter(({ role }) => role === 'name' || role === 'event')
  return {
    ...{ standalone, followUp, locale, window, operators },
    about: [...new Set(telling.map(({ text }) => text))],
  }
}
