import type { AnswerWriter } from '../assistant/answer-writer.ts'
import { AppError } from '../domain/errors.ts'
import type { Config } from './config.ts'

/**
 * The configured language model as an answer writer. Its client loads only where a model is configured.
 *
 * @param model `none` forces the embedded engine, null takes what is configured, an id takes that model of the configured server
 * @returns null for the embedded engine
 * @throws {AppError} invalid_input when a model is asked for and no server is configured
 */
export async function openWriter(
  config: Config,
  model: string | null,
  clock: () => number,
): Promise<AnswerWriter | null> {
  if (model === 'none' || (model === null && config.model === null)) return null
  if (config.model === null) {
    throw new AppError(
      'invalid_input',
      `No model server is configured for "${model}": set VERITY_MODEL and VERITY_MODEL_URL (and VERITY_MODEL_KEY where it wants one), or use --model none.`,
    )
  }
  const { openAiCompatibleModel } = await import('../models/language/openai-compatible.ts')
  const { modelWriter } = await import('../assistant/plugged/write-with-model.ts')
  const { id, url, key, price, budget } = config.model
  // The owner's price is that of the configured model, not of any other at the same server.
  const asked = { id: model ?? id, url, key, price: model === null || model === id ? price : null }
  return modelWriter(openAiCompatibleModel(asked), clock, budget)
}
