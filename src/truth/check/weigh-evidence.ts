import type { ClaimProbabilities } from '../../domain/verdict.ts'
import type { StanceProbabilities } from './pair-model.ts'

/** How many of the best pieces of each side are looked at: what ranks lower says the same or nothing. */
const BEST_PIECES = 2
/**
 * Several pieces that say nothing do not outweigh one that does: open counts this much where there is more than one piece. By hand,
 * 2026-11-22, on the development parts of climate-fever and averitec; .5 to 1 moves neither by more than .03.
 */
const OPEN_WEIGHT = 0.7
/** Both sides are this strong: the evidence disagrees. The same day, the same sets. */
const CONFLICT_MIN = 0.37
const NOTHING: ClaimProbabilities = { supported: 0, refuted: 0, conflicting: 0, not_enough: 1 }

/**
 * Puts the pieces together: the mean of the two that say most, for each side. Where both sides are strong the evidence disagrees. One
 * piece alone keeps its own probabilities.
 *
 * @param pieces one for each independent piece, in any order
 */
export function weighEvidence(pieces: readonly StanceProbabilities[]): ClaimProbabilities {
  const [only] = pieces
  if (only === undefined) return NOTHING
  if (pieces.length === 1)
    return { supported: only.supports, refuted: only.refutes, conflicting: 0, not_enough: only.neutral }
  const supports = bestMean(pieces.map((piece) => piece.supports))
  const refutes = bestMean(pieces.map((piece) => piece.refutes))
  const open = OPEN_WEIGHT * (1 - bestMean(pieces.map((piece) => 1 - piece.neutral)))
  const total = supports + refutes + open
  const [supported, refuted, notEnough] = [supports / total, refutes / total, open / total]
  const weaker = Math.min(supported, refuted)
  const isDisputed = weaker >= CONFLICT_MIN && notEnough < Math.max(supported, refuted)
  const conflicting = isDisputed ? weaker : weaker * notEnough
  const left = 1 - conflicting
  return {
    supported: supported * left * (isDisputed ? 1 - weaker : 1),
    refuted: refuted * left * (isDisputed ? 1 - weaker : 1),
    conflicting: conflicting + (isDisputed ? (supported + refuted) * left * weaker : 0),
    not_enough: notEnough * left,
  }
}

function bestMean(values: readonly number[]): number {
  const best = values.toSorted((a, b) => b - a).slice(0, BEST_PIECES)
  return best.reduce((sum, value) => sum + value, 0) / best.length
}
