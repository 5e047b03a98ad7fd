import type { Random } from '../src/lib/random.ts'

export type NumberKind = 'arithmetic' | 'percentage' | 'date' | 'age' | 'unit' | 'comparison' | 'series'
export type NumberClaim = {
  readonly id: string
  readonly text: string
  readonly lang: 'en' | 'fr'
  readonly kind: NumberKind
  readonly isTrue: boolean
}
export type Saying = { readonly random: Random; readonly lang: 'en' | 'fr'; readonly isTrue: boolean }
export type NumberTemplate = { readonly kind: NumberKind; say(saying: Saying): string }

const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
}
export const WEEKDAYS = {
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
  fr: 'dimanche lundi mardi mercredi jeudi vendredi samedi'.split(' '),
}
const SMALL = {
  en: 'zero one two three four five six seven eight nine ten eleven twelve'.split(' '),
  fr: 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze'.split(' '),
}
export const DAY_MS = 86_400_000

/** A number as people write it in the language: grouped or not, now and then in words where it is small. */
export function written(value: number, { random, lang }: Saying): string {
  if (Number.isInteger(value) && value >= 2 && value <= 12 && random.chance(0.2))
    return SMALL[lang][value] ?? String(value)
  return digits(value, { random, lang })
}

export function digits(value: number, { random, lang }: Pick<Saying, 'random' | 'lang'>): string {
  const plain = String(Number(value.toFixed(4)))
  const [whole = '', part] = plain.split('.')
  const space = random.pick([' ', '\u00a0', '\u202f'])
  const grouped =
    whole.length > 3 && random.chance(0.6)
      ? whole.replace(/\B(?=(\d{3})+$)/g, lang === 'en' ? ',' : space)
      : whole
  return part === undefined ? grouped : grouped + (lang === 'en' ? '.' : ',') + part
}

export function dateText(time: number, { random, lang }: Saying): string {
  const date = new Date(time)
  const [day, month, year] = [
    date.getUTCDate(),
    MONTHS[lang][date.getUTCMonth()] ?? '',
    date.getUTCFullYear(),
  ]
  if (lang === 'fr')
    return random.chance(0.1) ? date.toISOString().slice(0, 10) : `${frenchDay(day)} ${month} ${year}`
  return random.pick([
    `${day} ${month} ${year}`,
    `${month} ${day}, ${year}`,
    `${month} ${ordinal(day)}, ${year}`,
    date.toISOString().slice(0, 10),
  ])
}

function frenchDay(day: number): string {
  return day === 1 ? '1er' : String(day)
}

export function ordinal(value: number): string {
  const tail =
    value % 100 >= 11 && value % 100 <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[value % 10] ?? 'th')
  return `${value}${tail}`
}

export function someDate(random: Random): number {
  return Date.UTC(random.integer(1905, 2023), random.integer(0, 11), random.integer(1, 28))
}

/** A whole number that is not `value`: a little beside it or far off, never below 0. */
export function otherWhole(value: number, random: Random): number {
  const step = random.pick([1, 2, 10, Math.ceil(value * 0.1), Math.ceil(value * 0.5)])
  return value > step && random.chance(0.5) ? value - step : value + step
}

/** A value that is at least a tenth off, with as many decimals as asked. */
export function farFrom(value: number, random: Random, decimals: number): number {
  const factor = random.pick([0.5, 0.75, 0.85, 1.15, 1.3, 1.6, 2])
  const other = Number((value * factor).toFixed(decimals))
  return other === value ? value + 1 : other
}
