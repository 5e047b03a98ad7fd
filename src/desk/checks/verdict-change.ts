import type { ClaimCheck } from '../../domain/claim-check.ts'

/** A confidence that moved less is the same to a reader: the bar of the card shows tenths. */
const CONFIDENCE_MOVED = 0.1

/** Whether a later check says something else than an earlier one; other evidence for the same verdict does not. */
export function isRevised(before: ClaimCheck, after: ClaimCheck): boolean {
  const [one, other] = [before.verdict, after.verdict]
  if (one.label !== other.label || one.committed !== other.committed) return true
  return other.committed && Math.abs(one.confidence01 - other.confidence01) >= CONFIDENCE_MOVED
}

const FIRST_MS = 10 * 60_000
const LONGEST_MS = 7 * 86_400_000

/**
 * When a verdict is looked at again without anything that calls for it: after ten minutes, then after twice as long each
 * time nothing changed, at last once a week.
 */
export function nextLookMs(quietChecks: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(quietChecks, 12))
}
