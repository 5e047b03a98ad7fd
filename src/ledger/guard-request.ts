import { AppError } from '../domain/errors.ts'

/** How people reach this server. */
export type Address = {
  /** The server listens on a loopback address only (127.0.0.1, ::1), not merely was called from one. */
  readonly isLoopback: boolean
  /** Where people reach it when that is not the address it listens on, e.g. `https://verity.example`; else null. */
  readonly publicUrl: string | null
}

const READING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const FRAMES = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe'])
/** Put there by reverse proxies and tunnels: whoever asks is somewhere else. */
const PROXY_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'cf-connecting-ip',
  'true-client-ip',
]

/**
 * Refuses what other web pages make a browser send here: requests under a foreign name (DNS rebinding) to a
 * loopback server, and state-changing requests from another origin to any server. Programs that are not
 * browsers send neither `Origin` nor `Sec-Fetch-Site` and pass. It says nothing about who asks.
 *
 * For every route that trusts cookies or the loopback address; not for routes that trust a key in a header.
 *
 * @throws {AppError} forbidden, saying what to do
 */
export function guardRequest(request: Request, address: Address): void {
  const host = hostOf(request)
  if (address.isLoopback && !isLoopbackName(host) && host !== publicHost(address)) {
    const message = `This Verity serves only its own computer, and ${host || 'this name'} is not a name for it. Open it as http://localhost with its port, or set its public address (VERITY_PUBLIC_URL).`
    throw new AppError('forbidden', message)
  }
  if (!isFromHere(request, host, address)) {
    const message =
      'This request came from another web page, so it was not carried out. Open Verity itself and try again.'
    throw new AppError('forbidden', message)
  }
}

/**
 * Whether the visitor sits at this computer: a loopback server, asked under a loopback name, with no sign of a
 * proxy in between. A server with a public address never has such visitors.
 */
export function isAtThisComputer(request: Request, address: Address): boolean {
  const host = hostOf(request)
  if (!address.isLoopback || !isLoopbackName(host)) return false
  if (!isLoopbackName(publicHost(address) ?? host)) return false
  if (PROXY_HEADERS.some((name) => request.headers.has(name))) return false
  return !isBehindSilentProxy(request, host)
}

function isFromHere(request: Request, host: string, address: Address): boolean {
  const site = request.headers.get('sec-fetch-site')
  const ownSite = site === null || site === 'same-origin' || site === 'none'
  if (READING_METHODS.has(request.method)) return ownSite || !address.isLoopback || isNavigation(request)
  const origin = request.headers.get('origin')
  if (!ownSite) return false
  return origin === null || isOwnOrigin(origin, host, address)
}

/** A link on another page that opens Verity in a tab of its own. */
function isNavigation(request: Request): boolean {
  const { headers } = request
  return headers.get('sec-fetch-mode') === 'navigate' && !FRAMES.has(headers.get('sec-fetch-dest') ?? '')
}

function isOwnOrigin(origin: string, host: string, address: Address): boolean {
  const originHost = hostOfUrl(origin)
  return originHost !== null && (originHost === host || originHost === publicHost(address))
}

/**
 * A proxy that adds no header of its own still shows: the browser says "same origin" and names an origin or
 * page of another host than the one we are asked under.
 */
function isBehindSilentProxy(request: Request, host: string): boolean {
  if (request.headers.get('sec-fetch-site') !== 'same-origin') return false
  const from = request.headers.get('origin') ?? request.headers.get('referer')
  return from !== null && hostOfUrl(from) !== host
}

/** Host and port as asked for, in lower case; empty when the request names none. */
function hostOf(request: Request): string {
  return (request.headers.get('host') ?? hostOfUrl(request.url) ?? '').toLowerCase()
}

function publicHost({ publicUrl }: Address): string | null {
  return publicUrl === null ? null : hostOfUrl(publicUrl)
}

function hostOfUrl(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host.toLowerCase() : null
}

/** `localhost`, `*.localhost` (RFC 6761), 127.0.0.0/8 and ::1, with or without a port. */
function isLoopbackName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/\.$/, '')
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name)
  )
}
