import { MONTHS, WEEKDAYS } from '../words/stop-words.ts'
import { fold } from '../words/tokens.ts'

/**
 * A time as said in a text. `day` is UTC midnight in milliseconds; `minute` counts from midnight as said, in the
 * speaker's own clock. Null means not said; the day is resolved from words like "yesterday" and the post's own time.
 */
type TimeMention = {
  readonly day: number | null
  readonly minute: number | null
  readonly part: DayPart | null
  /** True for "around", "vers" and times counted back from the post. */
  readonly approximate: boolean
  readonly start: number
  readonly end: number
}

export type DayPart = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

type Clock = { minute: number; start: number; end: number; approximate: boolean }
type Day = { day: number | null; part: DayPart | null; start: number; end: number; minute?: number }

/**
 * Finds times and dates in English and French.
 *
 * @param text one sentence
 * @param createdAt when it was written, UTC ms; null leaves "yesterday" and weekdays unresolved
 */
export function findTimes(text: string, createdAt: number | null): TimeMention[] {
  // Folding may change lengths (œ), which would shift offsets: then fold letter by letter is not worth it, lower case is enough.
  const folded = fold(text)
  const plain = folded.length === text.length ? folded : text.toLowerCase()
  const clocks = findClocks(plain)
  const days = findDays(plain, createdAt)
  return combine(clocks, days)
}

const APPROX_BEFORE =
  /(?:around|about|approx\w*|roughly|circa|vers(?: les)?|environ|aux alentours de|autour de|peu (?:avant|apres)|shortly (?:after|before)|just (?:after|before)|peu avant|peu apres|a little (?:after|before)) ?$/
const DURATION_BEFORE =
  /(?:for|in|within|during|last|next|past|every|pendant|durant|depuis|sous|en|toutes les|ces|prochaines|dernieres|apres|after) $/

const HOUR_WORDS: readonly string[] = [
  'zero',
  'one|une',
  'two|deux',
  'three|trois',
  'four|quatre',
  'five|cinq',
  'six',
  'seven|sept',
  'eight|huit',
  'nine|neuf',
  'ten|dix',
  'eleven|onze',
  'twelve|douze',
  'treize',
  'quatorze',
  'quinze',
  'seize',
  'dix[- ]sept',
  'dix[- ]huit',
  'dix[- ]neuf',
  'vingt',
  'vingt et une',
  'vingt[- ]deux',
  'vingt[- ]trois',
]
const HOUR = `\\d{1,2}|${[...HOUR_WORDS].reverse().join('|')}`

const FRENCH_MINUTES: Readonly<Record<string, number>> = {
  'et demie': 30,
  'et quart': 15,
  'moins le quart': -15,
  'moins vingt-cinq': -25,
  'moins vingt cinq': -25,
  'moins vingt': -20,
  'moins dix': -10,
  'moins cinq': -5,
  'vingt-cinq': 25,
  'vingt cinq': 25,
  'trente-cinq': 35,
  'trente cinq': 35,
  'quarante-cinq': 45,
  'quarante cinq': 45,
  'cinquante-cinq': 55,
  'cinquante cinq': 55,
  cinq: 5,
  dix: 10,
  quinze: 15,
  vingt: 20,
  trente: 30,
  quarante: 40,
  cinquante: 50,
}
/** Longer ones stand before those they begin with. */
const MINUTES_FR = Object.keys(FRENCH_MINUTES).join('|')

const CLOCK_PATTERNS: readonly (readonly [RegExp, (m: RegExpMatchArray) => number | null])[] = [
  [/\b(\d{1,2})[:.](\d{2}) ?(a|p)\.?m\b\.?/g, (m) => clock(m[1], m[2], m[3])],
  [/\b(\d{1,2}) ?(a|p)\.?m\b\.?/g, (m) => clock(m[1], '0', m[2])],
  [/\b(\d{1,2}):(\d{2})(?::\d{2})?\b(?! ?[ap]\.?m)/g, (m) => clock(m[1], m[2])],
  [/\b(\d{1,2})[ \u00a0\u202f]?h(?:eures?|rs?)?[ \u00a0\u202f]?([0-5]\d)\b/g, (m) => clock(m[1], m[2])],
  [
    /\b(\d{1,2})[ \u00a0\u202f]?h(?:eures?)?\b(?!\/|[ \u00a0\u202f]?[0-5]\d)(?! (?:du matin|de l'apres|du soir|et demie|et quart|moins))/g,
    (m) => clock(m[1], '0'),
  ],
  [
    new RegExp(
      `\\b(${HOUR})[ \\u00a0\\u202f]?(?:h|heures?)(?: (${MINUTES_FR}))? (du matin|du soir|de l'apres[- ]midi)`,
      'g',
    ),
    (m) => frenchClock(m),
  ],
  [
    new RegExp(`\\b(${HOUR}) heures?(?: (${MINUTES_FR}))?\\b(?! (?:plus tard|apres|avant|de|d'))`, 'g'),
    (m) => frenchClock(m),
  ],
  [new RegExp(`\\b(${HOUR})[ \\u00a0\\u202f]?h (${MINUTES_FR})`, 'g'), (m) => frenchClock(m)],
  [
    new RegExp(
      `\\b(half past|quarter past|quarter to|ten past|ten to|twenty past|twenty to|five past|five to) (${HOUR})\\b(?: in the (morning|afternoon|evening))?(?: ?([ap])\\.?m\\b)?`,
      'g',
    ),
    (m) => englishClock(m),
  ],
  [new RegExp(`\\b(${HOUR}) o'?clock(?: in the (morning|afternoon|evening))?`, 'g'), (m) => oClock(m)],
  [/\b(\d{4}) ?(?:hrs|hours)\b/g, (m) => clock(m[1]?.slice(0, 2), m[1]?.slice(2))],
  [/\b(?:noon|midday)\b/g, () => 720],
  [/(?<!apres[- ])(?<!ce )\bmidi\b/g, () => 720],
  [/\b(?:midnight|minuit)\b/g, () => 0],
]

/** "Après six heures moins vingt" is a moment, "après six heures" may be a length of time. */
const SAYS_MINUTES = new RegExp(`heures? (?:${MINUTES_FR})`)

function findClocks(plain: string): Clock[] {
  const found: Clock[] = []
  for (const [pattern, read] of CLOCK_PATTERNS) {
    for (const match of plain.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].trimEnd().length
      const before = plain.slice(Math.max(0, start - 24), start)
      const minute = read(match)
      if (minute === null || found.some((other) => start < other.end && end > other.start)) continue
      if (
        DURATION_BEFORE.test(before) &&
        !SAYS_MINUTES.test(match[0]) &&
        !match[0].includes(':') &&
        !/[ap]\.?m/.test(match[0]) &&
        !/h[ \u00a0\u202f]?\d/.test(match[0])
      )
        continue
      found.push({ minute, start, end, approximate: APPROX_BEFORE.test(before) })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function clock(hours: string | undefined, minutes: string | undefined, half?: string): number | null {
  const h = Number(hours)
  const m = Number(minutes)
  if (!(h >= 0 && h <= 24 && m >= 0 && m < 60)) return null
  if (half === undefined) return (h % 24) * 60 + m
  return h > 12 ? null : ((h % 12) + (half === 'p' ? 12 : 0)) * 60 + m
}

function hourOf(word: string | undefined): number {
  if (word === undefined) return Number.NaN
  if (/^\d+$/.test(word)) return Number(word)
  return HOUR_WORDS.findIndex((names) => new RegExp(`^(?:${names})$`).test(word))
}

const DAY_MINUTES = 1_440

function frenchClock(match: RegExpMatchArray): number | null {
  const hour = hourOf(match[1])
  if (!(hour >= 0 && hour < 24)) return null
  const later = /soir|apres/.test(match[3] ?? '') && hour < 12 ? 12 : 0
  return ((hour + later) * 60 + (FRENCH_MINUTES[match[2] ?? ''] ?? 0) + DAY_MINUTES) % DAY_MINUTES
}

const ENGLISH_MINUTES: Readonly<Record<string, number>> = {
  'half past': 30,
  'quarter past': 15,
  'quarter to': -15,
  'ten past': 10,
  'ten to': -10,
  'twenty past': 20,
  'twenty to': -20,
  'five past': 5,
  'five to': -5,
}

function englishClock(match: RegExpMatchArray): number | null {
  const hour = hourOf(match[2])
  if (!(hour >= 0 && hour < 24)) return null
  const later = (match[4] === 'p' || match[3] === 'afternoon' || match[3] === 'evening') && hour < 12 ? 12 : 0
  return (hour + later) * 60 + (ENGLISH_MINUTES[match[1] ?? ''] ?? 0)
}

function oClock(match: RegExpMatchArray): number | null {
  const hour = hourOf(match[1])
  return hour >= 0 && hour < 24
    ? (hour + (match[2] !== undefined && match[2] !== 'morning' && hour < 12 ? 12 : 0)) * 60
    : null
}

const MONTH_NAMES = [...MONTHS.keys()]
  .filter((name) => name !== 'may' && name !== 'mar' && name !== 'dec')
  .join('|')
const WEEKDAY_NAMES = [...WEEKDAYS.keys()].filter((name) => name.length > 4).join('|')
const FUTURE =
  /\b(?:will|next|from|until|till|starting|scheduled|expected|due|opens|reopens|tomorrow|plans?|planned|prochaine?|jusqu|a partir|a compter|prevue?s?|rouvrira|sera|seront|aura lieu|auront lieu|debutera|demain|ouvrira|reprendra|commencera|attendue?s?)\b/
const LAST = /\b(?:last|dernier|derniere)\b/

function findDays(plain: string, createdAt: number | null): Day[] {
  const today = createdAt === null ? null : Math.floor(createdAt / DAY_MS) * DAY_MS
  const found: Day[] = []
  const add = (match: RegExpMatchArray, day: number | null, part: DayPart | null = null, minute?: number) => {
    const start = match.index ?? 0
    const end = start + match[0].length
    if (found.some((other) => start < other.end && end > other.start)) return
    found.push({ day, part, start, end, ...(minute === undefined ? {} : { minute }) })
  }
  for (const m of plain.matchAll(/\b(\d{4})-(\d{2})-(\d{2})\b/g))
    add(m, utcDay(Number(m[1]), Number(m[2]) - 1, Number(m[3])))
  for (const m of plain.matchAll(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g))
    add(m, utcDay(Number(m[3]), Number(m[2]) - 1, Number(m[1])))
  const dayMonth = new RegExp(
    `\\b(\\d{1,2})(?:st|nd|rd|th|er)?(?: of)? (${MONTH_NAMES}|may|mar|dec)\\b\\.?(?:,? (\\d{4})\\b)?`,
    'g',
  )
  for (const m of plain.matchAll(dayMonth)) add(m, monthDay(m[1], m[2], m[3], today))
  const monthDayPattern = new RegExp(
    `\\b(${MONTH_NAMES}|may|dec)\\b\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?![:h])(?:,? (\\d{4})\\b)?`,
    'g',
  )
  for (const m of plain.matchAll(monthDayPattern)) add(m, monthDay(m[2], m[1], m[3], today))
  for (const [pattern, shift, part] of RELATIVE_DAYS)
    for (const m of plain.matchAll(pattern)) add(m, today === null ? null : today + shift * DAY_MS, part)
  const weekday = new RegExp(
    `\\b(${WEEKDAY_NAMES})(?:'s)?(?: (morning|afternoon|evening|night|matin|apres-midi|soir|dernier|prochain))?`,
    'g',
  )
  for (const m of plain.matchAll(weekday))
    add(m, weekdayNear(m[1], today, weekdayDirection(plain, m)), PARTS[m[2] ?? ''] ?? null)
  if (createdAt !== null) for (const m of plain.matchAll(AGO)) addAgo(m, createdAt, add)
  for (const m of plain.matchAll(
    /\b(?:in the (morning|afternoon|evening)|(?:ce|cet|dans la|au) (matin|apres-midi|soir)|(?:at|by|overnight|during the) (night))\b/g,
  )) {
    add(m, null, PARTS[m[1] ?? m[2] ?? m[3] ?? ''] ?? null)
  }
  return found.sort((a, b) => a.start - b.start)
}

const PARTS: Readonly<Record<string, DayPart>> = {
  morning: 'morning',
  matin: 'morning',
  afternoon: 'afternoon',
  'apres-midi': 'afternoon',
  evening: 'evening',
  soir: 'evening',
  night: 'night',
  nuit: 'night',
}

const RELATIVE_DAYS: readonly (readonly [RegExp, number, DayPart | null])[] = [
  [/\b(?:the day before yesterday|avant-hier)\b/g, -2, null],
  [/\b(?:last night|yesterday evening|hier soir|hier au soir)\b/g, -1, 'evening'],
  [/\b(?:yesterday morning|hier matin)\b/g, -1, 'morning'],
  [/\b(?:yesterday afternoon|hier apres-midi)\b/g, -1, 'afternoon'],
  [/\b(?:yesterday|hier)\b/g, -1, null],
  [/\b(?:this morning|ce matin|early today)\b/g, 0, 'morning'],
  [/\b(?:this afternoon|cet apres-midi)\b/g, 0, 'afternoon'],
  [/\b(?:tonight|this evening|ce soir)\b/g, 0, 'evening'],
  [/\b(?:overnight|cette nuit|dans la nuit|in the night)\b/g, 0, 'night'],
  [/\b(?:tomorrow|demain)(?: (?:morning|matin))?\b/g, 1, null],
  [/\b(?:today|aujourd'hui|aujourdhui)\b/g, 0, null],
]

const AGO = new RegExp(
  `\\b(?:(${HOUR}|an?|half an|\\d+) (minutes?|mins?|hours?|hrs?|days?) ago|il y a (?:environ |a peine |tout juste )?(${HOUR}|une?|une demi|\\d+)[- ](minutes?|min|heures?|h|jours?))\\b`,
  'g',
)

function addAgo(
  match: RegExpMatchArray,
  createdAt: number,
  add: (m: RegExpMatchArray, day: number | null, part: DayPart | null, minute?: number) => void,
): void {
  const word = match[1] ?? match[3] ?? ''
  const unit = match[2] ?? match[4] ?? ''
  const amount = /half|demi/.test(word) ? 0.5 : /^(?:an?|une?)$/.test(word) ? 1 : hourOf(word)
  if (!Number.isFinite(amount) || amount < 0) return
  const days = /^(?:day|jour)/.test(unit)
  const at = createdAt - amount * (days ? DAY_MS : /^(?:h|heure)/.test(unit) ? 60 * MINUTE_MS : MINUTE_MS)
  const day = Math.floor(at / DAY_MS) * DAY_MS
  add(match, day, null, days ? undefined : Math.round((at - day) / MINUTE_MS / 5) * 5)
}

type Direction = 'past' | 'last' | 'future'

/** "Tuesday's strike is planned for …": what is planned is not the Tuesday; "this Friday" is still to come. */
function weekdayDirection(plain: string, match: RegExpMatchArray): Direction {
  const before = plain.slice(Math.max(0, (match.index ?? 0) - 24), match.index)
  if (/\b(?:this|next|coming|ce|prochaine?) $/.test(before) || match[2] === 'prochain') return 'future'
  if (LAST.test(plain)) return 'last'
  const owns =
    /'s\b/.test(match[0]) || (/\b(?:de|du) $/.test(before) && !/(?:partir|compter) d[eu] $/.test(before))
  return !owns && FUTURE.test(plain) ? 'future' : 'past'
}

/** Day of that name nearest to `today` (UTC midnight) in the direction; today itself unless the last one is meant. */
function weekdayNear(name: string | undefined, today: number | null, direction: Direction): number | null {
  const wanted = WEEKDAYS.get(name ?? '')
  if (today === null || wanted === undefined) return null
  const shift = (wanted - new Date(today).getUTCDay() + 7) % 7
  if (direction === 'last') return today + (shift - 7) * DAY_MS
  return today + (direction === 'future' || shift === 0 ? shift : shift - 7) * DAY_MS
}

function monthDay(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  today: number | null,
): number | null {
  const index = MONTHS.get(month ?? '')
  if (index === undefined) return null
  if (year !== undefined) return utcDay(Number(year), index, Number(day))
  if (today === null) return null
  const near = [-1, 0, 1].map((shift) => utcDay(new Date(today).getUTCFullYear() + shift, index, Number(day)))
  return near.filter((at) => at !== null).sort((a, b) => Math.abs(a - today) - Math.abs(b - today))[0] ?? null
}

function utcDay(year: number, month: number, day: number): number | null {
  const at = Date.UTC(year, month, day)
  return month >= 0 && month < 12 && new Date(at).getUTCDate() === day ? at : null
}

/** A clock time takes the day said nearest to it; days without a clock time stand alone. */
function combine(clocks: readonly Clock[], days: readonly Day[]): TimeMention[] {
  const taken = new Set<Day>()
  const mentions: TimeMention[] = clocks.map((clock) => {
    const near = days
      .filter((day) => day.minute === undefined)
      .sort((a, b) => gap(a, clock) - gap(b, clock))[0]
    const day = near !== undefined && gap(near, clock) <= 40 ? near : undefined
    if (day !== undefined) taken.add(day)
    return {
      day: day?.day ?? null,
      minute: laterHalf(clock.minute, day?.part ?? null),
      part: day?.part ?? null,
      approximate: clock.approximate,
      start: Math.min(clock.start, day?.start ?? clock.start),
      end: Math.max(clock.end, day?.end ?? clock.end),
    }
  })
  for (const day of days) {
    if (taken.has(day)) continue
    mentions.push({
      day: day.day,
      minute: day.minute ?? null,
      part: day.part,
      approximate: day.minute !== undefined,
      start: day.start,
      end: day.end,
    })
  }
  return mentions.sort((a, b) => a.start - b.start)
}

/** "at 8 tonight" is 20:00. */
function laterHalf(minute: number, part: DayPart | null): number {
  return (part === 'evening' || part === 'afternoon') && minute < 720 && minute >= 60 ? minute + 720 : minute
}

function gap(a: { start: number; end: number }, b: { start: number; end: number }): number {
  return Math.max(0, Math.max(a.start, b.start) - Math.min(a.end, b.end))
}
