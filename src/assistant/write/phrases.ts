import type { AnswerValue } from '../candidates/candidate.ts'
import type { Locale } from '../understand/question-language.ts'
import { countWords } from './count-words.ts'

/** "Five independent accounts", "Cinq comptes indépendants". */
export function accounts(count: number, locale: Locale): string {
  const number = countWords(count, locale)
  const text =
    locale === 'fr'
      ? count === 1
        ? `${number} seul compte`
        : `${number} comptes indépendants`
      : count === 1
        ? `${number} account`
        : `${number} independent accounts`
  return capital(text)
}

/** "five accounts" in the middle of a sentence. */
export function fewAccounts(count: number, locale: Locale): string {
  const number = countWords(count, locale)
  return locale === 'fr'
    ? `${number} ${count === 1 ? 'compte' : 'comptes'}`
    : `${number} ${count === 1 ? 'account' : 'accounts'}`
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Grouping and decimal marks of the language; a French number is grouped by narrow no-break spaces. */
function formatNumber(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 2 }).format(
    value,
  )
}

/** « … » with narrow no-break spaces in French, “…” in English. */
export function quoted(text: string, locale: Locale): string {
  return locale === 'fr' ? `«\u202f${text}\u202f»` : `“${text}”`
}

/** French typography of our own words: a no-break space before `:`, narrow ones before `;`, `?` and `!`. Quotes are not touched. */
export function frenchSpacing(text: string): string {
  return text.replace(/ :/g, '\u00a0:').replace(/ ([;?!])/g, '\u202f$1')
}

const BOUNDS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { exact: '', about: 'about ', at_least: 'at least ', at_most: 'at most ' },
  fr: { exact: '', about: 'environ ', at_least: 'au moins ', at_most: 'au plus ' },
}
const UNITS: Readonly<Record<Locale, Readonly<Record<string, readonly [string, string]>>>> = {
  en: {
    count: ['', ''],
    percent: [' %', ' %'],
    euro: [' euros', ' euros'],
    dollar: [' dollars', ' dollars'],
    pound: [' pounds', ' pounds'],
    crown: [' crown', ' crowns'],
    minute: [' minute', ' minutes'],
    hour: [' hour', ' hours'],
    day: [' day', ' days'],
    week: [' week', ' weeks'],
    month: [' month', ' months'],
    year: [' year', ' years'],
  },
  fr: {
    count: ['', ''],
    percent: ['\u202f%', '\u202f%'],
    euro: [' euro', ' euros'],
    dollar: [' dollar', ' dollars'],
    pound: [' livre', ' livres'],
    crown: [' couronne', ' couronnes'],
    minute: [' minute', ' minutes'],
    hour: [' heure', ' heures'],
    day: [' jour', ' jours'],
    week: [' semaine', ' semaines'],
    month: [' mois', ' mois'],
    year: [' an', ' ans'],
  },
}

/** A value in the reader's language: "at least 20", "mardi 3 mars 2026 à 14 h 30", a name as posted. */
export function valueText(value: AnswerValue, locale: Locale): string {
  switch (value.kind) {
    case 'quantity': {
      const unit = UNITS[locale][value.unit]?.[Math.abs(value.high ?? value.value) < 2 ? 0 : 1] ?? ''
      const number =
        value.high === null
          ? formatNumber(value.value, locale)
          : `${formatNumber(value.value, locale)} ${locale === 'fr' ? 'à' : 'to'} ${formatNumber(value.high, locale)}`
      return `${value.high === null ? BOUNDS[locale][value.bound] : ''}${number}${unit}`
    }
    case 'time':
      return timeText(value, locale)
    case 'score':
    case 'name':
    case 'place':
      return value.text
    case 'cause':
    case 'thing':
    case 'statement':
      return ''
  }
}

const PARTS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    morning: 'in the morning',
    noon: 'at noon',
    afternoon: 'in the afternoon',
    evening: 'in the evening',
    night: 'at night',
  },
  fr: {
    morning: 'le matin',
    noon: 'à midi',
    afternoon: 'l’après-midi',
    evening: 'le soir',
    night: 'la nuit',
  },
}

function timeText(value: Extract<AnswerValue, { kind: 'time' }>, locale: Locale): string {
  const day =
    value.day === null
      ? ''
      : new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', {
          weekday: 'long',
          day: 'numeric',
          month: 'long',
          year: 'numeric',
          timeZone: 'UTC',
        })
          .format(value.day)
          .replace(',', '')
  const clock =
    value.minute === null
      ? value.part === null
        ? ''
        : (PARTS[locale][value.part] ?? '')
      : clockText(value.minute, locale)
  if (day === '') return clock
  if (clock === '') return day
  return value.minute === null
    ? `${day}, ${clock}`
    : locale === 'fr'
      ? `${day} à ${clock}`
      : `${clock} on ${day}`
}

/** 14:30 in English, 14 h 30 in French, always of 24 hours. */
function clockText(minute: number, locale: Locale): string {
  const hours = Math.floor(minute / 60)
  const minutes = String(minute % 60).padStart(2, '0')
  return locale === 'fr'
    ? `${hours}\u00a0h${minute % 60 === 0 ? '' : `\u00a0${minutes}`}`
    : `${String(hours).padStart(2, '0')}:${minutes}`
}
