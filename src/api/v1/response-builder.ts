import type { CitedUrl, GenerationEvent, SearchMade, ToolRun } from '../../assistant/generate/generation.ts'
import type { AppError } from '../../domain/errors.ts'
import type { FunctionCall } from '../../models/language/chat-model.ts'
import { postToJson } from '../post-to-json.ts'
import { extrasOf, postsOf } from './answer-extras.ts'
import { responsesUsage } from './usage.ts'

type End = Extract<GenerationEvent, { type: 'end' }>
type Item = Record<string, unknown> & { readonly id: string; readonly type: string }
/** An event of the stream; `sequence_number` counts from 0. */
export type ResponseEvent = Record<string, unknown> & {
  readonly type: string
  readonly sequence_number: number
}

export type ResponseAbout = {
  readonly id: string
  /** Seconds. */
  readonly createdAt: number
  readonly newId: () => string
  /** Fields of the request that a response repeats. */
  readonly echo: Readonly<Record<string, unknown>>
  /** Searches that the client offered as tools and sees as items of the output. */
  readonly showsSearches: ReadonlySet<string>
  readonly includesPosts: boolean
}

type Annotation = {
  readonly type: 'url_citation'
  readonly url: string
  readonly title: string
  readonly start_index: number
  readonly end_index: number
}

/**
 * Builds a response item by item and tells each step as the event that clients of the stream wait for. Items come one after
 * the other; the message stays open while its text arrives.
 */
export class ResponseBuilder {
  readonly #about: ResponseAbout
  readonly #output: Item[] = []
  readonly #searches: SearchMade[] = []
  #sequence = 0
  #message: {
    readonly id: string
    readonly index: number
    text: string
    readonly annotations: Annotation[]
  } | null = null
  #reasoning: { readonly id: string; readonly index: number; text: string } | null = null

  constructor(about: ResponseAbout) {
    this.#about = about
  }

  *begin(): Generator<ResponseEvent> {
    yield this.#event('response.created', { response: this.#response('in_progress') })
    yield this.#event('response.in_progress', { response: this.#response('in_progress') })
  }

  /** @returns the events that one step makes; `end` closes what is open but not the response, see `finish` */
  *take(event: GenerationEvent): Generator<ResponseEvent> {
    if (event.type === 'text') return yield* this.#text(event.text)
    if (event.type === 'citation') return yield* this.#cite(event.cited, event)
    if (event.type === 'reasoning') return yield* this.#think(event.text)
    yield* this.#closeReasoning()
    if (event.type === 'search') yield* this.#search(event.search)
    if (event.type === 'tool') yield* this.#tool(event.run)
    if (event.type === 'call') {
      yield* this.#closeMessage()
      yield* this.#call(event.call)
    }
    if (event.type === 'end') {
      // Clients expect a message even of an answer without words.
      if (
        this.#message === null &&
        !this.#output.some(({ type }) => type === 'message' || type === 'function_call')
      )
        yield* this.#openMessage()
      yield* this.#closeMessage()
    }
  }

  /** The whole response. */
  finish(end: End): Record<string, unknown> {
    const isCut = end.finish === 'length' || end.finish === 'content_filter'
    const reason = end.finish === 'length' ? 'max_output_tokens' : 'content_filter'
    return {
      ...this.#response(isCut ? 'incomplete' : 'completed'),
      incomplete_details: isCut ? { reason } : null,
      usage: responsesUsage(end.usage, end.citations.length),
      citations: end.citations.map(({ url }) => url),
      verity: {
        ...extrasOf(end),
        ...(this.#about.includesPosts && { posts: postsOf(this.#searches) }),
      },
    }
  }

  last(response: Record<string, unknown>): ResponseEvent {
    const name = response['status'] === 'incomplete' ? 'response.incomplete' : 'response.completed'
    return this.#event(name, { response })
  }

  failed({ code, message }: AppError): ResponseEvent {
    const response = { ...this.#response('failed'), error: { code, message } }
    return this.#event('response.failed', { response })
  }

  *#text(text: string): Generator<ResponseEvent> {
    yield* this.#closeReasoning()
    if (this.#message === null) yield* this.#openMessage()
    const message = this.#message
    if (message === null) return
    message.text += text
    yield this.#part('response.output_text.delta', message, { delta: text, logprobs: [] })
  }

  *#cite({ url, title }: CitedUrl, { start, end }: { start: number; end: number }): Generator<ResponseEvent> {
    const message = this.#message
    if (message === null) return
    const annotation: Annotation = { type: 'url_citation', url, title, start_index: start, end_index: end }
    message.annotations.push(annotation)
    yield this.#part('response.output_text.annotation.added', message, {
      ...{ annotation_index: message.annotations.length - 1, annotation },
    })
  }

  *#openMessage(): Generator<ResponseEvent> {
    const id = this.#newId('msg')
    const index = this.#output.length
    const item = { type: 'message', id, role: 'assistant', status: 'in_progress', content: [] }
    this.#output.push(item)
    this.#message = { id, index, text: '', annotations: [] }
    yield this.#event('response.output_item.added', { output_index: index, item })
    yield this.#part('response.content_part.added', this.#message, { part: textPart('', []) })
  }

  *#closeMessage(): Generator<ResponseEvent> {
    const message = this.#message
    if (message === null) return
    this.#message = null
    const part = textPart(message.text, message.annotations)
    yield this.#part('response.output_text.done', message, { text: message.text, logprobs: [] })
    yield this.#part('response.content_part.done', message, { part })
    const item = { type: 'message', id: message.id, role: 'assistant', status: 'completed', content: [part] }
    this.#output[message.index] = item
    yield this.#event('response.output_item.done', { output_index: message.index, item })
  }

  *#think(text: string): Generator<ResponseEvent> {
    if (this.#reasoning === null) {
      const item = { type: 'reasoning', id: this.#newId('rs'), summary: [], status: 'in_progress' }
      this.#reasoning = { id: item.id, index: this.#output.length, text: '' }
      this.#output.push(item)
      yield this.#event('response.output_item.added', { output_index: this.#reasoning.index, item })
      yield this.#thought('response.reasoning_summary_part.added', {
        part: { type: 'summary_text', text: '' },
      })
    }
    this.#reasoning.text += text
    yield this.#thought('response.reasoning_summary_text.delta', { delta: text })
  }

  *#closeReasoning(): Generator<ResponseEvent> {
    const reasoning = this.#reasoning
    if (reasoning === null) return
    const part = { type: 'summary_text', text: reasoning.text }
    yield this.#thought('response.reasoning_summary_text.done', { text: reasoning.text })
    yield this.#thought('response.reasoning_summary_part.done', { part })
    this.#reasoning = null
    const item = { type: 'reasoning', id: reasoning.id, summary: [part], status: 'completed' }
    this.#output[reasoning.index] = item
    yield this.#event('response.output_item.done', { output_index: reasoning.index, item })
  }

  *#search(search: SearchMade): Generator<ResponseEvent> {
    this.#searches.push(search)
    if (!this.#about.showsSearches.has(search.tool)) return
    if (search.tool === 'x_search') return yield* this.#postSearch(search)
    const id = this.#newId('ws')
    const action = {
      type: 'search',
      query: search.query,
      sources: search.urls.map((url) => ({ type: 'url', url })),
    }
    const item = { type: 'web_search_call', id, status: 'completed', action }
    const index = yield* this.#added({ ...item, status: 'in_progress', action: { ...action, sources: [] } })
    for (const state of ['in_progress', 'searching', 'completed'])
      yield this.#event(`response.web_search_call.${state}`, { item_id: id, output_index: index })
    yield* this.#done(item, index)
  }

  *#postSearch({ query, limit, from, to, posts }: SearchMade): Generator<ResponseEvent> {
    const input = JSON.stringify({
      query,
      ...(limit !== null && { limit }),
      ...(from !== null && { from_date: new Date(from).toISOString().slice(0, 10) }),
      ...(to !== null && { to_date: new Date(to).toISOString().slice(0, 10) }),
      mode: 'Top',
    })
    const id = this.#newId('ctc')
    const item = {
      ...{ type: 'custom_tool_call', id, call_id: this.#newId('xs_call'), name: 'x_keyword_search' },
      ...{ input, status: 'completed' },
      ...(this.#about.includesPosts && { results: posts.map((post) => postToJson(post)) }),
    }
    const { results: _, ...bare } = item as typeof item & { results?: unknown }
    const index = yield* this.#added({ ...bare, input: '', status: 'in_progress' })
    const at = { item_id: id, output_index: index }
    yield this.#event('response.custom_tool_call_input.delta', { ...at, delta: input })
    yield this.#event('response.custom_tool_call_input.done', { ...at, input })
    yield* this.#done(item, index)
  }

  *#tool(run: ToolRun): Generator<ResponseEvent> {
    yield* this.#closeMessage()
    if (run.kind === 'mcp') return yield* this.#mcpCall(run)
    const id = this.#newId('ci')
    const item = {
      ...{ type: 'code_interpreter_call', id, status: run.failed ? 'failed' : 'completed', code: run.code },
      ...{ container_id: 'verity', outputs: [{ type: 'logs', logs: run.output }] },
    }
    const index = yield* this.#added({ ...item, status: 'in_progress', code: '', outputs: [] })
    const at = { item_id: id, output_index: index }
    yield this.#event('response.code_interpreter_call.in_progress', at)
    yield this.#event('response.code_interpreter_call_code.delta', { ...at, delta: run.code })
    yield this.#event('response.code_interpreter_call_code.done', { ...at, code: run.code })
    yield this.#event('response.code_interpreter_call.interpreting', at)
    yield this.#event('response.code_interpreter_call.completed', at)
    yield* this.#done(item, index)
  }

  *#mcpCall(run: Extract<ToolRun, { kind: 'mcp' }>): Generator<ResponseEvent> {
    const id = this.#newId('mcp')
    const isFailed = run.error !== null
    const item = {
      ...{ type: 'mcp_call', id, status: isFailed ? 'failed' : 'completed', server_label: run.server },
      ...{ name: run.name, arguments: run.arguments },
      ...(run.output !== null && { output: run.output }),
      ...(run.error !== null && { error: run.error }),
    }
    const { output: _, error: __, ...bare } = item as typeof item & { output?: string; error?: string }
    const index = yield* this.#added({ ...bare, status: 'in_progress' })
    const at = { item_id: id, output_index: index }
    yield this.#event('response.mcp_call.in_progress', at)
    yield this.#event('response.mcp_call_arguments.done', { ...at, arguments: run.arguments })
    yield this.#event(`response.mcp_call.${isFailed ? 'failed' : 'completed'}`, at)
    yield* this.#done(item, index)
  }

  *#call({ id: callId, name, arguments: given }: FunctionCall): Generator<ResponseEvent> {
    const id = this.#newId('fc')
    const item = { type: 'function_call', id, call_id: callId, name, arguments: given, status: 'completed' }
    const index = yield* this.#added({ ...item, arguments: '', status: 'in_progress' })
    const at = { item_id: id, output_index: index }
    yield this.#event('response.function_call_arguments.delta', { ...at, delta: given })
    yield this.#event('response.function_call_arguments.done', { ...at, name, arguments: given })
    yield* this.#done(item, index)
  }

  *#added(item: Item): Generator<ResponseEvent, number> {
    const index = this.#output.push(item) - 1
    yield this.#event('response.output_item.added', { output_index: index, item })
    return index
  }

  *#done(item: Item, index: number): Generator<ResponseEvent> {
    this.#output[index] = item
    yield this.#event('response.output_item.done', { output_index: index, item })
  }

  #part(type: string, { id, index }: { id: string; index: number }, fields: object): ResponseEvent {
    return this.#event(type, { item_id: id, output_index: index, content_index: 0, ...fields })
  }

  #thought(type: string, fields: object): ResponseEvent {
    const { id, index } = this.#reasoning ?? { id: '', index: 0 }
    return this.#event(type, { item_id: id, output_index: index, summary_index: 0, ...fields })
  }

  #event(type: string, fields: Record<string, unknown>): ResponseEvent {
    return { type, sequence_number: this.#sequence++, ...fields }
  }

  #newId(prefix: string): string {
    return `${prefix}_${this.#about.newId().replaceAll('-', '')}`
  }

  #response(status: string): Record<string, unknown> {
    const { id, createdAt, echo } = this.#about
    return {
      ...{ id, object: 'response', created_at: createdAt, status, error: null, incomplete_details: null },
      ...echo,
      ...{ output: [...this.#output], usage: null },
    }
  }
}

function textPart(text: string, annotations: readonly Annotation[]): object {
  return { type: 'output_text', text, annotations, logprobs: [] }
}
