import type { ModelCall } from '../../domain/answer.ts'
import { AppError } from '../../domain/errors.ts'
import { countTokens } from '../../models/language/count-tokens.ts'
import type { CallReport, LanguageModel, ToolCall, ToolOffer } from '../../models/language/language-model.ts'
import { costUsd } from '../../models/language/prices.ts'
import type { Prompt } from '../prompts/prompts.ts'
import type { Limit, Spending } from './spending.ts'

/** What every call of one answer shares. */
export type ModelRun = {
  readonly model: LanguageModel
  readonly spending: Spending
  readonly clock: () => number
  readonly signal: AbortSignal
}

export type CallRequest = {
  readonly step: ModelCall['step']
  readonly prompt: Prompt
  /** The prompt's text, filled. */
  readonly instructions: string
  readonly input: string
  readonly outputTokensMax: number
  /** Longest time of this call; the answer's own budget holds beside it. */
  readonly msMax: number
  readonly tools?: readonly ToolOffer[]
}

const REFUSALS = {
  calls: 'The answer’s budget of model calls is used up.',
  time: 'The answer’s time is used up.',
  cost: 'The answer’s money is used up, or the next call could go past it.',
} as const satisfies Record<Limit, string>
const SHA_LENGTH = 12
/** A plan or a judgement that goes on beyond this is not one. */
const REPLY_CHARACTERS_MAX = 12_000

type Account = {
  /** Characters of text that came. */
  length: number
  outcome: ModelCall['outcome']
  note: string | null
  report: CallReport | null
}

/**
 * Streams one call and writes it into the answer's account, whatever becomes of it. A reader that stops early cuts it.
 *
 * @throws {AppError} over_limit when the budget forbids it or its time ran out, upstream_failed, cancelled
 */
export async function* callModel(
  request: CallRequest,
  run: ModelRun,
): AsyncGenerator<string, CallReport | null> {
  const { model, spending, clock } = run
  const refused = spending.refusal(request, model.price)
  if (refused !== null) throw new AppError('over_limit', REFUSALS[refused])
  const startedAt = clock()
  const timer = AbortSignal.timeout(Math.ceil(Math.min(request.msMax, spending.msLeft)))
  const account: Account = { length: 0, outcome: 'cut', note: null, report: null }
  try {
    const stream = model.stream(request, {
      signal: AbortSignal.any([run.signal, timer]),
      onReport: (told) => {
        account.report = told
      },
      ...(request.tools !== undefined && { tools: request.tools }),
    })
    for await (const delta of stream) {
      account.length += delta.length
      yield delta
    }
    account.outcome = 'done'
    return account.report
  } catch (thrown) {
    const failure = timer.aborted && !run.signal.aborted ? timeIsUp(run.spending, thrown) : thrown
    account.outcome = timer.aborted ? 'cut' : 'failed'
    account.note = failure instanceof AppError ? failure.message : 'The call failed.'
    throw failure
  } finally {
    spending.record(recordOf(request, run, account, clock() - startedAt))
  }
}

function timeIsUp(spending: Spending, cause: unknown): AppError {
  if (spending.msLeft <= 0) spending.end('time')
  return new AppError('over_limit', 'The model took longer than this step may.', { cause })
}

function recordOf(
  { step, prompt, instructions, input }: CallRequest,
  { model }: ModelRun,
  { length, outcome, note, report }: Account,
  ms: number,
): ModelCall {
  const tokens = countTokens(report, { input: instructions.length + input.length, output: length })
  return {
    step,
    prompt: { name: prompt.name, version: prompt.version, sha256: prompt.sha256.slice(0, SHA_LENGTH) },
    ms,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    isEstimated: tokens.isEstimated,
    costUsd: costUsd(model.price, tokens),
    outcome,
    note: note ?? (report?.isCut ? 'The model reached the most it may write.' : null),
  }
}

/** The whole reply of a call that is read by a program, not by a person. */
export async function replyOf(
  request: CallRequest,
  run: ModelRun,
): Promise<{ readonly text: string; readonly toolCalls: readonly ToolCall[] }> {
  const stream = callModel(request, run)
  let text = ''
  for (;;) {
    const next = await stream.next()
    if (next.done) return { text, toolCalls: next.value?.toolCalls ?? [] }
    text += next.value
    if (text.length > REPLY_CHARACTERS_MAX) {
      await stream.return(null)
      return { text, toolCalls: [] }
    }
  }
}
