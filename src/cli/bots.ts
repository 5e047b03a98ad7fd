import { AppError } from '../domain/errors.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import { BOT_REPLY_STATES, type BotReply, type BotReplyState } from '../ledger/bot-replies.ts'
import type { StoredBot } from '../ledger/bots.ts'
import type { Ledger } from '../ledger/ledger.ts'
import {
  type Command,
  type CommandContext,
  type CommandOptions,
  integerOption,
  type ParsedArguments,
  printJson,
  printLine,
  textOption,
  wantsJson,
} from './command.ts'

const OPTIONS = {
  state: { type: 'string', value: 'STATE', describe: 'replies: only those in this state, e.g. waiting' },
  limit: { type: 'string', value: 'N', describe: 'replies: how many (default 20)' },
} satisfies CommandOptions

const REPLIES = 20
const REPLIES_MAX = 200

type Action = (
  ledger: Ledger,
  context: CommandContext,
  parsed: ParsedArguments,
  id: string | undefined,
) => Promise<void>

const ACTIONS = {
  list,
  replies,
  pause: (ledger, context, parsed, id) => setPaused(ledger, context, parsed, { id, isPaused: true }),
  resume: (ledger, context, parsed, id) => setPaused(ledger, context, parsed, { id, isPaused: false }),
  approve: (ledger, context, parsed, id) => decide(ledger, context, parsed, { id, decision: 'approve' }),
  dismiss: (ledger, context, parsed, id) => decide(ledger, context, parsed, { id, decision: 'dismiss' }),
  retry: (ledger, context, parsed, id) => decide(ledger, context, parsed, { id, decision: 'retry' }),
} as const satisfies Record<string, Action>

/** Accounts that answer when they are mentioned; credentials are set on the web, so that no shell remembers them. */
export const command: Command = {
  summary: 'Accounts that answer when mentioned: list, drafts, pause',
  usage: '[list | replies | pause ID | resume ID | approve ID | dismiss ID | retry ID] [options]',
  options: OPTIONS,
  run: async (context, parsed) => {
    const [action = 'list', id, ...more] = parsed.positionals
    if (!Object.hasOwn(ACTIONS, action) || more.length > 0)
      throw new AppError('invalid_input', `verity bots takes one of ${Object.keys(ACTIONS).join(', ')}.`)
    await using ledger = await context.openLedger()
    const act: Action = ACTIONS[action as keyof typeof ACTIONS]
    await act(ledger, context, parsed, id)
    return 0
  },
}

async function list(ledger: Ledger, context: CommandContext, parsed: ParsedArguments): Promise<void> {
  const bots = await ledger.bots.list()
  if (wantsJson(parsed)) printJson(context, { bots: bots.map(botJson) })
  else if (bots.length === 0)
    context.stderr.write('No account answers yet. Connect one on the web, under Settings.\n')
  for (const bot of wantsJson(parsed) ? [] : bots) {
    const { waiting, published } = await ledger.botReplies.counts(bot.id)
    const state = bot.isPaused
      ? 'paused'
      : bot.trouble === null
        ? 'answers'
        : `held up: ${visibleText(bot.trouble)}`
    printLine(
      context,
      `${bot.id}  ${bot.network}  ${bot.handle}  ${state}  ${waiting} waiting, ${published} published`,
    )
  }
}

async function replies(ledger: Ledger, context: CommandContext, parsed: ParsedArguments): Promise<void> {
  const state = textOption(parsed, 'state')
  if (state !== undefined && !(BOT_REPLY_STATES as readonly string[]).includes(state))
    throw new AppError('invalid_input', `--state takes one of ${BOT_REPLY_STATES.join(', ')}.`)
  const found = await ledger.botReplies.list({
    limit: integerOption(parsed, 'limit', { min: 1, max: REPLIES_MAX }) ?? REPLIES,
    ...(state !== undefined && { states: [state as BotReplyState] }),
  })
  if (wantsJson(parsed)) printJson(context, { replies: found.map(replyJson) })
  else for (const reply of found) printLine(context, describe(reply))
}

async function setPaused(
  ledger: Ledger,
  context: CommandContext,
  parsed: ParsedArguments,
  { id, isPaused }: { readonly id: string | undefined; readonly isPaused: boolean },
): Promise<void> {
  const bot = await ledger.bots.update(id ?? '', { isPaused })
  if (bot === null)
    throw new AppError('not_found', 'There is no such reply account; verity bots list shows them.')
  if (wantsJson(parsed)) printJson(context, botJson(bot))
  else printLine(context, isPaused ? `${bot.handle} is paused.` : `${bot.handle} answers again.`)
}

async function decide(
  ledger: Ledger,
  context: CommandContext,
  parsed: ParsedArguments,
  { id, decision }: { readonly id: string | undefined; readonly decision: 'approve' | 'dismiss' | 'retry' },
): Promise<void> {
  const reply = await ledger.botReplies[decision](id ?? '')
  if (reply === null)
    throw new AppError(
      'not_found',
      `There is nothing to ${decision} under this id; verity bots replies shows them.`,
    )
  if (wantsJson(parsed)) printJson(context, replyJson(reply))
  else printLine(context, describe(reply))
}

function botJson({ id, network, server, handle, isPaused, trouble }: StoredBot): object {
  return { id, network, server, handle, paused: isPaused, trouble }
}

function replyJson({ id, botId, state, reason, mention, draft, published, error }: BotReply): object {
  return {
    ...{ id, bot_id: botId, state, reason, error },
    mention: { url: mention.url, author: mention.authorName, text: mention.text },
    posts: draft?.posts.map(({ text }) => text) ?? [],
    published_urls: published.flatMap(({ url }) => url ?? []),
  }
}

function describe({ id, state, reason, mention, draft }: BotReply): string {
  const head = `${id}  ${state}${reason === null ? '' : ` (${reason})`}  @${visibleText(mention.authorName)}: ${oneLine(mention.text)}`
  const posts = (draft?.posts ?? []).map(({ text }) => `    ${visibleText(text).replaceAll('\n', '\n    ')}`)
  return [head, ...posts].join('\n')
}

function oneLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim()
}
