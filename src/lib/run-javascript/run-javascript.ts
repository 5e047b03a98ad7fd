import { Worker } from 'node:worker_threads'
import type { JavaScriptJob, JavaScriptResult } from './javascript-worker.ts'

const MS_MAX = 5_000
/** For starting the thread, and for code that the interpreter cannot interrupt. */
const GRACE_MS = 5_000
const OUTPUT_MAX = 20_000

/**
 * Runs JavaScript that nobody trusts, in a sandbox with bounds on time, memory and output. What the code prints and its last
 * value are the output. Never throws: a failure is a result.
 */
export async function runJavaScript(
  code: string,
  signal: AbortSignal,
  msMax = MS_MAX,
): Promise<JavaScriptResult> {
  const job: JavaScriptJob = { code, msMax, outputMax: OUTPUT_MAX }
  const worker = new Worker(new URL('./javascript-worker.ts', import.meta.url), {
    ...{ workerData: job, env: {}, stdout: true, stderr: true },
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  })
  const { promise, resolve } = Promise.withResolvers<JavaScriptResult>()
  const fail = (output: string) => resolve({ output, isFailed: true })
  const timer = setTimeout(() => fail('The code took too long and was stopped.'), msMax + GRACE_MS)
  const stop = () => fail('The code was stopped.')
  signal.addEventListener('abort', stop, { once: true })
  worker.once('message', resolve)
  worker.once('error', (error) => fail(`The sandbox failed: ${error.message}`))
  worker.once('exit', () => fail('The sandbox ended without a result.'))
  try {
    if (signal.aborted) stop()
    return await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
