import type { CheckEvidence } from '../../domain/claim-check.ts'
import { BEST_EVIDENCE_MAX, type ClaimEvidence, type Verdict } from '../../domain/verdict.ts'
import type { ClaimJudgement } from '../../truth/check/judge-claim.ts'

/** A verdict that is shown needs this many independent voices on its side, or a primary source among them. */
const VOICES_MIN = 2

/**
 * The verdict of a judgement. It is never surer than its evidence: what one voice alone says, and no primary source,
 * is not committed to, however well it fits the claim.
 *
 * @param evidence one item for each voice, strongest first
 */
export function makeVerdict(judgement: ClaimJudgement, evidence: readonly CheckEvidence[]): Verdict {
  const { label, confidence01, probabilities, basis, whatWouldChange } = judgement
  const committed = judgement.committed && (basis === 'exact' || isCarried(judgement, evidence))
  return {
    ...{ label, confidence01, probabilities, basis, committed, whatWouldChange },
    bestFor: bestOf(evidence, 'supports').map(toSpan),
    bestAgainst: bestOf(evidence, 'refutes').map(toSpan),
    validAt: newest(evidence),
  }
}

/** The strongest items of one side, one for each voice, primary sources before others that are as strong. */
export function bestOf(evidence: readonly CheckEvidence[], stance: 'supports' | 'refutes'): CheckEvidence[] {
  return evidence
    .filter((item) => item.stance === stance)
    .toSorted((a, b) => strength(b) - strength(a))
    .slice(0, BEST_EVIDENCE_MAX)
}

/** Whether enough independent voices, or a primary source, stand behind what the label says. */
function isCarried({ label }: Pick<Verdict, 'label'>, evidence: readonly CheckEvidence[]): boolean {
  if (label === 'not_enough') return false
  const side = (stance: 'supports' | 'refutes') => {
    const own = evidence.filter((item) => item.stance === stance)
    return own.length >= VOICES_MIN || own.some(({ isPrimary }) => isPrimary)
  }
  if (label === 'conflicting') return side('supports') && side('refutes')
  return side(label === 'supported' ? 'supports' : 'refutes')
}

/** What a primary source counts for beside another one, of the same fit. By hand, 2026-11-22; it orders, nothing more. */
const PRIMARY_FACTOR = 1.25

function strength({ confidence01, relevance01, isPrimary }: CheckEvidence): number {
  return confidence01 * relevance01 * (isPrimary ? PRIMARY_FACTOR : 1)
}

function toSpan({ id, stance, confidence01, relevance01, start, end }: CheckEvidence): ClaimEvidence {
  return { id, stance, confidence01, relevance01, start, end }
}

function newest(evidence: readonly CheckEvidence[]): number | null {
  const times = evidence
    .filter(({ stance }) => stance !== 'neutral')
    .flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]))
  return times.length === 0 ? null : Math.max(...times)
}
