import { AppError } from '../../domain/errors.ts'
import { asObject, asString } from '../../lib/unknown-json.ts'
import { restAfter } from '../../sources/mastodon/rate-limit.ts'
import { type ClientDependencies, failed, NetworkClient } from '../network-client.ts'

export type MastodonCall = {
  /** e.g. `/api/v1/statuses` */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** With it something is written. */
  readonly body?: Readonly<Record<string, unknown>>
  /** One for each thing that is to be written once. */
  readonly idempotencyKey?: string
}

/** Calls one instance with one account's token. @see https://docs.joinmastodon.org/client/intro/ */
export class MastodonApi {
  readonly server: string
  readonly #token: string
  readonly #client: NetworkClient

  /** @param server its origin */
  constructor(server: string, token: string, deps: ClientDependencies) {
    this.server = server
    this.#token = token
    this.#client = new NetworkClient(deps, ({ headers, status }, now) => restAfter(headers, status, now))
  }

  /** @throws {AppError} as `BotNetwork` says; not_found where the instance says so */
  async call(
    { path, query = {}, body, idempotencyKey }: MastodonCall,
    signal: AbortSignal,
  ): Promise<unknown> {
    const url = new URL(path, this.server)
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value)
    const headers = {
      authorization: `Bearer ${this.#token}`,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    }
    const method = body === undefined ? 'GET' : 'POST'
    const answer = await this.#client.ask(
      { url, method, headers, ...(body !== undefined && { body }) },
      signal,
    )
    const { status, json } = answer
    if (status === 200) {
      if (json === undefined) throw failed(url, 'answered with something that is not JSON')
      return json
    }
    const said = (asString(asObject(json)?.['error']) ?? `HTTP ${status}`).slice(0, 200)
    if (status === 404 || status === 410) throw new AppError('not_found', `${url.host} does not have it.`)
    if (status === 401)
      throw new AppError('unauthorized', `${url.host} does not let the account in: ${said}.`)
    throw new AppError('invalid_input', `${url.host} refused: ${said}.`)
  }
}
