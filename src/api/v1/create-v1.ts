import { Hono } from 'hono'
import { AppError } from '../../domain/errors.ts'
import type { ApiDependencies } from '../environment.ts'
import { accountRoutes } from './account.ts'
import { authorize } from './authorize.ts'
import { batchRoutes } from './batches.ts'
import { chatCompletionRoutes } from './chat-completions.ts'
import { documentRoutes } from './documents-search.ts'
import { toV1ErrorResponse } from './errors.ts'
import { fileRoutes } from './files.ts'
import { forwardedRoutes } from './forwarded.ts'
import { makeOneWith } from './make-one.ts'
import { messageRoutes } from './messages.ts'
import { modelRoutes } from './models.ts'
import { notConfiguredRoutes } from './not-configured.ts'
import { limitRate, RateLimits } from './rate-limits.ts'
import { responseRoutes } from './responses.ts'
import { tokenizeRoutes } from './tokenize.ts'
import type { V1Environment } from './v1-environment.ts'

/** Everything under `/v1`: what clients written for xAI, OpenAI and Anthropic already speak. */
export function createV1(dependencies: ApiDependencies): Hono<V1Environment> {
  const v1 = new Hono<V1Environment>().basePath('/v1')
  v1.onError((error, context) => toV1ErrorResponse(error, context))
  v1.use('*', authorize(dependencies))
  v1.use('*', limitRate(new RateLimits(dependencies.timing.now)))
  v1.use('*', async (context, next) => {
    await next()
    context.header('Cache-Control', 'no-store')
  })
  v1.route('/', accountRoutes())
  v1.route('/', modelRoutes(dependencies))
  v1.route('/chat', chatCompletionRoutes(dependencies))
  v1.route('/responses', responseRoutes(dependencies))
  v1.route('/messages', messageRoutes(dependencies))
  v1.route('/tokenize-text', tokenizeRoutes(dependencies))
  v1.route('/files', fileRoutes(dependencies))
  v1.route('/batches', batchRoutes(dependencies, makeOneWith(dependencies)))
  v1.route('/documents', documentRoutes(dependencies))
  v1.route('/', forwardedRoutes(dependencies))
  v1.route('/', notConfiguredRoutes())
  v1.all('*', (context) => {
    throw new AppError(
      'not_found',
      `There is no ${context.req.method} ${context.req.path} here; docs/api.md lists what there is.`,
    )
  })
  return v1
}
