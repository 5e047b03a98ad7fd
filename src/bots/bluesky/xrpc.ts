import { AppError } from '../../domain/errors.ts'
import { parseRetryAfter } from '../../lib/parse-retry-after.ts'
import { asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { type ClientDependencies, failed, type NetworkAnswer, NetworkClient } from '../network-client.ts'

export type XrpcCall = {
  /** e.g. `com.atproto.repo.putRecord` */
  readonly method: string
  readonly parameters?: Readonly<Record<string, string | number | readonly string[]>>
  /** With it the call is a procedure. */
  readonly input?: JsonObject | null
  readonly token?: string
}

const REST_MAX_MS = 60 * 60_000
/** Left over for the person's own apps, which share the limit. */
const RESERVE = 5
/** Errors that the same words of the call always get. */
const GONE = new Set(['NotFound', 'RecordNotFound', 'RepoNotFound'])
const LOCKED_OUT = new Set([
  ...['AuthenticationRequired', 'InvalidToken', 'AuthMissing', 'AccountTakedown', 'AccountDeactivated'],
  ...['AuthFactorTokenRequired'],
])

/** Calls one server of the AT protocol. @see https://atproto.com/specs/xrpc */
export class Xrpc {
  readonly #server: string
  readonly #client: NetworkClient

  /** @param server its origin */
  constructor(server: string, deps: ClientDependencies) {
    this.#server = server
    this.#client = new NetworkClient(deps, restAfter)
  }

  /**
   * @throws {AppError} as `BotNetwork` says; not_found where the server says so; unauthorized with `param` `expired` where another token would do
   */
  async call({ method, parameters = {}, input, token }: XrpcCall, signal: AbortSignal): Promise<JsonObject> {
    const url = new URL(`/xrpc/${method}`, this.#server)
    for (const [name, value] of Object.entries(parameters))
      for (const each of typeof value === 'object' ? value : [value])
        url.searchParams.append(name, String(each))
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const request =
      input === undefined
        ? ({ url, method: 'GET', headers } as const)
        : ({ url, method: 'POST', headers, ...(input !== null && { body: input }) } as const)
    const answer = await this.#client.ask(request, signal)
    if (answer.status === 200) return bodyOf(answer, url)
    throw refusalOf(answer, url)
  }
}

function bodyOf({ json }: NetworkAnswer, url: URL): JsonObject {
  const body = asObject(json)
  if (body === null) throw failed(url, 'answered with something that is not JSON')
  return body
}

function refusalOf({ status, json }: NetworkAnswer, url: URL): AppError {
  const name = asString(asObject(json)?.['error']) ?? `HTTP ${status}`
  const said = (asString(asObject(json)?.['message']) ?? name).slice(0, 200)
  if (name === 'ExpiredToken')
    return new AppError('unauthorized', `${url.host}: the session is over.`, { param: 'expired' })
  if (GONE.has(name) || status === 404) return new AppError('not_found', `${url.host} does not have it.`)
  if (status === 401 || LOCKED_OUT.has(name))
    return new AppError('unauthorized', `${url.host} does not let the account in: ${said}.`)
  return new AppError('invalid_input', `${url.host} refused: ${said}.`)
}

/** @see https://docs.bsky.app/docs/advanced-guides/rate-limits */
function restAfter({ status, headers }: NetworkAnswer, now: number): number | null {
  const given = parseRetryAfter(headers.get('retry-after') ?? undefined, now)
  if (given !== null) return Math.min(given, REST_MAX_MS)
  const [left, reset] = [numberOf(headers, 'ratelimit-remaining'), numberOf(headers, 'ratelimit-reset')]
  const isSpent = status === 429 || (left !== null && left < RESERVE)
  // The reset is a time in seconds since 1970.
  return isSpent && reset !== null ? Math.min(Math.max(reset * 1_000 - now, 0), REST_MAX_MS) : null
}

function numberOf(headers: Headers, name: string): number | null {
  const value = headers.get(name)
  return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : null
}
