import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { realTiming, type Timing } from '../timing.ts'
import { type AddressPolicy, publicInternet } from './address-policy.ts'
import { type FailedFetch, failed, type HopOutcome } from './fetch-outcome.ts'
import { ForbiddenAddressError, guardedLookup, type Resolve } from './guarded-lookup.ts'
import { ACCEPT_ENCODING, readBody } from './read-body.ts'

export type FetchLimits = {
  /** Until the status line and headers are there, name resolution included. */
  readonly headersMs: number
  /** For the whole exchange: what ends a body that drips. */
  readonly totalMs: number
  /** Largest body after decompression. */
  readonly bytesMax: number
}

export type FetchRequest = {
  readonly url: string
  /** Sent as given, beside what the fetcher sets itself (host, accept-encoding, connection). */
  readonly headers: Readonly<Record<string, string>>
  readonly limits: FetchLimits
  /** Makes it a POST with this text as its body. */
  readonly body?: string
  /** Decides by `content-type` whether a 2xx body is read at all; null when there is none. */
  readonly acceptsType?: (contentType: string | null) => boolean
  readonly signal: AbortSignal
}

export type FetchDependencies = {
  /** Where it may connect to. Only tests allow anything but the public internet. */
  readonly policy?: AddressPolicy
  readonly resolve?: Resolve
  readonly timing?: Timing
}

/** One GET request, or a POST where there is a body; redirects not followed. Whatever the server does is an outcome; never throws. */
export type FetchOnce = (request: FetchRequest) => Promise<HopOutcome>

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const HEADER_BYTES_MAX = 32_768

/**
 * Makes a fetcher for addresses that strangers name: http and https only, checked addresses only, bounded in bytes
 * and time. Each request has a connection of its own.
 */
export function makeFetchOnce({
  policy = publicInternet,
  resolve,
  timing = realTiming,
}: FetchDependencies = {}): FetchOnce {
  const lookup = guardedLookup(policy, resolve)
  return async (request) => {
    const url = checkAddress(request.url, policy)
    if ('kind' in url) return url
    if (request.signal.aborted) return failed('cancelled', 'was stopped')
    const clock = new FetchClock(request, timing)
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const sent = send(url, {
      method: request.body === undefined ? 'GET' : 'POST',
      agent: false,
      lookup,
      maxHeaderSize: HEADER_BYTES_MAX,
      headers: { ...request.headers, 'accept-encoding': ACCEPT_ENCODING },
      signal: clock.signal,
    })
    try {
      const response = await responseOf(sent, request.body)
      clock.headersArrived()
      return await readResponse(url, response, request, clock.signal)
    } catch (error) {
      return clock.signal.aborted ? whyStopped(clock.signal) : connectionFailure(error)
    } finally {
      clock.end()
      sent.destroy()
    }
  }
}

/** Aborts a fetch when one of its times is over, and says which. */
class FetchClock {
  /** Aborts with a `FailedFetch` as its reason, or with that of the request. */
  readonly signal: AbortSignal
  readonly #stop = new AbortController()
  readonly #headers = new AbortController()

  constructor({ limits, signal }: FetchRequest, timing: Timing) {
    this.signal = AbortSignal.any([signal, this.#stop.signal])
    const stopAfter = async (ms: number, until: AbortSignal, what: string) => {
      await timing.wait(ms, until)
      if (!until.aborted) this.#stop.abort(failed('timeout', `${what} ${ms / 1_000} seconds`))
    }
    void stopAfter(limits.totalMs, this.signal, 'took longer than')
    void stopAfter(
      limits.headersMs,
      AbortSignal.any([this.signal, this.#headers.signal]),
      'did not answer within',
    )
  }

  headersArrived(): void {
    this.#headers.abort()
  }

  /** Lets the timers go. */
  end(): void {
    this.#stop.abort(failed('cancelled', 'was done'))
  }
}

function checkAddress(address: string, policy: AddressPolicy): URL | FailedFetch {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return failed('bad_address', 'is not a plain http or https address')
  }
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  if (!policy.allowsPort(port))
    return failed('forbidden_address', `is on port ${port}, which is not a web port`)
  // Sockets look up names only; an address in the URL is checked here.
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !policy.allowsAddress(literal)) {
    return failed('forbidden_address', 'is not on the public internet')
  }
  return url
}

function responseOf(sent: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve)
    // Stays after the response, so that a late failure of the socket is not thrown.
    sent.on('error', reject)
    sent.once('close', () => reject(new Error('closed')))
    sent.end(body)
  })
}

async function readResponse(
  url: URL,
  response: IncomingMessage,
  request: FetchRequest,
  signal: AbortSignal,
): Promise<HopOutcome> {
  const status = response.statusCode ?? 0
  const headers = plainHeaders(response)
  if (REDIRECTS.has(status)) return redirect(url, status, headers['location'])
  if (status < 200 || status > 299)
    return { kind: 'response', url: url.href, status, headers, body: Buffer.alloc(0) }
  if (request.acceptsType?.(headers['content-type'] ?? null) === false) {
    return failed('wrong_type', `sent ${(headers['content-type'] ?? 'nothing named').slice(0, 60)}`)
  }
  const body = await readBody(response, request.limits.bytesMax, signal)
  return Buffer.isBuffer(body) ? { kind: 'response', url: url.href, status, headers, body } : body
}

function redirect(from: URL, status: number, location: string | undefined): HopOutcome {
  // Node reads headers as Latin-1; addresses in them are often UTF-8.
  const to =
    location === undefined ? null : URL.parse(Buffer.from(location, 'latin1').toString('utf8'), from.href)
  if (to === null) return failed('bad_response', 'redirected to nowhere')
  if (to.hash === '') to.hash = from.hash
  return { kind: 'redirect', status, to: to.href }
}

function plainHeaders(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
  )
}

function whyStopped(signal: AbortSignal): FailedFetch {
  const reason: unknown = signal.reason
  const isOurs = typeof reason === 'object' && reason !== null && 'kind' in reason && reason.kind === 'failed'
  return isOurs ? (reason as FailedFetch) : failed('cancelled', 'was stopped')
}

function connectionFailure(error: unknown): FailedFetch {
  if (error instanceof ForbiddenAddressError)
    return failed('forbidden_address', 'is not on the public internet')
  const code = String((error as NodeJS.ErrnoException).code ?? 'closed')
  if (code.startsWith('HPE_')) return failed('bad_response', `does not speak HTTP (${code})`)
  return failed('unreachable', `could not be reached (${code})`)
}
