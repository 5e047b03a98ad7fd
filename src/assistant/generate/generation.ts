import type { Answer, Depth, ModelUsed } from '../../domain/answer.ts'
import type { Post } from '../../domain/post.ts'
import type {
  ChatMessage,
  FunctionCall,
  FunctionOffer,
  OutputFormat,
  Sampling,
  ToolChoice,
} from '../../models/language/chat-model.ts'
import type { ChosenSources } from '../choose-sources.ts'

/** Searches that a client asks us to make. */
export type SearchWish = {
  /** `auto`: the model decides; the embedded engine always searches. */
  readonly mode: 'auto' | 'required'
  /** None: the client asked for no search, and the sources limit what the embedded engine reads. */
  readonly tools: readonly SearchTool[]
  readonly sources: ChosenSources
}
export type SearchTool = 'x_search' | 'web_search' | 'file_search'

/** A server of tools (Model Context Protocol) that a client names. */
export type McpServer = {
  readonly url: string
  readonly label: string
  /** Null allows all of its tools. */
  readonly allowedTools: readonly string[] | null
  readonly headers: Readonly<Record<string, string>>
}

/** A conversation and how it is to go on, whichever API it came through. */
export type GenerationRequest = {
  readonly ownerId: string
  /** Id of a model as `/v1/models` lists it. */
  readonly model: string
  readonly messages: readonly ChatMessage[]
  /** Functions of the client: a model may ask for them, the client carries them out. */
  readonly functions: readonly FunctionOffer[]
  readonly toolChoice: ToolChoice | null
  readonly parallelToolCalls: boolean | null
  readonly format: OutputFormat
  readonly sampling: Sampling
  readonly outputTokensMax: number | null
  /** Null: the client said nothing of searches. */
  readonly search: SearchWish | null
  readonly mcp: readonly McpServer[]
  readonly runsCode: boolean
  /** Rounds of tools that we carry out. */
  readonly turnsMax: number
  readonly depth: Depth
  readonly locale: 'en' | 'fr'
  /** Whether the text carries `[[n]](address)`. */
  readonly citesInline: boolean
  readonly fileIds: readonly string[]
  /** Where this server is reached: posts without a page of their own are shown there. */
  readonly baseUrl: string
}

/** A search that was made for the client. */
export type SearchMade = {
  readonly tool: SearchTool
  readonly query: string
  /** UTC milliseconds; null where the search had no such bound. */
  readonly from: number | null
  readonly to: number | null
  readonly limit: number | null
  readonly posts: readonly Post[]
  /** Addresses of pages that were read. */
  readonly urls: readonly string[]
}

/** A tool that ran here, other than a search. */
export type ToolRun =
  | {
      readonly kind: 'mcp'
      readonly server: string
      readonly name: string
      readonly arguments: string
      readonly output: string | null
      readonly error: string | null
    }
  | { readonly kind: 'code'; readonly code: string; readonly output: string; readonly failed: boolean }

export type CitedUrl = { readonly url: string; readonly title: string }

export type Finish = 'stop' | 'length' | 'tool_calls' | 'content_filter'

export type GenerationUsage = {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly reasoningTokens: number
  readonly cachedTokens: number
  /** True where nobody counted, or what was counted cannot be: then it is an estimate. */
  readonly isEstimated: boolean
  /** Null where the price is unknown, which is not free. */
  readonly costUsd: number | null
  readonly searches: Readonly<Record<SearchTool, number>>
  readonly postsRead: number
  readonly pagesRead: number
  readonly mcpCalls: number
  readonly codeRuns: number
}

/** What happens while an answer is made; `end` is last, and a failure is an exception. */
export type GenerationEvent =
  | { readonly type: 'search'; readonly search: SearchMade }
  | { readonly type: 'tool'; readonly run: ToolRun }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  /** Offsets into the whole text, UTF-16 code units, of the marker that cites. */
  | { readonly type: 'citation'; readonly cited: CitedUrl; readonly start: number; readonly end: number }
  | { readonly type: 'call'; readonly call: FunctionCall }
  | {
      readonly type: 'end'
      readonly finish: Finish
      readonly used: ModelUsed
      readonly usage: GenerationUsage
      /** Everything that was read and may be cited, each address once; empty where nothing was searched. */
      readonly citations: readonly CitedUrl[]
      /** The answer with its evidence; null where a model spoke alone. */
      readonly answer: Answer | null
    }

export const NOTHING_USED: GenerationUsage = {
  ...{ inputTokens: 0, outputTokens: 0, reasoningTokens: 0, cachedTokens: 0, isEstimated: false },
  ...{ costUsd: 0, postsRead: 0, pagesRead: 0, mcpCalls: 0, codeRuns: 0 },
  searches: { x_search: 0, web_search: 0, file_search: 0 },
}
