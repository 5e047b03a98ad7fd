/**
 * Every code means a different reaction: what a person should do, what a program may retry.
 * The code is the contract; the message tells a person what happened and what to do next.
 */
export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'unauthorized'
  | 'forbidden'
  | 'over_limit'
  | 'not_built'
  | 'store_busy'
  | 'store_failed'
  | 'upstream_failed'
  | 'cancelled'
  | 'internal'

export class AppError extends Error {
  readonly code: ErrorCode
  /** The field of the request that is to blame, for programs; null where it is none. */
  readonly param: string | null
  /** When it may be tried again, in milliseconds; null where nobody knows. */
  readonly retryAfterMs: number | null
  override readonly name = 'AppError'

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly cause?: unknown
      readonly param?: string | null
      readonly retryAfterMs?: number | null
    } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.param = options.param ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** Turns anything thrown into an AppError; what is unknown becomes `internal` and keeps its cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError('cancelled', 'The request was stopped.', { cause: thrown })
  }
  return new AppError('internal', 'Something unexpected failed inside Verity.', { cause: thrown })
}
