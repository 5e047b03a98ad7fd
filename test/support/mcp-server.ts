import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type TestMcpServer = AsyncDisposable & { readonly url: string; readonly calls: readonly unknown[] }

const ADD = {
  name: 'add',
  description: 'Adds two numbers',
  inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
}

/** A server of tools (Model Context Protocol, streamable HTTP) on loopback that can add. */
export async function startMcpServer(): Promise<TestMcpServer> {
  const calls: unknown[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.method !== 'POST') return response.writeHead(405).end()
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Message
    if (id === undefined) return response.writeHead(202).end()
    if (method === 'initialize')
      return reply(response, id, {
        protocolVersion: params?.protocolVersion,
        ...{ capabilities: { tools: {} }, serverInfo: { name: 'adder', version: '1' } },
      })
    if (method === 'tools/list') return reply(response, id, { tools: [ADD, { ...ADD, name: 'hidden' }] })
    if (method !== 'tools/call') return reply(response, id, {})
    calls.push(params)
    const { a = 0, b = 0 } = params?.arguments ?? {}
    return reply(response, id, { content: [{ type: 'text', text: String(a + b) }] })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Message = {
  readonly id?: number
  readonly method: string
  readonly params?: {
    readonly protocolVersion?: string
    readonly arguments?: { readonly a?: number; readonly b?: number }
  }
}

function reply(response: ServerResponse, id: number, result: object): unknown {
  response.writeHead(200, { 'content-type': 'application/json' })
  return response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
}
