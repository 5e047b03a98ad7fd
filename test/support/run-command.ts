import { Readable, Writable } from 'node:stream'
import type { CommandContext } from '../../src/cli/command.ts'
import { runCommandLine } from '../../src/cli/main.ts'

/** Runs one command line that opens no store; what would open one fails. */
export async function runCommand(
  argv: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const stdout = new Collected()
  const stderr = new Collected()
  const code = await runCommandLine(argv, {
    version: '0',
    stdout,
    stderr,
    makeContext: () => commandContext(stdout, stderr),
  })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

export class Collected extends Writable {
  text = ''
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** What a command may use in tests: no store, nothing on standard input. */
export function commandContext(stdout: Writable, stderr: Writable): CommandContext {
  const unexpected = () => Promise.reject(new Error('this command line should not have come so far'))
  return {
    version: '0',
    dataDir: '/nowhere',
    stdin: Readable.from([]),
    stdout,
    stderr,
    clock: () => 0,
    signal: new AbortController().signal,
    openArchive: unexpected,
    openLedger: unexpected,
    openModels: unexpected,
    openSecretBox: unexpected,
    serve: unexpected,
    examine: unexpected,
    openWriter: unexpected,
    openWeb: unexpected,
    backUp: unexpected,
    restore: unexpected,
  }
}
