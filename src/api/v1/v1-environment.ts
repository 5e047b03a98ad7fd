import type { Context } from 'hono'
import type { GenerationEvent, GenerationRequest } from '../../assistant/generate/generation.ts'
import type { FinishedBatch } from '../../desk/tell-batch.ts'
import { ALL_SCOPES, type ApiEndpoint, type ApiScopes, allows } from '../../domain/api-scopes.ts'
import { AppError } from '../../domain/errors.ts'
import type { ModelRole } from '../../domain/model-roles.ts'
import type { ApiKey } from '../../ledger/api-keys.ts'
import type { ModelPrice } from '../../models/language/language-model.ts'
import type { ApiEnvironment } from '../environment.ts'
import type { EmbedHere } from './embed-here.ts'

/** A language model as `/v1/models` tells of it. */
export type ServedModel = {
  readonly id: string
  readonly aliases: readonly string[]
  readonly ownedBy: string
  /** Null: unknown. */
  readonly contextTokens: number | null
  readonly price: ModelPrice | null
  readonly capabilities: readonly string[]
}

/** Where the model of a role is; `embed` is there where it runs in this machine, and then nothing is handed on. */
export type Remote = {
  readonly model: string
  readonly url: string
  readonly key: string | null
  readonly embed?: EmbedHere
}

/** What the routes under `/v1` need beside those of the web app. */
export type V1Dependencies = {
  readonly models: () => Promise<readonly ServedModel[]>
  readonly generate: (request: GenerationRequest, signal: AbortSignal) => AsyncIterable<GenerationEvent>
  /** Writes down what an answer took. */
  readonly recordUsage: (
    ownerId: string,
    end: Extract<GenerationEvent, { type: 'end' }>,
    ms: number,
  ) => Promise<void>
  /** The server of a role's first model, for requests that are handed on; null where nobody does it. */
  readonly remote: (role: ModelRole) => Promise<Remote | null>
  /** Tells the owner of a batch that it is finished. */
  readonly batchDone: (ownerId: string, batch: FinishedBatch) => Promise<void>
  /** Where this server is reached when that is not what the request says; null otherwise. */
  readonly publicUrl: string | null
}

/** Who calls: a key with its scopes, or the owner at this computer without one. */
export type Caller = { readonly ownerId: string; readonly key: ApiKey | null; readonly scopes: ApiScopes }

export type V1Context = Context<V1Environment>
export type V1Environment = {
  Bindings: ApiEnvironment['Bindings']
  Variables: ApiEnvironment['Variables'] & { caller: Caller }
}

export function ownersCaller(ownerId: string): Caller {
  return { ownerId, key: null, scopes: ALL_SCOPES }
}

/** @throws {AppError} forbidden when the key may not use this part of the API */
export function requireEndpoint(context: V1Context, endpoint: ApiEndpoint): Caller {
  const caller = context.get('caller')
  if (!allows(caller.scopes.endpoints, endpoint))
    throw new AppError('forbidden', `This key lacks the scope endpoint:${endpoint}.`)
  return caller
}

/** @throws {AppError} forbidden when the key may not use this model */
export function requireModel({ scopes }: Caller, model: string): void {
  if (!allows(scopes.models, model))
    throw new AppError('forbidden', `This key lacks the scope model:${model}.`, { param: 'model' })
}
