import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { AppError } from '../../domain/errors.ts'
import { parseRetryAfter } from '../../lib/parse-retry-after.ts'
import type { ChatDelta, ChatModel, ChatRequest } from './chat-model.ts'
import type { ModelPrice } from './language-model.ts'
import { chatBody } from './openai-chat-body.ts'
import { listPrice } from './prices.ts'
import { BrokenStreamError, ChatStreamReader } from './read-chat-stream.ts'

export type OpenAiChatOptions = {
  readonly id: string
  /** Base address, e.g. http://127.0.0.1:11434/v1 */
  readonly url: string
  readonly key: string | null
  readonly price?: ModelPrice | null
  /** Longest silence before the first and between two pieces, in milliseconds. */
  readonly silenceMaxMs?: number
}

const SILENCE_MAX_MS = 60_000
/** One event of a stream; a whole message of a server that does not stream is one too. */
const EVENT_CHARACTERS_MAX = 8_000_000
const ERROR_BYTES_MAX = 16_384
const ERROR_CHARACTERS_SHOWN = 300
/** Their servers refuse `max_tokens` for newer models. */
const MAKERS = new Set(['api.openai.com', 'api.x.ai'])
/** Streams last long and a thousand of them may run at once: each has a connection, which is used again. */
const AGENTS = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
} as const

/**
 * Any server that speaks OpenAI's chat completions, passed on piece by piece. Written on plain sockets: between the model
 * and its reader stand two parses of a line and nothing else.
 */
export function openAiChatModel(options: OpenAiChatOptions): ChatModel {
  const { host } = new URL(options.url)
  const used = { provider: host, model: options.id, embedded: false }
  let asksForUsage = true

  async function* stream(request: ChatRequest, { signal }: { readonly signal: AbortSignal }) {
    const gaveUp = new AbortController()
    const limited = AbortSignal.any([signal, gaveUp.signal])
    try {
      const send = (usage: boolean) => post(options, { request, asksForUsage: usage, signal: limited })
      let response = await send(asksForUsage).catch((thrown: unknown) => {
        if (!isDroppedLine(thrown) || limited.aborted) throw thrown
        return send(asksForUsage)
      })
      if (asksForUsage && isRefused(response)) {
        // Some servers refuse the request for counts. If it is this, they take it without.
        const again = await send(false)
        if (again.statusCode === 200) {
          asksForUsage = false
          response.resume()
          response = again
        } else again.resume()
      }
      if (response.statusCode !== 200) throw await refusal(response, options)
      yield* read(response)
    } catch (thrown) {
      throw explain(thrown, options, signal)
    } finally {
      gaveUp.abort()
    }
  }
  return { used, price: options.price ?? listPrice(host, options.id), stream }
}

type Post = { readonly request: ChatRequest; readonly asksForUsage: boolean; readonly signal: AbortSignal }

function post(options: OpenAiChatOptions, { request, asksForUsage, signal }: Post): Promise<IncomingMessage> {
  const url = new URL(`${options.url.replace(/\/+$/, '')}/chat/completions`)
  const isTls = url.protocol === 'https:'
  const namesCompletionTokens = MAKERS.has(url.host)
  const body = Buffer.from(
    JSON.stringify(chatBody(request, { model: options.id, asksForUsage, namesCompletionTokens })),
  )
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const silenceMaxMs = options.silenceMaxMs ?? SILENCE_MAX_MS
  const sent = (isTls ? requestHttps : requestHttp)(url, {
    method: 'POST',
    agent: AGENTS[isTls ? 'https:' : 'http:'],
    signal,
    headers: {
      'content-type': 'application/json',
      'content-length': body.byteLength,
      accept: 'text/event-stream, application/json',
      ...(options.key !== null && { authorization: `Bearer ${options.key}` }),
    },
  })
  sent.setTimeout(silenceMaxMs, () =>
    sent.destroy(new BrokenStreamError(`was silent for ${silenceMaxMs / 1_000} s.`)),
  )
  sent.on('response', resolve)
  sent.on('error', reject)
  sent.end(body)
  return promise
}

async function* read(response: IncomingMessage): AsyncGenerator<ChatDelta> {
  const reader = new ChatStreamReader()
  if (!(response.headers['content-type'] ?? '').includes('event-stream')) {
    yield* reader.read(await wholeText(response, EVENT_CHARACTERS_MAX))
    yield* reader.end()
    return
  }
  response.setEncoding('utf8')
  let rest = ''
  for await (const chunk of response as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > EVENT_CHARACTERS_MAX) throw new BrokenStreamError('sent an event without end.')
    for (const line of lines) {
      const data = dataOf(line)
      if (data === '[DONE]') return yield* reader.end()
      if (data !== null) yield* reader.read(data)
    }
  }
  const data = dataOf(rest)
  if (data !== null && data !== '[DONE]') yield* reader.read(data)
  yield* reader.end()
}

/** Null for names of events, comments and empty lines. Every server writes one line of data for each event. */
function dataOf(line: string): string | null {
  if (!line.startsWith('data:')) return null
  const data = line.slice(5).trim()
  return data === '' ? null : data
}

async function wholeText(response: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.byteLength
    if (length > bytesMax) throw new BrokenStreamError('sent more than an answer can be.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The server had closed the idle line that the request was sent on. */
function isDroppedLine(thrown: unknown): boolean {
  const { code } = (thrown ?? {}) as { readonly code?: unknown }
  return code === 'ECONNRESET' || code === 'EPIPE'
}

function isRefused({ statusCode }: IncomingMessage): boolean {
  return statusCode === 400 || statusCode === 422
}

async function refusal(response: IncomingMessage, options: OpenAiChatOptions): Promise<AppError> {
  const status = response.statusCode ?? 0
  const text = await wholeText(response, ERROR_BYTES_MAX).catch(() => '')
  const { host } = new URL(options.url)
  const who = `The model server for "${options.id}"`
  if (status === 400 || status === 422 || status === 413) {
    const said = messageOf(text)
    return new AppError('invalid_input', `${who} refused the request${said === '' ? '.' : `: ${said}`}`)
  }
  if (status === 429)
    return new AppError('over_limit', `${who} says that its limit is reached.`, {
      retryAfterMs: parseRetryAfter(response.headers['retry-after'], Date.now()),
    })
  const what =
    status === 401 || status === 403
      ? 'refused its key: set another one for this model.'
      : status === 404
        ? `does not know the model: check its name and address (${host}).`
        : `answered with status ${status}.`
  return new AppError('upstream_failed', `${who} ${what}`)
}

/** The server's own words, made harmless and short. */
function messageOf(text: string): string {
  try {
    const body = JSON.parse(text) as { error?: unknown; message?: unknown }
    const nested = (body.error as { message?: unknown } | null)?.message
    const said = [nested, body.error, body.message].find((one) => typeof one === 'string')
    return String(said ?? '')
      .replace(/[^\P{C}\n]/gu, '')
      .slice(0, ERROR_CHARACTERS_SHOWN)
  } catch {
    return ''
  }
}

function explain(thrown: unknown, { id, url }: OpenAiChatOptions, signal: AbortSignal): AppError {
  if (signal.aborted) return new AppError('cancelled', 'The request was stopped.', { cause: thrown })
  if (thrown instanceof AppError) return thrown
  const what =
    thrown instanceof BrokenStreamError
      ? thrown.message
      : `did not answer or broke off; is it running at ${new URL(url).host}?`
  return new AppError('upstream_failed', `The model server for "${id}" ${what}`, { cause: thrown })
}
