import { AppError } from '../domain/errors.ts'
import type { Timing } from '../lib/timing.ts'

export type ClientDependencies = { readonly fetch: typeof fetch; readonly timing: Timing }

export type NetworkRequest = {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export type NetworkAnswer = {
  readonly status: number
  readonly headers: Headers
  /** Undefined where the body is not JSON. */
  readonly json: unknown
}

const ANSWER_MS = 30_000
const BODY_BYTES_MAX = 8 * 1_048_576
/** Rests that are shorter are waited for; longer ones are told. */
const WAITED_MS = 3_000

/**
 * Asks one server, and leaves it alone for as long as its answers want. Redirects are not followed: they would carry the
 * credentials elsewhere.
 */
export class NetworkClient {
  readonly #deps: ClientDependencies
  readonly #restAfter: (answer: NetworkAnswer, now: number) => number | null
  #restUntil = 0

  /** @param restAfter how long to leave the server alone after an answer, in milliseconds; null: not at all */
  constructor(deps: ClientDependencies, restAfter: (answer: NetworkAnswer, now: number) => number | null) {
    this.#deps = deps
    this.#restAfter = restAfter
  }

  /** @throws {AppError} over_limit while the server wants to be left alone, upstream_failed when it gives no usable answer, cancelled */
  async ask(request: NetworkRequest, signal: AbortSignal): Promise<NetworkAnswer> {
    const { timing } = this.#deps
    const restMs = this.#restUntil - timing.now()
    if (restMs > WAITED_MS) throw tooOften(request.url, restMs)
    await timing.wait(restMs, signal)
    if (signal.aborted) throw new AppError('cancelled', 'The request was stopped.')
    const answer = await this.#send(request, signal)
    const asked = this.#restAfter(answer, timing.now())
    if (asked !== null) this.#restUntil = timing.now() + asked
    if (answer.status === 429) throw tooOften(request.url, asked ?? WAITED_MS)
    if (answer.status >= 500 || answer.status === 408 || answer.status === 425)
      throw failed(request.url, `answered ${answer.status}`)
    return answer
  }

  async #send(request: NetworkRequest, signal: AbortSignal): Promise<NetworkAnswer> {
    const { url, method, headers, body } = request
    try {
      const response = await this.#deps.fetch(url, {
        ...{ method, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) },
        headers: {
          ...{ accept: 'application/json', 'user-agent': 'Verity', ...headers },
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await readBounded(response)
      return { status: response.status, headers: response.headers, json: parseJson(text) }
    } catch (cause) {
      if (signal.aborted) throw new AppError('cancelled', 'The request was stopped.', { cause })
      throw failed(url, 'did not answer', cause)
    }
  }
}

function tooOften({ host }: URL, retryAfterMs: number): AppError {
  return new AppError('over_limit', `${host} asks to be left alone for a while.`, { retryAfterMs })
}

export function failed({ host }: URL, what: string, cause?: unknown): AppError {
  return new AppError('upstream_failed', `${host} ${what}.`, { cause })
}

/** @throws {RangeError} when the body is longer than any answer is */
async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > BODY_BYTES_MAX) throw new RangeError(`The answer is longer than ${BODY_BYTES_MAX} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
