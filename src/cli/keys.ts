import { formatScopes, parseScopes } from '../domain/api-scopes.ts'
import { AppError } from '../domain/errors.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import type { ApiKey } from '../ledger/api-keys.ts'
import {
  type Command,
  type CommandContext,
  type CommandOptions,
  integerOption,
  type ParsedArguments,
  printJson,
  printLine,
  textOption,
  textOptions,
  timeOption,
  wantsJson,
} from './command.ts'

const OPTIONS = {
  name: { type: 'string', value: 'NAME', describe: 'name of a new key' },
  scope: {
    type: 'string',
    multiple: true,
    value: 'SCOPE',
    describe:
      'what a new key may do: model:ID, endpoint:NAME, source:NAME; several times; without: everything',
  },
  expires: { type: 'string', value: 'TIME', describe: 'when a new key ends (default never)' },
  rate: { type: 'string', value: 'N', describe: 'requests a minute that a new key may make' },
} satisfies CommandOptions

export const KEY_NAME_LENGTH_MAX = 100
export const RATE_MAX = 1_000_000

const ACTIONS = { list, create, revoke } as const satisfies Record<
  string,
  (context: CommandContext, parsed: ParsedArguments, words: readonly string[]) => Promise<number>
>

/** The keys of the owner of this data directory; who has an account manages their own on the web. */
export const command: Command = {
  summary: 'Make and revoke API keys',
  usage: '[list|create|revoke ID] [options]',
  options: OPTIONS,
  run: async (context, parsed) => {
    const [action = 'list', ...words] = parsed.positionals
    if (!Object.hasOwn(ACTIONS, action))
      throw new AppError('invalid_input', `verity keys ${action}? Use list, create or revoke ID.`)
    return await ACTIONS[action as keyof typeof ACTIONS](context, parsed, words)
  },
}

async function create(
  context: CommandContext,
  parsed: ParsedArguments,
  words: readonly string[],
): Promise<number> {
  refuseWords('create', words)
  const name = (textOption(parsed, 'name') ?? 'key').trim()
  if (name === '' || name.length > KEY_NAME_LENGTH_MAX)
    throw new AppError('invalid_input', `--name takes 1 to ${KEY_NAME_LENGTH_MAX} characters.`)
  const wanted = {
    name,
    scopes: parseScopes(textOptions(parsed, 'scope')),
    expiresAt: timeOption(parsed, 'expires') ?? null,
    requestsPerMinute: integerOption(parsed, 'rate', { min: 1, max: RATE_MAX }) ?? null,
  }
  await using ledger = await context.openLedger()
  const owner = await ledger.people.ensureOwner()
  const { key, about } = await ledger.apiKeys.create(owner.id, wanted)
  if (about.expiresAt !== null && about.expiresAt <= context.clock())
    context.stderr.write('This key has expired already: --expires lies in the past.\n')
  if (wantsJson(parsed)) printJson(context, { id: about.id, key })
  else {
    printLine(context, key)
    context.stderr.write('This is shown once; only a hash of it is kept.\n')
  }
  return 0
}

async function list(
  context: CommandContext,
  parsed: ParsedArguments,
  words: readonly string[],
): Promise<number> {
  refuseWords('list', words)
  await using ledger = await context.openLedger()
  const owner = await ledger.people.owner()
  const keys = owner === null ? [] : await ledger.apiKeys.list(owner.id)
  if (wantsJson(parsed)) printJson(context, { keys: keys.map(keyToJson) })
  else if (keys.length === 0) context.stderr.write('There are no keys. verity keys create makes one.\n')
  for (const key of wantsJson(parsed) ? [] : keys) printLine(context, describe(key))
  return 0
}

async function revoke(
  context: CommandContext,
  parsed: ParsedArguments,
  words: readonly string[],
): Promise<number> {
  const [id, ...more] = words
  if (id === undefined) throw new AppError('invalid_input', 'verity keys revoke needs the id of a key.')
  refuseWords('revoke ID', more)
  await using ledger = await context.openLedger()
  const owner = await ledger.people.owner()
  const isRevoked = owner !== null && (await ledger.apiKeys.revoke(owner.id, id))
  if (!isRevoked) throw new AppError('not_found', `There is no key "${id}"; verity keys list shows them.`)
  if (wantsJson(parsed)) printJson(context, { id, revoked: true })
  else printLine(context, `Revoked ${id}: it opens nothing any more.`)
  return 0
}

function keyToJson(key: ApiKey): object {
  return {
    ...{ id: key.id, name: key.name, hint: key.hint, scopes: formatScopes(key.scopes) },
    requests_per_minute: key.requestsPerMinute,
    created_at: iso(key.createdAt),
    expires_at: iso(key.expiresAt),
    last_used_at: iso(key.lastUsedAt),
  }
}

function describe(key: ApiKey): string {
  const ends = key.expiresAt === null ? 'never ends' : `ends ${iso(key.expiresAt)}`
  const used = key.lastUsedAt === null ? 'never used' : `used ${iso(key.lastUsedAt)}`
  return `${key.id}  …${key.hint}  ${visibleText(key.name)}  ${formatScopes(key.scopes).join(' ')}  ${ends}, ${used}`
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}

function refuseWords(action: string, words: readonly string[]): void {
  if (words[0] !== undefined)
    throw new AppError('invalid_input', `verity keys ${action} takes no "${words[0]}".`)
}
