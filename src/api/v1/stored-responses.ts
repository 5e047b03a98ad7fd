import { AppError } from '../../domain/errors.ts'
import type { ChatMessage } from '../../models/language/chat-model.ts'
import type { ApiDependencies } from '../environment.ts'

const DAY_MS = 86_400_000
/** As upstream keeps them. */
const KEPT_DAYS = 30

/** A response as it is kept: what the client got, what it had sent, and the conversation until then. */
export type StoredResponse = {
  readonly response: Record<string, unknown>
  readonly input: readonly Record<string, unknown>[]
  readonly messages: readonly ChatMessage[]
}

type Dependencies = Pick<ApiDependencies, 'ledger' | 'timing' | 'archive'>

export async function keepResponse(
  ownerId: string,
  id: string,
  stored: StoredResponse,
  deps: Dependencies,
): Promise<void> {
  const expiresAt = deps.timing.now() + KEPT_DAYS * DAY_MS
  await deps.ledger.apiObjects.put(ownerId, { kind: 'response', id, state: 'done', body: stored, expiresAt })
}

/**
 * A kept response. What its posts' authors deleted since is gone from it, here and in the ledger.
 *
 * @throws {AppError} not_found
 */
export async function storedResponse(
  ownerId: string,
  id: string,
  deps: Dependencies,
): Promise<StoredResponse> {
  const found = await deps.ledger.apiObjects.get<StoredResponse>(ownerId, 'response', id)
  if (found === null) throw noSuchResponse(id)
  const honoured = await withoutDeleted(found.body, deps)
  if (honoured !== found.body) await keepResponse(ownerId, id, honoured, deps)
  return honoured
}

export async function deleteResponse(ownerId: string, id: string, { ledger }: Dependencies): Promise<void> {
  if (!(await ledger.apiObjects.delete(ownerId, 'response', id))) throw noSuchResponse(id)
}

function noSuchResponse(id: string): AppError {
  return new AppError(
    'not_found',
    `There is no response "${id}": it was not stored, was deleted, or is older than ${KEPT_DAYS} days.`,
  )
}

const WITHDRAWN = '[withdrawn: a post that this rested on was deleted by its author]'

type Evidence = {
  readonly answer?: {
    readonly sentences?: readonly { readonly text: string; readonly citations: readonly number[] }[]
  }
  readonly citations?: readonly {
    readonly n: number
    readonly kind: string
    readonly id: string
    readonly quote: string
  }[]
}

/** The same object where nothing was deleted. Sentences that rested on a deleted post go, and its quote. */
async function withoutDeleted(stored: StoredResponse, { archive }: Dependencies): Promise<StoredResponse> {
  const evidence = stored.response['verity'] as Evidence | undefined
  const cited = (evidence?.citations ?? []).filter(({ kind, quote }) => kind === 'post' && quote !== '')
  if (cited.length === 0) return stored
  const there = new Set((await archive.getPosts(cited.map(({ id }) => id))).map(({ id }) => id))
  const gone = cited.filter(({ id }) => !there.has(id))
  if (gone.length === 0) return stored
  const numbers = new Set(gone.map(({ n }) => n))
  const sentences = (evidence?.answer?.sentences ?? []).filter(({ citations }) =>
    citations.some((n) => numbers.has(n)),
  )
  const words = [...sentences.map(({ text }) => text), ...gone.map(({ quote }) => quote)].filter(
    (text) => text !== '',
  )
  return redact(stored, words)
}

/** Wherever they stand: in the text, in the evidence, in titles of citations and in what later turns would read. */
function redact<Value>(value: Value, words: readonly string[]): Value {
  if (typeof value === 'string')
    return words.reduce<string>((text, word) => text.replaceAll(word, WITHDRAWN), value) as Value
  if (Array.isArray(value)) return value.map((one) => redact(one, words)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redact(one, words)])) as Value
}
