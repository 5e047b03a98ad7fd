import type { ModelRoleJson } from '../contract/model.ts'
import { AppError } from '../domain/errors.ts'
import { CONNECTION_KINDS, type ConnectionKind, parseRole } from '../domain/model-roles.ts'
import {
  type Command,
  type CommandContext,
  type CommandOptions,
  type ParsedArguments,
  printJson,
  printLine,
  textOption,
  wantsJson,
} from './command.ts'
import { describeInstalled, INSTALL_OPTIONS, install, remove } from './installed-models.ts'
import { readSecrets } from './read-secret.ts'

const OPTIONS = {
  kind: { type: 'string', value: 'KIND', describe: `kind of server: ${CONNECTION_KINDS.join(', ')}` },
  url: { type: 'string', value: 'URL', describe: 'base address of the server, where it is not its maker’s' },
  key: { type: 'boolean', describe: 'read the key of the server from standard input' },
  ...INSTALL_OPTIONS,
} satisfies CommandOptions

type Action = (context: CommandContext, parsed: ParsedArguments, words: readonly string[]) => Promise<number>
const ACTIONS = { list, install, remove, use, connect, disconnect } as const satisfies Record<string, Action>

export const command: Command = {
  summary: 'Install models, and choose which do what',
  usage:
    '[list | install FILE|URL | remove NAME | use [ROLE] MODEL… | use ROLE none | connect ID --kind KIND | disconnect ID] [options]',
  options: OPTIONS,
  run: async (context, parsed) => {
    const [action = 'list', ...words] = parsed.positionals
    if (!Object.hasOwn(ACTIONS, action))
      throw new AppError('invalid_input', `verity models ${action}? Use ${Object.keys(ACTIONS).join(', ')}.`)
    return await ACTIONS[action as keyof typeof ACTIONS](context, parsed, words)
  },
}

async function list(context: CommandContext, parsed: ParsedArguments): Promise<number> {
  await using models = await context.openModels()
  const [described, here] = [await models.describe(), await describeInstalled(context)]
  if (wantsJson(parsed)) {
    printJson(context, { ...described, ...here.json })
    return 0
  }
  for (const line of here.lines) printLine(context, line)
  for (const { id, kind, host } of described.connections) printLine(context, `${id}  ${kind}  ${host}`)
  for (const role of described.roles) printLine(context, describeRole(role))
  return 0
}

async function use(
  context: CommandContext,
  parsed: ParsedArguments,
  words: readonly string[],
): Promise<number> {
  // A model alone is to answer, which is what models are mostly for.
  const [name, ...refs] = isModelAlone(words) ? ['answer', ...words] : words
  if (name === undefined || refs.length === 0)
    throw new AppError('invalid_input', 'verity models use needs a role and its models, or none.')
  const role = parseRole(name)
  await using models = await context.openModels()
  await models.changeRole(role, { chain: refs.length === 1 && refs[0] === 'none' ? [] : [...refs] })
  return await list(context, parsed)
}

function isModelAlone([word, ...more]: readonly string[]): boolean {
  return word !== undefined && more.length === 0 && (word === 'none' || /[:/]/.test(word))
}

async function connect(
  context: CommandContext,
  parsed: ParsedArguments,
  words: readonly string[],
): Promise<number> {
  const [id] = words
  if (id === undefined)
    throw new AppError('invalid_input', 'verity models connect needs a name for the server.')
  const kind = kindOf(textOption(parsed, 'kind') ?? id)
  const { key } = parsed.values['key'] === true ? await readSecrets(context, ['key']) : { key: undefined }
  await using models = await context.openModels()
  await models.setConnection(id, {
    ...{ kind, url: textOption(parsed, 'url') ?? null },
    ...(key !== undefined && { key }),
  })
  return await list(context, parsed)
}

async function disconnect(
  context: CommandContext,
  parsed: ParsedArguments,
  words: readonly string[],
): Promise<number> {
  const [id] = words
  if (id === undefined)
    throw new AppError('invalid_input', 'verity models disconnect needs the name of a server.')
  await using models = await context.openModels()
  await models.removeConnection(id)
  return await list(context, parsed)
}

function kindOf(text: string): ConnectionKind {
  const kind = CONNECTION_KINDS.find((known) => known === text)
  if (kind !== undefined) return kind
  throw new AppError('invalid_input', `--kind takes ${CONNECTION_KINDS.join(', ')}, not "${text}".`)
}

function describeRole({ role, chain, embedded }: ModelRoleJson): string {
  const last = embedded ? ['embedded'] : chain.length === 0 ? ['nobody'] : []
  return `${role.padEnd(8)} ${[...chain.map(({ ref }) => ref), ...last].join(' → ')}`
}
