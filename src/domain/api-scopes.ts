import { AppError } from './errors.ts'

/** What a key may do. Null allows everything of its kind, also what is added later. */
export type ApiScopes = {
  /** Model ids. */
  readonly models: readonly string[] | null
  readonly endpoints: readonly ApiEndpoint[] | null
  /** `posts`, `web` and `files`, or single networks as post ids begin. */
  readonly sources: readonly string[] | null
}

/** Parts of `/v1` that a key can be limited to. */
export const API_ENDPOINTS = [
  'models',
  'chat',
  'responses',
  'messages',
  'embeddings',
  'tokenize',
  'files',
  'documents',
  'batches',
  'images',
  'audio',
] as const
export type ApiEndpoint = (typeof API_ENDPOINTS)[number]

export const ALL_SCOPES: ApiScopes = { models: null, endpoints: null, sources: null }

const SCOPE = /^(?<kind>model|endpoint|source):(?<name>\S{1,200})$/
export const SCOPES_MAX = 100

/**
 * Reads scopes as people write them: `model:ID`, `endpoint:chat`, `source:bluesky`; `kind:*` allows all of a kind, and so
 * does naming none of it.
 *
 * @throws {AppError} invalid_input that names what cannot be read and what is allowed
 */
export function parseScopes(texts: readonly string[]): ApiScopes {
  if (texts.length > SCOPES_MAX)
    throw new AppError('invalid_input', `A key takes ${SCOPES_MAX} scopes at most.`)
  const read = texts.map(readScope)
  const named = (kind: string) => {
    const names = read.filter((scope) => scope.kind === kind).map(({ name }) => name)
    return names.length === 0 || names.includes('*') ? null : [...new Set(names)]
  }
  return { models: named('model'), endpoints: asEndpoints(named('endpoint')), sources: named('source') }
}

/** The other way round; `*` stands where nothing is limited. */
export function formatScopes({ models, endpoints, sources }: ApiScopes): string[] {
  const write = (kind: string, names: readonly string[] | null) =>
    (names ?? ['*']).map((name) => `${kind}:${name}`)
  return [...write('model', models), ...write('endpoint', endpoints), ...write('source', sources)]
}

export function allows(names: readonly string[] | null, name: string): boolean {
  return names === null || names.includes(name)
}

function readScope(text: string): { kind: string; name: string } {
  const { kind, name } = SCOPE.exec(text)?.groups ?? {}
  if (kind === undefined || name === undefined)
    throw new AppError(
      'invalid_input',
      `"${text}" is no scope: write model:ID, endpoint:NAME or source:NAME, such as endpoint:chat or source:bluesky.`,
    )
  return { kind, name }
}

function asEndpoints(names: readonly string[] | null): readonly ApiEndpoint[] | null {
  if (names === null) return null
  return names.map((name) => {
    const known = API_ENDPOINTS.find((endpoint) => endpoint === name)
    if (known !== undefined) return known
    throw new AppError(
      'invalid_input',
      `There is no endpoint "${name}"; there are ${API_ENDPOINTS.join(', ')}.`,
    )
  })
}
