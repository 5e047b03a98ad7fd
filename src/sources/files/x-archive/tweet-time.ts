const WRITTEN =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MINUTE_MS = 60_000

/**
 * Reads a date as X's first interface and its exports write it: `Wed Oct 10 20:19:24 +0000 2018`.
 *
 * @returns UTC milliseconds; null when it is none
 */
export function parseTweetTime(written: string): number | null {
  const match = WRITTEN.exec(written)
  if (match === null) return null
  const [, monthName = '', day, hour, minute, second, sign, zoneHours, zoneMinutes, year] = match
  const month = MONTHS.indexOf(monthName)
  const date = new Date(Date.UTC(Number(year), month, Number(day)))
  if (
    month < 0 ||
    date.getUTCMonth() !== month ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 60
  )
    return null
  const offset = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * MINUTE_MS
  return date.getTime() + (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1_000 - offset
}
