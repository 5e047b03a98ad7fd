import { COMPARISON_RULES } from './comparisons.ts'
import { DATE_RULES } from './dates.ts'
import { normalClaim } from './normal-claim.ts'
import { PERCENT_RULES } from './percents.ts'
import type { Rule } from './rule.ts'
import { SUM_RULES } from './sums.ts'

/** A claim that its own numbers, dates or units settle. */
export type ExactCheck = {
  readonly isTrue: boolean
  /** What comes out when it is worked out. */
  readonly worked: string
}

const CLAIM_CHARACTERS_MAX = 400
const RULES: readonly Rule[] = [...PERCENT_RULES, ...COMPARISON_RULES, ...DATE_RULES, ...SUM_RULES]
const DENIAL = /\b(?:not|never|isn't|aren't|doesn't|wasn't|no longer|pas|jamais|n'est)\b/
const LEAP = /\b(?:leap year|bissextile|#36[56]# (?:days|jours))\b/
const HEDGE = /\b(?:if|unless|would|might|could|si|serait|pourrait|at least|at most|au moins|au plus)\b/

/**
 * Works out arithmetic, percentages, dates, ages, units and comparisons that a claim states in full, in English and French.
 *
 * @param lang `fr` or `en` decides how numbers are written
 * @returns null where the claim states no such sum, states more than one, or could be read two ways: most claims
 */
export function checkExactly(claim: string, lang: string | null): ExactCheck | null {
  if (claim.length > CLAIM_CHARACTERS_MAX) return null
  const { text, numbers, dates } = normalClaim(claim, lang)
  if (numbers + dates === 0) return null
  if ((DENIAL.test(text) && !LEAP.test(text)) || HEDGE.test(text)) return null
  for (const rule of RULES) {
    const found = rule(text)
    if (found !== null && found.numbersUsed === numbers && found.datesUsed === dates)
      return { isTrue: found.isTrue, worked: found.worked }
  }
  return null
}
