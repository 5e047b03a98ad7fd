import { AppError } from '../domain/errors.ts'
import { type LeftOut, readActions } from '../integrity/network/action-reader.ts'
import { ActionList, type Actions } from '../integrity/network/actions.ts'
import { CHANNELS, type Channel } from '../integrity/network/channel.ts'
import { coortweetNetwork } from '../integrity/network/coortweet-rule.ts'
import { ACTION_COLUMNS, type ActionColumns } from '../integrity/network/csv-actions.ts'
import {
  coortweetFastTable,
  coortweetTable,
  type NetworkTable,
  networkForm,
  toolkitTable,
} from '../integrity/network/network-file.ts'
import { addPost } from '../integrity/network/post-actions.ts'
import { similarNeighbours } from '../integrity/network/similar-texts.ts'
import { toolkitNetwork } from '../integrity/network/toolkit-rule.ts'
import {
  type Command,
  type CommandContext,
  integerOption,
  type ParsedArguments,
  printJson,
  printLine,
  refusePositionals,
  textOption,
  wantsJson,
} from './command.ts'
import { openLineSink } from './write-lines.ts'

const RULES = ['coortweet', 'toolkit'] as const
type Rule = (typeof RULES)[number]

/** Options that only one rule has. */
const ONLY_FOR: Readonly<Record<Rule, readonly string[]>> = {
  coortweet: ['min-participation', 'edge-weight', 'fast'],
  toolkit: ['min-weight', 'similarity', 'min-tokens'],
}
const SECONDS = { min: 0, max: 31_622_400 }
const COUNT = { min: 1, max: 1_000_000_000 }
const LINES_AT_ONCE = 1_000

const text = (value: string, describe: string) => ({ type: 'string', value, describe }) as const

export const command: Command = {
  summary:
    'Write the plain co-action network of two open detectors (CooRTweet, coordination-network-toolkit)',
  usage: '--in FILE --out FILE --rule RULE [options]',
  options: {
    in: {
      ...text(
        'FILE',
        'posts as JSON lines, or CSV with one action a row, gzip or not; may repeat; else the archive',
      ),
      multiple: true,
    },
    out: text(
      'FILE',
      'network to write, by its ending .csv, .graphml or .json, with .gz packed; - for CSV on stdout',
    ),
    rule: text(RULES.join('|'), 'whose rule'),
    window: text('SECONDS', 'how close two actions must be'),
    channel: text('CHANNEL', `${CHANNELS.join(', ')} (default repost); in CSV: what the objects are`),
    columns: text('NAMES', 'column names of a CSV: object=…,account=…,content=…,time=…'),
    'min-participation': text('N', 'coortweet: least number of actions of an account (default 2)'),
    'edge-weight': text('Q', 'coortweet: mark edges above this quantile of the weights (default 0.5)'),
    fast: text('SECONDS', 'coortweet: a second, narrower window'),
    'min-weight': text('W', 'toolkit: least weight of an edge (default 2)'),
    similarity: text('S', 'toolkit, similar: least Jaccard similarity of two texts (default 0.9)'),
    'min-tokens': text('N', 'toolkit, similar: least distinct words of a text (default 5)'),
  },
  run: async (context, parsed) => {
    refusePositionals('network', parsed)
    const request = readRequest(parsed)
    const { actions, leftOut } = await gather(context, parsed, request)
    const table =
      request.rule === 'toolkit' ? toolkit(actions, request, parsed) : coortweet(actions, request, parsed)
    await write(context, request.out, table)
    report(context, parsed, { out: request.out, actions: actions.count, leftOut, edges: table.rows.length })
    return 0
  },
}

type Request = {
  readonly rule: Rule
  readonly channel: Channel
  readonly columns: ActionColumns
  readonly windowSeconds: number
  readonly out: string
}

function readRequest(parsed: ParsedArguments): Request {
  const rule = oneOf('rule', RULES, textOption(parsed, 'rule'))
  const channel = oneOf('channel', CHANNELS, textOption(parsed, 'channel') ?? 'repost')
  const windowSeconds = integerOption(parsed, 'window', SECONDS)
  const out = textOption(parsed, 'out') ?? ''
  if (windowSeconds === undefined) throw new AppError('invalid_input', '--window SECONDS is missing.')
  if (formOf(out) === undefined)
    throw new AppError(
      'invalid_input',
      '--out must name a file that ends in .csv, .graphml or .json, or be -.',
    )
  refuseForeignOptions(rule, channel, parsed)
  return { rule, channel, windowSeconds, out, columns: readColumns(textOption(parsed, 'columns')) }
}

function oneOf<Name extends string>(option: string, names: readonly Name[], given: string | undefined): Name {
  const found = names.find((name) => name === given)
  if (found !== undefined) return found
  throw new AppError(
    'invalid_input',
    `--${option} must be one of ${names.join(', ')}${given === undefined ? '' : `; got "${given}"`}.`,
  )
}

function refuseForeignOptions(rule: Rule, channel: Channel, parsed: ParsedArguments): void {
  const other = rule === 'toolkit' ? 'coortweet' : 'toolkit'
  const foreign = ONLY_FOR[other].find((option) => parsed.values[option] !== undefined)
  if (foreign !== undefined)
    throw new AppError('invalid_input', `--${foreign} belongs to --rule ${other}, not to ${rule}.`)
  if (rule === 'coortweet' && channel === 'similar')
    throw new AppError(
      'invalid_input',
      'CooRTweet compares no texts: --channel similar needs --rule toolkit.',
    )
  const isForSimilar = ['similarity', 'min-tokens'].find((option) => parsed.values[option] !== undefined)
  if (isForSimilar !== undefined && channel !== 'similar')
    throw new AppError('invalid_input', `--${isForSimilar} needs --channel similar.`)
}

function readColumns(given: string | undefined): ActionColumns {
  if (given === undefined) return ACTION_COLUMNS
  const columns: Record<keyof ActionColumns, string> = { ...ACTION_COLUMNS }
  for (const part of given.split(',')) {
    const [, column, name] = /^\s*(object|account|content|time)\s*=\s*(.+?)\s*$/.exec(part) ?? []
    if (column === undefined || name === undefined)
      throw new AppError(
        'invalid_input',
        `--columns must look like object=url_id,account=account_id,content=post_id,time=timestamp; got "${part}".`,
      )
    columns[column as keyof ActionColumns] = name
  }
  return columns
}

async function gather(
  context: CommandContext,
  parsed: ParsedArguments,
  { rule, channel, columns }: Request,
): Promise<{ actions: Actions; leftOut: LeftOut }> {
  const files = parsed.values['in']
  const list = new ActionList(rule === 'toolkit' ? 'drop' : 'keep')
  const leftOut: Record<string, number> = {}
  const leave = (reason: string, count: number) => {
    leftOut[reason] = (leftOut[reason] ?? 0) + count
  }
  if (Array.isArray(files)) {
    for (const path of files) {
      const reasons = await readActions({ path, channel, columns }, list)
      for (const [reason, count] of Object.entries(reasons)) leave(reason, count)
      context.signal.throwIfAborted()
    }
  } else {
    await using archive = await context.openArchive()
    for await (const post of archive.exportPosts({}, { signal: context.signal })) {
      const reason = addPost(post, channel, list)
      if (reason !== null) leave(reason, 1)
    }
  }
  return { actions: list.take(), leftOut }
}

function toolkit(
  actions: Actions,
  { channel, windowSeconds }: Request,
  parsed: ParsedArguments,
): NetworkTable {
  const minWeight = integerOption(parsed, 'min-weight', COUNT) ?? 2
  const similarity01 = shareOption(parsed, 'similarity') ?? 0.9
  if (similarity01 === 0) throw new AppError('invalid_input', '--similarity must be above 0.')
  const minTokens = integerOption(parsed, 'min-tokens', { min: 0, max: 10_000 }) ?? 5
  const edges =
    channel === 'similar'
      ? toolkitNetwork(actions, {
          ...{ windowSeconds, minWeight },
          neighbours: similarNeighbours(actions, { windowSeconds, similarity01, minTokens }),
        })
      : toolkitNetwork(actions, { windowSeconds, minWeight })
  return toolkitTable(edges, actions.accountNames)
}

function coortweet(actions: Actions, { windowSeconds }: Request, parsed: ParsedArguments): NetworkTable {
  const options = {
    minParticipation: integerOption(parsed, 'min-participation', COUNT) ?? 2,
    edgeWeightQuantile01: shareOption(parsed, 'edge-weight') ?? 0.5,
  }
  const full = coortweetNetwork(actions, { ...options, windowSeconds })
  const fastSeconds = integerOption(parsed, 'fast', SECONDS)
  if (fastSeconds === undefined) return coortweetTable(full, actions.accountNames)
  if (fastSeconds > windowSeconds)
    throw new AppError('invalid_input', '--fast must not be wider than --window.')
  const fast = coortweetNetwork(actions, { ...options, windowSeconds: fastSeconds })
  return coortweetFastTable(full, fast, actions.accountNames)
}

function shareOption(parsed: ParsedArguments, name: string): number | undefined {
  const given = textOption(parsed, name)
  if (given === undefined) return undefined
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (value >= 0 && value <= 1) return value
  throw new AppError('invalid_input', `--${name} must be a number from 0 to 1; got "${given}".`)
}

/** Standard output gets CSV. */
function formOf(out: string): ReturnType<typeof networkForm> {
  return networkForm(out === '-' ? '.csv' : out)
}

async function write(context: CommandContext, out: string, table: NetworkTable): Promise<void> {
  const lines = formOf(out)?.(table) ?? []
  const sink = await openLineSink(out === '-' ? context.stdout : out)
  let waiting: string[] = []
  for (const line of lines) {
    waiting.push(line)
    if (waiting.length < LINES_AT_ONCE) continue
    await sink.write(waiting.join('\n'))
    waiting = []
  }
  if (waiting.length > 0) await sink.write(waiting.join('\n'))
  await sink.close()
}

function report(
  context: CommandContext,
  parsed: ParsedArguments,
  { out, actions, leftOut, edges }: { out: string; actions: number; leftOut: LeftOut; edges: number },
): void {
  const reasons = Object.entries(leftOut).map(([reason, count]) => `${count} ${reason.replaceAll('_', ' ')}`)
  const line = `${actions} actions, ${edges} edges${reasons.length === 0 ? '' : `; left out: ${reasons.join(', ')}`}.`
  if (out === '-') context.stderr.write(`${line}\n`)
  else if (wantsJson(parsed)) printJson(context, { out, actions, edges, left_out: leftOut })
  else printLine(context, `${line} Written to ${out}.`)
}
