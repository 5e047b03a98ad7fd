import { Hono } from 'hono'
import type { GenerationEvent, SearchMade } from '../../assistant/generate/generation.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import type { FunctionCall } from '../../models/language/chat-model.ts'
import type { ApiDependencies } from '../environment.ts'
import { localeOf } from '../viewer.ts'
import { extrasOf, postsOf, wantsPosts } from './answer-extras.ts'
import { baseUrlOf } from './base-url.ts'
import { type ChatBody, chatBodySchema, toGenerationRequest } from './chat-request.ts'
import { DeferredAnswers } from './deferred.ts'
import { type ErrorShape, errorBody, shapeFor } from './errors.ts'
import { dataEvent, streamText } from './event-stream.ts'
import { readJson } from './read-json.ts'
import { withinScopes } from './search-fields.ts'
import { chatUsage } from './usage.ts'
import { requireEndpoint, requireModel, type V1Context, type V1Environment } from './v1-environment.ts'

type End = Extract<GenerationEvent, { type: 'end' }>

/** POST /v1/chat/completions · GET /v1/chat/deferred-completion/:id */
export function chatCompletionRoutes(dependencies: ApiDependencies): Hono<V1Environment> {
  const routes = new Hono<V1Environment>()
  const deferred = new DeferredAnswers(dependencies)

  routes.post('/completions', async (context) => {
    const { ownerId, scopes, key } = requireEndpoint(context, 'chat')
    const body = await readJson(context, chatBodySchema)
    requireModel(context.get('caller'), body.model)
    const shared = { ownerId, baseUrl: baseUrlOf(context, dependencies), locale: localeOf(context) }
    const asked = toGenerationRequest(body, shared)
    const request = { ...asked, search: withinScopes(asked.search, scopes) }
    const about = newAbout(body, dependencies)
    const open = (signal: AbortSignal) =>
      counted(dependencies.v1.generate(request, signal), dependencies, ownerId)
    if (body.deferred === true) {
      if (body.stream === true)
        throw new AppError('invalid_input', 'deferred: a deferred answer is not streamed.', {
          param: 'deferred',
        })
      const id = await deferred.start({ ownerId, keyId: key?.id ?? null }, (signal) =>
        wholeAnswer(open(signal), about),
      )
      return context.json({ request_id: id })
    }
    if (body.stream === true) return await stream(context, open, about)
    return context.json(await wholeAnswer(open(context.req.raw.signal), about))
  })

  routes.get('/deferred-completion/:id', async (context) => {
    const { ownerId } = requireEndpoint(context, 'chat')
    const found = await deferred.get(ownerId, context.req.param('id'))
    if (found.state === 'pending') return context.body(null, 202)
    if (found.state === 'failed') throw new AppError(found.body.code, found.body.message)
    return context.json(found.body)
  })
  return routes
}

/** What every part of one answer repeats. */
export type About = {
  readonly id: string
  readonly created: number
  readonly model: string
  readonly includesUsage: boolean
  readonly includesPosts: boolean
  readonly returnsCitations: boolean
}

function newAbout(body: ChatBody, { newId, timing }: ApiDependencies): About {
  return {
    id: `chatcmpl-${newId()}`,
    created: Math.floor(timing.now() / 1_000),
    model: body.model,
    includesUsage: body.stream_options?.include_usage ?? false,
    includesPosts: wantsPosts(body.include),
    returnsCitations: body.search_parameters?.return_citations ?? true,
  }
}

/** Writes down what an answer took, when it ends. */
export async function* counted(
  events: AsyncIterable<GenerationEvent>,
  { timing, log, v1 }: Pick<ApiDependencies, 'timing' | 'log' | 'v1'>,
  ownerId: string,
): AsyncGenerator<GenerationEvent> {
  const startedAt = timing.now()
  for await (const event of events) {
    if (event.type === 'end')
      v1.recordUsage(ownerId, event, timing.now() - startedAt).catch((err: unknown) =>
        log.warn({ err }, 'What an answer took could not be written down.'),
      )
    yield event
  }
}

/** The answer as one object. */
export async function wholeAnswer(events: AsyncIterable<GenerationEvent>, about: About): Promise<object> {
  let text = ''
  let reasoning = ''
  const calls: FunctionCall[] = []
  const searches: SearchMade[] = []
  for await (const event of events) {
    if (event.type === 'text') text += event.text
    if (event.type === 'reasoning') reasoning += event.text
    if (event.type === 'call') calls.push(event.call)
    if (event.type === 'search') searches.push(event.search)
    if (event.type !== 'end') continue
    const message = {
      role: 'assistant',
      content: text === '' && calls.length > 0 ? null : text,
      refusal: null,
      ...(reasoning !== '' && { reasoning_content: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls.map(callToWire) }),
    }
    return {
      ...head(about, 'chat.completion'),
      choices: [{ index: 0, message, finish_reason: event.finish, logprobs: null }],
      ...tail(event, about, searches),
      usage: chatUsage(event.usage, event.citations.length),
    }
  }
  throw new AppError('upstream_failed', 'The answer ended without a result.')
}

async function stream(
  context: V1Context,
  open: (signal: AbortSignal) => AsyncIterable<GenerationEvent>,
  about: About,
): Promise<Response> {
  const shape = shapeFor(context)
  const requestId = context.get('requestId')
  return await streamText(context, {
    open: (signal) => chunks(open(signal), about),
    describeFailure: (thrown) => failure(thrown, shape, requestId),
  })
}

async function* chunks(events: AsyncIterable<GenerationEvent>, about: About): AsyncGenerator<string> {
  const searches: SearchMade[] = []
  const writer = new ChunkWriter(about)
  let calls = 0
  for await (const event of events) {
    if (event.type === 'search') searches.push(event.search)
    else if (event.type === 'text') yield writer.text(event.text)
    else if (event.type === 'reasoning') yield writer.delta({ reasoning_content: event.text })
    else if (event.type === 'call')
      yield writer.delta({ tool_calls: [{ index: calls++, ...callToWire(event.call) }] })
    else if (event.type === 'end') {
      yield writer.last(event, searches)
      if (about.includesUsage) yield writer.usage(event)
    }
  }
  yield 'data: [DONE]\n\n'
}

/** Chunks of one answer; the first one says who speaks. What they share is written once. */
class ChunkWriter {
  readonly #about: About
  readonly #start: string
  #hasBegun = false

  constructor(about: About) {
    this.#about = about
    this.#start = `data: ${JSON.stringify(head(about, 'chat.completion.chunk')).slice(0, -1)},"choices":[{"index":0,"delta":`
  }

  text(text: string): string {
    return this.#chunk(
      this.#hasBegun
        ? `{"content":${JSON.stringify(text)}}`
        : JSON.stringify({ role: 'assistant', content: text }),
    )
  }

  delta(delta: object): string {
    return this.#chunk(JSON.stringify(this.#hasBegun ? delta : { role: 'assistant', ...delta }))
  }

  last(end: End, searches: readonly SearchMade[]): string {
    const delta = this.#hasBegun ? {} : { role: 'assistant', content: '' }
    this.#hasBegun = true
    return dataEvent({
      ...head(this.#about, 'chat.completion.chunk'),
      choices: [{ index: 0, delta, finish_reason: end.finish, logprobs: null }],
      ...tail(end, this.#about, searches),
    })
  }

  usage(end: End): string {
    return dataEvent({
      ...head(this.#about, 'chat.completion.chunk'),
      choices: [],
      usage: chatUsage(end.usage, end.citations.length),
    })
  }

  #chunk(delta: string): string {
    this.#hasBegun = true
    return `${this.#start}${delta},"finish_reason":null,"logprobs":null}]}\n\n`
  }
}

function head({ id, created, model }: About, object: string): Record<string, unknown> {
  return { id, object, created, model, system_fingerprint: null, service_tier: 'default' }
}

function tail(end: End, about: About, searches: readonly SearchMade[]): Record<string, unknown> {
  const isCited = end.answer !== null && about.returnsCitations
  return {
    ...(isCited && { citations: end.citations.map(({ url }) => url) }),
    verity: { ...extrasOf(end), ...(about.includesPosts && { posts: postsOf(searches) }) },
  }
}

/** Whole, in one chunk: strict clients take no pieces of a call. */
function callToWire({ id, name, arguments: given }: FunctionCall): Record<string, unknown> {
  return { id, type: 'function', function: { name, arguments: given } }
}

/** After a stream has begun: an error event that clients raise, and no `[DONE]`. */
function failure(thrown: unknown, shape: ErrorShape, requestId: string): string {
  return dataEvent(errorBody(toAppError(thrown), shape, requestId))
}
