/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 *
 * @param now UTC milliseconds
 * @returns milliseconds from now, never negative; null when absent or neither
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null
  const written = value.trim()
  if (/^\d{1,9}$/.test(written)) return Number(written) * 1_000
  const at = /^[A-Za-z]{3,9},? /.test(written) ? Date.parse(written) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
