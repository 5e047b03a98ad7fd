import type { Answer } from '../../domain/answer.ts'
import { askedClaim } from '../../truth/claims/asked-claim.ts'
import type { AskRequest } from '../ask.ts'
import { understandQuestion } from '../understand/understand-question.ts'
import { type CheckDependencies, CLAIM_LENGTH_MAX, checkClaim } from './check-claim.ts'

/**
 * Gives the answer to a question of the kind "is it true" its verdict: the claim in the question, checked. Other answers stay as
 * they are, and so does one whose question holds no claim of its own.
 */
export async function withVerdict(
  answer: Answer,
  request: AskRequest,
  deps: CheckDependencies,
): Promise<Answer> {
  if (answer.trace.kind !== 'is_it_true') return answer
  const claim = claimIn(request, deps.clock())
  if (claim === null) return answer
  return { ...answer, verdict: await checkClaim({ claim, lang: request.locale ?? null }, deps) }
}

/** "Did the bridge fall?" asks about the claim that it fell, in the order of words that it has. */
function claimIn({ question, history = [], locale = null }: AskRequest, now: number): string | null {
  const { standalone } = understandQuestion({ text: question, history, now, locale })
  const claim = askedClaim(question) ?? askedClaim(standalone) ?? standalone.replace(/\s*\?+\s*$/, '').trim()
  return claim === '' || claim.length > CLAIM_LENGTH_MAX ? null : claim
}
