import { createMCPClient, type MCPClient } from '@ai-sdk/mcp'

const CALL_MS_MAX = 60_000
const OPEN_MS_MAX = 10_000
const OUTPUT_MAX = 50_000

export type McpAddress = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

export type McpTool = {
  readonly name: string
  readonly description: string | null
  /** JSON Schema of its argument. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** A session with a server of tools (Model Context Protocol, streamable HTTP). */
export type McpSession = AsyncDisposable & {
  readonly tools: readonly McpTool[]
  /** What a tool says, as text. @throws what the connection throws */
  call(
    name: string,
    given: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly isError: boolean }>
}

/** @param fetch how the server may be reached @throws what the connection throws */
export async function openMcpSession(
  { url, headers }: McpAddress,
  fetch: typeof globalThis.fetch,
): Promise<McpSession> {
  const client = await createMCPClient({ transport: { type: 'http', url, headers: { ...headers }, fetch } })
  try {
    const { tools } = await client.listTools({ options: { timeout: OPEN_MS_MAX } })
    return {
      tools: tools.map(({ name, description, inputSchema }) => {
        return { name, description: description ?? null, parameters: { ...inputSchema } }
      }),
      call: async (name, given, signal) => {
        const result = await client.callTool({
          ...{ name, arguments: given, options: { signal, timeout: CALL_MS_MAX } },
        })
        return { text: textOf(result), isError: result.isError === true }
      },
      [Symbol.asyncDispose]: () => client.close(),
    }
  } catch (thrown) {
    await client.close()
    throw thrown
  }
}

function textOf(result: Awaited<ReturnType<MCPClient['callTool']>>): string {
  const parts = 'content' in result && Array.isArray(result.content) ? result.content : [result]
  const texts = parts.map((part: { readonly text?: unknown }) =>
    typeof part.text === 'string' ? part.text : JSON.stringify(part),
  )
  return texts.join('\n').slice(0, OUTPUT_MAX).toWellFormed()
}
