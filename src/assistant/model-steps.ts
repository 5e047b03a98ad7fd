import type { ModelCall } from '../domain/answer.ts'

/** Times of a model's plans and judgements apart from its writing, which were measured as one step. In milliseconds. */
export function withModelSteps(
  stepsMs: Readonly<Record<string, number>>,
  calls: readonly ModelCall[],
): Readonly<Record<string, number>> {
  const spent = (step: ModelCall['step']) =>
    calls.filter((call) => call.step === step).reduce((sum, { ms }) => sum + ms, 0)
  const [plan, judge] = [spent('plan'), spent('judge')]
  if (plan + judge === 0) return stepsMs
  const { write = 0, check, ...before } = stepsMs
  return {
    ...before,
    ...{ plan, judge, write: Math.max(0, write - plan - judge) },
    ...(check !== undefined && { check }),
  }
}
