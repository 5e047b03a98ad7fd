import type { Citation } from '../../domain/answer.ts'
import { keysOf } from '../../truth/support/ground.ts'
import { readWords } from '../../truth/support/read-words.ts'
import { sourceForm } from '../../truth/support/source-form.ts'

/** Of a sentence's telling words, as many may be ours. Bar of `evals/answer-support.ts`, which measures it from outside. */
const OWN_SHARE_MAX = 0.2

/** What a citation says of itself and of who said it. */
export type CitedWords = Pick<Citation, 'quote' | 'author' | 'authorName' | 'createdAt'>

/**
 * Whether a sentence says hardly more than its citations do: every number and name stands in a cited quote, and at most a
 * fifth of its telling words are ours. How many accounts it counts is ours to say.
 */
export function isHeld(text: string, citations: readonly CitedWords[], counted: number): boolean {
  const known = new Set(citations.flatMap(saidBy).flatMap(keysIn))
  const own = new Set([counted, citations.length].map((count) => `number:${count}`))
  const telling = readWords(text, sourceForm(text)).words.filter(({ kind }) => kind !== 'function')
  const missing = telling.filter(
    (word) => !keysOf(word).some((key) => known.has(key)) && !(word.kind === 'number' && own.has(word.stem)),
  )
  return missing.every(({ kind }) => kind === 'content') && missing.length <= OWN_SHARE_MAX * telling.length
}

/** What a citation says: its words, its author, its day. */
function saidBy({ quote, author, authorName, createdAt }: CitedWords): string[] {
  const days = createdAt === null ? [] : DAYS.map((day) => day.format(createdAt))
  return [quote, author, authorName ?? '', ...days]
}

const DAYS = ['en-GB', 'fr-FR'].map(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' }),
)

function keysIn(text: string): string[] {
  return readWords(text, sourceForm(text)).words.flatMap(keysOf)
}
