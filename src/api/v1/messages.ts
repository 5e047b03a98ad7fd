import { Hono } from 'hono'
import { textOfParts } from '../../assistant/generate/conversation.ts'
import { unknownModel } from '../../assistant/generate/generate.ts'
import type { CitedUrl, GenerationEvent } from '../../assistant/generate/generation.ts'
import { countWordTokens } from '../../assistant/generate/word-tokens.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import { estimateTokens } from '../../models/language/count-tokens.ts'
import type { ApiDependencies } from '../environment.ts'
import { localeOf } from '../viewer.ts'
import { extrasOf } from './answer-extras.ts'
import { baseUrlOf } from './base-url.ts'
import { counted } from './chat-completions.ts'
import { errorBody } from './errors.ts'
import { namedEvent, streamText } from './event-stream.ts'
import { countBodySchema, messagesBodySchema, toGenerationRequest, toMessages } from './messages-request.ts'
import { readJson } from './read-json.ts'
import { withinScopes } from './search-fields.ts'
import { requireEndpoint, requireModel, type V1Environment } from './v1-environment.ts'

type End = Extract<GenerationEvent, { type: 'end' }>
type Block = Record<string, unknown>
const STOP_REASONS = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
} as const

/** POST /v1/messages · POST /v1/messages/count_tokens, as Anthropic's clients speak. */
export function messageRoutes(dependencies: ApiDependencies): Hono<V1Environment> {
  const routes = new Hono<V1Environment>()
  routes.post('/', async (context) => {
    const { ownerId, scopes } = requireEndpoint(context, 'messages')
    const body = await readJson(context, messagesBodySchema)
    requireModel(context.get('caller'), body.model)
    const shared = { ownerId, baseUrl: baseUrlOf(context, dependencies), locale: localeOf(context) }
    const asked = toGenerationRequest(body, shared)
    const request = { ...asked, search: withinScopes(asked.search, scopes) }
    const id = `msg_${dependencies.newId().replaceAll('-', '')}`
    const open = (signal: AbortSignal) =>
      counted(dependencies.v1.generate(request, signal), dependencies, ownerId)
    const message = new MessageWriter({ id, model: body.model })
    if (body.stream !== true) {
      for await (const event of open(context.req.raw.signal)) message.take(event)
      return context.json(message.whole())
    }
    const requestId = context.get('requestId')
    return await streamText(context, {
      open: async function* (signal) {
        for await (const event of open(signal)) {
          const text = message.take(event).join('')
          if (text !== '') yield text
        }
      },
      describeFailure: (thrown) => namedEvent('error', errorBody(toAppError(thrown), 'anthropic', requestId)),
    })
  })

  routes.post('/count_tokens', async (context) => {
    const caller = requireEndpoint(context, 'messages')
    const body = await readJson(context, countBodySchema)
    requireModel(caller, body.model)
    const model = (await dependencies.v1.models()).find(({ id }) => id === body.model)
    if (model === undefined) throw unknownModel(body.model)
    const said = toMessages(body).map((message) =>
      message.role === 'user' ? textOfParts(message.parts) : message.text,
    )
    const text = [...said, ...(body.tools ?? []).map((tool) => JSON.stringify(tool))].join('\n')
    // The tokens of plugged models are their makers' business: theirs are estimated.
    const isOurs = model.ownedBy === 'verity'
    return context.json({ input_tokens: isOurs ? countWordTokens(text) : estimateTokens(text.length) })
  })
  return routes
}

/** Turns what happens into blocks of a message, and into the events of its stream. */
class MessageWriter {
  readonly #about: { readonly id: string; readonly model: string }
  readonly #blocks: Block[] = []
  #open: 'text' | 'thinking' | null = null
  #hasBegun = false
  #end: End | null = null

  constructor(about: { readonly id: string; readonly model: string }) {
    this.#about = about
  }

  take(event: GenerationEvent): string[] {
    const start = this.#begin()
    if (event.type === 'text') return [...start, ...this.#piece('text', event.text)]
    if (event.type === 'reasoning') return [...start, ...this.#piece('thinking', event.text)]
    if (event.type === 'citation') return [...start]
    if (event.type === 'call') {
      const { id, name, arguments: given } = event.call
      const block = { type: 'tool_use', id, name, input: parseInput(given) }
      const delta = { type: 'input_json_delta', partial_json: given }
      return [...start, ...this.#close(), ...this.#whole(block, { ...block, input: {} }, [delta])]
    }
    if (event.type !== 'end') return start
    this.#end = event
    return [...start, ...this.#citations(event), ...this.#close(), ...this.#finish(event)]
  }

  /** @throws {AppError} upstream_failed when it never ended */
  whole(): object {
    if (this.#end === null) throw new AppError('upstream_failed', 'The answer ended without a result.')
    return { ...this.#message(this.#end), content: this.#blocks, verity: extrasOf(this.#end) }
  }

  #begin(): string[] {
    if (this.#hasBegun) return []
    this.#hasBegun = true
    return [
      namedEvent('message_start', {
        type: 'message_start',
        message: { ...this.#message(null), content: [] },
      }),
    ]
  }

  #message(end: End | null): object {
    return {
      ...{ id: this.#about.id, type: 'message', role: 'assistant', model: this.#about.model },
      stop_reason: end === null ? null : STOP_REASONS[end.finish],
      stop_sequence: null,
      usage: usageOf(end),
    }
  }

  #piece(kind: 'text' | 'thinking', text: string): string[] {
    const events: string[] = []
    if (this.#open !== kind) {
      events.push(...this.#close())
      const block =
        kind === 'text'
          ? { type: 'text', text: '', citations: null }
          : { type: 'thinking', thinking: '', signature: '' }
      this.#blocks.push({ ...block })
      this.#open = kind
      events.push(this.#event('content_block_start', { content_block: block }))
    }
    const block = this.#blocks.at(-1)
    if (block !== undefined) block[kind] = `${String(block[kind])}${text}`
    const delta = kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text }
    events.push(this.#event('content_block_delta', { delta }))
    return events
  }

  /** Told at the end of the text that rests on them. */
  #citations({ citations }: End): string[] {
    const block = this.#blocks.at(-1)
    if (this.#open !== 'text' || block === undefined || citations.length === 0) return []
    const told = citations.map(toCitation)
    block['citations'] = told
    return told.map((citation) =>
      this.#event('content_block_delta', { delta: { type: 'citations_delta', citation } }),
    )
  }

  #whole(block: Block, empty: Block, deltas: readonly object[]): string[] {
    this.#blocks.push(block)
    return [
      this.#event('content_block_start', { content_block: empty }),
      ...deltas.map((delta) => this.#event('content_block_delta', { delta })),
      this.#event('content_block_stop', {}),
    ]
  }

  #close(): string[] {
    if (this.#open === null) return []
    this.#open = null
    return [this.#event('content_block_stop', {})]
  }

  #finish(end: End): string[] {
    const delta = { stop_reason: STOP_REASONS[end.finish], stop_sequence: null }
    return [
      namedEvent('message_delta', {
        type: 'message_delta',
        delta,
        usage: usageOf(end),
        verity: extrasOf(end),
      }),
      namedEvent('message_stop', { type: 'message_stop' }),
    ]
  }

  #event(type: string, fields: object): string {
    return namedEvent(type, { type, index: this.#blocks.length - 1, ...fields })
  }
}

function toCitation({ url, title }: CitedUrl): object {
  return { type: 'web_search_result_location', url, title, cited_text: title, encrypted_index: '' }
}

function usageOf(end: End | null): object {
  const { inputTokens = 0, outputTokens = 0, cachedTokens = 0, searches } = end?.usage ?? {}
  return {
    ...{ input_tokens: inputTokens, output_tokens: outputTokens },
    ...{ cache_creation_input_tokens: 0, cache_read_input_tokens: cachedTokens },
    server_tool_use: { web_search_requests: searches?.web_search ?? 0, web_fetch_requests: 0 },
    service_tier: 'standard',
  }
}

/** A model may write what is no JSON; the client then gets its words. */
function parseInput(given: string): object {
  try {
    const value: unknown = JSON.parse(given)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Not JSON: passed on as text below.
  }
  return { input: given }
}
