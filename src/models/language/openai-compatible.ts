import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, extractReasoningMiddleware, streamText, wrapLanguageModel } from 'ai'
import { AppError } from '../../domain/errors.ts'
import { withIdleTimeout } from '../../lib/idle-timeout.ts'
import type { LanguageModel, ModelPrompt } from './language-model.ts'

export type OpenAiCompatibleOptions = {
  readonly id: string
  /** Base address, e.g. http://127.0.0.1:11434/v1 */
  readonly url: string
  readonly key: string | null
  /** Longest silence before the first and between two pieces of text, in milliseconds. */
  readonly silenceMaxMs?: number
  /** Longest time of a whole answer, in milliseconds. */
  readonly totalMaxMs?: number
  readonly fetch?: typeof fetch
}

const SILENCE_MAX_MS = 60_000
/** A model on a slow machine thinks for minutes; one that drips forever is cut. */
const TOTAL_MAX_MS = 900_000
/** The reader is waiting and the embedded engine is at hand: a failing server is not asked twice. */
const RETRIES_MAX = 0

/** Any server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, xAI, OpenAI and others. */
export function openAiCompatibleModel(options: OpenAiCompatibleOptions): LanguageModel {
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: options.url,
    ...(options.key !== null && { apiKey: options.key }),
    ...(options.fetch !== undefined && { fetch: options.fetch }),
  })
  const model = wrapLanguageModel({
    model: provider(options.id),
    middleware: extractReasoningMiddleware({ tagName: 'think' }),
  })
  const used = { provider: new URL(options.url).host, model: options.id, embedded: false }
  const silenceMaxMs = options.silenceMaxMs ?? SILENCE_MAX_MS
  const totalMaxMs = options.totalMaxMs ?? TOTAL_MAX_MS

  async function* stream(prompt: ModelPrompt, { signal }: { signal: AbortSignal }): AsyncGenerator<string> {
    const gaveUp = new AbortController()
    try {
      const result = streamText({
        model,
        instructions: prompt.instructions,
        prompt: prompt.input,
        maxOutputTokens: prompt.outputTokensMax,
        temperature: 0,
        maxRetries: RETRIES_MAX,
        abortSignal: AbortSignal.any([signal, gaveUp.signal, AbortSignal.timeout(totalMaxMs)]),
        onError: () => {},
      })
      const parts = withIdleTimeout(result.stream, silenceMaxMs, () => tooSilent(options, silenceMaxMs))
      for await (const part of parts) {
        if (part.type === 'error') throw part.error
        if (part.type === 'abort') throw tooLong(options, totalMaxMs)
        if (part.type === 'text-delta') yield part.text
      }
    } catch (thrown) {
      throw explain(thrown, options, signal)
    } finally {
      gaveUp.abort()
    }
  }

  return { used, stream }
}

function explain(thrown: unknown, { id, url }: OpenAiCompatibleOptions, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('cancelled', 'The request was stopped.', { cause: thrown })
  if (thrown instanceof AppError) return thrown
  // The host alone: an address may carry a password, and members read this.
  const { host } = new URL(url)
  const status = APICallError.isInstance(thrown) ? thrown.statusCode : undefined
  const what =
    status === undefined
      ? `did not answer; is it running at ${host}?`
      : status === 401 || status === 403
        ? 'refused the key: check VERITY_MODEL_KEY.'
        : status === 404
          ? `does not know the model: check VERITY_MODEL and VERITY_MODEL_URL (${host}).`
          : `answered with status ${status}.`
  return new AppError('upstream_failed', `The model server for "${id}" ${what}`, { cause: thrown })
}

function tooLong({ id }: OpenAiCompatibleOptions, totalMaxMs: number): AppError {
  return new AppError(
    'upstream_failed',
    `The model server for "${id}" took longer than ${totalMaxMs / 1_000} s.`,
  )
}

function tooSilent({ id }: OpenAiCompatibleOptions, silenceMaxMs: number): AppError {
  return new AppError(
    'upstream_failed',
    `The model server for "${id}" was silent for ${silenceMaxMs / 1_000} s.`,
  )
}
