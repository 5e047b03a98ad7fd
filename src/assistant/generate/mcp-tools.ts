import { AppError } from '../../domain/errors.ts'
import { type McpSession, type McpTool, openMcpSession } from '../../models/mcp/mcp-session.ts'
import type { McpServer } from './generation.ts'
import type { ServerTool } from './server-tools.ts'

const TOOLS_MAX = 100
const NAME_LENGTH_MAX = 64

/** The tools of a server that a client named. Closing ends the session. */
export type OpenedMcp = AsyncDisposable & { readonly tools: readonly ServerTool[] }

/**
 * Connects to a server of tools. Its tools get names of their own, so that two servers cannot take each other's place.
 *
 * @param at which server of the request it is
 * @param fetch how it may be reached
 * @throws {AppError} invalid_input that names the server
 */
export async function openMcp(
  server: McpServer,
  at: number,
  fetch: typeof globalThis.fetch,
): Promise<OpenedMcp> {
  try {
    const session = await openMcpSession(server, fetch)
    const allowed = session.tools.filter(({ name }) => server.allowedTools?.includes(name) ?? true)
    return {
      tools: allowed.slice(0, TOOLS_MAX).map((tool) => toServerTool(session, tool, { server, at })),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    }
  } catch (cause) {
    throw new AppError(
      'invalid_input',
      `tools: the MCP server "${server.label}" could not be used: ${messageOf(cause).slice(0, 200)}`,
      { param: 'tools', cause },
    )
  }
}

function toServerTool(
  session: McpSession,
  { name, description, parameters }: McpTool,
  { server, at }: { readonly server: McpServer; readonly at: number },
): ServerTool {
  const offered = `mcp${at}_${name}`.replace(/[^\w-]/g, '_').slice(0, NAME_LENGTH_MAX)
  return {
    offer: { name: offered, description, parameters, strict: null },
    run: async (given, signal) => {
      const about = { kind: 'mcp', server: server.label, name, arguments: given } as const
      try {
        const { text, isError } = await session.call(
          name,
          JSON.parse(given) as Record<string, unknown>,
          signal,
        )
        return {
          run: { ...about, output: isError ? null : text, error: isError ? text : null },
          output: text,
        }
      } catch (thrown) {
        if (signal.aborted) throw thrown
        const error = messageOf(thrown)
        return { run: { ...about, output: null, error }, output: `Error: ${error}` }
      }
    },
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
