import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ErrorJson } from '../contract/error.ts'
import { AppError, type ErrorCode, toAppError } from '../domain/errors.ts'
import type { ApiEnvironment } from './environment.ts'

export const HTTP_STATUS = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  over_limit: 429,
  cancelled: 499,
  internal: 500,
  not_built: 501,
  upstream_failed: 502,
  store_busy: 503,
  store_failed: 503,
} as const satisfies Record<ErrorCode, number>

/** The one place where a failure becomes a response; what is unknown shows a request id and no detail. */
export function toErrorResponse(thrown: unknown, context: Context<ApiEnvironment>): Response {
  const error = thrown instanceof HTTPException ? fromHttpException(thrown) : toAppError(thrown)
  const requestId = context.get('requestId')
  if (error.code === 'internal')
    context.get('log').error({ err: error.cause ?? error, requestId }, 'request failed')
  // Without its cause: the words of a store may repeat what people asked.
  if (error.code === 'store_failed') context.get('log').warn({ requestId }, error.message)
  const body: ErrorJson = { error: { code: error.code, message: error.message, request_id: requestId } }
  return context.json(body, HTTP_STATUS[error.code] as ContentfulStatusCode)
}

function fromHttpException(thrown: HTTPException): AppError {
  const code: ErrorCode =
    thrown.status === 404 ? 'not_found' : thrown.status === 413 ? 'over_limit' : 'invalid_input'
  return new AppError(code, thrown.message || 'The request could not be read.', { cause: thrown })
}

/** The same knowledge for a stream that has begun, where failure is a final event. */
export function describeFailure(thrown: unknown): { code: string; message: string } {
  const { code, message } = toAppError(thrown)
  return { code, message }
}
