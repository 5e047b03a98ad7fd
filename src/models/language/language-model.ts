import type { ModelUsed } from '../../domain/answer.ts'

export type ModelPrompt = {
  /** What the model is to do: ours alone, never text from posts or people. */
  readonly instructions: string
  /** The question and its evidence; untrusted text in it is already encoded. */
  readonly input: string
  readonly outputTokensMax: number
}

/**
 * A model that writes text. Implementations stream what arrives and bound every wait.
 *
 * @throws {AppError} upstream_failed with what to do, or cancelled when the signal aborted
 */
export type LanguageModel = {
  readonly used: ModelUsed
  stream(prompt: ModelPrompt, options: { readonly signal: AbortSignal }): AsyncIterable<string>
}
