import { foldAccents } from '../../domain/text/fold.ts'

const DAY_MS = 86_400_000
const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'january jan janvier janv',
    'february feb fevrier fevr fev',
    'march mar mars',
    'april apr avril avr',
    'may mai',
    'june jun juin',
    'july jul juillet juil',
    'august aug aout',
    'september sept sep septembre',
    'october oct octobre',
    'november nov novembre',
    'december dec decembre',
  ].flatMap((names, month) => names.split(' ').map((name) => [name, month])),
)
const MONTH = Object.keys(MONTHS).join('|')
const MONTH_DAY = new RegExp(`\\b(${MONTH})\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?`, 'g')
const DAY_MONTH = new RegExp(
  `\\b(\\d{1,2})(?:er|st|nd|rd|th)? (?:of )?(${MONTH})\\b\\.?(?:,? (\\d{4}))?`,
  'g',
)
const WEEKDAYS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'sunday dimanche',
    'monday lundi',
    'tuesday mardi',
    'wednesday mercredi',
    'thursday jeudi',
    'friday vendredi',
    'saturday samedi',
  ].flatMap((names, day) => names.split(' ').map((name) => [name, day])),
)
const WEEKDAY = new RegExp(`\\b(${Object.keys(WEEKDAYS).join('|')})\\b`, 'g')
const YESTERDAY = /\b(?:yesterday|hier)\b/
const TODAY = /\b(?:today|tonight|this (?:morning|evening|afternoon)|aujourd'?hui|ce (?:matin|soir))\b/

/**
 * The days a sentence names, as seen from the day it was written: dates, weekdays (the last one of that name), yesterday, today.
 * A date without a year is the one closest to the writing.
 *
 * @returns starts of UTC days in milliseconds
 */
export function namedDays(sentence: string, writtenAt: number): number[] {
  const plain = foldAccents(sentence.toLowerCase())
  const today = startOfDay(writtenAt)
  const found = new Set<number>()
  for (const [, month, day, year] of plain.matchAll(MONTH_DAY)) addDate(found, { day, month, year, today })
  for (const [, day, month, year] of plain.matchAll(DAY_MONTH)) addDate(found, { day, month, year, today })
  for (const [, name] of plain.matchAll(WEEKDAY))
    found.add(lastWeekday(today, WEEKDAYS[name as string] as number))
  if (YESTERDAY.test(plain)) found.add(today - DAY_MS)
  if (TODAY.test(plain)) found.add(today)
  return [...found]
}

export function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS
}

type Written = {
  readonly day: string | undefined
  readonly month: string | undefined
  readonly year: string | undefined
  readonly today: number
}

function addDate(found: Set<number>, { day, month, year, today }: Written): void {
  const number = Number(day)
  const monthIndex = MONTHS[month ?? '']
  if (monthIndex === undefined || number < 1 || number > 31) return
  const thisYear = new Date(today).getUTCFullYear()
  const years = year === undefined ? [thisYear - 1, thisYear, thisYear + 1] : [Number(year)]
  const days = years.map((one) => Date.UTC(one, monthIndex, number))
  found.add(days.reduce((best, one) => (Math.abs(one - today) < Math.abs(best - today) ? one : best)))
}

function lastWeekday(today: number, weekday: number): number {
  const back = (new Date(today).getUTCDay() - weekday + 7) % 7
  return today - back * DAY_MS
}
