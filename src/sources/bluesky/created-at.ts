const TID = /^[234567a-j][234567a-z]{12}$/
const TID_DIGITS = '234567abcdefghijklmnopqrstuvwxyz'
const CLOCK_ID_BITS = 10n

/** Posts written offline arrive late; past this the date is a claim nobody witnessed. */
const LATE_MAX_MS = 24 * 3_600_000
/** Clocks of phones run ahead by minutes. */
const EARLY_MAX_MS = 5 * 60_000

/**
 * The time inside a record key, which the author's server writes when it stores a post.
 *
 * @returns UTC milliseconds, or null when the key is not a timestamp identifier
 * @see https://atproto.com/specs/tid
 */
export function timeOfTid(recordKey: string): number | null {
  if (!TID.test(recordKey)) return null
  let bits = 0n
  for (const digit of recordKey) bits = (bits << 5n) | BigInt(TID_DIGITS.indexOf(digit))
  return Number((bits >> CLOCK_ID_BITS) / 1_000n)
}

/**
 * When a post was written. Authors declare `createdAt` themselves and may declare anything, and who said something
 * first matters here, so it must agree with what others saw: the declared time counts when it lies within 24 hours
 * before and 5 minutes after the network saw the post; else the time in the record key, under the same condition;
 * else the time the network saw it. Never later than that.
 *
 * @param post.seenAt UTC milliseconds at which Jetstream saw the event
 * @returns `declared`: true when the author's own date was taken
 */
export function createdAtOf(post: { declared: string | null; recordKey: string; seenAt: number }): {
  at: number
  declared: boolean
} {
  const declared = post.declared === null ? Number.NaN : Date.parse(post.declared)
  if (isPlausible(declared, post.seenAt)) return { at: Math.min(declared, post.seenAt), declared: true }
  const written = timeOfTid(post.recordKey) ?? Number.NaN
  if (isPlausible(written, post.seenAt)) return { at: Math.min(written, post.seenAt), declared: false }
  return { at: post.seenAt, declared: false }
}

function isPlausible(at: number, seenAt: number): boolean {
  return at >= seenAt - LATE_MAX_MS && at <= seenAt + EARLY_MAX_MS
}
