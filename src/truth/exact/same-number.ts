/** How far a rounded figure may lie from the true one where the claim says "about": a twentieth; past a tenth it is wrong. */
const ABOUT_RIGHT = 0.04
const ABOUT_WRONG = 0.08
const TINY = 1e-9

export const ABOUT =
  /\b(?:about|roughly|around|approximately|nearly|almost|some|more or less|environ|a peu pres|approximativement|presque|pres de|autour de|quasiment)\b/

/**
 * Whether a figure is what was worked out; null where that depends on how strictly it is read.
 *
 * @param said as written, for its decimals
 */
export function isSameNumber(said: string, worked: number, isAbout: boolean): boolean | null {
  const value = Number(said)
  const off = Math.abs(value - worked)
  const relative = off / Math.max(TINY, Math.abs(worked))
  if (relative <= TINY || off <= TINY) return true
  if (isAbout) return relative <= ABOUT_RIGHT ? true : relative > ABOUT_WRONG ? false : null
  if (Number.isInteger(Number(worked.toPrecision(12)))) return false
  const decimals = said.split('.')[1]?.length ?? 0
  if (off <= 0.5 * 10 ** -decimals + TINY) return relative <= ABOUT_RIGHT ? true : null
  return relative > ABOUT_WRONG / 2 || decimals > 0 ? false : null
}
