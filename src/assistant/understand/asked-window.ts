import { findTimes } from '../read/times.ts'
import { plainWords } from '../words/cues.ts'
import { MONTHS } from '../words/stop-words.ts'

/** UTC milliseconds, end excluded. */
export type AskedWindow = { readonly from: number; readonly to: number }

const DAY_MS = 86_400_000
const COUNTED_DAYS_MAX = 3_650
const UNIT_DAYS: Readonly<Record<string, number>> = {
  day: 1,
  jour: 1,
  week: 7,
  semaine: 7,
  month: 30,
  mois: 30,
}

const NOW = / (?:right now|at the moment|en ce moment|actuellement) /
const SINCE = / (?:since|depuis|ever since|starting|a partir d[eu]?) (?!when|quand|combien)/
const COUNTED =
  / (?:(?:last|past|previous) (?<count>\d{1,4}) (?<unit>day|week|month)s?|(?:ces |les )?(?<compte>\d{1,4}) derni\w+ (?<unite>jour|semaine|mois)s?) /
const MONTH = new RegExp(
  ` (?:in|during|en|pendant|of|au mois de|since|depuis) (?<month>${[...MONTHS.keys()].filter((name) => name.length > 3).join('|')})(?: (?<year>(?:19|20)\\d\\d))? `,
)

/**
 * The days that a question limits itself to: "on Tuesday", "since Tuesday", "hier soir", "last week", "en mars".
 *
 * @param now UTC ms
 * @returns null where it says none
 */
export function askedWindow(text: string, now: number): AskedWindow | null {
  const plain = plainWords(text)
  if (NOW.test(plain)) return null
  const days = findTimes(text, now).flatMap(({ day }) => (day === null ? [] : [day]))
  if (days.length > 0) {
    const from = Math.min(...days)
    return SINCE.test(plain) && from <= now
      ? { from, to: now + DAY_MS }
      : { from, to: Math.max(...days) + DAY_MS }
  }
  return countedWindow(plain, now) ?? calendarWindow(plain, now) ?? monthWindow(plain, now)
}

function countedWindow(plain: string, now: number): AskedWindow | null {
  const { count, unit, compte, unite } = COUNTED.exec(plain)?.groups ?? {}
  const days = Number(count ?? compte ?? 0) * (UNIT_DAYS[unit ?? unite ?? ''] ?? 0)
  return days > 0 ? { from: now - Math.min(days, COUNTED_DAYS_MAX) * DAY_MS, to: now + DAY_MS } : null
}

function calendarWindow(plain: string, now: number): AskedWindow | null {
  const today = new Date(now)
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()]
  const midnight = Date.UTC(year, month, today.getUTCDate())
  const monday = midnight - ((today.getUTCDay() + 6) % 7) * DAY_MS
  const since = SINCE.test(plain) ? now + DAY_MS : null
  if (/ (?:this week|cette semaine) /.test(plain)) return { from: now - 7 * DAY_MS, to: now }
  if (/ (?:(?:last|previous) week|semaine (?:derniere|passee)) /.test(plain))
    return { from: monday - 7 * DAY_MS, to: since ?? monday }
  if (/ (?:last weekend|week end dernier|weekend dernier) /.test(plain))
    return { from: monday - 2 * DAY_MS, to: since ?? monday }
  if (/ (?:(?:last|previous) month|mois (?:dernier|passe)) /.test(plain))
    return { from: Date.UTC(year, month - 1), to: since ?? Date.UTC(year, month) }
  if (/ (?:this month|ce mois(?: ci)?) /.test(plain)) return { from: Date.UTC(year, month), to: now + DAY_MS }
  if (/ (?:last year|(?:annee|an) (?:derniere|dernier|passee|passe)) /.test(plain))
    return { from: Date.UTC(year - 1, 0), to: since ?? Date.UTC(year, 0) }
  if (/ (?:this year|cette annee) /.test(plain)) return { from: Date.UTC(year, 0), to: now + DAY_MS }
  return null
}

/** The latest month of that name that has begun, where no year is said. */
function monthWindow(plain: string, now: number): AskedWindow | null {
  const { month: name, year: said } = MONTH.exec(plain)?.groups ?? {}
  const month = name === undefined ? undefined : MONTHS.get(name)
  if (month === undefined) return null
  const thisYear = new Date(now).getUTCFullYear()
  const year = said === undefined ? (Date.UTC(thisYear, month) > now ? thisYear - 1 : thisYear) : Number(said)
  const to = SINCE.test(plain) ? now + DAY_MS : Date.UTC(year, month + 1)
  return { from: Date.UTC(year, month), to }
}
