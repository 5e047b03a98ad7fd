import type { ModelUsed } from '../../domain/answer.ts'
import type { ModelPrice } from './language-model.ts'

/** One part of what a person says. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  /** An https or data address. */
  | { readonly type: 'image'; readonly url: string; readonly detail: 'auto' | 'low' | 'high' | null }

/** A function that a model asks for; `arguments` is JSON as the model wrote it. */
export type FunctionCall = { readonly id: string; readonly name: string; readonly arguments: string }

export type ChatMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly parts: readonly ChatPart[] }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly FunctionCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly text: string }

export type FunctionOffer = {
  readonly name: string
  readonly description: string | null
  /** JSON Schema of its argument. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly strict: boolean | null
}

export type ToolChoice = 'none' | 'auto' | 'required' | { readonly name: string }

export type OutputFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema'
      readonly name: string
      readonly schema: Readonly<Record<string, unknown>>
      readonly strict: boolean
    }

/** How a model chooses its words; what is absent is left to it. */
export type Sampling = {
  readonly temperature?: number
  readonly topP?: number
  readonly seed?: number
  readonly stop?: readonly string[]
  readonly presencePenalty?: number
  readonly frequencyPenalty?: number
  readonly reasoningEffort?: string
}

export type ChatRequest = {
  readonly messages: readonly ChatMessage[]
  readonly functions: readonly FunctionOffer[]
  readonly toolChoice: ToolChoice | null
  readonly parallelToolCalls: boolean | null
  readonly format: OutputFormat
  readonly sampling: Sampling
  readonly outputTokensMax: number | null
}

/** What a model says as it says it; `end` is last. Calls come whole. */
export type ChatDelta =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'call'; readonly call: FunctionCall }
  | {
      readonly type: 'end'
      readonly finish: 'stop' | 'length' | 'tool_calls' | 'content_filter'
      readonly tokens: TokenReport
    }

/** What the server says it counted. Null is "did not say". */
export type TokenReport = {
  readonly input: number | null
  readonly output: number | null
  readonly reasoning: number | null
  readonly cached: number | null
}

/**
 * A model that holds a conversation, with functions and formats, as the API passes it on. Every wait is bounded.
 *
 * @throws {AppError} invalid_input when the server refuses the request, over_limit, upstream_failed, cancelled
 */
export type ChatModel = {
  readonly used: ModelUsed
  readonly price: ModelPrice | null
  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<ChatDelta>
}
