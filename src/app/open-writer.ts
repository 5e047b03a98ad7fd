import { existsSync } from 'node:fs'
import type { AnswerWriter } from '../assistant/answer-writer.ts'
import type { ModelSettings } from '../ledger/model-settings.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import type { Config } from './config.ts'
import { openLocalModels } from './open-local-models.ts'

/**
 * What writes answers for a command: the models of the role, as the server has them. The ledger is opened where there is
 * one, and only to read.
 *
 * @param model `none` forces the embedded engine, null takes what is set up, an id takes that model
 * @returns null for the embedded engine
 * @throws {AppError} invalid_input when a model is asked for and no server is configured
 */
export async function openWriter(
  config: Config,
  model: string | null,
  clock: () => number,
): Promise<AnswerWriter | null> {
  if (model === 'none') return null
  const { ModelRegistry } = await import('./model-registry.ts')
  const openBox = () => openSecretBox(config.dataDir, config.secret)
  const local = openLocalModels(config)
  const isThere = config.ledger.kind === 'postgres' || existsSync(config.ledger.file)
  if (!isThere)
    return await new ModelRegistry({ config, clock, openBox, local, ledger: EMPTY_LEDGER }).writer(model)
  const { openLedgerFor } = await import('./open-ledger.ts')
  await using ledger = await openLedgerFor(config, clock)
  return await new ModelRegistry({ config, clock, openBox, local, ledger }).writer(model)
}

const NOTHING: ModelSettings = { connections: [], roles: {}, prices: {} }
const EMPTY_LEDGER = {
  modelSettings: { get: async () => NOTHING },
  usage: { spentSince: async () => 0 },
}
