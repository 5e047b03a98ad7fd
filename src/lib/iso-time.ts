const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/
const MINUTE_MS = 60_000

/**
 * Reads an ISO 8601 calendar date, with or without a time; no zone means UTC. Unlike `Date.parse` it refuses days
 * that do not exist (30 February) and everything that is not ISO 8601.
 *
 * @returns UTC milliseconds, or null when it is not such a date
 */
export function parseIsoTime(written: string): number | null {
  return parseUsual(written) ?? parseAny(written)
}

const USUAL_LENGTH = '2026-11-20T12:00:00.000Z'.length
/** Before this year `Date.UTC` means another century. */
const FIRST_YEAR = 100
/** Later days exist in some months only; the other parser knows in which. */
const DAYS_OF_EVERY_MONTH = 28

/** The form that programs write, several times faster than by a pattern; null for every other. */
function parseUsual(written: string): number | null {
  if (written.length !== USUAL_LENGTH) return null
  for (let at = 0; at < USUAL_LENGTH; at++) usual[at] = Math.min(written.charCodeAt(at), 0xff)
  return parseUsualIsoBytes(usual, 0, USUAL_LENGTH)
}

const usual = new Uint8Array(USUAL_LENGTH)

/**
 * `parseIsoTime` for bytes between `start` and `end`, in the form `2026-11-20T12:00:00.000Z` only.
 *
 * @returns UTC milliseconds; null for every other form, and for the days 29 to 31
 */
export function parseUsualIsoBytes(bytes: Uint8Array, start: number, end: number): number | null {
  if (end - start !== USUAL_LENGTH || !hasUsualSigns(bytes, start)) return null
  const year = digits(bytes, start, start + 4)
  const month = digits(bytes, start + 5, start + 7)
  const day = digits(bytes, start + 8, start + 10)
  const hour = digits(bytes, start + 11, start + 13)
  const minute = digits(bytes, start + 14, start + 16)
  const second = digits(bytes, start + 17, start + 19)
  const ms = digits(bytes, start + 20, start + 23)
  if (!(year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= DAYS_OF_EVERY_MONTH))
    return null
  if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && ms >= 0))
    return null
  return Date.UTC(year, month - 1, day, hour, minute, second, ms)
}

function hasUsualSigns(bytes: Uint8Array, start: number): boolean {
  return (
    bytes[start + 4] === 45 &&
    bytes[start + 7] === 45 &&
    bytes[start + 10] === 84 &&
    bytes[start + 13] === 58 &&
    bytes[start + 16] === 58 &&
    bytes[start + 19] === 46 &&
    bytes[start + 23] === 90
  )
}

/** Less than zero where something else than a digit stands. */
function digits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

function parseAny(written: string): number | null {
  const match = ISO.exec(written)
  if (match === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const offset = zoneOffsetMs(zone)
  if (offset === null || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null
  if (Number(hour) === 24 && Number(minute) + Number(second) > 0) return null
  const midnight = dayMs(Number(year), Number(month), Number(day))
  if (midnight === null) return null
  const time = (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1_000
  return midnight + time + Number(fraction.padEnd(3, '0').slice(0, 3)) - offset
}

function dayMs(year: number, month: number, day: number): number | null {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? date.getTime() : null
}

function zoneOffsetMs(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || '0')
  if (hours > 18 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS
}
