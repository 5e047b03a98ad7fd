import type { SourcePart } from '../source.ts'
import type { XApi } from './call-api.ts'
import type { StreamEnd } from './plan-retry.ts'
import type { OwnRules } from './read-message.ts'
import { describeRuleProblems, type RuleProblem, syncRules } from './stream-rules.ts'
import type { XRule } from './x-options.ts'

/** Rules stay with X when nobody listens; somebody else may have changed them meanwhile. */
const FRESH_MS = 10 * 60_000

/** Brings the wanted rules to X before a stream is opened, once for all lines that ask at the same time. */
export class RuleKeeper {
  readonly #api: XApi
  readonly #wanted: readonly XRule[]
  readonly #onParts: (parts: readonly SourcePart[]) => void
  #rules: OwnRules | null = null
  #keptAt = Number.NEGATIVE_INFINITY
  #keeping: Promise<StreamEnd | null> | null = null

  /** @param onParts hears how each rule is */
  constructor(
    api: XApi,
    wanted: readonly XRule[],
    onParts: (parts: readonly SourcePart[]) => void = () => {},
  ) {
    this.#api = api
    this.#wanted = wanted
    this.#onParts = onParts
  }

  /** X's ids of our rules; null before they were kept for the first time. */
  get rules(): OwnRules | null {
    return this.#rules
  }

  /** @returns why the rules could not be kept; null when they are there */
  async keep(signal: AbortSignal): Promise<StreamEnd | null> {
    const ageMs = this.#api.timing.now() - this.#keptAt
    if (ageMs >= 0 && ageMs < FRESH_MS) return null
    this.#keeping ??= this.#sync(signal).finally(() => {
      this.#keeping = null
    })
    return this.#keeping
  }

  /** X says that there are none: the next line brings them again. */
  forget(): void {
    this.#keptAt = Number.NEGATIVE_INFINITY
  }

  async #sync(signal: AbortSignal): Promise<StreamEnd | null> {
    const synced = await syncRules(this.#api, this.#wanted, signal)
    if (synced.kind === 'wrong_rules') {
      this.#onParts(partsOf(this.#wanted, synced.problems))
      return { kind: 'wrong_rules', said: describeRuleProblems(synced.problems) }
    }
    if (synced.kind !== 'ok') {
      this.#onParts(this.#wanted.map((rule) => ({ name: nameOf(rule), state: 'waiting', note: null })))
      return synced
    }
    this.#onParts(this.#wanted.map((rule) => ({ name: nameOf(rule), state: 'working', note: null })))
    this.#rules = synced.rules
    this.#keptAt = this.#api.timing.now()
    return null
  }
}

/** X takes all rules or none: those it has nothing against wait for the others. */
function partsOf(wanted: readonly XRule[], problems: readonly RuleProblem[]): SourcePart[] {
  const why = new Map(problems.map((problem) => [problem.value, problem.why]))
  return wanted.map((rule) => {
    const note = why.get(rule.value) ?? null
    return { name: nameOf(rule), state: note === null ? 'waiting' : 'refused', note }
  })
}

function nameOf({ tag, value }: XRule): string {
  return tag === undefined ? value : `${tag}: ${value}`
}
