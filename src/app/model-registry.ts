import type { ServedModel } from '../api/v1/v1-environment.ts'
import type { AnswerWriter } from '../assistant/answer-writer.ts'
import { AppError } from '../domain/errors.ts'
import {
  ENVIRONMENT_CONNECTION,
  formatModelRef,
  LOCAL_CONNECTION,
  type ModelRef,
  type ModelRole,
  NO_CHOICE,
  parseModelRef,
  type RoleChoice,
} from '../domain/model-roles.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ModelConnection, ModelSettings } from '../ledger/model-settings.ts'
import type { SecretBox } from '../ledger/secret-box.ts'
import { freshFor } from '../lib/fresh.ts'
import type { ChatModel } from '../models/language/chat-model.ts'
import { type ChainLink, fallbackChain } from '../models/language/fallback-chain.ts'
import type { ModelPrice } from '../models/language/language-model.ts'
import { HealthBoard } from '../models/language/model-health.ts'
import { addressOf, openChatModel } from '../models/language/open-chat-model.ts'
import type { Config } from './config.ts'

export type RegistryParts = {
  readonly config: Config
  readonly ledger: {
    readonly modelSettings: Pick<Ledger['modelSettings'], 'get'>
    readonly usage: Pick<Ledger['usage'], 'spentSince'>
  }
  readonly openBox: () => Promise<SecretBox>
  readonly clock: () => number
  /** Models that run in this process, by their names; none where nobody gives any. */
  readonly local?: LocalModels
}

/** Models that need no server. Their connection is called `local`. */
export type LocalModels = {
  list(): Promise<readonly string[]>
  /** @returns null where there is no such model */
  open(model: string): Promise<ChatModel | null>
  /** One vector of length 1 for each text. @throws {AppError} not_found where there is no such model */
  embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>
}

const TEXT_CAPABILITIES = ['search', 'citations', 'functions', 'structured_output']
const CAPABILITIES = [...TEXT_CAPABILITIES, 'image_input']
const SETTINGS_FRESH_MS = 2_000
const DAY_MS = 86_400_000

/** Which models there are, who does which role, and how they are doing. */
export class ModelRegistry {
  readonly health: HealthBoard
  readonly #parts: RegistryParts
  #readSettings: () => Promise<ModelSettings>
  /** Opened models, by everything that makes them what they are. */
  readonly #opened = new Map<string, Promise<ChatModel>>()

  constructor(parts: RegistryParts) {
    this.#parts = parts
    this.health = new HealthBoard(parts.clock)
    this.#readSettings = this.#freshSettings()
  }

  /** The settings changed here: they are read again. Other processes see it within two seconds. */
  forget(): void {
    this.#readSettings = this.#freshSettings()
  }

  async localModels(): Promise<readonly string[]> {
    return (await this.#parts.local?.list()) ?? []
  }

  /** Null where nobody knows, or the model cannot be reached at all. */
  async priceOf(ref: ModelRef): Promise<ModelPrice | null> {
    return await this.#open(ref).then(
      ({ price }) => price,
      () => null,
    )
  }

  async settings(): Promise<ModelSettings> {
    return await this.#readSettings()
  }

  /** Who does a role; where nobody was named, the model of the environment writes, plans and judges. */
  async choice(role: ModelRole): Promise<RoleChoice> {
    const { roles } = await this.settings()
    const chosen = roles[role] ?? NO_CHOICE
    const { model, gguf } = this.#parts.config
    if (chosen.chain.length > 0 || role !== 'answer') return chosen
    if (gguf.name !== null) return { ...chosen, chain: [{ connection: LOCAL_CONNECTION, model: gguf.name }] }
    if (model === null) return chosen
    return { ...chosen, chain: [{ connection: ENVIRONMENT_CONNECTION, model: model.id }] }
  }

  /** Every model that is named for the role of writing, and that of the environment. */
  async served(): Promise<ServedModel[]> {
    const refs = await this.#languageRefs()
    const models = await Promise.all(
      refs.map(async (ref) => {
        const { used, price } = await this.#open(ref)
        return {
          ...{
            id: ref.model,
            aliases: [formatModelRef(ref)],
            ownedBy: used.provider,
            contextTokens: null,
            price,
          },
          capabilities: ref.connection === LOCAL_CONNECTION ? TEXT_CAPABILITIES : CAPABILITIES,
        }
      }),
    )
    return models.filter(({ id }, at) => models.findIndex((other) => other.id === id) === at)
  }

  /** A model by its name or as `connection/model`; null where none is called so. */
  async chat(id: string): Promise<ChatModel | null> {
    const refs = await this.#languageRefs()
    const name = id.startsWith('gguf:') ? formatModelRef(parseModelRef(id)) : id
    const found = refs.find((ref) => ref.model === name || formatModelRef(ref) === name)
    return found === undefined ? null : await this.#open(found)
  }

  /**
   * The models of a role as one, each standing in for the one before. Belongs to one answer.
   *
   * @returns null where the embedded engine does it
   */
  async chain(role: ModelRole): Promise<ChatModel | null> {
    const { chain, msMax, usdPerDayMax } = await this.choice(role)
    if (chain.length === 0) return null
    const links = await Promise.all(
      chain.map(async (ref): Promise<ChainLink> => {
        return { model: await this.#open(ref), rests: () => this.health.rests(formatModelRef(ref)) }
      }),
    )
    const model = fallbackChain(links, msMax)
    return usdPerDayMax !== null && (await this.#spentToday()) >= usdPerDayMax
      ? spent(model, role, usdPerDayMax)
      : model
  }

  /**
   * Writes answers.
   *
   * @param model `none` forces the embedded engine, null takes the chain of the role, a name that model
   * @throws {AppError} invalid_input for a name that nobody set up
   */
  async writer(model: string | null): Promise<AnswerWriter | null> {
    if (model === 'none') return null
    const chat = model === null ? await this.chain('answer') : await this.#anyModel(model)
    if (chat === null) return null
    const { modelWriter } = await import('../assistant/plugged/write-with-model.ts')
    const { asLanguageModel } = await import('../models/language/as-language-model.ts')
    const [plan, judge] =
      model === null ? await Promise.all([this.chain('rewrite'), this.chain('judge')]) : [null, null]
    const budget = this.#parts.config.gguf.budget
    return modelWriter(asLanguageModel(chat), this.#parts.clock, budget, {
      ...(plan !== null && { plan: asLanguageModel(plan) }),
      ...(judge !== null && { judge: asLanguageModel(judge) }),
    })
  }

  /** Where a connection is reached and with which key; for requests that are passed on as they are. */
  async address(ref: ModelRef): Promise<{ readonly url: string; readonly key: string | null }> {
    if (ref.connection === LOCAL_CONNECTION) {
      await this.#open(ref)
      return { url: '', key: null }
    }
    const { url, key } = await this.#reach(ref.connection)
    return { url, key }
  }

  /** Vectors of a model in this machine. @throws {AppError} not_found, and as models fail */
  async embedHere(model: string, texts: readonly string[], signal: AbortSignal) {
    const { local } = this.#parts
    if (local === undefined) throw new AppError('not_found', `The model "${model}" is not installed here.`)
    return await local.embed(model, texts, signal)
  }

  /** Another model of the environment's server may be named without setting it up. */
  async #anyModel(id: string): Promise<ChatModel> {
    const known = await this.chat(id)
    if (known !== null) return known
    if (this.#parts.config.model !== null && !id.startsWith('gguf:'))
      return await this.#open({ connection: ENVIRONMENT_CONNECTION, model: id })
    if (id.startsWith('gguf:')) {
      throw new AppError(
        'not_found',
        `No model "${id.slice('gguf:'.length)}" is installed: verity models list shows them, verity models install FILE|URL adds one.`,
      )
    }
    throw new AppError(
      'invalid_input',
      `No model server is configured for "${id}": set VERITY_MODEL and VERITY_MODEL_URL (and VERITY_MODEL_KEY where it wants one), set one up under Models, or use --model none.`,
    )
  }

  async #languageRefs(): Promise<readonly ModelRef[]> {
    const { roles } = await this.settings()
    const { model } = this.#parts.config
    const local = await this.localModels()
    const named = (['answer', 'rewrite', 'judge'] as const).flatMap((role) => roles[role]?.chain ?? [])
    return [
      ...(model === null ? [] : [{ connection: ENVIRONMENT_CONNECTION, model: model.id }]),
      ...named,
      ...local.map((name) => ({ connection: LOCAL_CONNECTION, model: name })),
    ]
  }

  async #open(ref: ModelRef): Promise<ChatModel> {
    const name = formatModelRef(ref)
    if (ref.connection === LOCAL_CONNECTION) {
      const model = (await this.#parts.local?.open(ref.model)) ?? absent(ref.model)
      return this.health.watch(name, model)
    }
    const { prices } = await this.settings()
    const reach = await this.#reach(ref.connection)
    const price = prices[name] ?? (ref.model === this.#parts.config.model?.id ? reach.price : null)
    const address = { kind: reach.kind, url: reach.url, key: reach.key, model: ref.model, price }
    const identity = JSON.stringify(address)
    const opened = this.#opened.get(identity) ?? openChatModel(address)
    this.#opened.set(identity, opened)
    return this.health.watch(name, await opened)
  }

  async #reach(connection: string) {
    const { model } = this.#parts.config
    if (connection === ENVIRONMENT_CONNECTION && model !== null)
      return { kind: 'openai-compatible', url: model.url, key: model.key, price: model.price } as const
    const found = (await this.settings()).connections.find(({ id }) => id === connection)
    if (found === undefined)
      throw new AppError('not_found', `There is no connection "${connection}" to models.`)
    return { kind: found.kind, url: addressOf(found), key: await this.#keyOf(found), price: null }
  }

  async #keyOf({ id, sealedKey }: ModelConnection): Promise<string | null> {
    if (sealedKey === null) return null
    return (await this.#parts.openBox()).open(sealedKey, keyPlace(id))
  }

  #freshSettings(): () => Promise<ModelSettings> {
    return freshFor(SETTINGS_FRESH_MS, this.#parts.clock, () => this.#parts.ledger.modelSettings.get())
  }

  async #spentToday(): Promise<number> {
    const now = this.#parts.clock()
    return await this.#parts.ledger.usage.spentSince(now - (now % DAY_MS))
  }
}

/** To what a sealed key is bound. */
export function keyPlace(connection: string): string {
  return `model-connection:${connection}:key`
}

function spent({ used, price }: ChatModel, role: ModelRole, usd: number): ChatModel {
  const why = `The role "${role}" may cost $${usd} a day, and that is spent.`
  return failing({ used, price }, new AppError('over_limit', why))
}

/** Named once and taken away since. */
function absent(model: string): ChatModel {
  const used = { provider: LOCAL_CONNECTION, model, embedded: false }
  const why = `The model "${model}" is not installed here: verity models list shows those that are.`
  return failing({ used, price: null }, new AppError('upstream_failed', why))
}

/** Says so when it is asked, so that the embedded engine answers and the trace tells why. */
function failing(model: Pick<ChatModel, 'used' | 'price'>, error: AppError): ChatModel {
  return {
    ...model,
    // biome-ignore lint/correctness/useYield: it fails before there is anything to say
    stream: async function* () {
      throw error
    },
  }
}
