import type { z } from 'zod'
import { errorSchema } from '../../../../src/contract/error.ts'
import type { MessageKey } from '../i18n/translate.ts'
import { preferences } from '../preferences.ts'

/** A request that the server refused, or that never reached it (`network`). */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  override readonly name = 'ApiError'

  constructor(code: string, status: number, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
    this.status = status
  }
}

type SendOptions = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends a request and parses what comes back.
 *
 * @throws {ApiError} with the server's code; `network` when no answer came, `bad_answer` when it is not ours
 */
export async function getJson<S extends z.ZodType>(
  path: string,
  schema: S,
  options: SendOptions = {},
): Promise<z.infer<S>> {
  const response = await send(path, options)
  const parsed = schema.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) throw new ApiError('bad_answer', response.status, parsed.error.message)
  return parsed.data
}

/** For requests whose answer has no body. @throws {ApiError} as `getJson` */
export async function sendOnly(path: string, options: SendOptions): Promise<void> {
  await send(path, options)
}

async function send(path: string, { method = 'GET', body, signal }: SendOptions): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': preferences.getSnapshot().locale,
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const init: RequestInit = { method, headers, signal: signal ?? null, credentials: 'same-origin' }
  if (body !== undefined) init.body = JSON.stringify(body)
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new ApiError('network', 0, 'No answer from the server.', { cause })
  })
  if (!response.ok) throw await toApiError(response)
  return response
}

/** Reads our error shape and that of the sign-in routes (`{code, message}`). */
export async function toApiError(response: Pick<Response, 'status' | 'json'>): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const ours = errorSchema.safeParse(body)
  if (ours.success) return new ApiError(ours.data.error.code, response.status, ours.data.error.message)
  const { code, message } = (body ?? {}) as { code?: unknown; message?: unknown }
  return new ApiError(
    typeof code === 'string' ? code : 'internal',
    response.status,
    typeof message === 'string' ? message : '',
  )
}

const KNOWN_ERRORS = {
  network: 'error.network',
  bad_answer: 'error.internal',
  unauthorized: 'error.unauthorized',
  forbidden: 'error.forbidden',
  not_found: 'error.not_found',
  over_limit: 'error.over_limit',
  store_busy: 'error.store_busy',
  store_failed: 'error.store_failed',
  upstream_failed: 'error.upstream_failed',
  internal: 'error.internal',
} as const satisfies Record<string, MessageKey>

/**
 * What to tell the reader: our own sentence for codes we know, the server's for the others (it wrote that one
 * for this very case, as with `invalid_input`).
 */
export function errorMessageKey(code: string): MessageKey | null {
  return Object.hasOwn(KNOWN_ERRORS, code) ? KNOWN_ERRORS[code as keyof typeof KNOWN_ERRORS] : null
}
