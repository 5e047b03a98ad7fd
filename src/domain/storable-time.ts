/** First and last moment that a post can have: what a `DateTime64(3)` of the archive holds (years 1900 to 2299). */
const EARLIEST = Date.UTC(1900, 0, 1)
const LATEST = Date.UTC(2299, 11, 31, 23, 59, 59, 999)

/** @param at UTC milliseconds */
export function isStorableTime(at: number): boolean {
  return at >= EARLIEST && at <= LATEST
}
