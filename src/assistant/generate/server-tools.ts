import type { FunctionOffer } from '../../models/language/chat-model.ts'
import type { GenerationRequest, ToolRun } from './generation.ts'

/** A tool that runs here when a model asks for it. A failure is a result that the model reads. */
export type ServerTool = {
  readonly offer: FunctionOffer
  run(given: string, signal: AbortSignal): Promise<{ readonly run: ToolRun; readonly output: string }>
}

/** Opens the tools of a request; closing ends what they hold open. */
export type OpenServerTools = (
  request: GenerationRequest,
  signal: AbortSignal,
) => Promise<AsyncDisposable & { readonly tools: readonly ServerTool[] }>

const SEARCH_NAME = 'verity_search'
const WHAT = {
  x_search: 'public posts on social networks',
  web_search: 'web pages',
  file_search: 'the files of the person',
} as const

/** Asking for it is all a model can do: the answer is then written from what is found. */
export function searchOffer({ search, functions }: GenerationRequest): ServerTool | null {
  if (search === null || search.tools.length === 0) return null
  const taken = new Set(functions.map(({ name }) => name))
  const name = taken.has(SEARCH_NAME) ? `${SEARCH_NAME}_of_server` : SEARCH_NAME
  const where = search.tools.map((tool) => WHAT[tool]).join(' and ')
  return {
    offer: {
      name,
      description: `Searches ${where} and answers the question from what is found, with citations. Use it for anything recent, disputed or factual.`,
      parameters: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
      strict: null,
    },
    run: () => Promise.reject(new Error('A search is answered from evidence and never run as a tool.')),
  }
}
