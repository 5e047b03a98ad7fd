import type { Locale } from '../preferences.ts'
import { localeTag } from './translate.ts'

const UNITS = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * "2 h ago", "il y a 2 h". Times are UTC milliseconds; a time slightly ahead of ours (clocks differ between
 * machines) counts as now.
 */
export function relativeTime(locale: Locale, at: number, now: number): string {
  const delta = Math.abs(at - now) < MINUTE_MS ? Math.min(at - now, 0) : at - now
  const [unit, sizeMs] = UNITS.find(([, size]) => Math.abs(delta) >= size) ?? UNITS[5]
  const formatter = new Intl.RelativeTimeFormat(localeTag(locale), { numeric: 'auto', style: 'short' })
  return formatter.format(Math.trunc(delta / sizeMs), unit)
}

/** The exact moment with its zone, as shown on hover: "21 Nov 2026, 14:05:09 UTC". */
export function exactTime(locale: Locale, at: number): string {
  return new Intl.DateTimeFormat(localeTag(locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

/** A clock time for today, day and clock time before: what a dense list has room for. */
export function clockTime(locale: Locale, at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  const options: Intl.DateTimeFormatOptions = isToday
    ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
    : now - at < 300 * DAY_MS
      ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
      : { day: 'numeric', month: 'short', year: 'numeric' }
  return new Intl.DateTimeFormat(localeTag(locale), options).format(at)
}

export function shortDate(locale: Locale, at: number): string {
  return new Intl.DateTimeFormat(localeTag(locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at)
}

/** Whole days in UTC, the last one included: "1–3 Mar 2026". `to` is the first moment after them. */
export function dayRange(locale: Locale, from: string, to: string): string {
  const format = new Intl.DateTimeFormat(localeTag(locale), {
    ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  })
  return format.formatRange(Date.parse(from), Math.max(Date.parse(from), Date.parse(to) - 1))
}

/** Decimal units, as disks and the retention setting count: 1 GB = 10^9 bytes. */
export function formatBytes(locale: Locale, bytes: number): string {
  const [unit, size] =
    bytes >= 1e9
      ? (['gigabyte', 1e9] as const)
      : bytes >= 1e6
        ? (['megabyte', 1e6] as const)
        : (['kilobyte', 1e3] as const)
  return new Intl.NumberFormat(localeTag(locale), { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    bytes / size,
  )
}

/** "0.3 s" or "120 ms": what a reader compares. */
export function formatDuration(locale: Locale, ms: number): string {
  const [unit, value, digits] = ms >= 1_000 ? (['s', ms / 1_000, 1] as const) : (['ms', ms, 0] as const)
  return `${new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: digits }).format(value)}\u00a0${unit}`
}

export function formatUsd(locale: Locale, usd: number): string {
  return new Intl.NumberFormat(localeTag(locale), {
    style: 'currency',
    currency: 'USD',
    maximumSignificantDigits: 2,
  }).format(usd)
}

/** The language's own name for a language code, or the code itself when it is not one. */
export function languageName(locale: Locale, code: string): string {
  try {
    return new Intl.DisplayNames(localeTag(locale), { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** A stretch of time as people say it: "300 ms", "2 s", "3 min", "5 hrs". */
export function formatSpan(locale: Locale, ms: number): string {
  const [unit, sizeMs] = SPANS.find(([, size]) => ms >= 2 * size) ?? [null, 1]
  if (unit === null) return formatDuration(locale, ms)
  return new Intl.NumberFormat(localeTag(locale), { style: 'unit', unit, maximumFractionDigits: 0 }).format(
    ms / sizeMs,
  )
}
