import { AppError } from '../../domain/errors.ts'
import { describeRefusal } from './api-problem.ts'
import { describeRuleProblems, tryRules } from './stream-rules.ts'
import { type XDependencies, xApi } from './x-dependencies.ts'
import type { XOptions } from './x-options.ts'

/** Answers that another try later may change: the rules are then believed, and the source says what is wrong with them. */
const TEMPORARY: ReadonlySet<number> = new Set([408, 409, 425, 429])

/**
 * Has X look at the rules, without changing anything there.
 *
 * @throws {AppError} invalid_input in X's own words, where it does not take a rule or the token. Where X cannot be asked now, nothing.
 */
export async function checkXRules(
  options: XOptions,
  signal: AbortSignal,
  deps: XDependencies = {},
): Promise<void> {
  const tried = await tryRules(xApi(options, deps), options.rules, signal)
  if (tried.kind === 'ok') {
    if (tried.problems.length > 0)
      throw new AppError('invalid_input', `X ${describeRuleProblems(tried.problems)}`)
    return
  }
  if (tried.kind !== 'refused' || tried.status >= 500 || TEMPORARY.has(tried.status)) return
  throw new AppError('invalid_input', `X ${describeRefusal(tried.status, tried.problems)}`)
}
