import { parseIsoTime } from '../../lib/iso-time.ts'

/** 2010-11-04T01:42:54.657Z, where the times inside ids begin. */
const EPOCH_MS = 1_288_834_974_657n
/** The lower 22 bits number the ids of one millisecond. */
const TIME_SHIFT = 22n
/** Ids below this were counted one by one and carry no time. */
const TIMED_MIN = 30_000_000_000n

/** X's ids are up to 19 decimal digits, sent as text because JavaScript's numbers are too short for them. */
const ID = /^[1-9][0-9]{0,18}$/

/** The id when it is one, otherwise null. */
export function readXId(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null
}

/**
 * The time inside an id of X, which X's own servers wrote when the post was made.
 *
 * @returns UTC milliseconds; null for ids from before November 2010
 * @see https://docs.x.com/resources/fundamentals/x-ids
 */
export function timeOfXId(id: string | bigint): number | null {
  const bits = BigInt(id)
  return bits < TIMED_MIN ? null : Number((bits >> TIME_SHIFT) + EPOCH_MS)
}

/**
 * The lowest id that a post made at this time can have, so that times and ids can be compared.
 *
 * @param at UTC milliseconds; before November 2010 it is 0
 */
export function xIdAtTime(at: number): bigint {
  const since = BigInt(Math.floor(at)) - EPOCH_MS
  return since <= 0n ? 0n : since << TIME_SHIFT
}

/** The first post on X was made in March 2006. */
const EARLIEST = Date.UTC(2006, 2, 21)
const LATEST = Date.UTC(2100, 0, 1)

/** A date as X writes it; null when it is none, or lies where X has none. UTC milliseconds. */
export function readXTime(value: unknown): number | null {
  const at = typeof value === 'string' ? parseIsoTime(value) : null
  return at !== null && at >= EARLIEST && at < LATEST ? at : null
}
