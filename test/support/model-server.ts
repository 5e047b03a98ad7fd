import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a scripted model server does with one request. */
export type ModelScript =
  | { readonly kind: 'text'; readonly deltas: readonly string[] }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** Sends these and then nothing, with the line left open. */
  | { readonly kind: 'stall'; readonly deltas: readonly string[] }
  /** Sends these and cuts the line. */
  | { readonly kind: 'cut'; readonly deltas: readonly string[] }
  | { readonly kind: 'raw'; readonly text: string }

export type ModelServer = AsyncDisposable & {
  readonly url: string
  /** Bodies received, in order. */
  readonly requests: readonly { model: string; messages: { role: string; content: unknown }[] }[]
  /** Scripts are used in order; the last one stays. */
  play(...scripts: ModelScript[]): void
}

/** An OpenAI-compatible chat completions server on loopback that says what the test scripted. */
export async function startModelServer(): Promise<ModelServer> {
  const scripts: ModelScript[] = []
  const requests: ModelServer['requests'][number][] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    requests.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    const script = scripts.length > 1 ? scripts.shift() : scripts[0]
    if (script === undefined) throw new Error('the model server has no script')
    perform(script, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    play: (...next) => {
      scripts.splice(0, scripts.length, ...next)
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function perform(script: ModelScript, response: ServerResponse): void {
  if (script.kind === 'status') {
    response.writeHead(script.status, { 'content-type': 'application/json' })
    response.end(script.body ?? JSON.stringify({ error: { message: 'scripted failure' } }))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if (script.kind === 'raw') {
    response.end(script.text)
    return
  }
  for (const delta of script.deltas) response.write(chunk({ content: delta }, null))
  if (script.kind === 'stall') return
  if (script.kind === 'cut') {
    setImmediate(() => response.socket?.destroy())
    return
  }
  response.write(chunk({}, 'stop'))
  response.end('data: [DONE]\n\n')
}

function chunk(delta: object, finish: string | null): string {
  const body = {
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'scripted',
    choices: [{ index: 0, delta, finish_reason: finish }],
  }
  return `data: ${JSON.stringify(body)}\n\n`
}
