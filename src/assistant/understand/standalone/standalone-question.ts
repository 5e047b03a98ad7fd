import { cleanText } from '../clean-text.ts'
import { type Locale, questionLanguage } from '../question-language.ts'
import { completeFragment } from './complete-fragment.ts'
import type { Message } from './mentions.ts'
import { rewriteQuestion } from './rewrite-question.ts'

export type StandaloneQuestion = {
  readonly standalone: string
  /** Words that probably belong to the question, for search alone. */
  readonly searchWords: readonly string[]
}

/** A question as it would be asked without the conversation before it. Text of the conversation never becomes an operator. */
export function standaloneQuestion(request: {
  readonly history: readonly Message[]
  readonly question: string
  readonly profile: readonly string[]
  /** Language where the question does not tell its own. */
  readonly locale: Locale | null
}): StandaloneQuestion {
  const history = request.history
    .slice(-MESSAGES_MAX)
    .map(({ role, text }) => ({ role, text: cleanText(text.slice(0, MESSAGE_CHARS_MAX)) }))
  const question = cleanText(request.question)
  const profile = request.profile.map((line) => cleanText(line.slice(0, MESSAGE_CHARS_MAX)))
  const locale = questionLanguage(question.slice(0, LANGUAGE_CHARS), request.locale ?? 'en')
  const previous = history.findLast(({ role }) => role === 'user')?.text
  const completed = previous === undefined ? null : completeFragment(question, previous)
  if (completed !== null) return { standalone: withoutOperators(completed, question), searchWords: [] }
  return rewriteQuestion({ history, question, profile, locale })
}

const LANGUAGE_CHARS = 1_000
const MESSAGES_MAX = 24
const MESSAGE_CHARS_MAX = 4_000

/** What an earlier question filtered by is not asked again: only operators typed in this question stay. */
function withoutOperators(completed: string, question: string): string {
  return completed
    .replace(/(?<=^|\s)(?:-(?=\p{L})|(?:[a-z_]+):(?=\S))[^\s?]*/giu, (operator) =>
      question.includes(operator) ? operator : '',
    )
    .replace(/["“”«»]/gu, (mark) => (question.includes(mark) ? mark : ''))
    .replace(/ {2,}/g, ' ')
    .trim()
}
