import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** What one run of the program took. */
export type VerityRun = { readonly seconds: number; readonly stdout: string }

const MAIN = join(import.meta.dirname, '..', 'src', 'app', 'main.ts')

/**
 * Runs the command line in a process of its own, as a person would.
 *
 * @throws {Error} when it ends with anything but 0, with what it said
 */
export function runVerity(args: readonly string[]): Promise<VerityRun> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args])
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const seconds = (performance.now() - startedAt) / 1_000
      if (code === 0) resolve({ seconds, stdout: Buffer.concat(stdout).toString() })
      else reject(new Error(`verity ${args.join(' ')} ended with ${code}: ${Buffer.concat(stderr)}`))
    })
  })
}
