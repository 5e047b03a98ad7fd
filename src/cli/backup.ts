import { AppError } from '../domain/errors.ts'
import { type Command, printJson, printLine, refusePositionals, textOption, wantsJson } from './command.ts'
import { megabytes, showBytes } from './show-bytes.ts'

export type BackupRequest = {
  /** File to write; must not exist. */
  readonly out: string
  /** Leave a ledger on a PostgreSQL server to that server's own tools. */
  readonly withoutLedger: boolean
  /** @param total null while it is not known */
  readonly onProgress: (bytes: number, total: number | null) => void
}

export type BackupReport = {
  readonly file: string
  readonly size_bytes: number
  readonly files: number
  readonly created_at: string
  readonly posts: number
  readonly pages: number
  /** Rows by table; null when the ledger is not in it. */
  readonly ledger: Readonly<Record<string, number>> | null
  /** Whether tokens in it can only be read with the VERITY_SECRET of this place. */
  readonly secret_elsewhere: boolean
  readonly seconds: number
}

export const command: Command = {
  summary: 'Write everything Verity holds into one file, while it runs or not',
  usage: '--out FILE [options]',
  options: {
    out: {
      type: 'string',
      value: 'FILE',
      describe: 'file to write: .tar, or .tar.gz to pack it; must not exist',
    },
    'without-ledger': {
      type: 'boolean',
      describe: 'leave out the ledger (needed where DATABASE_URL is set: back that up with pg_dump)',
    },
  },
  run: async (context, parsed) => {
    refusePositionals('backup', parsed)
    const out = textOption(parsed, 'out')
    if (out === undefined || out === '')
      throw new AppError('invalid_input', 'verity backup needs --out FILE, the file to write.')
    const progress = showBytes(context, 'backed up')
    const report = await context
      .backUp({
        out,
        withoutLedger: parsed.values['without-ledger'] === true,
        onProgress: progress.show,
      })
      .finally(progress.end)
    if (wantsJson(parsed)) {
      printJson(context, report)
      return 0
    }
    const { posts, pages, ledger } = report
    const chats = ledger === null ? 'without the ledger' : `${ledger['chats'] ?? 0} chats`
    printLine(
      context,
      `${posts} posts, ${pages} pages, ${chats} in ${report.file} (${megabytes(report.size_bytes)}, ${report.seconds.toFixed(1)} s).`,
    )
    if (ledger !== null)
      printLine(
        context,
        'It holds what signs sessions and opens stored tokens: keep it as closely as a password.',
      )
    if (report.secret_elsewhere)
      printLine(context, 'Stored tokens are sealed with VERITY_SECRET, which is not in it: keep that too.')
    return 0
  },
}
