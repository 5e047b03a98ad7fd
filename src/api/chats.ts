import { Hono } from 'hono'
import { toAnswerJson } from '../assistant/answer-json.ts'
import { askBodySchema, type ChatJson, type MessageJson } from '../contract/chat.ts'
import { AppError } from '../domain/errors.ts'
import type { AskStarted, Chat, Message } from '../ledger/chats.ts'
import { toChosenSources } from './chosen-sources.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody } from './read-input.ts'
import { localeOf, viewerOf } from './viewer.ts'

/** GET, POST /api/chats · GET, DELETE /api/chats/:id · POST /api/chats/:id/messages */
export function chatRoutes({ ledger, startAnswer }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => {
    const chats = await ledger.chats.list(viewerOf(context).id)
    return context.json({ chats: chats.map(chatToJson) })
  })

  routes.post('/', async (context) => {
    const ownerId = viewerOf(context).id
    const { question, model, depth, sources, files } = await readBody(context, askBodySchema)
    const started = await startAnswer({
      ownerId,
      chatId: null,
      question,
      model: model ?? null,
      locale: localeOf(context),
      depth: depth ?? 'quick',
      fileIds: files ?? [],
      sources: toChosenSources(sources),
    })
    return context.json(startedToJson(started), 201)
  })

  routes.get('/:id', async (context) => {
    const ownerId = viewerOf(context).id
    const chat = await ledger.chats.get(ownerId, context.req.param('id'))
    if (chat === null) throw noSuchChat()
    const messages = await ledger.chats.messages(ownerId, chat.id)
    return context.json({ ...chatToJson(chat), messages: messages.map(messageToJson) })
  })

  routes.delete('/:id', async (context) => {
    const deleted = await ledger.chats.delete(viewerOf(context).id, context.req.param('id'))
    if (!deleted) throw noSuchChat()
    return context.body(null, 204)
  })

  routes.post('/:id/messages', async (context) => {
    const ownerId = viewerOf(context).id
    const { question, model, depth, sources, files } = await readBody(context, askBodySchema)
    const chatId = context.req.param('id')
    const started = await startAnswer({
      ownerId,
      chatId,
      question,
      model: model ?? null,
      locale: localeOf(context),
      depth: depth ?? 'quick',
      fileIds: files ?? [],
      sources: toChosenSources(sources),
    })
    return context.json(startedToJson(started), 201)
  })
  return routes
}

function chatToJson({ id, title, createdAt, updatedAt }: Chat): ChatJson {
  return { id, title, created_at: toIso(createdAt), updated_at: toIso(updatedAt) }
}

function messageToJson(message: Message): MessageJson {
  const { id, createdAt } = message
  if (message.role === 'user') {
    const files = message.files.map((file) => ({ ...file }))
    return { id, role: 'user', text: message.text, files, created_at: toIso(createdAt) }
  }
  const { run } = message
  return {
    id,
    role: 'assistant',
    answer: run.answer === null ? null : toAnswerJson(run.answer),
    run: { id: run.id, state: run.state, error: run.error },
    created_at: toIso(createdAt),
  }
}

function startedToJson({ chatId, messageId, runId }: AskStarted) {
  return { chat_id: chatId, message_id: messageId, run_id: runId }
}

function toIso(ms: number): string {
  return new Date(ms).toISOString()
}

function noSuchChat(): AppError {
  return new AppError('not_found', 'There is no such chat. It may have been deleted.')
}
