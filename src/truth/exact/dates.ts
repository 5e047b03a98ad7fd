import { AROUND, D, N, type Rule, shown, type Worked } from './rule.ts'

/** Weekdays, leap years, spans of time and ages. */
export const DATE_RULES: readonly Rule[] = [
  weekday,
  leapYear,
  daysBetween,
  yearsBetween,
  ageInYear,
  ageAtYear,
  ageOnDate,
  ageByYears,
]

const WEEKDAYS = [
  ['sunday', 'dimanche'],
  ['monday', 'lundi'],
  ['tuesday', 'mardi'],
  ['wednesday', 'mercredi'],
  ['thursday', 'jeudi'],
  ['friday', 'vendredi'],
  ['saturday', 'samedi'],
] as const
const NAME = `(${WEEKDAYS.flat().join('|')})`
/** Nothing but the date and its weekday, as one says it of the other. */
const WEEKDAY_FORMS = [
  new RegExp(
    `${D},? (?:was|is|fell on|falls on|will be|landed on|etait|est|tombait|tombe|sera|tombera)(?: on)?(?: an?| un| le)? ${NAME}`,
  ),
  new RegExp(`(?:it (?:was|is|will be)|c'(?:etait|est)) (?:an? |un |le )?${NAME},? (?:on |le )?${D}`),
]
/** A span that is longer than this is no claim about a calendar. */
const YEARS_MAX = 3_000

function weekday(text: string): Worked | null {
  const [day] = datesOf(text)
  const said = WEEKDAY_FORMS.flatMap(
    (form) => form.exec(text)?.find((part) => ALL_WEEKDAYS.has(part)) ?? [],
  )[0]
  const own = day === undefined ? undefined : WEEKDAYS[(((day + 4) % 7) + 7) % 7]
  return own === undefined || said === undefined
    ? null
    : { isTrue: own.some((name) => name === said), worked: own[0], numbersUsed: 0, datesUsed: 1 }
}

const ALL_WEEKDAYS: ReadonlySet<string> = new Set(WEEKDAYS.flat())

function leapYear(text: string): Worked | null {
  const days = /#36([56])# (?:days|jours)/.exec(text)
  const speaks = /\b(?:leap year|bissextile)\b/.test(text)
  if (days === null && !speaks) return null
  const years = [...text.matchAll(/#(\d{4})#/g)].map(([, year]) => Number(year))
  const [year] = years
  if (years.length !== 1 || year === undefined || year < 1583) return null
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const isDenied = /\b(?:not|isn't|wasn't|never|pas|n'est)\b/.test(text)
  const saysLeap = days === null ? !isDenied : (days[1] === '6') !== isDenied
  return {
    isTrue: saysLeap === isLeap,
    worked: isLeap ? '366' : '365',
    numbersUsed: days === null ? 1 : 2,
    datesUsed: 0,
  }
}

function daysBetween(text: string): Worked | null {
  const duration = new RegExp(`${N} (days?|jours?|weeks?|semaines?)\\b`).exec(text)
  const dates = datesOf(text)
  const [first, second] = dates
  if (duration === null || dates.length !== 2 || first === undefined || second === undefined) return null
  const days = Number(duration[1]) * (/week|semaine/.test(duration[2] ?? '') ? 7 : 1)
  const span = orderedSpan(text, first, second)
  return { isTrue: Math.abs(span - days) < 1e-9, worked: shown(span), numbersUsed: 1, datesUsed: 2 }
}

/** How many days the claim says lie between its dates; after and before keep their order, between does not. */
function orderedSpan(text: string, first: number, second: number): number {
  const AFTER = '(?:after|apres|later than)'
  const BEFORE = '(?:before|avant|earlier than)'
  if (new RegExp(`(?:days?|jours?|weeks?|semaines?) ${AFTER} (?:le )?${D}.*@.*@`).test(text))
    return second - first
  if (new RegExp(`(?:days?|jours?|weeks?|semaines?) ${BEFORE} (?:le )?${D}.*@.*@`).test(text))
    return first - second
  if (new RegExp(`@.*@.*${AFTER} (?:le )?${D}`).test(text)) return first - second
  if (new RegExp(`@.*@.*${BEFORE} (?:le )?${D}`).test(text)) return second - first
  return Math.abs(second - first)
}

function yearsBetween(text: string): Worked | null {
  const found = new RegExp(`${N} (?:years?|ans|annees)\\b`).exec(text)
  if (found === null || datesOf(text).length > 0 || /\bborn|\bnee?s?\b|birthday|\bold\b|\bage/.test(text))
    return null
  const years = [...text.matchAll(/#(\d{3,4})#/g)]
    .filter(({ index }) => index !== found.index)
    .map(([, year]) => Number(year))
  const [one, other] = years
  if (years.length !== 2 || one === undefined || other === undefined || Math.max(one, other) > YEARS_MAX)
    return null
  if (!/\b(?:between|from|entre|de|separent|after|before|apres|avant|later)\b/.test(text)) return null
  const span =
    /\bafter\b|\bapres\b/.test(text) && found.index > text.indexOf(`#${one}#`)
      ? one - other
      : Math.abs(one - other)
  return { isTrue: span === Number(found[1]), worked: shown(span), numbersUsed: 3, datesUsed: 0 }
}

const BORN = '(?:born(?: in| on)?|ne en|nee en|nes en|ne le|nee le|naissance(?: en| le)?)'

function ageInYear(text: string): Worked | null {
  const found = new RegExp(
    `${BORN} ${N}[^#]*?(?:turned|turns|celebrated (?:his|her|their)|a eu|a fete ses|fete ses|aura|had)[^#]*? ?${N}[^#]*?\\b(?:in|en) ${N}`,
  ).exec(text)
  if (found === null || datesOf(text).length > 0) return null
  const age = Number(found[3]) - Number(found[1])
  return { isTrue: age === Number(found[2]), worked: shown(age), numbersUsed: 3, datesUsed: 0 }
}

const AGED = new RegExp(
  `(?:aged|at the age of|at age|age de|agee de|a l'age de|avait|a|was|,) ${AROUND}${N}(?: ?(?:years old|year old|ans|years))?`,
)

function ageOnDate(text: string): Worked | null {
  const dates = datesOf(text)
  const [born, then] = dates
  if (
    !/\bborn\b|\bnee?\b|\bnaissance\b/.test(text) ||
    dates.length !== 2 ||
    born === undefined ||
    then === undefined
  )
    return null
  const said = AGED.exec(text) ?? new RegExp(`${N} (?:years old|ans)`).exec(text)
  if (said === null || then < born) return null
  const age = fullYears(born, then)
  return { isTrue: age === Number(said[1]), worked: shown(age), numbersUsed: 1, datesUsed: 2 }
}

/** `born in 1980 was 40 years old in 2020`: with years alone an age is known to one year. */
function ageAtYear(text: string): Worked | null {
  const found = new RegExp(
    `${BORN} ${N}[^#]*?(?:was|is|will be|avait|a|aura|etait)(?: aged| agee?(?: de)?)? ${N}(?: years old| ans| years of age)?[^#]*? (?:in|en) ${N}`,
  ).exec(text)
  if (found === null || datesOf(text).length > 0) return null
  const span = Number(found[3]) - Number(found[1])
  const age = Number(found[2])
  return {
    isTrue: age === span || age === span - 1,
    worked: `${span - 1}-${span}`,
    numbersUsed: 3,
    datesUsed: 0,
  }
}

/** With years alone an age is known to one year. */
function ageByYears(text: string): Worked | null {
  const found = new RegExp(
    `${BORN} ${N}[^#]*?(?:died|mort|morte|decede|decedee|deces)[^#]*? ${N}[^#]*?(?:aged|age of|at age|age de|agee de|a) ${N}`,
  ).exec(text)
  if (found === null) return null
  const span = Number(found[2]) - Number(found[1])
  const age = Number(found[3])
  return {
    isTrue: age === span || age === span - 1,
    worked: `${span - 1}-${span}`,
    numbersUsed: 3,
    datesUsed: 0,
  }
}

function datesOf(text: string): number[] {
  return [...text.matchAll(/@(-?\d+)@/g)].map(([, day]) => Number(day))
}

const DAY_MS = 86_400_000

function fullYears(from: number, to: number): number {
  const [a, b] = [new Date(from * DAY_MS), new Date(to * DAY_MS)]
  const isBefore =
    b.getUTCMonth() < a.getUTCMonth() ||
    (b.getUTCMonth() === a.getUTCMonth() && b.getUTCDate() < a.getUTCDate())
  return b.getUTCFullYear() - a.getUTCFullYear() - Number(isBefore)
}
