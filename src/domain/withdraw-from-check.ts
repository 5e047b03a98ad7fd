import type { CheckEvidence, ClaimCheck } from './claim-check.ts'
import type { PostId } from './post.ts'

/**
 * A check without the words of posts that were taken back: what they said is not repeated. The label stays until the claim is
 * looked at again.
 *
 * @param isGone of posts alone; pages stay
 */
export function withdrawFromCheck(
  check: ClaimCheck,
  isGone: (item: Pick<CheckEvidence, 'id' | 'quote'>) => boolean,
): ClaimCheck {
  const gone = new Set<PostId>(
    [...check.evidence, ...check.bestFor, ...check.bestAgainst]
      .filter((item) => item.kind === 'post' && isGone(item))
      .map(({ id }) => id),
  )
  if (gone.size === 0) return check
  const keep = <Item extends { readonly id: string }>(items: readonly Item[]) =>
    items.filter(({ id }) => !gone.has(id))
  const { verdict } = check
  return {
    ...check,
    ...{ bestFor: keep(check.bestFor), bestAgainst: keep(check.bestAgainst), evidence: keep(check.evidence) },
    verdict: { ...verdict, bestFor: keep(verdict.bestFor), bestAgainst: keep(verdict.bestAgainst) },
  }
}
