import { AppError } from '../../domain/errors.ts'
import type { ChatMessage, ChatPart } from '../../models/language/chat-model.ts'
import type { Turn } from '../answer-writer.ts'

/** What an answer from evidence takes from a conversation. */
export type AskedInConversation = {
  readonly question: string
  readonly history: readonly Turn[]
  /** Numbers that addresses have in earlier answers; the same address keeps its number. */
  readonly numbers: ReadonlyMap<string, number>
}

const HISTORY_TURNS_MAX = 6
const QUESTION_LENGTH_MAX = 4_000
const INLINE_CITATION = /\[\[(\d{1,6})\]\]\((\S+?)\)/g

/**
 * The last thing a person said is the question; what was said before is its history.
 *
 * @throws {AppError} invalid_input when nobody said anything, or it is longer than a question can be
 */
export function askedIn(messages: readonly ChatMessage[]): AskedInConversation {
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const asked = messages[last]
  const question = asked?.role === 'user' ? textOfParts(asked.parts).trim() : ''
  if (question === '')
    throw new AppError('invalid_input', 'messages: there is no question of a user to answer.', {
      param: 'messages',
    })
  if (question.length > QUESTION_LENGTH_MAX)
    throw new AppError(
      'invalid_input',
      `messages: a question that is answered from evidence has ${QUESTION_LENGTH_MAX} characters at most; this one has ${question.length}.`,
      { param: 'messages' },
    )
  const before = messages.slice(0, last)
  return { question, history: turnsOf(before).slice(-HISTORY_TURNS_MAX), numbers: numbersIn(before) }
}

export function textOfParts(parts: readonly ChatPart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}

function turnsOf(messages: readonly ChatMessage[]): Turn[] {
  const turns: Turn[] = []
  let question = ''
  for (const message of messages) {
    if (message.role === 'user') question = textOfParts(message.parts)
    if (message.role !== 'assistant' || message.text === '' || question === '') continue
    turns.push({ question, answer: message.text.replace(INLINE_CITATION, '').trim() })
    question = ''
  }
  return turns
}

function numbersIn(messages: readonly ChatMessage[]): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const message of messages) {
    if (message.role !== 'assistant') continue
    for (const [, n, url] of message.text.matchAll(INLINE_CITATION))
      if (url !== undefined && !numbers.has(url)) numbers.set(url, Number(n))
  }
  return numbers
}
