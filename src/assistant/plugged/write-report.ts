import type { EvidenceItem, WriterEvent, WriterRequest } from '../answer-writer.ts'
import { ASPECTS, type Aspect, headingOf } from '../report/aspects.ts'
import { TextComposer } from '../report/compose-text.ts'
import type { ModelRun } from './call-model.ts'
import { type Judgement, judgeEvidence } from './judge-evidence.ts'
import { type PlannedSearch, planSearches } from './plan-searches.ts'
import { step, withoutHaste } from './skip-slow-step.ts'
import { type Page, type Passage, writeSentences } from './write-sentences.ts'

const SECTIONS_MAX = 5
const SECTION_ITEMS_MAX = 24
const SECTION_SENTENCES_MAX = 6
const SUMMARY_ITEMS_MAX = 30
const SUMMARY_SENTENCES_MAX = 3
/** Calls that must be left to write with, when another round of searching is considered. */
const WRITING_CALLS = SECTIONS_MAX + 1

type Section = { readonly aspect: Aspect; readonly evidence: readonly EvidenceItem[] }

/**
 * A report: searches for each aspect that the plan names, again in other words where too little came of it, then a
 * summary and a section for each. Everything is gathered before anything is written, so that what is on screen stays.
 *
 * @throws {AppError} upstream_failed, over_limit, cancelled
 */
export async function* writeReport(request: WriterRequest, run: ModelRun): AsyncGenerator<WriterEvent> {
  yield step('plan')
  const plan = await withoutHaste<readonly PlannedSearch[]>([], () => planSearches(request, run))
  const sections: Section[] = []
  for (const aspect of aspectsOf(plan)) {
    const searches = plan.filter((search) => search.aspect === aspect)
    yield step('search', searches.length)
    sections.push({ aspect, evidence: await gatherSection(request, searches, run) })
    yield step('judge', sections.at(-1)?.evidence.length ?? 0)
  }
  yield step('write')
  const page: Page = { book: request.book, composer: new TextComposer(), said: new Set() }
  const summary = { aspect: 'in_short', evidence: summaryEvidence(request, sections) } as const
  for (const section of [summary, ...sections]) yield* writeSection(section, { request, page, run })
}

/** In the order of a report, not of the plan. Without a plan the summary stands alone. */
function aspectsOf(plan: readonly PlannedSearch[]): Aspect[] {
  const named = new Set(plan.map(({ aspect }) => aspect))
  return ASPECTS.filter((aspect) => named.has(aspect)).slice(0, SECTIONS_MAX)
}

async function gatherSection(
  request: WriterRequest,
  searches: readonly PlannedSearch[],
  run: ModelRun,
): Promise<readonly EvidenceItem[]> {
  const first = await round(request, searches, run)
  if (first.isEnough || run.spending.callsLeft <= WRITING_CALLS + 1) return first.kept
  const again = await withoutHaste<readonly PlannedSearch[]>([], () =>
    planSearches({ ...request, depth: 'quick', tried: searches }, run),
  )
  if (again.length === 0) return first.kept
  const second = await round(request, again, run)
  return uniqueItems([...first.kept, ...second.kept]).slice(0, SECTION_ITEMS_MAX)
}

async function round(
  request: WriterRequest,
  searches: readonly PlannedSearch[],
  run: ModelRun,
): Promise<Judgement> {
  const found = await request.search(searches.map(({ query }) => query))
  const evidence = found.slice(0, SECTION_ITEMS_MAX)
  if (run.spending.callsLeft <= WRITING_CALLS) return { kept: evidence, leftOut: [], isEnough: true }
  const unsorted: Judgement = { kept: evidence, leftOut: [], isEnough: true }
  const judged = await withoutHaste(unsorted, () =>
    judgeEvidence({ question: request.question, evidence }, run),
  )
  request.leaveOut(judged.leftOut)
  return judged
}

/** What we found ourselves and the best of each section. */
function summaryEvidence(request: WriterRequest, sections: readonly Section[]): readonly EvidenceItem[] {
  const lists = [request.evidence, ...sections.map(({ evidence }) => evidence)]
  const byTurns = Array.from({ length: SUMMARY_ITEMS_MAX }, (_, at) =>
    lists.flatMap((list) => list[at] ?? []),
  ).flat()
  return uniqueItems(byTurns).slice(0, SUMMARY_ITEMS_MAX)
}

function uniqueItems(items: readonly EvidenceItem[]): EvidenceItem[] {
  return [...new Map(items.map((item) => [item.post.id, item])).values()]
}

/** A section that the posts do not carry is left out; one whose text does not come, too, once the summary stands. */
async function* writeSection(
  { aspect, evidence }: { readonly aspect: Aspect | 'in_short'; readonly evidence: readonly EvidenceItem[] },
  { request, page, run }: { readonly request: WriterRequest; readonly page: Page; readonly run: ModelRun },
): AsyncGenerator<WriterEvent> {
  if (evidence.length === 0) return
  const isSummary = aspect === 'in_short'
  const passage: Passage = {
    request,
    title: headingOf(aspect, request.locale),
    about: isSummary ? null : headingOf(aspect, 'en'),
    evidence,
    sentencesMax: isSummary ? SUMMARY_SENTENCES_MAX : SECTION_SENTENCES_MAX,
  }
  yield* writeSentences(passage, page, run)
}
