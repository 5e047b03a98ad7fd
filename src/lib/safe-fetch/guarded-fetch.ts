import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { AddressPolicy } from './address-policy.ts'
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup.ts'

export type GuardedFetchOptions = {
  readonly policy: AddressPolicy
  /** Longest silence of the other side, in milliseconds. */
  readonly silenceMaxMs: number
}

/**
 * A `fetch` for clients of protocols whose address a stranger named: it connects to allowed addresses alone and follows no
 * redirect. Bodies are streamed; their length is for the caller to bound.
 */
export function makeGuardedFetch({ policy, silenceMaxMs }: GuardedFetchOptions): typeof fetch {
  const lookup = guardedLookup(policy)
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' })
    const url = new URL(request.url)
    assertAllowed(url, policy)
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer())
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const sent = send(url, {
      ...{ method: request.method, agent: false, lookup, signal: request.signal },
      headers: {
        ...Object.fromEntries(request.headers),
        ...(body !== null && { 'content-length': body.byteLength }),
      },
    })
    sent.setTimeout(silenceMaxMs, () => sent.destroy(new Error(`was silent for ${silenceMaxMs / 1_000} s`)))
    sent.on('response', resolve)
    sent.on('error', reject)
    sent.end(body)
    return toResponse(await promise)
  }
}

function assertAllowed(url: URL, policy: AddressPolicy): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  if (!isWeb || !policy.allowsPort(port) || (isIP(host) !== 0 && !policy.allowsAddress(host)))
    throw new ForbiddenAddressError(`${url.host} is not on the public internet`)
}

function toResponse(message: IncomingMessage): Response {
  const status = message.statusCode ?? 502
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  const hasBody = status !== 204 && status !== 304 && status >= 200
  if (!hasBody) message.resume()
  return new Response(hasBody ? (Readable.toWeb(message) as ReadableStream<Uint8Array>) : null, {
    status,
    headers,
  })
}
