import { findEvidence } from '../search/find-evidence.ts'
import { readOperators } from '../search/query-operators.ts'
import type { AskDependencies, AskRequest } from './ask.ts'

/** Operators with a name, and words with a minus. Quotation marks are left: in a question they quote. */
const TYPED = /(?<=^|\s)-?(?:\w+:[^\s"“”«»]+|(?<=-)\p{L}[^\s"“”«»]*)(?=\s|$)/gu

/**
 * Operators typed in a question (`from: since: lang: has:media -word` …) are taken out of it and hold for every search of posts
 * instead. What search would not understand stays in the question, as does a question of operators alone.
 */
export function withTypedOperators(
  request: AskRequest,
  deps: AskDependencies,
): { readonly request: AskRequest; readonly deps: AskDependencies } {
  const operators: string[] = []
  const question = request.question.replace(TYPED, (typed) => {
    const word = typed.replace(/[?!.,;]+$/, '')
    if (!isOperator(word)) return typed
    operators.push(word)
    return typed.slice(word.length)
  })
  const rest = question
    .replace(/ {2,}/g, ' ')
    .replace(/ (?=[?!.,;])/g, '')
    .trim()
  if (operators.length === 0 || !/\p{L}/u.test(rest)) return { request, deps }
  const find = deps.findEvidence ?? findEvidence
  return {
    request: { ...request, question: rest, operators },
    deps: {
      ...deps,
      findEvidence: (archive, asked, options) =>
        find(archive, { ...asked, query: [asked.query, ...operators].join(' ') }, options),
    },
  }
}

function isOperator(word: string): boolean {
  const { text, literal } = readOperators(word)
  return literal.length === 0 && text.trim() === ''
}
