import type { Depth } from '../../domain/answer.ts'
import { visibleText } from '../../domain/text/safe-text.ts'
import type { ToolCall, ToolOffer } from '../../models/language/language-model.ts'
import { fillPrompt, loadPrompt } from '../prompts/prompts.ts'
import { ASPECTS, type Aspect, isAspect } from '../report/aspects.ts'
import { type ModelRun, replyOf } from './call-model.ts'
import { encode } from './encode.ts'
import { fieldsOf, listOf, readJson } from './read-json.ts'

export type PlannedSearch = { readonly aspect: Aspect; readonly query: string }

export type PlanRequest = {
  /** Made self-standing. Nothing but what the person typed goes into a plan: no post, no earlier answer. */
  readonly question: string
  readonly depth: Depth
  /** UTC milliseconds. */
  readonly now: number
  /** Searches of this plan that found too little, for another round. */
  readonly tried?: readonly PlannedSearch[]
}

const SEARCHES_MAX = { quick: 4, deep: 10 } as const satisfies Record<Depth, number>
const QUERY_CHARACTERS_MAX = 120
const OUTPUT_TOKENS_MAX = 500
const TIME_SHARE = 0.25
const TOOL = 'search_posts'
const URL = /\S*:\/\/\S*|\bwww\.\S+/gi

const TOOLS: readonly ToolOffer[] = [
  {
    name: TOOL,
    description: 'Searches the archive of posts.',
    parameters: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'Two to six words that people would have written.' },
        aspect: { type: 'string', enum: [...ASPECTS] },
      },
      required: ['query'],
    },
  },
]

/**
 * Asks the model what to search for. This is the only call that may use a tool, and the only one whose words become
 * searches; it has seen no post, so that nothing written in one can reach a tool.
 *
 * @returns none when what the model wrote is no plan; the embedded searches then stand alone
 * @throws {AppError} over_limit, upstream_failed, cancelled
 */
export async function planSearches(request: PlanRequest, run: ModelRun): Promise<readonly PlannedSearch[]> {
  const prompt = loadPrompt('plan')
  const searchesMax = SEARCHES_MAX[request.depth]
  const { text, toolCalls } = await replyOf(
    {
      step: 'plan',
      prompt,
      instructions: fillPrompt(prompt, {
        today: new Date(request.now).toISOString().slice(0, 10),
        searches_max: String(searchesMax),
        aspects: ASPECTS.join(', '),
        coverage:
          request.depth === 'deep'
            ? 'Cover every aspect that the question needs, with two searches each.'
            : 'One aspect is enough.',
      }),
      input: planInput(request),
      outputTokensMax: OUTPUT_TOKENS_MAX,
      msMax: run.spending.msMax * TIME_SHARE,
      tools: TOOLS,
    },
    run,
  )
  const searches = searchesIn(text, toolCalls).slice(0, searchesMax)
  noteTroubles(searches, toolCalls, run)
  return searches
}

function planInput({ question, tried = [] }: PlanRequest): string {
  return [
    `Question: ${encode(question)}`,
    ...(tried.length > 0 ? [`Tried already, found too little: ${encode(tried)}. Try other words.`] : []),
  ].join('\n')
}

/** Exported for the tests: what of a model's reply is a search. */
export function searchesIn(text: string, toolCalls: readonly ToolCall[]): PlannedSearch[] {
  const asked = toolCalls.filter(({ name }) => name === TOOL).map(({ input }) => withJson(input))
  const found = (asked.length > 0 ? asked : entriesOf(readJson(text))).flatMap(toSearch)
  const kept = found.length > 0 ? found : listedLines(text).flatMap(toSearch)
  const seen = new Set<string>()
  return kept.filter(({ query }) => {
    const key = query.toLowerCase()
    return seen.has(key) ? false : seen.add(key) !== undefined
  })
}

/** Some servers hand arguments on as the text they were. */
function withJson(input: unknown): unknown {
  return typeof input === 'string' ? readJson(input) : input
}

function entriesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  const fields = fieldsOf(value)
  const list = fields['searches'] ?? fields['queries']
  return list === undefined ? [value] : listOf(list)
}

function toSearch(entry: unknown): PlannedSearch[] {
  const fields = fieldsOf(entry)
  const raw = typeof entry === 'string' ? entry : fields['query']
  if (typeof raw !== 'string') return []
  const query = visibleText(raw).replace(URL, ' ').replace(/\s+/g, ' ').trim().slice(0, QUERY_CHARACTERS_MAX)
  const aspect = fields['aspect']
  return /\p{L}/u.test(query) ? [{ query, aspect: isAspect(aspect) ? aspect : 'other' }] : []
}

/** A list in plain text: only lines that are marked as its points, so that no sentence of prose becomes a search. */
function listedLines(text: string): string[] {
  return [...text.matchAll(/^\s*(?:[-*•]|\d{1,2}[.)])\s+["“«]?(.{2,120}?)["”»]?\s*$/gm)].map(
    ([, line = '']) => line,
  )
}

const NAME_SHOWN_MAX = 40

function noteTroubles(
  searches: readonly PlannedSearch[],
  toolCalls: readonly ToolCall[],
  { spending }: ModelRun,
): void {
  const strange = toolCalls.find(({ name }) => name !== TOOL)?.name
  if (strange !== undefined) {
    const name = visibleText(strange).replace(/\s+/g, ' ').slice(0, NAME_SHOWN_MAX)
    spending.noteLast(`The model asked for a tool that does not exist (“${name}”): nothing was run.`)
  }
  if (searches.length === 0)
    spending.noteLast('The model wrote no plan: searched with the question alone.', 'unusable')
}
