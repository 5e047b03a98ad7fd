import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandContext } from '../cli/command.ts'
import { runCommandLine } from '../cli/main.ts'
import { readConfig } from './config.ts'
import { openArchiveForCommand } from './open-archive.ts'

/** Runs one command line in this process and resolves to its exit code. */
export async function runProcess(argv: readonly string[]): Promise<number> {
  const stop = new AbortController()
  stopOnSignals(stop)
  ignoreClosedPipe()
  const version = readVersion()
  return await runCommandLine(argv, {
    version,
    stdout: process.stdout,
    stderr: process.stderr,
    makeContext: (overrides) => makeContext(version, overrides, stop.signal),
  })
}

function makeContext(
  version: string,
  overrides: { dataDir: string | undefined },
  signal: AbortSignal,
): CommandContext {
  const config = readConfig(process.env, overrides)
  const clock = Date.now
  return {
    version,
    dataDir: config.dataDir,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    clock,
    signal,
    openArchive: async () => (await openArchiveForCommand(config, clock)).archive,
    openLedger: async () => (await import('./open-ledger.ts')).openLedgerFor(config, clock),
    openSecretBox: async () =>
      (await import('../ledger/secret-box.ts')).openSecretBox(config.dataDir, config.secret),
    serve: async (options) => (await import('./serve.ts')).serve({ config, options, version, signal }),
    examine: async () => (await import('./examine.ts')).examine(config, clock),
    openWriter: async (model) => (await import('./open-writer.ts')).openWriter(config, model, Date.now),
    openModels: async () => (await import('./open-models.ts')).openModels(config, clock),
    openWeb: async (archive, options) => (await import('./open-web.ts')).openWeb(config, archive, options),
    backUp: async (request) =>
      (await import('./backup.ts')).backUp({ config, version, clock, signal }, request),
    restore: async (request) =>
      (await import('./backup-restore.ts')).restoreBackup({ config, clock, signal }, request),
  }
}

/** The first signal asks to stop in order; a second one ends the process as the system would. */
function stopOnSignals(stop: AbortController): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
}

/** `verity search … | head` closes our output early: that is the reader's right, not a failure. */
function ignoreClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

function readVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  )
  return manifest.version
}
