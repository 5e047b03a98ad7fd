import { findQuantities } from '../read/quantities.ts'
import { MONTHS, WEEKDAYS } from '../words/stop-words.ts'
import { tokenise } from '../words/tokens.ts'

/** A piece of a text. Offsets are UTF-16 code units. */
export type Piece = { readonly start: number; readonly end: number }

const NUMBER = /\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?/g
/** "one" and "un" are articles as often as numbers. */
const WORD_VALUE_MIN = 2

/**
 * The numbers of a sentence, in digits or in words, that none of the sources says, in order. A number in words
 * counts as said where a source writes it in digits, and the other way round.
 */
export function inventedNumbers(text: string, sources: readonly string[]): Piece[] {
  const known = new Set(sources.flatMap(valuesOf))
  const inDigits = [...text.matchAll(NUMBER)]
    .filter(([number]) => !known.has(numericValue(number)))
    .map(({ 0: number, index }) => ({ start: index, end: index + number.length }))
  return [...inDigits, ...inventedWords(text, known)].sort((a, b) => a.start - b.start)
}

function inventedWords(text: string, known: ReadonlySet<number>): Piece[] {
  return findQuantities(tokenise(text), text).filter(
    ({ start, end, value, vague }) =>
      !vague && value >= WORD_VALUE_MIN && !/\d/.test(text.slice(start, end)) && !known.has(value),
  )
}

function valuesOf(text: string): number[] {
  const inDigits = (text.match(NUMBER) ?? []).flatMap((number) => [
    numericValue(number),
    ...(number.match(/\d+/g) ?? []).map(numericValue),
  ])
  const spoken = findQuantities(tokenise(text), text).flatMap(({ value, high }) =>
    high === null ? [value] : [value, high],
  )
  return [...inDigits, ...spoken]
}

/** `3,000`, `3 000` and `3000` are one number; `2,5` and `2.5`, `09` and `9` too. */
function numericValue(number: string): number {
  const digits = number
    .replace(/[\u00a0\u202f ]/g, '')
    .replace(/[.,](?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.')
  return Number(digits)
}

/**
 * The text with the date and time of a post blanked out, in the ways people write them in English and French; its
 * length stays. When a post was written is evidence, but its day or hour is no count of anything.
 *
 * @param at UTC milliseconds
 */
export function withoutTime(text: string, at: number): string {
  return text.replace(timePattern(new Date(at)), (found) => ' '.repeat(found.length))
}

function timePattern(date: Date): RegExp {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  const dayWord = `0?${day}(?:st|nd|rd|th|er)?`
  const monthWord = `(?:${namesOf(MONTHS, month, 3)})\\.?`
  const forms = [
    `${year}-${twoDigits(month + 1)}-${twoDigits(day)}`,
    `${dayWord} (?:of )?${monthWord}(?:,? ${year})?`,
    `${monthWord} ${dayWord}(?:,? ${year})?`,
    `${monthWord} ${year}`,
    `0?${date.getUTCHours()}(?::| ?h ?)${twoDigits(date.getUTCMinutes())}`,
    namesOf(MONTHS, month, 4),
    namesOf(WEEKDAYS, date.getUTCDay(), 5),
    String(year),
  ]
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
}

function namesOf(table: ReadonlyMap<string, number>, value: number, lengthMin: number): string {
  return [...table]
    .filter(([name, number]) => number === value && name.length >= lengthMin)
    .map(([name]) => name.replaceAll('e', '[eé]').replaceAll('u', '[uû]'))
    .sort((a, b) => b.length - a.length)
    .join('|')
}
