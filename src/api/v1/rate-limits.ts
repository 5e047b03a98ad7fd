import type { MiddlewareHandler } from 'hono'
import { AppError } from '../../domain/errors.ts'
import type { V1Environment } from './v1-environment.ts'

/** Where a key says nothing else. Generous: it is there for programs that went wild. */
export const REQUESTS_PER_MINUTE = 6_000
const MINUTE_MS = 60_000
/** Callers that are remembered; the one that was seen longest ago is forgotten first. */
const CALLERS_MAX = 10_000

type Bucket = { tokens: number; at: number }

/** A bucket of requests for each caller that fills evenly; one process counts for itself. */
export class RateLimits {
  readonly #clock: () => number
  readonly #buckets = new Map<string, Bucket>()

  /** @param clock UTC milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** @returns what is left, or how long to wait when nothing is */
  take(caller: string, perMinute: number): { readonly left: number } | { readonly retryAfterMs: number } {
    const now = this.#clock()
    const known = this.#buckets.get(caller) ?? { tokens: perMinute, at: now }
    const refilled = known.tokens + ((now - known.at) / MINUTE_MS) * perMinute
    const tokens = Math.min(perMinute, Math.max(0, refilled))
    const isTaken = tokens >= 1
    this.#remember(caller, { tokens: isTaken ? tokens - 1 : tokens, at: now })
    if (isTaken) return { left: Math.floor(tokens - 1) }
    return { retryAfterMs: ((1 - tokens) / perMinute) * MINUTE_MS }
  }

  #remember(caller: string, bucket: Bucket): void {
    this.#buckets.delete(caller)
    this.#buckets.set(caller, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > CALLERS_MAX && oldest !== undefined) this.#buckets.delete(oldest)
  }
}

/** @throws {AppError} over_limit with the time to wait */
export function limitRate(limits: RateLimits): MiddlewareHandler<V1Environment> {
  return async (context, next) => {
    const { key, ownerId } = context.get('caller')
    const perMinute = key?.requestsPerMinute ?? REQUESTS_PER_MINUTE
    const taken = limits.take(key?.id ?? ownerId, perMinute)
    const left = 'left' in taken ? taken.left : 0
    context.header('x-ratelimit-limit-requests', String(perMinute))
    context.header('x-ratelimit-remaining-requests', String(left))
    if ('retryAfterMs' in taken)
      throw new AppError(
        'over_limit',
        `This key may make ${perMinute} requests a minute. Try again in ${Math.ceil(taken.retryAfterMs / 1_000)} s.`,
        { retryAfterMs: taken.retryAfterMs },
      )
    await next()
  }
}
