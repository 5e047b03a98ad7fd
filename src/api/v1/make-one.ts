import { Hono } from 'hono'
import { AppError, type ErrorCode } from '../../domain/errors.ts'
import type { ApiDependencies } from '../environment.ts'
import type { MakeOne } from './batches.ts'
import { chatCompletionRoutes } from './chat-completions.ts'
import { toV1ErrorResponse } from './errors.ts'
import { responseRoutes } from './responses.ts'
import type { Caller, V1Environment } from './v1-environment.ts'

const PATHS = { chat: '/v1/chat/completions', responses: '/v1/responses' } as const

/** Makes requests of batches through the very routes that clients call, as the caller who gave them. */
export function makeOneWith(dependencies: ApiDependencies): MakeOne {
  const callers = new WeakMap<Request, Caller>()
  const inner = new Hono<V1Environment>()
  inner.onError((error, context) => toV1ErrorResponse(error, context))
  inner.use('*', async (context, next) => {
    const caller = callers.get(context.req.raw)
    if (caller === undefined) throw new AppError('internal', 'A request of a batch has its caller.')
    context.set('caller', caller)
    context.set('requestId', dependencies.newId())
    context.set('log', dependencies.log)
    await next()
  })
  inner.route('/v1/chat', chatCompletionRoutes(dependencies))
  inner.route('/v1/responses', responseRoutes(dependencies))
  return async (caller, kind, body, signal) => {
    const request = new Request(new URL(PATHS[kind], dependencies.v1.publicUrl ?? 'http://localhost'), {
      ...{ method: 'POST', body: JSON.stringify(body), signal },
    })
    callers.set(request, caller)
    const response = await inner.fetch(request)
    const answer = (await response.json()) as { error?: { code?: string; message?: string } }
    if (response.ok) return answer
    const code = response.status < 500 ? 'invalid_input' : 'upstream_failed'
    throw new AppError(
      code satisfies ErrorCode,
      answer.error?.message ?? `Failed with status ${response.status}.`,
    )
  }
}
