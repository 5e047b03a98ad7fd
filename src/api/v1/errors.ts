import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { AppError, type ErrorCode, toAppError } from '../../domain/errors.ts'
import { HTTP_STATUS } from '../errors.ts'
import type { V1Context } from './v1-environment.ts'

/** Three families of clients, three ways to tell them what went wrong. */
export type ErrorShape = 'openai' | 'xai' | 'anthropic'

const STATUS = { ...HTTP_STATUS, cancelled: 499 } as const satisfies Record<ErrorCode, number>
const TOO_LARGE = 413

/** `type` of OpenAI's shape. */
const TYPES: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'invalid_request_error',
  not_found: 'invalid_request_error',
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  over_limit: 'rate_limit_error',
  not_built: 'invalid_request_error',
  store_busy: 'server_error',
  store_failed: 'server_error',
  upstream_failed: 'server_error',
  cancelled: 'server_error',
  internal: 'server_error',
}

const ANTHROPIC_TYPES: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'invalid_request_error',
  not_found: 'not_found_error',
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  over_limit: 'rate_limit_error',
  not_built: 'invalid_request_error',
  store_busy: 'overloaded_error',
  store_failed: 'api_error',
  upstream_failed: 'api_error',
  cancelled: 'api_error',
  internal: 'api_error',
}

/** What OpenAI's clients and many scripts compare with. */
const CODES: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'invalid_api_key',
  over_limit: 'rate_limit_exceeded',
}

/** A body that is larger than is read: 413, where `over_limit` alone is 429. */
export class TooLargeError extends AppError {
  constructor(message: string) {
    super('over_limit', message)
  }
}

export type V1ErrorBody = Readonly<Record<string, unknown>>

/** Whoever calls with xAI's own client gets xAI's shape; everybody else OpenAI's, and `/v1/messages` Anthropic's. */
export function shapeFor(context: V1Context): ErrorShape {
  const { path } = context.req
  if (path.startsWith('/v1/messages') || path === '/v1/complete') return 'anthropic'
  if (context.req.header('anthropic-version') !== undefined) return 'anthropic'
  return /\bai-sdk\/xai\b|\bxai-sdk\b/i.test(context.req.header('user-agent') ?? '') ? 'xai' : 'openai'
}

/** The one place where a failure under `/v1` becomes a response; what is unknown shows a request id and no detail. */
export function toV1ErrorResponse(thrown: unknown, context: V1Context): Response {
  const error = thrown instanceof HTTPException ? fromHttpException(thrown) : toAppError(thrown)
  const requestId = context.get('requestId')
  if (error.code === 'internal')
    context.get('log').error({ err: error.cause ?? error, requestId }, 'request failed')
  if (error.code === 'store_failed') context.get('log').warn({ requestId }, error.message)
  if (error.retryAfterMs !== null)
    context.header('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterMs / 1_000))))
  if (error.code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer')
  const status = error instanceof TooLargeError ? TOO_LARGE : STATUS[error.code]
  return context.json(errorBody(error, shapeFor(context), requestId), status as ContentfulStatusCode)
}

export function errorBody(error: AppError, shape: ErrorShape, requestId: string): V1ErrorBody {
  const { code, message, param } = error
  if (shape === 'anthropic')
    return { type: 'error', error: { type: ANTHROPIC_TYPES[code], message }, request_id: requestId }
  const named = param === 'model' && code === 'not_found' ? 'model_not_found' : (CODES[code] ?? code)
  if (shape === 'xai') return { code: named, error: message, ...(param !== null && { param }) }
  return { error: { message, type: TYPES[code], param, code: named, request_id: requestId } }
}

function fromHttpException(thrown: HTTPException): AppError {
  const code: ErrorCode = thrown.status === 404 ? 'not_found' : 'invalid_input'
  return new AppError(code, thrown.message || 'The request could not be read.', { cause: thrown })
}
