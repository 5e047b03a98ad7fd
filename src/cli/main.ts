import { AppError, toAppError } from '../domain/errors.ts'
import { COMMON_OPTIONS, type Command, type CommandContext, parseArguments } from './command.ts'

/** Every command of the contract; its file loads only when it runs. */
export const COMMANDS = {
  start: async () => (await import('./start.ts')).command,
  import: async () => (await import('./import.ts')).command,
  export: async () => (await import('./export.ts')).command,
  search: async () => (await import('./search.ts')).command,
  ask: async () => (await import('./ask.ts')).command,
  check: async () => (await import('./check.ts')).command,
  trends: async () => (await import('./trends.ts')).command,
  stories: async () => (await import('./stories.ts')).command,
  campaigns: async () => (await import('./campaigns.ts')).command,
  simulate: async () => (await import('./simulate.ts')).command,
  sources: async () => (await import('./sources.ts')).command,
  models: async () => (await import('./models.ts')).command,
  keys: async () => (await import('./keys.ts')).command,
  bots: async () => (await import('./bots.ts')).command,
  users: async () => (await import('./not-built.ts')).users,
  backup: async () => (await import('./backup.ts')).command,
  restore: async () => (await import('./restore.ts')).command,
  doctor: async () => (await import('./doctor.ts')).command,
  bench: async () => (await import('./not-built.ts')).bench,
  notes: async () => (await import('./notes.ts')).command,
  network: async () => (await import('./network.ts')).command,
  batch: async () => (await import('./batch.ts')).command,
} as const satisfies Readonly<Record<string, () => Promise<Command>>>

export type CommandName = keyof typeof COMMANDS

/** What the command line needs before a command is known; `makeContext` reads the settings. */
export type CommandLine = {
  readonly version: string
  readonly stdout: CommandContext['stdout']
  readonly stderr: CommandContext['stderr']
  makeContext(overrides: { dataDir: string | undefined }): CommandContext
}

/**
 * Runs one command line.
 *
 * @param argv the words after `verity`
 * @returns the exit code: 0 done, 1 failed, 2 unusable arguments, settings or input, 130 stopped by a signal
 */
export async function runCommandLine(argv: readonly string[], line: CommandLine): Promise<number> {
  const [name = 'help', ...rest] = argv
  try {
    if (name === '--version' || name === 'version') return print(line, `${line.version}\n`)
    if (name === 'help' || name === '--help' || name === '-h') return print(line, await overview())
    if (!isCommand(name)) {
      throw new AppError(
        'invalid_input',
        `There is no command "${name}". Commands: ${Object.keys(COMMANDS).join(', ')}.`,
      )
    }
    return await runCommand(name, rest, line)
  } catch (thrown) {
    return report(thrown, line)
  }
}

async function runCommand(name: CommandName, argv: readonly string[], line: CommandLine): Promise<number> {
  const command: Command = await COMMANDS[name]()
  if (argv.includes('--help') || argv.includes('-h')) return print(line, helpOf(name, command))
  const parsed = parseArguments(name, command, argv)
  const dataDir = parsed.values['data']
  const context = line.makeContext({ dataDir: typeof dataDir === 'string' ? dataDir : undefined })
  return await command.run(context, parsed)
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}

function report(thrown: unknown, line: CommandLine): number {
  const error = toAppError(thrown)
  if (error.code === 'cancelled') {
    line.stderr.write('Stopped.\n')
    return 130
  }
  line.stderr.write(`${error.message}\n`)
  if (error.code === 'internal') line.stderr.write(`${describeCause(error.cause)}\n`)
  return error.code === 'invalid_input' ? 2 : 1
}

function describeCause(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}

function print(line: CommandLine, text: string): number {
  line.stdout.write(text)
  return 0
}

async function overview(): Promise<string> {
  const rows = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(11)} ${(await load()).summary}`),
  )
  return `verity COMMAND [options]\n\n${rows.join('\n')}\n\nverity COMMAND --help tells more. --data DIR and --json work on every command.\n`
}

function helpOf(name: string, command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([option, spec]) => {
    const value = 'value' in spec && spec.value !== undefined ? ` ${spec.value}` : ''
    return `  ${`--${option}${value}`.padEnd(24)} ${spec.describe}`
  })
  return `verity ${name} ${command.usage}\n\n${command.summary}.\n\n${options.join('\n')}\n`
}
