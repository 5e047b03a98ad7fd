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
