import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Message = { readonly role: string; readonly content: unknown; readonly tool_calls?: unknown }
export type UpstreamRequest = {
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools?: readonly { readonly function: { readonly name: string } }[]
  readonly response_format?: { readonly type: string }
}
export type ScriptedUpstream = AsyncDisposable & {
  readonly url: string
  readonly requests: readonly UpstreamRequest[]
  /** Streams that are open, to see that an abort reaches them. */
  readonly open: () => number
}

/**
 * A chat completions server on loopback that acts by what the last user says: `[weather]` calls a function, `[json]` writes
 * JSON, `[fail 500]` answers with a status, `[cut]`, `[broken]`, `[lie]`, `[forever]`, `[stall]` and `[think]` do what they say.
 * Everything else is greeted. Prompts of our own writer are answered from the evidence they show.
 */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const requests: UpstreamRequest[] = []
  let open = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as UpstreamRequest
    requests.push(body)
    open += 1
    response.on('close', () => {
      open -= 1
    })
    act(body, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    open: () => open,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function act(body: UpstreamRequest, response: ServerResponse): unknown {
  const said = lastOf(body, 'user')
  const status = /\[fail (\d{3})\]/.exec(said)?.[1]
  if (status !== undefined) return fail(Number(status), response)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const system = lastOf(body, 'system')
  if (system.includes('You write answers from numbered posts'))
    return say(['The Quellin ferry was two hours late after an engine fault [1].'], response)
  if (system.includes('You sort numbered posts')) return say(['{"use":[1,2,3],"enough":true}'], response)
  if (body.messages.at(-1)?.role === 'tool') return say([`It says: ${lastOf(body, 'tool')}`], response)
  if (said.includes('[weather]') && offers(body, 'get_weather')) return callWeather(response)
  if (said.includes('[search]') && offers(body, 'verity_search'))
    return call([{ id: 's1', name: 'verity_search', arguments: '{"query":"ferry"}' }], response)
  if (said.includes('[code]') && offers(body, 'code_interpreter'))
    return call([{ id: 'c1', name: 'code_interpreter', arguments: '{"code":"6 * 7"}' }], response)
  if (said.includes('[mcp]')) {
    const name = body.tools?.find((tool) => tool.function.name.includes('add'))?.function.name
    if (name !== undefined) return call([{ id: 'm1', name, arguments: '{"a":2,"b":3}' }], response)
  }
  if (body.response_format !== undefined) return say(['{"city":', '"Paris","degrees":21}'], response)
  if (said.includes('[cut]')) {
    response.write(chunk({ content: 'Half a' }, null))
    return setImmediate(() => response.socket?.destroy())
  }
  if (said.includes('[broken]'))
    return response.end(`${chunk({ content: 'Hello' }, null)}data: {"choices": [\n\n`)
  if (said.includes('[stall]')) return response.write(chunk({ content: 'Hello' }, null))
  if (said.includes('[forever]')) return pour(response)
  if (said.includes('[think]')) response.write(chunk({ reasoning_content: 'They want a greeting.' }, null))
  const usage = said.includes('[lie]') ? { prompt_tokens: -5, completion_tokens: 9e12 } : undefined
  return say(['Hello', ' from', ' upstream.'], response, usage)
}

function fail(status: number, response: ServerResponse): void {
  const headers = { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '1' }) }
  response.writeHead(status, headers)
  response.end(JSON.stringify({ error: { message: 'scripted failure' } }))
}

function say(
  deltas: readonly string[],
  response: ServerResponse,
  usage: object = { prompt_tokens: 9, completion_tokens: 4 },
): void {
  response.write(chunk({ role: 'assistant', content: '' }, null))
  for (const delta of deltas) response.write(chunk({ content: delta }, null))
  response.write(chunk({}, 'stop'))
  response.write(`data: ${JSON.stringify({ choices: [], usage })}\n\n`)
  response.end('data: [DONE]\n\n')
}

/** In pieces, as OpenAI's servers do. */
function callWeather(response: ServerResponse): void {
  const piece = (fields: object) => response.write(chunk({ tool_calls: [{ index: 0, ...fields }] }, null))
  piece({ id: 'call_w', type: 'function', function: { name: 'get_weather', arguments: '' } })
  piece({ function: { arguments: '{"city":' } })
  piece({ function: { arguments: '"Paris"}' } })
  response.write(chunk({}, 'tool_calls'))
  response.end('data: [DONE]\n\n')
}

function call(
  calls: readonly { id: string; name: string; arguments: string }[],
  response: ServerResponse,
): void {
  const pieces = calls.map(({ id, ...called }, index) => ({ index, id, type: 'function', function: called }))
  response.write(chunk({ tool_calls: pieces }, null))
  response.write(chunk({}, 'tool_calls'))
  response.end('data: [DONE]\n\n')
}

/** As fast as the reader takes it. */
function pour(response: ServerResponse): unknown {
  while (!response.destroyed)
    if (!response.write(chunk({ content: 'and on ' }, null)))
      return response.once('drain', () => pour(response))
  return null
}

function offers(body: UpstreamRequest, name: string): boolean {
  return body.tools?.some((tool) => tool.function.name === name) ?? false
}

function lastOf(body: UpstreamRequest, role: string): string {
  const { content } = body.messages.findLast((message) => message.role === role) ?? { content: '' }
  return typeof content === 'string' ? content : JSON.stringify(content)
}

function chunk(delta: object, finish: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices })}\n\n`
}
