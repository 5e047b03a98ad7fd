import { Hono } from 'hono'
import { z } from 'zod'
import { toAnswerEventJson, toAnswerJson } from '../assistant/answer-json.ts'
import { answerMarkdown } from '../assistant/answer-markdown.ts'
import type { NumberedRunEvent } from '../assistant/answer-runs.ts'
import { AppError } from '../domain/errors.ts'
import type { Message } from '../ledger/chats.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { describeFailure } from './errors.ts'
import { readQuery } from './read-input.ts'
import { streamEvents } from './server-sent-events.ts'
import { viewerOf } from './viewer.ts'

const answerQuerySchema = z.strictObject({ format: z.enum(['json', 'md']).default('json') })

/** GET /api/runs/:id/events (Last-Event-ID resumes) · GET /api/runs/:id/answer?format=json|md · DELETE /api/runs/:id */
export function runRoutes({ runs, ledger }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.get('/:id/events', (context) => {
    const key = { ownerId: viewerOf(context).id, runId: context.req.param('id') }
    const after = lastEventId(context.req.header('last-event-id'))
    return streamEvents(context, (signal) => toServerSent(runs.follow(key, after, signal)), describeFailure)
  })

  routes.get('/:id/answer', async (context) => {
    const ownerId = viewerOf(context).id
    const { format } = readQuery(context, answerQuerySchema)
    const run = await ledger.runs.get(ownerId, context.req.param('id'))
    if (run?.answer == null) throw noSuchAnswer()
    const answer = toAnswerJson(run.answer)
    const name = `verity-answer-${run.id.replace(/[^\w-]/g, '')}`
    context.header('Content-Disposition', `attachment; filename="${name}.${format}"`)
    if (format === 'json') return context.json(answer)
    const question = questionOf(await ledger.chats.messages(ownerId, run.chatId), run.id)
    return context.body(answerMarkdown(question, answer), 200, {
      'Content-Type': 'text/markdown; charset=utf-8',
    })
  })

  routes.delete('/:id', async (context) => {
    await runs.stop({ ownerId: viewerOf(context).id, runId: context.req.param('id') })
    return context.body(null, 204)
  })
  return routes
}

/** The question that a run answers; empty when it is not kept. */
function questionOf(messages: readonly Message[], runId: string): string {
  const at = messages.findIndex((message) => message.role === 'assistant' && message.run.id === runId)
  const asked = messages[at - 1]
  return asked?.role === 'user' ? asked.text : ''
}

function noSuchAnswer(): AppError {
  return new AppError('not_found', 'There is no such answer: it is not finished, or its chat was deleted.')
}

async function* toServerSent(events: AsyncIterable<NumberedRunEvent>) {
  for await (const { seq, event } of events)
    yield { event: event.type, data: toAnswerEventJson(event), id: seq }
}

function lastEventId(header: string | undefined): number {
  const id = Number(header ?? 0)
  return Number.isSafeInteger(id) && id > 0 ? id : 0
}
