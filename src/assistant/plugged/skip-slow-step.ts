import type { AnswerEvent } from '../../domain/answer.ts'
import { AppError } from '../../domain/errors.ts'

/** A step that took too long is skipped; what fails otherwise ends the model's answer. */
export async function withoutHaste<Result>(instead: Result, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'over_limit') return instead
    throw thrown
  }
}

export function step(
  name: Extract<AnswerEvent, { type: 'step' }>['step'],
  count: number | null = null,
): Extract<AnswerEvent, { type: 'step' }> {
  return { type: 'step', step: name, count }
}
