import type { AnswerBudget, Depth, ModelCall } from '../../domain/answer.ts'
import { estimateTokens } from '../../models/language/count-tokens.ts'
import type { ModelPrice, ModelPrompt } from '../../models/language/language-model.ts'
import { costUsd } from '../../models/language/prices.ts'

export type BudgetLimits = {
  readonly callsMax: number
  readonly msMax: number
  readonly costUsdMax: number
}

/** What the owner lets a quick answer take: the time a reader waits, and the money. */
export type BudgetSettings = {
  readonly quickMsMax: number
  readonly quickCostUsdMax: number
  /** Calls to the model; by default what the steps of an answer need. */
  readonly quickCallsMax?: number
}

/** Set on 2026-11-22: two minutes are what a local model on a plain machine needs for its three calls. */
export const BUDGET_DEFAULTS: BudgetSettings = { quickMsMax: 120_000, quickCostUsdMax: 0.05 }

/** One plan, one judgement, one text, and one to spare; a report is these for up to five sections. */
const CALLS_MAX = { quick: 4, deep: 24 } as const satisfies Record<Depth, number>
/** A report takes this much more time and money than a quick answer. */
const DEEP_FACTOR = 5

export function budgetsOf({
  quickMsMax,
  quickCostUsdMax,
  quickCallsMax = CALLS_MAX.quick,
}: BudgetSettings): Record<Depth, BudgetLimits> {
  return {
    quick: { callsMax: quickCallsMax, msMax: quickMsMax, costUsdMax: quickCostUsdMax },
    deep: {
      callsMax: CALLS_MAX.deep,
      msMax: quickMsMax * DEEP_FACTOR,
      costUsdMax: quickCostUsdMax * DEEP_FACTOR,
    },
  }
}

export type Limit = NonNullable<AnswerBudget['endedBy']>

/** Counts what an answer spends on a plugged model and says when it may not go on. */
export class Spending {
  readonly #limits: BudgetLimits
  readonly #clock: () => number
  readonly #startedAt: number
  readonly #calls: ModelCall[] = []
  #endedBy: Limit | null = null

  constructor(limits: BudgetLimits, clock: () => number) {
    this.#limits = limits
    this.#clock = clock
    this.#startedAt = clock()
  }

  get calls(): readonly ModelCall[] {
    return this.#calls
  }

  get callsLeft(): number {
    return this.#limits.callsMax - this.#calls.length
  }

  get msLeft(): number {
    return Math.max(0, this.#limits.msMax - (this.#clock() - this.#startedAt))
  }

  get msMax(): number {
    return this.#limits.msMax
  }

  /** US dollars so far; null as soon as one call's cost is unknown. */
  get costUsd(): number | null {
    return this.#calls.reduce<number | null>(
      (sum, call) => (sum === null || call.costUsd === null ? null : sum + call.costUsd),
      0,
    )
  }

  get budget(): AnswerBudget {
    return {
      ...this.#limits,
      calls: this.#calls.length,
      ms: this.#clock() - this.#startedAt,
      costUsd: this.costUsd,
      endedBy: this.#endedBy,
    }
  }

  /** Which limit forbids another call, or null. A call is refused when its whole output could go past the money. */
  refusal(prompt: ModelPrompt, price: ModelPrice | null): Limit | null {
    const input = estimateTokens(prompt.instructions.length + prompt.input.length)
    const next = costUsd(price, { input, output: prompt.outputTokensMax })
    const spent = this.costUsd
    if (this.callsLeft <= 0) return this.end('calls')
    if (this.msLeft <= 0) return this.end('time')
    const isTooDear = next !== null && spent !== null && spent + next > this.#limits.costUsdMax
    return isTooDear ? this.end('cost') : null
  }

  /** Notes which limit was met; the first one stays. */
  end(limit: Limit): Limit {
    this.#endedBy ??= limit
    return limit
  }

  record(call: ModelCall): void {
    this.#calls.push(call)
  }

  /** The newest call came to an end, but what it said could not be used, or not all of it. */
  noteLast(note: string, outcome?: ModelCall['outcome']): void {
    const last = this.#calls.pop()
    if (last !== undefined) this.#calls.push({ ...last, note, outcome: outcome ?? last.outcome })
  }
}
