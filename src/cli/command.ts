import type { Readable, Writable } from 'node:stream'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Archive } from '../archive/archive.ts'
import type { AnswerWriter } from '../assistant/answer-writer.ts'
import type { AskDependencies } from '../assistant/ask.ts'
import type { ManagedModels } from '../desk/managed-models.ts'
import { AppError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { SecretBox } from '../ledger/secret-box.ts'
import { parseIsoTime } from '../lib/iso-time.ts'
import type { BackupReport, BackupRequest } from './backup.ts'
import type { RestoreReport, RestoreRequest } from './restore.ts'

/** What a command may use; `app/` builds it, tests build a small one. */
export type CommandContext = {
  readonly version: string
  readonly dataDir: string
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly clock: () => number
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  /** The archive of the data directory: opened here, or reached through the server that holds it. */
  openArchive(): Promise<Archive>
  openLedger(): Promise<Ledger>
  /** What seals tokens in the ledger; makes its key where there is none. */
  openSecretBox(): Promise<SecretBox>
  /** Serves until the signal aborts. */
  serve(options: ServeOptions): Promise<void>
  /** What works here, what is missing and the command that fixes it. */
  examine(): Promise<readonly Finding[]>
  /** The configured language model as an answer writer; null for the embedded engine. */
  openWriter(model: string | null): Promise<AnswerWriter | null>
  /** Which models do what. */
  openModels(): Promise<AsyncDisposable & ManagedModels>
  /** How web pages are found for answers; without services, in the archive alone. */
  openWeb(archive: Archive, options: { readonly asksServices: boolean }): Promise<OpenedWeb>
  /** Writes everything the data directory and its stores hold into one file. */
  backUp(request: BackupRequest): Promise<BackupReport>
  /** Brings a backup back into the data directory, which must be empty. */
  restore(request: RestoreRequest): Promise<RestoreReport>
}

export type OpenedWeb = AsyncDisposable & Required<Pick<AskDependencies, 'findPages' | 'isWebConfigured'>>

export type ServeOptions = { readonly port?: number; readonly host?: string; readonly live: boolean }

export type Finding = {
  readonly area: string
  readonly state: 'works' | 'missing' | 'broken'
  readonly detail: string
  /** A command or setting that fixes it; null when there is nothing to do. */
  readonly fix: string | null
}

export type CommandOptions = Readonly<Record<string, OptionSpec>>
export type OptionSpec = {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  readonly short?: string
  /** Placeholder of the value in the help, e.g. `FILE`. */
  readonly value?: string
  readonly describe: string
}

export type ParsedArguments = {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly positionals: readonly string[]
}

export type Command = {
  readonly summary: string
  /** What follows the command's name, e.g. `QUERY [options]`. */
  readonly usage: string
  readonly options: CommandOptions
  /** Resolves to the exit code: 0 done, 1 failed. Unusable arguments throw `invalid_input` (exit 2). */
  run(context: CommandContext, parsed: ParsedArguments): Promise<number>
}

/** Options that work on every command. */
export const COMMON_OPTIONS = {
  data: { type: 'string', value: 'DIR', describe: 'data directory (default ./.verity, or VERITY_DATA)' },
  json: { type: 'boolean', describe: 'print one machine-readable document on stdout' },
  help: { type: 'boolean', short: 'h', describe: 'show this help' },
} as const satisfies CommandOptions

/** Options of the commands that can use a language model. */
export const MODEL_OPTION = {
  model: {
    type: 'string',
    value: 'ID|none',
    describe: 'language model to use; none forces the embedded engine',
  },
} as const satisfies CommandOptions

/**
 * Reads a command's arguments strictly.
 *
 * @throws {AppError} invalid_input that names the unknown option and lists what is allowed
 */
export function parseArguments(name: string, command: Command, argv: readonly string[]): ParsedArguments {
  const options = { ...COMMON_OPTIONS, ...command.options }
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: toNodeOptions(options),
      allowPositionals: true,
      strict: true,
    })
    return { values: values as ParsedArguments['values'], positionals }
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.split('. ')[0] : String(cause)
    const allowed = Object.keys(options).map((option) => `--${option}`)
    throw new AppError('invalid_input', `verity ${name}: ${problem}. Allowed here: ${allowed.join(', ')}.`, {
      cause,
    })
  }
}

function toNodeOptions(options: CommandOptions): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple, short }]) => [
      name,
      { type, ...(multiple && { multiple }), ...(short && { short }) },
    ]),
  )
}

/** The texts of an option that may be given several times. */
export function textOptions(parsed: ParsedArguments, name: string): readonly string[] {
  const value = parsed.values[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/** The text of one option, or undefined where it was not given. */
export function textOption(parsed: ParsedArguments, name: string): string | undefined {
  const value = parsed.values[name]
  return typeof value === 'string' ? value : undefined
}

/** @throws {AppError} invalid_input when the option is given and is not a whole number within the range */
export function integerOption(
  parsed: ParsedArguments,
  name: string,
  range: { min: number; max: number },
): number | undefined {
  const text = textOption(parsed, name)
  if (text === undefined) return undefined
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value) || value < range.min || value > range.max) {
    throw new AppError(
      'invalid_input',
      `--${name} must be a whole number from ${range.min} to ${range.max}; got "${text}".`,
    )
  }
  return value
}

/** @throws {AppError} invalid_input when the option is given and is not an ISO 8601 date or time */
export function timeOption(parsed: ParsedArguments, name: string): number | undefined {
  const text = textOption(parsed, name)
  if (text === undefined) return undefined
  const time = parseIsoTime(text)
  if (time === null) {
    throw new AppError(
      'invalid_input',
      `--${name} must be an ISO 8601 date or time, such as 2026-11-21; got "${text}".`,
    )
  }
  return time
}

/** The words after the command as one text. @throws {AppError} invalid_input when there are none */
export function requiredText(parsed: ParsedArguments, what: string): string {
  const text = parsed.positionals.join(' ').trim()
  if (text === '') throw new AppError('invalid_input', `${what} is missing.`)
  return text
}

export function refusePositionals(name: string, parsed: ParsedArguments): void {
  const [first] = parsed.positionals
  if (first !== undefined)
    throw new AppError('invalid_input', `verity ${name} takes no argument; got "${first}".`)
}

export function wantsJson(parsed: ParsedArguments): boolean {
  return parsed.values['json'] === true
}

export function printJson(context: CommandContext, document: unknown): void {
  context.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}

export function printLine(context: CommandContext, line: string): void {
  context.stdout.write(`${line}\n`)
}
