import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { toAppError } from '../../domain/errors.ts'
import type { V1Context } from './v1-environment.ts'

const KEEPALIVE_MS = 15_000
/** A client that takes nothing for so long is gone. */
const SLOW_CLIENT_MS = 60_000
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
} as const

export type TextStream = {
  /** Pieces of the body, as they are written. */
  readonly open: (signal: AbortSignal) => AsyncIterable<string>
  /** The last words of a stream that failed after it had begun. */
  readonly describeFailure: (thrown: unknown) => string
}

/**
 * Streams text to a client. Nothing is sent before there is a first piece, so that a failure until then is an error with a
 * status; after that it is the last event. A client that leaves aborts what is written for it; one that reads slowly is
 * waited for.
 *
 * @throws whatever happens before the first piece
 */
export async function streamText(
  context: V1Context,
  { open, describeFailure }: TextStream,
): Promise<Response> {
  const gone = new AbortController()
  const signal = AbortSignal.any([gone.signal, context.req.raw.signal])
  const pieces = open(signal)[Symbol.asyncIterator]()
  const first = await pieces.next()
  const rest = continued(first, pieces)
  const fail = (thrown: unknown) => {
    const error = toAppError(thrown)
    const requestId = context.get('requestId')
    if (error.code === 'internal') context.get('log').error({ err: thrown, requestId }, 'stream failed')
    return describeFailure(error)
  }
  const { outgoing } = context.env as { readonly outgoing?: ServerResponse } & typeof context.env
  if (outgoing === undefined) return asResponse(context, rest, { fail, gone })
  void sendDirectly(context, outgoing, { rest, fail, gone })
  return RESPONSE_ALREADY_SENT
}

type Pieces = {
  readonly rest: AsyncIterable<string>
  readonly fail: (thrown: unknown) => string
  readonly gone: AbortController
}

/** On a socket of our own: a thousand streams at once leave no time for layers in between. */
async function sendDirectly(
  context: V1Context,
  outgoing: ServerResponse,
  { rest, fail, gone }: Pieces,
): Promise<void> {
  outgoing.once('close', () => gone.abort())
  outgoing.once('error', () => gone.abort())
  for (const [name, value] of context.res.headers) outgoing.setHeader(name, value)
  outgoing.writeHead(200, HEADERS)
  const keepalive = setInterval(() => {
    if (!outgoing.writableNeedDrain && !outgoing.destroyed) outgoing.write(': keepalive\n\n')
  }, KEEPALIVE_MS)
  try {
    for await (const piece of rest) {
      if (gone.signal.aborted) break
      if (!outgoing.write(piece)) await drained(outgoing, gone)
    }
  } catch (thrown) {
    if (!gone.signal.aborted) outgoing.write(fail(thrown))
  } finally {
    clearInterval(keepalive)
    outgoing.end()
  }
}

/** Resolves when the client has taken what was written; cuts the line when it does not. */
function drained(outgoing: ServerResponse, gone: AbortController): Promise<void> {
  if (gone.signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => outgoing.destroy(), SLOW_CLIENT_MS)
  outgoing.once('drain', resolve)
  gone.signal.addEventListener('abort', () => resolve(), { once: true })
  return promise.finally(() => {
    clearTimeout(timer)
    outgoing.off('drain', resolve)
  })
}

/** Where there is no socket: in tests, and wherever a handler of requests is enough. */
function asResponse(
  context: V1Context,
  rest: AsyncIterable<string>,
  { fail, gone }: Pick<Pieces, 'fail' | 'gone'>,
): Response {
  const iterator = rest[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { value, done } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(Buffer.from(value))
      } catch (thrown) {
        controller.enqueue(Buffer.from(fail(thrown)))
        controller.close()
      }
    },
    cancel: () => gone.abort(),
  })
  return context.body(body, 200, HEADERS)
}

async function* continued(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
): AsyncGenerator<string> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value
  } finally {
    void rest.return?.()?.then(undefined, () => {})
  }
}

/** One event of a stream, as every client reads it. */
export function dataEvent(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

/** One event with its name, for clients that dispatch by it. */
export function namedEvent(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
