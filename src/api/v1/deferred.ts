import { AppError, type ErrorCode, toAppError } from '../../domain/errors.ts'
import type { ApiDependencies } from '../environment.ts'

const DAY_MS = 86_400_000
/** Answers that one process makes for clients who come back for them. */
const RUNNING_MAX = 100
/** A deferred answer that takes longer has failed. */
const DEFERRED_MS_MAX = 600_000

type Failed = { readonly code: ErrorCode; readonly message: string }
export type Deferred =
  | { readonly state: 'pending' }
  | { readonly state: 'done'; readonly body: object }
  | { readonly state: 'failed'; readonly body: Failed }

/** Answers that are made while their client is away. They are kept for a day, for whichever process is asked. */
export class DeferredAnswers {
  readonly #deps: Pick<ApiDependencies, 'ledger' | 'timing' | 'newId' | 'log'>
  #running = 0

  constructor(deps: Pick<ApiDependencies, 'ledger' | 'timing' | 'newId' | 'log'>) {
    this.#deps = deps
  }

  /** @returns what to ask for it by @throws {AppError} over_limit when too many are being made */
  async start(
    { ownerId }: { readonly ownerId: string; readonly keyId: string | null },
    make: (signal: AbortSignal) => Promise<object>,
  ): Promise<string> {
    if (this.#running >= RUNNING_MAX)
      throw new AppError(
        'over_limit',
        `${RUNNING_MAX} deferred answers are being made. Try again in a moment.`,
        {
          retryAfterMs: 5_000,
        },
      )
    const id = this.#deps.newId()
    await this.#keep(ownerId, id, { state: 'pending', body: {} })
    void this.#make(ownerId, id, make)
    return id
  }

  /** @throws {AppError} not_found */
  async get(ownerId: string, id: string): Promise<Deferred> {
    const found = await this.#deps.ledger.apiObjects.get<object>(ownerId, 'deferred', id)
    if (found === null)
      throw new AppError('not_found', 'There is no such deferred answer, or it is older than a day.')
    if (found.state === 'done') return { state: 'done', body: found.body }
    if (found.state === 'failed') return { state: 'failed', body: found.body as Failed }
    // Its process ended before it had finished.
    if (this.#deps.timing.now() - found.createdAt > DEFERRED_MS_MAX)
      return {
        state: 'failed',
        body: { code: 'upstream_failed', message: 'The answer was never finished. Ask again.' },
      }
    return { state: 'pending' }
  }

  async #make(ownerId: string, id: string, make: (signal: AbortSignal) => Promise<object>): Promise<void> {
    this.#running += 1
    try {
      const body = await make(AbortSignal.timeout(DEFERRED_MS_MAX))
      await this.#keep(ownerId, id, { state: 'done', body })
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      if (code === 'internal') this.#deps.log.error({ err: thrown }, 'deferred answer failed')
      await this.#keep(ownerId, id, { state: 'failed', body: { code, message } }).catch((err: unknown) =>
        this.#deps.log.warn({ err }, 'A deferred answer could not be kept.'),
      )
    } finally {
      this.#running -= 1
    }
  }

  async #keep(ownerId: string, id: string, { state, body }: { state: string; body: object }): Promise<void> {
    const expiresAt = this.#deps.timing.now() + DAY_MS
    await this.#deps.ledger.apiObjects.put(ownerId, { kind: 'deferred', id, state, body, expiresAt })
  }
}
