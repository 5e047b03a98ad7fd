import { AppError } from '../../domain/errors.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { serverOrigin } from '../network-address.ts'
import type { ClientDependencies } from '../network-client.ts'
import { Xrpc, type XrpcCall } from './xrpc.ts'

export type BlueskyCredentials = {
  /** Origin of the account's server, or of one that knows it. */
  readonly server: string
  /** Handle or DID. */
  readonly identifier: string
  readonly password: string
}

/** What a session can be gone on with after a restart: signing in anew is what the network allows least of. */
export type BlueskyTokens = {
  readonly did: string
  readonly handle: string
  readonly accessJwt: string
  readonly refreshJwt: string
  /** Origin of the server that keeps the account. */
  readonly home: string
}

/** Four groups of four, as the network makes them. */
const APP_PASSWORD = /^[a-z2-7]{4}(?:-[a-z2-7]{4}){3}$/

/** An account's session: signs in when it must, refreshes when it can, and says when its tokens are new ones. */
export class BlueskySession {
  readonly #credentials: BlueskyCredentials
  readonly #deps: ClientDependencies
  readonly #onTokens: (tokens: BlueskyTokens) => Promise<void>
  #tokens: BlueskyTokens | null
  #xrpc: Xrpc

  constructor(
    credentials: BlueskyCredentials,
    deps: ClientDependencies & {
      readonly tokens: BlueskyTokens | null
      readonly onTokens: (tokens: BlueskyTokens) => Promise<void>
    },
  ) {
    this.#credentials = credentials
    this.#deps = deps
    this.#tokens = deps.tokens
    this.#onTokens = deps.onTokens
    this.#xrpc = new Xrpc(deps.tokens?.home ?? credentials.server, deps)
  }

  /** Whose session it is; signs in where there is none. */
  async account(signal: AbortSignal): Promise<BlueskyTokens> {
    return this.#tokens ?? (await this.#signIn(signal))
  }

  /** @throws {AppError} see `Xrpc.call` */
  async call(call: XrpcCall, signal: AbortSignal): Promise<JsonObject> {
    const { accessJwt } = await this.account(signal)
    try {
      return await this.#xrpc.call({ ...call, token: accessJwt }, signal)
    } catch (thrown) {
      if (!isLockedOut(thrown)) throw thrown
      const fresh = await this.#refresh(signal)
      return await this.#xrpc.call({ ...call, token: fresh.accessJwt }, signal)
    }
  }

  async #refresh(signal: AbortSignal): Promise<BlueskyTokens> {
    const token = this.#tokens?.refreshJwt
    if (token === undefined) return await this.#signIn(signal)
    try {
      const call = { method: 'com.atproto.server.refreshSession', input: null, token }
      return await this.#take(await this.#xrpc.call(call, signal))
    } catch (thrown) {
      if (!isLockedOut(thrown)) throw thrown
      this.#tokens = null
      return await this.#signIn(signal)
    }
  }

  async #signIn(signal: AbortSignal): Promise<BlueskyTokens> {
    const { identifier, password, server } = this.#credentials
    if (!APP_PASSWORD.test(password))
      throw new AppError(
        'invalid_input',
        'This is not an app password. Make one in the settings of Bluesky (Privacy and security, App passwords); never give the password of the account itself.',
        { param: 'password' },
      )
    this.#xrpc = new Xrpc(server, this.#deps)
    const input = { identifier, password }
    return await this.#take(
      await this.#xrpc.call({ method: 'com.atproto.server.createSession', input }, signal),
    )
  }

  async #take(answer: JsonObject): Promise<BlueskyTokens> {
    const [did, handle] = [asString(answer['did']), asString(answer['handle'])]
    const [accessJwt, refreshJwt] = [asString(answer['accessJwt']), asString(answer['refreshJwt'])]
    if (did === null || handle === null || accessJwt === null || refreshJwt === null)
      throw new AppError('upstream_failed', `${this.#credentials.server} answered without a session.`)
    if (answer['active'] === false)
      throw new AppError('unauthorized', `The account ${handle} is not active on Bluesky.`)
    const home = homeOf(answer) ?? this.#tokens?.home ?? this.#credentials.server
    this.#tokens = { did, handle, accessJwt, refreshJwt, home }
    this.#xrpc = new Xrpc(home, this.#deps)
    await this.#onTokens(this.#tokens)
    return this.#tokens
  }
}

function isLockedOut(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'unauthorized'
}

/** The account's own server, from its identity document. */
function homeOf(answer: JsonObject): string | null {
  const services = asArray(asObject(answer['didDoc'])?.['service']).map(asObject)
  const home = services.find((service) => asString(service?.['id'])?.endsWith('#atproto_pds'))
  const endpoint = asString(home?.['serviceEndpoint'])
  try {
    return endpoint === null ? null : serverOrigin(endpoint)
  } catch {
    return null
  }
}
