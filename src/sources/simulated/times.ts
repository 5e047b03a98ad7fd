import type { Random } from '../../lib/random.ts'
import type { Lang } from './grammar.ts'
import { numberWords } from './numbers.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

const DAYS = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
} as const
const MONTHS = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  fr: [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'août',
    'septembre',
    'octobre',
    'novembre',
    'décembre',
  ],
} as const

type PartOfDay = 'morning' | 'afternoon' | 'evening'
const PARTS = {
  en: { morning: 'morning', afternoon: 'afternoon', evening: 'evening' },
  fr: { morning: 'matin', afternoon: 'après-midi', evening: 'soir' },
} as const

/** "two hours ago", "il y a une heure environ". */
function agoWords(hours: number, lang: Lang, random: Random): string {
  const count = hours === 1 ? (lang === 'en' ? 'an' : 'une') : String(numberWords(hours, lang))
  if (lang === 'fr')
    return random.pick([
      `il y a ${count} heure${hours > 1 ? 's' : ''}`,
      `il y a environ ${count} heure${hours > 1 ? 's' : ''}`,
    ])
  return random.pick([
    `${count} hour${hours > 1 ? 's' : ''} ago`,
    `about ${count} hour${hours > 1 ? 's' : ''} ago`,
  ])
}

/** The network lives in UTC: local time and UTC are the same. */
export function dayName(at: number, lang: Lang): string {
  return DAYS[lang][new Date(at).getUTCDay()] as string
}

function partOfDay(at: number): PartOfDay {
  const hour = new Date(at).getUTCHours()
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}

/** "3 March" or "3 mars". */
export function dateWords(at: number, lang: Lang): string {
  const date = new Date(at)
  const day = date.getUTCDate()
  const month = MONTHS[lang][date.getUTCMonth()] as string
  return lang === 'fr' && day === 1 ? `1er ${month}` : `${day} ${month}`
}

/** One way of writing the time of day: "7:40", "07:40", "7.40am", "7h40". */
export function clockWords(at: number, lang: Lang, random: Random): string {
  const spoken = spokenClock(at, lang)
  return spoken !== null && random.chance(0.35) ? spoken : random.pick(clockForms(at, lang))
}

/** "half past seven", "huit heures moins le quart"; null unless it is on the quarter or the ten. */
function spokenClock(at: number, lang: Lang): string | null {
  const hour = new Date(at).getUTCHours()
  const name = SPOKEN_MINUTES[lang][new Date(at).getUTCMinutes()]
  if (name === undefined) return null
  const hourOf = (value: number) => numberWords(value % 12 === 0 ? 12 : value % 12, lang)
  if (lang === 'en') return name.replace('H', String(hourOf(hour))).replace('N', String(hourOf(hour + 1)))
  const french = (value: number) =>
    value % 24 === 12
      ? 'midi'
      : `${value % 24 === 0 ? 'zéro' : hourOf(value) === 'un' ? 'une' : hourOf(value)} heure${hourOf(value) === 'un' ? '' : 's'}`
  return name.replace('H', french(hour)).replace('N', french(hour + 1))
}

/** H is the hour, N the next one. */
const SPOKEN_MINUTES: Readonly<Record<Lang, Readonly<Record<number, string>>>> = {
  en: {
    0: "H o'clock",
    10: 'ten past H',
    15: 'quarter past H',
    20: 'twenty past H',
    30: 'half past H',
    40: 'twenty to N',
    45: 'quarter to N',
    50: 'ten to N',
  },
  fr: {
    0: 'H',
    10: 'H dix',
    15: 'H et quart',
    20: 'H vingt',
    30: 'H et demie',
    40: 'N moins vingt',
    45: 'N moins le quart',
    50: 'N moins dix',
  },
}

/**
 * When something happened as seen from the moment of writing: "this morning", "a few minutes ago",
 * "yesterday around 7:40", "mardi soir". Reads as an adverb.
 */
export function whenWords(eventAt: number, now: number, lang: Lang, random: Random): string {
  const age = now - eventAt
  const days = Math.floor(now / DAY_MS) - Math.floor(eventAt / DAY_MS)
  if (age < 25 * MINUTE_MS && random.chance(0.5)) return random.pick(JUST_NOW[lang])
  const hoursAgo = Math.round(age / HOUR_MS)
  if (
    hoursAgo >= 1 &&
    hoursAgo <= 5 &&
    Math.abs(age - hoursAgo * HOUR_MS) < 8 * MINUTE_MS &&
    random.chance(0.4)
  ) {
    return agoWords(hoursAgo, lang, random)
  }
  const clock = clockWords(eventAt, lang, random)
  const around = `${random.pick(AROUND[lang])} ${clock}`
  if (days <= 0) return random.pick([today(eventAt, lang), around, `${around} ${today(eventAt, lang)}`])
  if (days === 1)
    return random.pick([
      yesterday(eventAt, lang),
      `${yesterday(eventAt, lang)} ${around}`,
      onDay(eventAt, lang),
    ])
  return random.pick([
    onDay(eventAt, lang),
    `${onDay(eventAt, lang)} ${around}`,
    lang === 'fr'
      ? `${dayName(eventAt, 'fr')} ${PARTS.fr[partOfDay(eventAt)]}`
      : `on ${dayName(eventAt, 'en')} ${partOfDay(eventAt)}`,
    lang === 'fr' ? `le ${dateWords(eventAt, 'fr')}` : `on ${dateWords(eventAt, 'en')}`,
  ])
}

/** A precise statement of day and time for officials: "at 07:40 on Tuesday", "mardi à 7h40". */
export function exactWhen(eventAt: number, now: number, lang: Lang, random: Random): string {
  const clock = clockWords(eventAt, lang, random)
  const sameDay = Math.floor(now / DAY_MS) === Math.floor(eventAt / DAY_MS)
  if (lang === 'fr') {
    return sameDay && random.chance(0.6)
      ? `${today(eventAt, 'fr')} à ${clock}`
      : random.pick([`${dayName(eventAt, 'fr')} à ${clock}`, `le ${dateWords(eventAt, 'fr')} à ${clock}`])
  }
  return sameDay && random.chance(0.6)
    ? `at ${clock} ${today(eventAt, 'en')}`
    : random.pick([
        `at ${clock} on ${dayName(eventAt, 'en')}`,
        `on ${dateWords(eventAt, 'en')} at ${clock}`,
        `${dayName(eventAt, 'en')}, ${clock}`,
      ])
}

/** Every way of naming the time of an event that counts as right: time of day, weekday, date. */
export function timeAnswers(at: number): string[] {
  const date = new Date(at)
  const month = MONTHS.en[date.getUTCMonth()] as string
  const day = date.getUTCDate()
  return [
    ...new Set([
      ...clockForms(at, 'en'),
      ...clockForms(at, 'fr'),
      ...(['en', 'fr'] as const).flatMap((lang) => spokenClock(at, lang) ?? []),
      dayName(at, 'en'),
      dayName(at, 'fr'),
      dateWords(at, 'en'),
      dateWords(at, 'fr'),
      `${month} ${day}`,
      `${month.slice(0, 3)} ${day}`,
      `${day} ${month.slice(0, 3)}`,
      date.toISOString().slice(0, 10),
    ]),
  ]
}

function clockForms(at: number, lang: Lang): string[] {
  const hour = new Date(at).getUTCHours()
  const minute = new Date(at).getUTCMinutes()
  const two = String(minute).padStart(2, '0')
  if (lang === 'fr') {
    const short = minute === 0 ? `${hour}h` : `${hour}h${two}`
    return [short, `${hour}h${two}`, `${hour} h ${two}`, `${String(hour).padStart(2, '0')}:${two}`]
  }
  const half = hour < 12 ? 'am' : 'pm'
  const twelve = hour % 12 === 0 ? 12 : hour % 12
  const forms = [
    `${hour}:${two}`,
    `${String(hour).padStart(2, '0')}:${two}`,
    `${twelve}:${two}${half}`,
    `${twelve}:${two} ${half}`,
    `${twelve}.${two}${half}`,
  ]
  if (minute === 0) forms.push(`${twelve}${half}`, `${twelve} ${half}`)
  return forms
}

const JUST_NOW = {
  en: ['just now', 'a few minutes ago', 'minutes ago', 'right now', 'like ten minutes ago'],
  fr: ["à l'instant", 'il y a quelques minutes', 'il y a dix minutes', 'là maintenant'],
} as const
const AROUND = {
  en: ['around', 'about', 'at', 'at around', 'at about', 'just after'],
  fr: ['vers', 'à', 'aux alentours de', 'autour de', 'un peu après'],
} as const

function today(at: number, lang: Lang): string {
  const part = partOfDay(at)
  const early = new Date(at).getUTCHours() < 8
  if (lang === 'fr')
    return part === 'afternoon' ? 'cet après-midi' : `${early ? 'tôt ' : ''}ce ${PARTS.fr[part]}`
  return part === 'evening' ? 'tonight' : `${early ? 'early ' : ''}this ${part}`
}

function yesterday(at: number, lang: Lang): string {
  const part = partOfDay(at)
  if (lang === 'fr') return `hier ${PARTS.fr[part]}`
  return part === 'evening' ? 'last night' : `yesterday ${part}`
}

function onDay(at: number, lang: Lang): string {
  return lang === 'fr' ? dayName(at, 'fr') : `on ${dayName(at, 'en')}`
}
