import { AppError } from './errors.ts'

/** What models can do here. `answer` writes, `rewrite` plans searches, `judge` sorts what they found. */
export const MODEL_ROLES = ['answer', 'rewrite', 'judge', 'embed', 'see', 'draw', 'listen', 'speak'] as const
export type ModelRole = (typeof MODEL_ROLES)[number]

/** A model at a connection, written `connection/model`; a model's own name may have slashes. */
export type ModelRef = { readonly connection: string; readonly model: string }

/** Kinds of server that models are reached at. */
export const CONNECTION_KINDS = [
  'xai',
  'openai',
  'anthropic',
  'google',
  'mistral',
  'openai-compatible',
] as const
export type ConnectionKind = (typeof CONNECTION_KINDS)[number]

/** Who does a role, and what it may take. */
export type RoleChoice = {
  /** Asked in this order; the embedded engine is always last and is not named. */
  readonly chain: readonly ModelRef[]
  /** Longest time of a call; null: as long as calls may take. */
  readonly msMax: number | null
  /** Most a day (UTC) may cost in US dollars; null: no limit. Kept only where the price is known. */
  readonly usdPerDayMax: number | null
}

export const NO_CHOICE: RoleChoice = { chain: [], msMax: null, usdPerDayMax: null }
export const CHAIN_MAX = 5
/** The model of VERITY_MODEL. */
export const ENVIRONMENT_CONNECTION = 'environment'
/** Models that run in this process; `gguf:NAME` is short for `local/NAME`. */
export const LOCAL_CONNECTION = 'local'
const GGUF_PREFIX = /^gguf:/

/** Which roles the embedded engine plays by itself, so that an outage of models degrades and never blanks the screen. */
export const EMBEDDED_ROLES: ReadonlySet<ModelRole> = new Set(['answer', 'rewrite', 'judge'])

/** @throws {AppError} invalid_input */
export function parseModelRef(text: string): ModelRef {
  const [, connection, model] =
    /^([\w-]{1,60})\/(\S{1,240})$/.exec(text.trim().replace(GGUF_PREFIX, `${LOCAL_CONNECTION}/`)) ?? []
  if (connection !== undefined && model !== undefined) return { connection, model }
  throw new AppError(
    'invalid_input',
    `"${text}" is no model: write connection/model, such as xai/grok-4.3 or ollama/qwen3, or gguf:NAME for one in this machine.`,
  )
}

export function formatModelRef({ connection, model }: ModelRef): string {
  return `${connection}/${model}`
}

/** @throws {AppError} invalid_input that lists the roles */
export function parseRole(text: string): ModelRole {
  const role = MODEL_ROLES.find((known) => known === text)
  if (role !== undefined) return role
  throw new AppError('invalid_input', `There is no role "${text}"; there are ${MODEL_ROLES.join(', ')}.`)
}
