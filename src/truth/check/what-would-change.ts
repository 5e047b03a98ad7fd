import type { ChangeKind, ClaimEvidence, ClaimLabel, VerdictChange } from '../../domain/verdict.ts'
import type { Word } from '../support/read-words.ts'

const CHANGES_MAX = 3
/** Words that say that a claim is about how things stand now. */
const NOW = new Set(
  'now currently today still remains is are actuellement aujourd maintenant encore toujours reste est sont'.split(
    ' ',
  ),
)

/**
 * What would move a judgement, the likeliest to matter first.
 *
 * @param claim its words
 * @param held which of them stand in the best evidence
 * @param text the claim as given, for the words of a detail
 */
export function whatWouldChange(
  {
    label,
    bestFor,
    bestAgainst,
  }: { label: ClaimLabel; bestFor: readonly ClaimEvidence[]; bestAgainst: readonly ClaimEvidence[] },
  { claim, held, text }: { claim: readonly Word[]; held: readonly boolean[]; text: string },
): VerdictChange[] {
  const because = (kind: ChangeKind, detail: string | null = null): VerdictChange => ({ kind, detail })
  const sides = bestFor.length + bestAgainst.length
  const missing = claim.find(
    (word, at) => held[at] !== true && (word.kind === 'name' || word.kind === 'number'),
  )
  const changes = [
    ...(sides === 0 ? [because('any_evidence')] : []),
    ...(label === 'conflicting' ? [because('settle_conflict')] : []),
    ...(missing === undefined || label === 'supported'
      ? []
      : [because('missing_detail', text.slice(missing.start, missing.end))]),
    ...(sides === 1 ? [because('second_source')] : []),
    ...(label === 'not_enough' && sides > 0 ? [because('direct_statement')] : []),
    ...(claim.some(({ norm }) => NOW.has(norm)) ? [because('newer_evidence')] : []),
  ]
  return (changes.length === 0 ? [because('direct_statement')] : changes).slice(0, CHANGES_MAX)
}
