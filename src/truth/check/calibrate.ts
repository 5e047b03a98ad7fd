import type { TermForm } from '../../domain/text/stem.ts'
import { CLAIM_LABELS, type ClaimLabel, type ClaimProbabilities } from '../../domain/verdict.ts'

/** Raw probability of the best label → how often such a label was right. Between points a straight line, outside the nearest point. */
type Curve = readonly (readonly [raw01: number, right01: number])[]

/**
 * Read off by hand and rounded, 2026-11-22: French from five-fold runs of rte3-fr and daccord-fr, English from five-fold runs of
 * fool-me-twice and, lower, the development parts of sets that train nothing, because words that agree elsewhere agree less
 * often for the same reason. docs/models/verdicts.md has the curves that came of it.
 */
const CURVES: Readonly<Record<'english' | 'french', Readonly<Record<ClaimLabel, Curve>>>> = {
  english: {
    supported: [
      [0.33, 0.38],
      [0.5, 0.45],
      [0.65, 0.5],
      [0.8, 0.65],
      [0.95, 0.75],
    ],
    refuted: [
      [0.33, 0.26],
      [0.5, 0.3],
      [0.65, 0.35],
      [0.75, 0.5],
      [0.83, 0.72],
      [0.95, 0.85],
    ],
    not_enough: [
      [0.33, 0.27],
      [0.45, 0.46],
      [0.6, 0.57],
      [0.7, 0.66],
      [0.85, 0.74],
      [1, 0.9],
    ],
    conflicting: [
      [0.5, 0.26],
      [1, 0.3],
    ],
  },
  french: {
    supported: [
      [0.35, 0.42],
      [0.5, 0.57],
      [0.65, 0.72],
      [0.8, 0.8],
      [0.95, 0.85],
    ],
    refuted: [
      [0.35, 0.3],
      [0.5, 0.55],
      [0.65, 0.62],
      [0.75, 0.71],
      [0.85, 0.8],
    ],
    not_enough: [
      [0.35, 0.35],
      [0.5, 0.58],
      [0.6, 0.68],
      [0.7, 0.75],
      [1, 0.9],
    ],
    conflicting: [
      [0.5, 0.26],
      [1, 0.3],
    ],
  },
}
/** Below this a label could not be the likeliest of four. */
const LABEL_MIN = 0.26
/** The others stay this little below, so that rounding makes no tie. */
const BELOW_LABEL = 0.999

/** How often a label with this raw probability is right. @param lang of the claim; others than French as English */
export function calibrated01(label: ClaimLabel, raw01: number, form: TermForm): number {
  return Math.max(LABEL_MIN, read(CURVES[form === 'french' ? 'french' : 'english'][label], raw01))
}

function read(curve: Curve, raw01: number): number {
  let [before] = curve
  for (const point of curve) {
    if (before === undefined || raw01 < point[0])
      return before === undefined ? raw01 : between(before, point, raw01)
    before = point
  }
  return before?.[1] ?? raw01
}

function between(one: Curve[number], other: Curve[number], raw01: number): number {
  if (other[0] === one[0] || raw01 <= one[0]) return one[1]
  return one[1] + ((other[1] - one[1]) * (raw01 - one[0])) / (other[0] - one[0])
}

/**
 * Gives the label its confidence and the others what is left, in the proportions they had; none gets more than the label.
 *
 * @param confidence01 at least a quarter
 */
export function withConfidence(
  raw: ClaimProbabilities,
  label: ClaimLabel,
  confidence01: number,
): ClaimProbabilities {
  const others = CLAIM_LABELS.filter((other) => other !== label)
  const left = 1 - confidence01
  const total = others.reduce((sum, other) => sum + raw[other], 0)
  const even = left / others.length
  const shares = others.map((other) => (total === 0 ? even : (left * raw[other]) / total))
  const highest = Math.max(...shares)
  const limit = confidence01 * BELOW_LABEL
  // Mixed with even shares as far as needed.
  const mix = highest <= limit ? 0 : Math.min(1, (highest - limit) / Math.max(1e-9, highest - even))
  const entries = others.map((other, at) => [other, (1 - mix) * (shares[at] ?? 0) + mix * even] as const)
  return Object.fromEntries([[label, confidence01], ...entries]) as ClaimProbabilities
}
