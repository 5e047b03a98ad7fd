// A process of its own for one GGUF model: native code that crashes, or a file that makes it, takes nothing else with it.
// It holds no secret: its environment is empty, and all it is told comes over its channel.
import { LoadedModel, UnusableRequestError } from './loaded-model.ts'
import type { FromModel, ToModel } from './protocol.ts'

/** Last lines of the native code's log: what it says when a model cannot be loaded. */
const LOG_LINES_KEPT = 3

const log: string[] = []
const running = new Map<number, AbortController>()
let model: Promise<LoadedModel> | null = null

process.on('message', (message: ToModel) => void receive(message))
// The server is gone, however it went.
process.on('disconnect', () => process.exit(0))

async function receive(message: ToModel): Promise<void> {
  if (message.type === 'load') return await load(message)
  if (message.type === 'stop') return running.get(message.id)?.abort()
  const { id } = message
  const stop = new AbortController()
  running.set(id, stop)
  try {
    if (model === null) throw new Error('Nothing is loaded.')
    if (message.type === 'chat') {
      const onPiece = (kind: 'text' | 'reasoning', text: string) => say({ type: 'piece', id, kind, text })
      const outcome = await (await model).chat(message.work, onPiece, stop.signal)
      say({ type: 'done', id, outcome })
    } else say({ type: 'vectors', id, vectors: await (await model).embed(message.texts, stop.signal) })
  } catch (thrown) {
    const kind = thrown instanceof UnusableRequestError ? 'input' : 'runtime'
    say({ type: 'failed', id, kind, reason: reasonOf(thrown) })
  } finally {
    running.delete(id)
  }
}

async function load(options: Extract<ToModel, { type: 'load' }>): Promise<void> {
  try {
    model = LoadedModel.open({ ...options, log: remember })
    await model
    say({ type: 'loaded' })
  } catch (thrown) {
    say({ type: 'failed', id: null, kind: 'runtime', reason: [reasonOf(thrown), ...log].join(' | ') })
  }
}

function remember(line: string): void {
  log.push(line.trim())
  if (log.length > LOG_LINES_KEPT) log.shift()
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

function say(message: FromModel): void {
  process.send?.(message)
}
