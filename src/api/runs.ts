import { Hono } from 'hono'
import { toAnswerEventJson } from '../assistant/answer-json.ts'
import type { NumberedRunEvent } from '../assistant/answer-runs.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { describeFailure } from './errors.ts'
import { streamEvents } from './server-sent-events.ts'
import { viewerOf } from './viewer.ts'

/** GET /api/runs/:id/events (Last-Event-ID resumes) · DELETE /api/runs/:id */
export function runRoutes({ runs }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.get('/:id/events', (context) => {
    const key = { ownerId: viewerOf(context).id, runId: context.req.param('id') }
    const after = lastEventId(context.req.header('last-event-id'))
    return streamEvents(context, (signal) => toServerSent(runs.follow(key, after, signal)), describeFailure)
  })

  routes.delete('/:id', async (context) => {
    await runs.stop({ ownerId: viewerOf(context).id, runId: context.req.param('id') })
    return context.body(null, 204)
  })
  return routes
}

async function* toServerSent(events: AsyncIterable<NumberedRunEvent>) {
  for await (const { seq, event } of events)
    yield { event: event.type, data: toAnswerEventJson(event), id: seq }
}

function lastEventId(header: string | undefined): number {
  const id = Number(header ?? 0)
  return Number.isSafeInteger(id) && id > 0 ? id : 0
}
