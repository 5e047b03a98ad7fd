import { AppError, type ErrorCode } from '../../domain/errors.ts'
import type { JsonObject } from '../../lib/unknown-json.ts'
import { describeRefusal } from './api-problem.ts'
import { type ApiFailure, type ApiRequest, callApi, type XApi } from './call-api.ts'
import { planRetry } from './plan-retry.ts'

const TRIES_MAX = 6

const CODE_OF: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  401: 'unauthorized',
  402: 'over_limit',
  403: 'forbidden',
  404: 'not_found',
  429: 'over_limit',
}

/** Refusals that another try does not change. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 409, 413, 422])

/**
 * Makes a request and repeats it where that helps: after the rate limit's window, after trouble of the server,
 * after a broken line.
 *
 * @param options.triesMax default 6, which can take as many windows of 15 minutes; Infinity goes on until the abort
 * @throws {AppError} with X's own words: unauthorized, forbidden, invalid_input, not_found, over_limit,
 *   upstream_failed; cancelled when the signal aborts
 */
export async function callPatiently(
  api: XApi,
  request: ApiRequest,
  options: { signal: AbortSignal; triesMax?: number },
): Promise<JsonObject> {
  const { signal, triesMax = TRIES_MAX } = options
  for (let tries = 1; ; tries += 1) {
    const answer = await callApi(api, request, signal)
    if (answer.kind === 'ok') return answer.body
    if (signal.aborted) throw new AppError('cancelled', 'The request to X was stopped.')
    const isFinal = answer.kind === 'refused' && FINAL.has(answer.status)
    if (isFinal || tries >= triesMax) throw failureOf(api, answer)
    await api.timing.wait(planRetry(answer, tries, api.timing.now()).delayMs, signal)
    if (signal.aborted) throw new AppError('cancelled', 'The request to X was stopped.')
  }
}

function failureOf(api: XApi, failure: ApiFailure): AppError {
  const host = new URL(api.baseUrl).host
  if (failure.kind === 'failed') {
    return new AppError('upstream_failed', `${host} could not be reached (${failure.code}).`, {
      cause: failure,
    })
  }
  const code = CODE_OF[failure.status] ?? 'upstream_failed'
  return new AppError(code, `${host} ${describeRefusal(failure.status, failure.problems)}`, {
    cause: failure,
  })
}
