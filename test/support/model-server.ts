import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a scripted model server does with one request. */
export type ModelScript =
  | {
      readonly kind: 'text'
      readonly deltas: readonly string[]
      /** What it claims to have counted. */
      readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number }
    }
  /** Calls tools, whether they were offered or not. */
  | {
      readonly kind: 'tools'
      readonly calls: readonly { readonly name: string; readonly arguments: string }[]
    }
  /** Answers each request with a script of its own choice. */
  | { readonly kind: 'reply'; readonly to: (request: ModelRequest) => ModelScript }
  /** Writes the same piece until the line is cut. */
  | { readonly kind: 'forever'; readonly delta: string }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** Sends these and then nothing, with the line left open. */
  | { readonly kind: 'stall'; readonly deltas: readonly string[] }
  /** Sends these and cuts the line. */
  | { readonly kind: 'cut'; readonly deltas: readonly string[] }
  | { readonly kind: 'raw'; readonly text: string }

export type ModelRequest = {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: unknown }[]
  readonly tools?: readonly unknown[]
  readonly temperature?: number
}

export type ModelServer = AsyncDisposable & {
  readonly url: string
  /** Bodies received, in order. */
  readonly requests: readonly ModelRequest[]
  /** Scripts are used in order; the last one stays. */
  play(...scripts: ModelScript[]): void
}

/** An OpenAI-compatible chat completions server on loopback that says what the test scripted. */
export async function startModelServer(): Promise<ModelServer> {
  const scripts: ModelScript[] = []
  const requests: ModelRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    requests.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    const script = scripts.length > 1 ? scripts.shift() : scripts[0]
    if (script === undefined) throw new Error('the model server has no script')
    const received = requests.at(-1)
    perform(script.kind === 'reply' && received ? script.to(received) : script, response)
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
  if (script.kind === 'forever') {
    pourOut(script.delta, response)
    return
  }
  if (script.kind === 'reply') throw new Error('a reply is chosen once')
  if (script.kind === 'tools') {
    response.write(chunk({ tool_calls: script.calls.map(toolCall) }, null))
    response.write(chunk({}, 'tool_calls'))
    response.end('data: [DONE]\n\n')
    return
  }
  for (const delta of script.deltas) response.write(chunk({ content: delta }, null))
  if (script.kind === 'stall') return
  if (script.kind === 'cut') {
    setImmediate(() => response.socket?.destroy())
    return
  }
  response.write(chunk({}, 'stop', script.usage))
  response.end('data: [DONE]\n\n')
}

/** As fast as the reader takes it. */
function pourOut(delta: string, response: ServerResponse): void {
  while (!response.destroyed) {
    if (!response.write(chunk({ content: delta }, null))) {
      response.once('drain', () => pourOut(delta, response))
      return
    }
  }
}

function toolCall(call: { readonly name: string; readonly arguments: string }, index: number): object {
  return { index, id: `t${index}`, type: 'function', function: call }
}

function chunk(delta: object, finish: string | null, usage?: object): string {
  const body = {
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'scripted',
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...(usage !== undefined && { usage }),
  }
  return `data: ${JSON.stringify(body)}\n\n`
}
