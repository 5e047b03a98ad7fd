import { parseIsoTime } from '../../lib/iso-time.ts'

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const RFC_822 =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(z|[a-z]{1,5}|[+-]\d{2}:?\d{2})?)?/i

/** Offsets of the zone names in RFC 822 and the two that European feeds write, in hours. */
const ZONE_HOURS: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  bst: 1,
  cet: 1,
  cest: 2,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
}
const HOUR_MS = 3_600_000
const LENGTH_MAX = 64
/** Nothing on the web is older; what claims to be is a default value. */
const EARLIEST = Date.UTC(1990, 0, 1)
const LATEST = Date.UTC(2200, 0, 1)

/**
 * Reads a date of a feed: ISO 8601 (Atom, JSON Feed, sitemaps) or RFC 822 (RSS), in the spellings that feeds have.
 *
 * @returns UTC milliseconds, or null when it is no date or lies before 1990; an unknown zone name is no date
 */
export function parseFeedDate(written: string | null | undefined): number | null {
  if (written === null || written === undefined || written.length > LENGTH_MAX) return null
  const at = parseIsoTime(written.trim()) ?? parseRfc822(written.trim())
  return at !== null && at >= EARLIEST && at < LATEST ? at : null
}

function parseRfc822(written: string): number | null {
  const match = RFC_822.exec(written)
  if (match === null) return null
  const [, day, monthName = '', yearText = '', hour = '0', minute = '0', second = '0', zone = 'gmt'] = match
  const month = MONTHS.indexOf(monthName.toLowerCase())
  const offsetMs = zoneMs(zone.toLowerCase())
  if (month === -1 || offsetMs === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60)
    return null
  const year = yearText.length === 2 ? 2_000 + Number(yearText) : Number(yearText)
  const midnight = Date.UTC(year, month, Number(day))
  if (new Date(midnight).getUTCMonth() !== month) return null
  return midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000 - offsetMs
}

function zoneMs(zone: string): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (match === null) return zone in ZONE_HOURS ? (ZONE_HOURS[zone] ?? 0) * HOUR_MS : null
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000
}
