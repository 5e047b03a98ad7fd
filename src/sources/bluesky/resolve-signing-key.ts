import {
  getPublicKeyFromDidController,
  P256PublicKey,
  type PublicKey,
  Secp256k1PublicKey,
} from '@atcute/crypto'
import type { FetchOnce } from '../../lib/safe-fetch/fetch-once.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { fetchJson } from './fetch-json.ts'
import { parseObject } from './parse-object.ts'

const DOCUMENT_BYTES_MAX = 100_000
const PLC_TIMEOUT_MS = 10_000
/** One slow host must not hold up everybody else's posts. */
const WEB_TIMEOUT_MS = 3_000
/** A directory that answers this has no time now; any other answer is about the account. */
const BUSY_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** A host name alone: atproto allows neither port nor path. */
const WEB_HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/

export type KeyDirectory = {
  /** Address of the directory of `did:plc` accounts, e.g. `https://plc.directory`. */
  readonly plc: string
  readonly fetch: typeof fetch
  /** Asks hosts that accounts name: it must not reach private networks. */
  readonly fetchOnce: FetchOnce
}

/**
 * - `found`: the key that signs the account's repository now.
 * - `none`: the account has none, or its document cannot be read.
 * - `unreachable`: the directory that all accounts share did not answer; asking again later makes sense.
 */
export type KeyAnswer =
  | { readonly kind: 'found'; readonly key: PublicKey }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreachable' }

/**
 * Asks for the key of an account. `did:plc` accounts are in one directory; a `did:web` account's document lies on its
 * own host, which is asked over HTTPS only. Never throws.
 *
 * @see https://atproto.com/specs/did
 */
export function resolveSigningKey(
  did: string,
  directory: KeyDirectory,
  signal: AbortSignal,
): Promise<KeyAnswer> {
  if (did.startsWith('did:plc:')) return askDirectory(did, directory, signal)
  return askHost(did, directory.fetchOnce, signal)
}

async function askDirectory(did: string, directory: KeyDirectory, signal: AbortSignal): Promise<KeyAnswer> {
  const url = `${directory.plc.replace(/\/$/, '')}/${did}`
  const limits = { timeoutMs: PLC_TIMEOUT_MS, bytesMax: DOCUMENT_BYTES_MAX }
  try {
    const { status, body } = await fetchJson({ url, fetch: directory.fetch, signal, ...limits })
    if (BUSY_STATUSES.has(status)) return { kind: 'unreachable' }
    return status === 200 ? await keyIn(body, did) : { kind: 'none' }
  } catch (error) {
    return { kind: error instanceof RangeError ? 'none' : 'unreachable' }
  }
}

async function askHost(did: string, fetchOnce: FetchOnce, signal: AbortSignal): Promise<KeyAnswer> {
  const url = webDocumentUrl(did)
  if (url === null) return { kind: 'none' }
  const limits = { headersMs: WEB_TIMEOUT_MS, totalMs: WEB_TIMEOUT_MS, bytesMax: DOCUMENT_BYTES_MAX }
  const outcome = await fetchOnce({ url, headers: { accept: 'application/json' }, limits, signal })
  const isAnswered = outcome.kind === 'response' && outcome.status === 200
  return isAnswered ? await keyIn(parseObject(outcome.body.toString()), did) : { kind: 'none' }
}

/** Null for what is not a plain host name. */
export function webDocumentUrl(did: string): string | null {
  const host = did.startsWith('did:web:') ? did.slice('did:web:'.length) : ''
  return host.length <= 253 && WEB_HOST.test(host) ? `https://${host}/.well-known/did.json` : null
}

async function keyIn(document: JsonObject | null, did: string): Promise<KeyAnswer> {
  if (document?.['id'] !== did) return { kind: 'none' }
  const method = asArray(document['verificationMethod'])
    .slice(0, 50)
    .map(asObject)
    .find((candidate) => candidate?.['id'] === `${did}#atproto` || candidate?.['id'] === '#atproto')
  const [type, publicKeyMultibase] = [asString(method?.['type']), asString(method?.['publicKeyMultibase'])]
  if (type === null || publicKeyMultibase === null || publicKeyMultibase.length > 200) return { kind: 'none' }
  try {
    return { kind: 'found', key: await importKey({ type, publicKeyMultibase }) }
  } catch {
    return { kind: 'none' }
  }
}

function importKey(method: { type: string; publicKeyMultibase: string }): Promise<PublicKey> {
  const { type, publicKeyBytes } = getPublicKeyFromDidController(method)
  const point = compressPoint(publicKeyBytes)
  return type === 'p256' ? P256PublicKey.importRaw(point) : Secp256k1PublicKey.importRaw(point)
}

/** Older documents spell a point out as 4, x, y; the library takes it as 2 or 3 (y even or odd) and x. */
function compressPoint(point: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (point.length !== 65 || point[0] !== 4) return point
  return Uint8Array.of(2 + ((point[64] ?? 0) & 1), ...point.subarray(1, 33))
}
