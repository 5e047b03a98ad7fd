import type { PublicKey } from '@atcute/crypto'
import type { Timing } from '../../lib/timing.ts'
import { BoundedCache } from './bounded-cache.ts'
import { type KeyDirectory, resolveSigningKey } from './resolve-signing-key.ts'

const KEYS_MAX = 100_000
/** Keys change rarely, and then an identity event says so. */
const KEY_TTL_MS = 24 * 3_600_000
/** An account without a key may get one; asking again and again for one that never will must cost little. */
const NO_KEY_TTL_MS = 10 * 60_000
/** A signature that does not fit may mean a new key, but a forger must not make us ask the directory each time. */
const REFRESH_AGE_MS = 10_000
/** Waits between tries to reach the directory; after them the stream itself waits. */
const RETRY_WAITS_MS: readonly number[] = [500, 2_000]

/** The directory of accounts cannot be reached, so nothing can be verified now. */
export class KeysUnreachable extends Error {
  override readonly name = 'KeysUnreachable'
}

type KnownKey = { readonly key: PublicKey | null; readonly askedAt: number }

/** The keys by which accounts sign what they write, asked for when first needed and kept within bounds. */
export class SigningKeys {
  readonly #directory: KeyDirectory
  readonly #timing: Timing
  readonly #known: BoundedCache<string, KnownKey>
  /** Questions on their way, so that an account is asked for once however many of its commits wait. */
  readonly #asked = new Map<string, Promise<KnownKey>>()

  constructor(of: { directory: KeyDirectory; timing: Timing; keysMax?: number }) {
    this.#directory = of.directory
    this.#timing = of.timing
    this.#known = new BoundedCache({
      entriesMax: of.keysMax ?? KEYS_MAX,
      ttlMs: KEY_TTL_MS,
      now: of.timing.now,
    })
  }

  /**
   * Whether the account signed the content, with its key as it is now.
   *
   * @throws {KeysUnreachable} when the directory does not answer
   */
  async verify(
    did: string,
    signed: { readonly signature: Uint8Array; readonly content: Uint8Array },
    signal: AbortSignal,
  ): Promise<'genuine' | 'forged' | 'no_key'> {
    const known = this.#known.get(did) ?? (await this.#ask(did, signal))
    if (await isSignedBy(known.key, signed)) return 'genuine'
    const isFresh = this.#timing.now() - known.askedAt < REFRESH_AGE_MS
    const latest = isFresh || known.key === null ? known : await this.#ask(did, signal)
    if (latest.key === null) return 'no_key'
    return latest !== known && (await isSignedBy(latest.key, signed)) ? 'genuine' : 'forged'
  }

  /** The account's identity changed: the next commit is checked with what the directory says then. */
  forget(did: string): void {
    this.#known.delete(did)
    this.#asked.delete(did)
  }

  #ask(did: string, signal: AbortSignal): Promise<KnownKey> {
    const running = this.#asked.get(did)
    if (running !== undefined) return running
    const isLatest = () => this.#asked.get(did) === asking
    const asking: Promise<KnownKey> = this.#resolve(did, signal)
      .then((known) => {
        if (isLatest()) this.#known.set(did, known, known.key === null ? NO_KEY_TTL_MS : KEY_TTL_MS)
        return known
      })
      .finally(() => {
        if (isLatest()) this.#asked.delete(did)
      })
    this.#asked.set(did, asking)
    return asking
  }

  async #resolve(did: string, signal: AbortSignal): Promise<KnownKey> {
    for (const waitMs of [0, ...RETRY_WAITS_MS]) {
      await this.#timing.wait(waitMs, signal)
      const answer = await resolveSigningKey(did, this.#directory, signal)
      if (answer.kind === 'unreachable') continue
      return { key: answer.kind === 'found' ? answer.key : null, askedAt: this.#timing.now() }
    }
    throw new KeysUnreachable('The directory of accounts does not answer.')
  }
}

async function isSignedBy(
  key: PublicKey | null,
  signed: { readonly signature: Uint8Array; readonly content: Uint8Array },
): Promise<boolean> {
  try {
    return key !== null && (await key.verify(signed.signature, signed.content))
  } catch {
    return false
  }
}
