/** Why a stretch of listening to an instance is over. */
export type LineEnd =
  /** We were told to stop. */
  | { readonly kind: 'left' }
  /** We ended it to begin afresh, because nothing was heard for long; nothing is wrong. */
  | { readonly kind: 'renewed' }
  /** The server or the line closed it. A WebSocket close code; 1006 is a line that broke without a word. */
  | { readonly kind: 'closed'; readonly code: number }
  /** The server answered with an HTTP status that is not success. */
  | { readonly kind: 'refused'; readonly status: number; readonly retryAfterMs: number | null }
  /** No answer, or one that breaks the protocol. `code` as Node gives it, e.g. `ENOTFOUND`. */
  | { readonly kind: 'failed'; readonly code: string }
  /** It is open, but nothing comes, not even a heartbeat. */
  | { readonly kind: 'stalled'; readonly silentMs: number }

/** The code of a network error; several addresses tried at once give one error each under one roof. */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0])
  if (!(error instanceof Error)) return 'UNKNOWN'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? errorCode(error.cause) : error.name
}
