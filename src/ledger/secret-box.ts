import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '../domain/errors.ts'
import { existingSecretFile, longEnough, secretFile } from './secret-file.ts'

const FILE = { name: 'secrets.key', what: 'key of stored tokens' } as const
const VERSION = 'v1'
const KEY_BYTES = 32
/** What NIST SP 800-38D recommends for GCM with random nonces: 96 bits, and a tag of 128. */
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_NAME_LENGTH = 8

type Key = { readonly name: string; readonly bytes: Buffer }

/**
 * Seals tokens of people before they are stored. AES-256-GCM; what is sealed names the key it was sealed with and is
 * bound to its place, so that a sealed token copied to another row does not open there.
 */
export class SecretBox {
  readonly #keys: readonly Key[]

  /** @param secrets the first one seals; all of them open. At least one. */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map(deriveKey)
  }

  /** @param place what the secret belongs to, e.g. `source:mastodon:token`; needed again to open it */
  seal(secret: string, place: string): string {
    const [key] = this.#keys
    if (key === undefined) throw new AppError('internal', 'There is no key to seal secrets with.')
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
    cipher.setAAD(Buffer.from(place))
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return [VERSION, key.name, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
  }

  /** @throws {AppError} store_failed when it was sealed with another key, for another place, or was changed */
  open(sealed: string, place: string): string {
    const [version, keyName, nonce, data] = sealed.split('.')
    const key = this.#keys.find(({ name }) => name === keyName)
    if (version !== VERSION || key === undefined || nonce === undefined || data === undefined)
      throw cannotOpen()
    try {
      return decrypt(key, Buffer.from(nonce, 'base64url'), Buffer.from(data, 'base64url'), place)
    } catch (cause) {
      throw cannotOpen(cause)
    }
  }
}

/**
 * The box of a data directory: sealed with VERITY_SECRET where it is set (needed where replicas share a ledger), else
 * with a key file that only its owner may read. What the key file sealed still opens after VERITY_SECRET was set.
 *
 * @throws {AppError} invalid_input when the secret is too short, store_failed when the file cannot be used
 */
export async function openSecretBox(dataDir: string, given: string | null): Promise<SecretBox> {
  const file = { ...FILE, dataDir }
  if (given === null) return new SecretBox([await secretFile(file)])
  const older = await existingSecretFile(file)
  return new SecretBox([longEnough(given, 'VERITY_SECRET'), ...(older === null ? [] : [older])])
}

function decrypt(key: Key, nonce: Buffer, data: Buffer, place: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(data.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

/** The secret itself also signs sessions: what encrypts is derived from it, and never the same bytes. */
function deriveKey(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'verity stored tokens v1', KEY_BYTES))
  const name = createHash('sha256').update(bytes).digest('base64url').slice(0, KEY_NAME_LENGTH)
  return { name, bytes }
}

function cannotOpen(cause?: unknown): AppError {
  const message =
    'A stored token cannot be read: VERITY_SECRET or secrets.key changed since it was set. Set the token again, or bring the former secret back.'
  return new AppError('store_failed', message, { cause })
}
