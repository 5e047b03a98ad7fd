import { Hono } from 'hono'
import { z } from 'zod'
import { textOfParts } from '../../assistant/generate/conversation.ts'
import type { GenerationRequest } from '../../assistant/generate/generation.ts'
import { countWordTokens } from '../../assistant/generate/word-tokens.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import type { ChatMessage } from '../../models/language/chat-model.ts'
import type { ApiDependencies } from '../environment.ts'
import { localeOf } from '../viewer.ts'
import { wantsPosts } from './answer-extras.ts'
import { baseUrlOf } from './base-url.ts'
import { counted } from './chat-completions.ts'
import { namedEvent, streamText } from './event-stream.ts'
import { parseInput, readJson } from './read-json.ts'
import { ResponseBuilder, type ResponseEvent } from './response-builder.ts'
import {
  type InputItem,
  packCompaction,
  type ResponsesBody,
  responsesBodySchema,
  toGenerationRequest,
  toMessages,
} from './responses-request.ts'
import { withinScopes } from './search-fields.ts'
import { deleteResponse, keepResponse, type StoredResponse, storedResponse } from './stored-responses.ts'
import { requireEndpoint, requireModel, type V1Context, type V1Environment } from './v1-environment.ts'

const listQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  order: z.enum(['asc', 'desc']).default('desc'),
  after: z.string().optional(),
  include: z.unknown().optional(),
})
const compactBodySchema = z.strictObject({
  model: z.string().min(1).max(300),
  input: responsesBodySchema.shape.input,
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
})
/** A compaction keeps so many of the last messages, and so much of each. */
const COMPACTED_MESSAGES = 40
const COMPACTED_CHARACTERS = 2_000

/** POST /v1/responses · GET, DELETE /v1/responses/:id · GET /v1/responses/:id/input_items · POST /v1/responses/compact */
export function responseRoutes(dependencies: ApiDependencies): Hono<V1Environment> {
  const routes = new Hono<V1Environment>()

  routes.post('/', async (context) => {
    requireEndpoint(context, 'responses')
    const body = await readJson(context, responsesBodySchema)
    const work = await prepare(context, body, dependencies)
    if (body.stream !== true) {
      const builder = new ResponseBuilder(work.about)
      return context.json(await whole(work, builder, context.req.raw.signal, dependencies))
    }
    return await stream(context, work, dependencies)
  })

  routes.post('/compact', async (context) => {
    const { ownerId } = requireEndpoint(context, 'responses')
    const body = await readJson(context, compactBodySchema)
    requireModel(context.get('caller'), body.model)
    const before = await messagesBefore(ownerId, body.previous_response_id ?? null, dependencies)
    return context.json(compact(body, before, dependencies))
  })

  routes.get('/:id', async (context) => {
    const { ownerId } = requireEndpoint(context, 'responses')
    const { response } = await storedResponse(ownerId, context.req.param('id'), dependencies)
    return context.json(response)
  })

  routes.delete('/:id', async (context) => {
    const { ownerId } = requireEndpoint(context, 'responses')
    const id = context.req.param('id')
    await deleteResponse(ownerId, id, dependencies)
    return context.json({ id, object: 'response', deleted: true })
  })

  routes.get('/:id/input_items', async (context) => {
    const { ownerId } = requireEndpoint(context, 'responses')
    const query = parseInput(listQuerySchema, context.req.query())
    const { input } = await storedResponse(ownerId, context.req.param('id'), dependencies)
    return context.json(page(input, query))
  })
  return routes
}

/** Everything that one request needs, once it is understood. */
type Work = {
  readonly request: GenerationRequest
  readonly about: ConstructorParameters<typeof ResponseBuilder>[0]
  readonly input: readonly Record<string, unknown>[]
  readonly isStored: boolean
}

async function prepare(context: V1Context, body: ResponsesBody, deps: ApiDependencies): Promise<Work> {
  const { ownerId, scopes } = context.get('caller')
  requireModel(context.get('caller'), body.model)
  const before = await messagesBefore(ownerId, body.previous_response_id ?? null, deps)
  const shared = { ownerId, baseUrl: baseUrlOf(context, deps), locale: localeOf(context), before }
  const asked = toGenerationRequest(body, shared)
  const newId = () => deps.newId()
  return {
    request: { ...asked, search: withinScopes(asked.search, scopes) },
    about: {
      id: `resp_${newId().replaceAll('-', '')}`,
      createdAt: Math.floor(deps.timing.now() / 1_000),
      newId,
      echo: echoOf(body),
      showsSearches: new Set(asked.search?.tools ?? []),
      includesPosts: wantsPosts(body.include),
    },
    input: itemsOf(body.input, newId),
    isStored: body.store ?? true,
  }
}

async function messagesBefore(
  ownerId: string,
  id: string | null,
  deps: ApiDependencies,
): Promise<readonly ChatMessage[]> {
  if (id === null) return []
  try {
    return (await storedResponse(ownerId, id, deps)).messages
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'not_found') throw thrown
    throw new AppError('not_found', thrown.message, { param: 'previous_response_id', cause: thrown })
  }
}

/** Runs to the end and keeps the response where the client wants that. */
async function whole(
  work: Work,
  builder: ResponseBuilder,
  signal: AbortSignal,
  deps: ApiDependencies,
): Promise<Record<string, unknown>> {
  for await (const { response } of steps(work, builder, signal, deps)) if (response !== null) return response
  throw new AppError('upstream_failed', 'The answer ended without a result.')
}

type Step = { readonly events: readonly ResponseEvent[]; readonly response: Record<string, unknown> | null }

async function* steps(
  { request, about, input, isStored }: Work,
  builder: ResponseBuilder,
  signal: AbortSignal,
  deps: ApiDependencies,
): AsyncGenerator<Step> {
  let hasBegun = false
  for await (const event of counted(deps.v1.generate(request, signal), deps, request.ownerId)) {
    const events = [...(hasBegun ? [] : builder.begin()), ...builder.take(event)]
    hasBegun = true
    if (event.type !== 'end') {
      yield { events, response: null }
      continue
    }
    const response = builder.finish(event)
    if (isStored) {
      const messages = [...request.messages.filter(({ role }) => role !== 'system'), ...saidIn(response)]
      const stored: StoredResponse = { response, input, messages }
      await keepResponse(request.ownerId, about.id, stored, deps)
    }
    yield { events: [...events, builder.last(response)], response }
  }
}

async function stream(context: V1Context, work: Work, deps: ApiDependencies): Promise<Response> {
  const builder = new ResponseBuilder(work.about)
  return await streamText(context, {
    open: async function* (signal) {
      for await (const { events } of steps(work, builder, signal, deps))
        if (events.length > 0) yield events.map((event) => namedEvent(event.type, event)).join('')
    },
    describeFailure: (thrown) => {
      const event = builder.failed(toAppError(thrown))
      return namedEvent(event.type, event)
    },
  })
}

/** What the model said, as a later turn will read it. */
function saidIn(response: Record<string, unknown>): ChatMessage[] {
  const output = response['output'] as readonly InputItem[]
  return toMessages(output.filter(({ type }) => type === 'message' || type === 'function_call'))
}

function echoOf(body: ResponsesBody): Record<string, unknown> {
  const effort = body.reasoning?.effort ?? body.reasoning_effort ?? null
  return {
    model: body.model,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort, summary: null },
    store: body.store ?? true,
    temperature: body.temperature ?? null,
    top_p: body.top_p ?? null,
    text: { format: body.text?.format ?? { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: (body.tools ?? []).map(withoutSecrets),
    truncation: 'disabled',
    metadata: body.metadata ?? {},
    user: body.user ?? null,
    service_tier: 'default',
  }
}

/** Headers and tokens of MCP servers are used and never kept or sent back. */
function withoutSecrets(tool: object): object {
  const { headers: _, authorization: __, ...rest } = tool as Record<string, unknown>
  return rest
}

function itemsOf(input: ResponsesBody['input'], newId: () => string): Record<string, unknown>[] {
  const items = typeof input === 'string' ? [{ role: 'user' as const, content: input }] : input
  return items.map((given): Record<string, unknown> => {
    const item: Record<string, unknown> = given
    const id = typeof item['id'] === 'string' ? item['id'] : `msg_${newId().replaceAll('-', '')}`
    if (item['type'] !== undefined && item['type'] !== 'message') return { ...item, id }
    const { content } = item
    return {
      ...{ type: 'message', status: 'completed', ...item, id },
      content: typeof content === 'string' ? [{ type: 'input_text', text: content }] : content,
    }
  })
}

function page(
  items: readonly Record<string, unknown>[],
  { limit, order, after }: z.output<typeof listQuerySchema>,
): object {
  const ordered = order === 'asc' ? items : items.toReversed()
  const from = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1
  const data = ordered.slice(from, from + limit)
  return {
    object: 'list',
    data,
    has_more: from + limit < ordered.length,
    first_id: data[0]?.['id'] ?? null,
    last_id: data.at(-1)?.['id'] ?? null,
  }
}

/** Keeps the end of a long conversation, each message cut: nothing is invented, and what is dropped is counted. */
function compact(
  body: z.output<typeof compactBodySchema>,
  before: readonly ChatMessage[],
  { newId, timing }: ApiDependencies,
): object {
  const said = typeof body.input === 'string' ? [{ role: 'user' as const, content: body.input }] : body.input
  const messages = [...before, ...toMessages(said)].flatMap(shorten)
  const kept = messages.slice(-COMPACTED_MESSAGES)
  const tokens = (some: readonly ChatMessage[]) => countWordTokens(JSON.stringify(some))
  return {
    ...{ object: 'response.compaction', id: `cmp_${newId().replaceAll('-', '')}` },
    ...{ created_at: Math.floor(timing.now() / 1_000), model: body.model },
    output: [
      {
        type: 'compaction',
        id: `cmpi_${newId().replaceAll('-', '')}`,
        encrypted_content: packCompaction(kept),
      },
    ],
    usage: {
      ...{ input_tokens: tokens(messages), output_tokens: tokens(kept) },
      total_tokens: tokens(messages) + tokens(kept),
      dropped_message_count: messages.length - kept.length,
    },
  }
}

function shorten(message: ChatMessage): ChatMessage[] {
  const cut = (text: string) => text.slice(0, COMPACTED_CHARACTERS).toWellFormed()
  if (message.role === 'tool') return []
  if (message.role === 'user')
    return [{ role: 'user', parts: [{ type: 'text', text: cut(textOfParts(message.parts)) }] }]
  if (message.role === 'system') return [{ role: 'system', text: cut(message.text) }]
  return message.text === '' ? [] : [{ role: 'assistant', text: cut(message.text), calls: [] }]
}
