import { AppError } from '../domain/errors.ts'
import { type Command, type ParsedArguments, printJson, printLine, textOption, wantsJson } from './command.ts'
import { showBytes } from './show-bytes.ts'

export type RestoreRequest = {
  readonly file: string
  readonly withoutLedger: boolean
  /** @param total bytes of the file */
  readonly onProgress: (bytes: number, total: number | null) => void
}

export type RestoreReport = {
  readonly data: string
  /** When the backup was made. */
  readonly created_at: string
  readonly files: number
  readonly posts: number
  readonly pages: number
  readonly ledger: Readonly<Record<string, number>> | null
  readonly secret_elsewhere: boolean
  readonly seconds: number
}

export const command: Command = {
  summary: 'Bring a backup back into an empty data directory',
  usage: 'FILE [options]',
  options: {
    in: { type: 'string', value: 'FILE', describe: 'backup to read, the same as FILE' },
    'without-ledger': { type: 'boolean', describe: 'leave the ledger of the backup out' },
  },
  run: async (context, parsed) => {
    const file = fileOf(parsed)
    const progress = showBytes(context, 'read and checked')
    const report = await context
      .restore({
        file,
        withoutLedger: parsed.values['without-ledger'] === true,
        onProgress: progress.show,
      })
      .finally(progress.end)
    if (wantsJson(parsed)) {
      printJson(context, report)
      return 0
    }
    const { posts, pages, ledger } = report
    const chats = ledger === null ? 'no ledger' : `${ledger['chats'] ?? 0} chats`
    printLine(
      context,
      `${posts} posts, ${pages} pages, ${chats} of ${report.created_at} are in ${report.data} (${report.files} files checked, ${report.seconds.toFixed(1)} s).`,
    )
    if (report.secret_elsewhere)
      printLine(
        context,
        'Stored tokens open with the VERITY_SECRET of the place it came from: set it here too.',
      )
    return 0
  },
}

function fileOf(parsed: ParsedArguments): string {
  const given = [...parsed.positionals, textOption(parsed, 'in')].filter(
    (name) => name !== undefined && name !== '',
  )
  const [file] = given
  if (file !== undefined && given.length === 1) return file
  throw new AppError('invalid_input', 'verity restore needs one file: verity restore FILE --data DIR.')
}
