import type { ClaimEvidence, ClaimLabel, ClaimProbabilities } from '../../domain/verdict.ts'
import type { ClaimJudgement } from '../../truth/check/judge-claim.ts'
import type { PostReading } from '../read/statement.ts'
import { readCues } from '../words/cues.ts'

/**
 * "Denied: an animal on the loose" holds every word of the claim that there is one. What says of itself that it denies, where
 * the claim does not, speaks against it.
 */
export function heedDenial(claim: string, reading: PostReading, span: ClaimEvidence): ClaimEvidence {
  const quoted = readCues(reading.post.text.slice(span.start, span.end))
  const isDenial = (quoted.denial || reading.cues.denial) && !readCues(claim).denial
  return isDenial && span.stance === 'supports' ? { ...span, stance: 'refutes' } : span
}

/**
 * The judgement when a share of what was taken to speak for the claim denies it: that share of the support goes over to the other
 * side. A label that changes so is not committed to.
 *
 * @param denied01 share of the supporting evidence that denies, by how much it bears on the claim
 */
export function withDenials(judgement: ClaimJudgement, denied01: number): ClaimJudgement {
  if (denied01 === 0) return judgement
  const { supported, refuted } = judgement.probabilities
  const moved = supported * denied01
  const probabilities: ClaimProbabilities = {
    ...judgement.probabilities,
    ...{ supported: supported - moved, refuted: refuted + moved },
  }
  const labels = Object.keys(probabilities) as ClaimLabel[]
  const label = labels.reduce((best, each) => (probabilities[each] > probabilities[best] ? each : best))
  return {
    ...judgement,
    ...{ probabilities, label, confidence01: probabilities[label] },
    committed: judgement.committed && label === judgement.label && denied01 < 0.5,
  }
}
