import type { ModelUsed } from '../../domain/answer.ts'

export type ModelPrompt = {
  /** What the model is to do: ours alone, never text from posts or people. */
  readonly instructions: string
  /** The question and its evidence; untrusted text in it is already encoded. */
  readonly input: string
  readonly outputTokensMax: number
}

/** A function that the model may ask for. Asking is all it can do: whoever called decides what happens. */
export type ToolOffer = {
  readonly name: string
  readonly description: string
  /** JSON Schema of its argument, an object. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** What the model asked for, as it asked: the name may be of no tool that was offered, the input of any shape. */
export type ToolCall = { readonly name: string; readonly input: unknown }

/** What the server said about a call when it ended. Null is "did not say". */
export type CallReport = {
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly toolCalls: readonly ToolCall[]
  /** True when the text was cut because the allowed output was used up. */
  readonly isCut: boolean
}

export type StreamOptions = {
  readonly signal: AbortSignal
  /** Left out by models that cannot call tools: they answer in text. */
  readonly tools?: readonly ToolOffer[]
  /** Told once, when the call ended by itself. */
  readonly onReport?: (report: CallReport) => void
}

/** US dollars for a million tokens. */
export type ModelPrice = { readonly inputUsd: number; readonly outputUsd: number }

/**
 * A model that writes text. Implementations stream what arrives and bound every wait.
 *
 * @throws {AppError} upstream_failed with what to do, or cancelled when the signal aborted
 */
export type LanguageModel = {
  readonly used: ModelUsed
  /** Null where nobody knows what it costs, which is not the same as free. */
  readonly price: ModelPrice | null
  stream(prompt: ModelPrompt, options: StreamOptions): AsyncIterable<string>
}
