import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportReportJson } from '../contract/job.ts'
import { AppError } from '../domain/errors.ts'
import {
  type ImportInput,
  type ImportProgress,
  type ImportReport,
  importFiles,
  type ParkedLine,
} from '../ingest/import-files.ts'
import { type Command, type CommandContext, printJson, printLine, wantsJson } from './command.ts'
import { parkReasonInWords } from './park-reasons.ts'

/** Parked lines kept for a look; the report counts them all. */
const PARKED_KEPT_MAX = 10_000
const PROGRESS_EVERY_MS = 200

export const command: Command = {
  summary: 'Import posts from files: JSON lines, CSV, archives of X, Mastodon, Bluesky; - is standard input',
  usage: 'FILES… [options]',
  options: {},
  run: async (context, parsed) => {
    if (parsed.positionals.length === 0)
      throw new AppError('invalid_input', 'verity import needs at least one file; - reads standard input.')
    const inputs = parsed.positionals.map((name) => toInput(name, context))
    await using archive = await context.openArchive()
    await using ledger = await context.openLedger()
    await using parkedFile = new ParkedFile(context)
    const progress = startProgress(context)
    const report = await importFiles({
      inputs,
      archive,
      marks: ledger.importMarks,
      clock: context.clock,
      signal: context.signal,
      onProgress: progress.show,
      onParked: (line) => parkedFile.keep(line),
    })
    progress.end()
    for (const { name, message } of report.failed)
      context.stderr.write(message.includes(name) ? `${message}\n` : `${name}: ${message}\n`)
    if (wantsJson(parsed)) printJson(context, toJson(report))
    else printReport(context, report, parkedFile.path)
    if (report.unusable) return 2
    return report.stopped || report.failed.length > 0 ? 1 : 0
  },
}

function toInput(name: string, { stdin }: CommandContext): ImportInput {
  return name === '-'
    ? { kind: 'stream', name: 'standard input', stream: stdin }
    : { kind: 'path', path: name }
}

function toJson({ read, stored, duplicates, parked, reasons, seconds }: ImportReport): ImportReportJson {
  return { read, stored, duplicates, parked, reasons, seconds }
}

function printReport(context: CommandContext, report: ImportReport, parkedPath: string | null): void {
  const { read, stored, duplicates, parked, reasons, seconds, stopped } = report
  printLine(
    context,
    `${read} read, ${stored} stored, ${duplicates} duplicates, ${parked} parked in ${seconds.toFixed(1)} s`,
  )
  for (const [reason, count] of Object.entries(reasons))
    printLine(context, `  parked: ${count} ${parkReasonInWords(reason)}`)
  if (parkedPath !== null) printLine(context, `  a look at them: ${parkedPath}`)
  if (stopped) printLine(context, 'Stopped. The same command goes on from here.')
}

/** Keeps parked lines in `parked/` of the data directory, one JSON object a line; made when there is a first one. */
class ParkedFile implements AsyncDisposable {
  readonly #context: CommandContext
  readonly #lines: string[] = []
  #path: string | null = null

  constructor(context: CommandContext) {
    this.#context = context
  }

  /** Null until a line was parked. */
  get path(): string | null {
    return this.#path
  }

  keep(line: ParkedLine): void {
    if (this.#lines.length >= PARKED_KEPT_MAX) return
    const folder = join(this.#context.dataDir, 'parked')
    this.#path ??= join(
      folder,
      `${new Date(this.#context.clock()).toISOString().replaceAll(':', '-')}.ndjson`,
    )
    this.#lines.push(`${JSON.stringify(line)}\n`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#path === null) return
    await mkdir(join(this.#context.dataDir, 'parked'), { recursive: true, mode: 0o700 })
    await writeFile(this.#path, this.#lines.join(''), { mode: 0o600 })
  }
}

function startProgress({ stderr, clock }: CommandContext): {
  show(progress: ImportProgress): void
  end(): void
} {
  if (stderr.isTTY !== true) return { show: () => {}, end: () => {} }
  let shownAt = 0
  return {
    show: (progress) => {
      if (clock() - shownAt < PROGRESS_EVERY_MS) return
      shownAt = clock()
      stderr.write(`\r\x1b[K${describeProgress(progress)}`)
    },
    end: () => stderr.write('\r\x1b[K'),
  }
}

const BAR_CELLS = 24

function describeProgress({ counts, bytesRead, bytesTotal, name }: ImportProgress): string {
  const posts = `${counts.stored} stored, ${counts.duplicates} duplicates, ${counts.parked} parked`
  if (bytesTotal === null || bytesTotal === 0) return `${posts} · ${name}`
  const cells = Math.round(BAR_CELLS * Math.min(1, bytesRead / bytesTotal))
  return `[${'='.repeat(cells)}${' '.repeat(BAR_CELLS - cells)}] ${posts} · ${name}`
}
