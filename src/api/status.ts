import { Hono } from 'hono'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { describeFailure } from './errors.ts'
import { streamEvents } from './server-sent-events.ts'

const STATUS_EVERY_MS = 2_000

/** GET /api/status · GET /api/status/stream */
export function statusRoutes({ status, timing }: ApiDependencies): Hono<ApiEnvironment> {
  async function* statuses(signal: AbortSignal) {
    while (!signal.aborted) {
      yield { event: 'status', data: await status() }
      await timing.wait(STATUS_EVERY_MS, signal)
    }
  }
  return new Hono<ApiEnvironment>()
    .get('/', async (context) => context.json(await status()))
    .get('/stream', (context) => streamEvents(context, statuses, describeFailure))
}
