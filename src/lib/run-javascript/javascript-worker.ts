import { parentPort, workerData } from 'node:worker_threads'
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  shouldInterruptAfterDeadline,
} from 'quickjs-emscripten-core'

/** What the sandbox is given, and how much of it. */
export type JavaScriptJob = { readonly code: string; readonly msMax: number; readonly outputMax: number }
export type JavaScriptResult = { readonly output: string; readonly isFailed: boolean }

const MEMORY_BYTES_MAX = 64 * 1024 * 1024
const STACK_BYTES_MAX = 512 * 1024

/**
 * An interpreter inside WebAssembly, inside a thread: the code sees a bare JavaScript engine, no file, no network, no clock
 * to wait by, nothing of Node.
 */
async function run({ code, msMax, outputMax }: JavaScriptJob): Promise<JavaScriptResult> {
  const quickjs = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-ng-wasmfile-release-sync'))
  const runtime = quickjs.newRuntime()
  runtime.setMemoryLimit(MEMORY_BYTES_MAX)
  runtime.setMaxStackSize(STACK_BYTES_MAX)
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + msMax))
  const context = runtime.newContext()
  const output = new Output(outputMax)
  offerConsole(context, output)
  const evaluated = context.evalCode(code, 'code.js')
  if (evaluated.error !== undefined) {
    output.add(describeError(context.dump(evaluated.error)))
    return { output: output.text, isFailed: true }
  }
  const value: unknown = context.dump(evaluated.value)
  if (value !== undefined) output.add(show(value))
  return { output: output.text, isFailed: false }
}

class Output {
  readonly #max: number
  text = ''

  constructor(max: number) {
    this.#max = max
  }

  add(line: string): void {
    if (this.text.length >= this.#max) return
    this.text = `${this.text}${this.text === '' ? '' : '\n'}${line}`.slice(0, this.#max).toWellFormed()
  }
}

function offerConsole(context: QuickJSContext, output: Output): void {
  const log = context.newFunction('log', (...values: QuickJSHandle[]) => {
    output.add(values.map((value) => show(context.dump(value))).join(' '))
  })
  const console = context.newObject()
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) context.setProp(console, name, log)
  context.setProp(context.global, 'console', console)
  context.setProp(context.global, 'print', log)
}

function show(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return `${value}`
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

function describeError(error: unknown): string {
  const { name = 'Error', message = String(error) } = (error ?? {}) as { name?: string; message?: string }
  return `${name}: ${message}`
}

run(workerData as JavaScriptJob).then(
  (result) => parentPort?.postMessage(result),
  (thrown: unknown) => parentPort?.postMessage({ output: describeError(thrown), isFailed: true }),
)
