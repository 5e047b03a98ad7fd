import type { LanguageModel } from '../../models/language/language-model.ts'
import type { AnswerWriter, EvidenceItem, WriterEvent, WriterRequest } from '../answer-writer.ts'
import { TextComposer } from '../report/compose-text.ts'
import type { ModelRun } from './call-model.ts'
import { type Judgement, judgeEvidence } from './judge-evidence.ts'
import { type PlannedSearch, planSearches } from './plan-searches.ts'
import { step, withoutHaste } from './skip-slow-step.ts'
import { BUDGET_DEFAULTS, type BudgetSettings } from './spending.ts'
import { writeReport } from './write-report.ts'
import { writeSentences } from './write-sentences.ts'

/** Other models for the steps before writing; the writer itself where none is named. */
export type WriterHelpers = { readonly plan?: LanguageModel; readonly judge?: LanguageModel }

/** What fits a prompt with room to write. */
const ITEMS_MAX = 30
const SENTENCES_MAX = 8

/**
 * Lets a language model plan, judge and write: it chooses searches from the question alone, sorts what they found by
 * number, and writes from numbered evidence. Every sentence is held against the posts it cites before anybody reads it.
 */
export function modelWriter(
  model: LanguageModel,
  clock: () => number,
  budget: BudgetSettings = BUDGET_DEFAULTS,
  helpers: WriterHelpers = {},
): AnswerWriter {
  return {
    get used() {
      return model.used
    },
    budget,
    write: (request, { signal }) => {
      const run = { model, spending: request.spending, clock, signal }
      return request.depth === 'deep' ? writeReport(request, run) : writeQuick(request, run, helpers)
    },
  }
}

async function* writeQuick(
  request: WriterRequest,
  run: ModelRun,
  { plan = run.model, judge = run.model }: WriterHelpers,
): AsyncGenerator<WriterEvent> {
  yield step('plan')
  const searches = await withoutHaste<readonly PlannedSearch[]>([], async () =>
    mayPrepare(run) ? planSearches(request, { ...run, model: plan }) : [],
  )
  const evidence = await widen(request, searches)
  yield step('judge', evidence.length)
  const unsorted: Judgement = { kept: evidence, leftOut: [], isEnough: true }
  const { kept, leftOut } = await withoutHaste(unsorted, async () =>
    mayPrepare(run)
      ? judgeEvidence({ question: request.question, evidence }, { ...run, model: judge })
      : unsorted,
  )
  request.leaveOut(leftOut)
  yield step('write')
  const page = { book: request.book, composer: new TextComposer(), said: new Set<string>() }
  const passage = { request, title: null, about: null, evidence: kept, sentencesMax: SENTENCES_MAX }
  yield* writeSentences(passage, page, run)
}

/** The last call is for writing. */
function mayPrepare({ spending }: ModelRun): boolean {
  return spending.callsLeft > 1
}

/** Our own ranking and what the plan found, taken by turns: each may have missed what the other has. */
async function widen(
  { evidence, search }: WriterRequest,
  searches: readonly PlannedSearch[],
): Promise<readonly EvidenceItem[]> {
  const found = searches.length === 0 ? [] : await search(searches.map(({ query }) => query))
  const merged = new Map<string, EvidenceItem>()
  for (let at = 0; at < Math.max(evidence.length, found.length); at += 1)
    for (const item of [evidence[at], found[at]]) if (item !== undefined) merged.set(item.post.id, item)
  return [...merged.values()].slice(0, ITEMS_MAX)
}
