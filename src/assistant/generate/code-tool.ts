import { runJavaScript } from '../../lib/run-javascript/run-javascript.ts'
import type { ServerTool } from './server-tools.ts'

const CODE_LENGTH_MAX = 50_000

/** Lets a model compute: JavaScript in a sandbox without files or network. */
export const CODE_TOOL: ServerTool = {
  offer: {
    name: 'code_interpreter',
    description:
      'Runs JavaScript in a sandbox without files or network and gives back what it prints and its last value. Use it to compute.',
    parameters: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
    strict: null,
  },
  run: async (given, signal) => {
    const code = codeIn(given)
    const { output, isFailed } =
      code === null || code.length > CODE_LENGTH_MAX
        ? { output: 'Give the code as {"code": "…"}, not too long.', isFailed: true }
        : await runJavaScript(code, signal)
    return { run: { kind: 'code', code: code ?? given, output, failed: isFailed }, output }
  },
}

function codeIn(given: string): string | null {
  try {
    const { code } = JSON.parse(given) as { readonly code?: unknown }
    return typeof code === 'string' ? code : null
  } catch {
    return null
  }
}
