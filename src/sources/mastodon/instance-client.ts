import type { Timing } from '../../lib/timing.ts'
import { errorCode, type LineEnd } from './line-end.ts'
import { REST_MAX_MS, restAfter } from './rate-limit.ts'

const ANSWER_MS = 30_000
/** Forty statuses of the longest kind fit several times. */
const BODY_BYTES_MAX = 16 * 1_048_576

export type Answer =
  | { readonly kind: 'ok'; readonly json: unknown; readonly link: string | null }
  | Extract<LineEnd, { kind: 'refused' | 'failed' | 'left' }>

export type ClientDependencies = {
  readonly fetch: typeof fetch
  readonly timing: Timing
  readonly signal: AbortSignal
}

/**
 * Reads JSON from one instance, one request after the other. Leaves the instance alone for as long as its answers ask
 * for. Redirects are not followed: they would carry the token elsewhere, and mean that the address is wrong.
 */
export class InstanceClient {
  readonly #deps: ClientDependencies
  readonly headers: Readonly<Record<string, string>>
  #restUntil = 0

  constructor(accessToken: string | undefined, deps: ClientDependencies) {
    this.#deps = deps
    this.headers = {
      'user-agent': 'Verity',
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    }
  }

  /** Waits until the instance may be asked, then asks. Never throws. */
  async get(url: URL): Promise<Answer> {
    const { timing, signal } = this.#deps
    // Never longer than an answer can ask for, also when the clock was set back.
    await timing.wait(Math.min(this.#restUntil - timing.now(), REST_MAX_MS), signal)
    if (signal.aborted) return { kind: 'left' }
    const tooSlow = new AbortController()
    const answered = new AbortController()
    void timing.wait(ANSWER_MS, AbortSignal.any([answered.signal, signal])).then(() => {
      if (!answered.signal.aborted) tooSlow.abort()
    })
    try {
      return await this.#ask(url, AbortSignal.any([signal, tooSlow.signal]))
    } catch (error) {
      if (signal.aborted) return { kind: 'left' }
      return { kind: 'failed', code: tooSlow.signal.aborted ? 'ETIMEDOUT' : errorCode(error) }
    } finally {
      answered.abort()
    }
  }

  async #ask(url: URL, signal: AbortSignal): Promise<Answer> {
    const { fetch, timing } = this.#deps
    const headers = { ...this.headers, accept: 'application/json' }
    const response = await fetch(url, { headers, redirect: 'manual', signal })
    const restMs = restAfter(response.headers, response.status, timing.now())
    if (restMs !== null) this.#restUntil = timing.now() + restMs
    if (response.status !== 200) {
      await response.body?.cancel()
      return { kind: 'refused', status: response.status, retryAfterMs: restMs }
    }
    const text = await readBounded(response)
    if (text === null) return { kind: 'failed', code: 'ANSWER_TOO_LARGE' }
    try {
      return { kind: 'ok', json: JSON.parse(text), link: response.headers.get('link') }
    } catch {
      return { kind: 'failed', code: 'ANSWER_NOT_JSON' }
    }
  }
}

/** @returns null when the body is larger than `BODY_BYTES_MAX` */
async function readBounded(response: Response): Promise<string | null> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const bytes of response.body ?? []) {
    size += bytes.length
    if (size > BODY_BYTES_MAX) return null
    text += decoder.decode(bytes, { stream: true })
  }
  return text + decoder.decode()
}
