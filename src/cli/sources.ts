import { randomUUID } from 'node:crypto'
import { describeSource, type SourceStatus } from '../desk/describe-source.ts'
import { runBackfill } from '../desk/run-backfill.ts'
import { kindToJson, sourceDetailToJson, sourceToJson } from '../desk/source-json.ts'
import { SourceRegister } from '../desk/source-register.ts'
import { AppError } from '../domain/errors.ts'
import { NO_FILTER } from '../domain/source-filter.ts'
import { PostWriter } from '../ingest/post-writer.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type StoredSource, streamName } from '../ledger/sources.ts'
import { realTiming } from '../lib/timing.ts'
import {
  BACKFILL_OPTIONS,
  BACKFILL_POSTS,
  backfillText,
  backfillToJson,
  showBackfill,
} from './backfill-text.ts'
import {
  type Command,
  type CommandContext,
  integerOption,
  type ParsedArguments,
  printJson,
  printLine,
  textOption,
  timeOption,
  wantsJson,
} from './command.ts'
import { readSecrets } from './read-secret.ts'
import { RETENTION_OPTIONS, retentionPatch, retentionTable, retentionToJson } from './retention-text.ts'
import {
  FILTER_OPTIONS,
  filterArguments,
  optionArguments,
  SOURCE_OPTIONS,
  texts,
} from './source-arguments.ts'
import { filterText, kindDetails, sourceDetails, sourceTable } from './source-text.ts'

/**
 * Works on the ledger, which the server and this command open side by side: what runs sources sees the change within
 * two seconds, and how they are is read from the figures that it leaves there.
 */
export const command: Command = {
  summary: 'List, add, change, pause and remove live sources',
  usage:
    '[list|kinds [KIND]|add KIND|show ID|pause ID|resume ID|filter ID|change ID|remove ID|backfill ID WHAT TARGET|retention [WHOSE]] [options]',
  options: { ...SOURCE_OPTIONS, ...FILTER_OPTIONS, ...BACKFILL_OPTIONS, ...RETENTION_OPTIONS },
  run: async (context, parsed) => {
    const [name = 'list', ...words] = parsed.positionals
    if (!isAction(name)) {
      throw new AppError(
        'invalid_input',
        `verity sources has no "${name}"; there are: ${Object.keys(ACTIONS).join(', ')}.`,
      )
    }
    const { takes, uses, act } = ACTIONS[name]
    refuseOthers(name, parsed, uses)
    const { min, max } = WORDS[takes]
    if (words.length < min || words.length > max)
      throw new AppError('invalid_input', `verity sources ${name} takes ${describeTakes(takes)}.`)
    // The networks load only here: the overview of commands needs none of them.
    const { SOURCE_KINDS } = await import('../desk/source-kinds.ts')
    await using ledger = await context.openLedger()
    const register = new SourceRegister({
      ...{ sources: ledger.sources, kinds: SOURCE_KINDS, newId: randomUUID },
      openBox: () => context.openSecretBox(),
    })
    const code = await act({ context, parsed, ledger, register, word: words[0] ?? '', more: words.slice(1) })
    return typeof code === 'number' ? code : 0
  },
}

type Call = {
  readonly context: CommandContext
  readonly parsed: ParsedArguments
  readonly ledger: Ledger
  readonly register: SourceRegister
  /** The kind or id that was given. */
  readonly word: string
  /** What stood behind it. */
  readonly more: readonly string[]
}

type Action = {
  /** `!`: it must be there. */
  readonly takes: keyof typeof WORDS
  readonly uses: readonly string[]
  /** Resolves to the exit code, where that can be another than 0. */
  readonly act: (call: Call) => Promise<unknown>
}

/** How many words follow each. */
const WORDS = {
  '': { min: 0, max: 0 },
  KIND: { min: 0, max: 1 },
  'KIND!': { min: 1, max: 1 },
  'ID!': { min: 1, max: 1 },
  BACKFILL: { min: 3, max: 50 },
  WHOSE: { min: 0, max: 1 },
} as const

const FILTERS = Object.keys(FILTER_OPTIONS).filter((name) => name !== 'clear')

const ACTIONS = {
  list: { takes: '', uses: [], act: list },
  kinds: { takes: 'KIND', uses: [], act: kinds },
  add: { takes: 'KIND!', uses: ['set', 'secret', 'title', ...FILTERS], act: add },
  show: { takes: 'ID!', uses: [], act: async (call) => show(call, await requireSource(call)) },
  pause: { takes: 'ID!', uses: [], act: (call) => change(call, { enabled: false }) },
  resume: { takes: 'ID!', uses: [], act: (call) => change(call, { enabled: true }) },
  filter: { takes: 'ID!', uses: ['clear', ...FILTERS], act: filter },
  change: { takes: 'ID!', uses: ['set', 'unset', 'secret', 'title'], act: changeOptions },
  remove: { takes: 'ID!', uses: [], act: remove },
  retention: { takes: 'WHOSE', uses: Object.keys(RETENTION_OPTIONS), act: retention },
  backfill: { takes: 'BACKFILL', uses: Object.keys(BACKFILL_OPTIONS), act: backfill },
} as const satisfies Record<string, Action>

async function list({ context, parsed, ledger, register }: Call): Promise<void> {
  const [stored, reports] = await Promise.all([register.list(), ledger.sourceReports.list()])
  const now = context.clock()
  const sources = stored.map((source) =>
    sourceToJson(describeSource(source, null, reports.get(streamName(source))), now),
  )
  if (wantsJson(parsed)) printJson(context, { sources })
  else if (sources.length === 0) printLine(context, 'No network is connected: verity sources add KIND.')
  else printLine(context, sourceTable(sources))
}

async function kinds({ context, parsed, register, word }: Call): Promise<void> {
  const found = (word === '' ? register.kinds : [register.kindOf(word)]).map(kindToJson)
  if (wantsJson(parsed)) printJson(context, { kinds: found })
  else printLine(context, found.map(kindDetails).join('\n\n'))
}

async function add({ context, parsed, ledger, register, word }: Call): Promise<void> {
  const kind = register.kindOf(word)
  const title = textOption(parsed, 'title')
  const filters = filterArguments(parsed)
  const { source, isNew } = await register.add({
    kind: word,
    options: { ...optionArguments(kind, parsed), ...(await readSecrets(context, texts(parsed, 'secret'))) },
    ...(Object.keys(filters).length > 0 && { filter: filters }),
    ...(title !== undefined && { title }),
  })
  if (!wantsJson(parsed))
    printLine(context, `${source.id} is ${isNew ? 'added' : 'there already, and runs'}: ${source.title}.`)
  else await printDetail({ context, ledger, register }, source)
}

async function changeOptions(call: Call): Promise<void> {
  const { context, parsed, register } = call
  const source = await requireSource(call)
  const title = textOption(parsed, 'title')
  const options = {
    ...optionArguments(register.kindOf(source.kind), parsed),
    ...(await readSecrets(context, texts(parsed, 'secret'))),
  }
  if (title === undefined && Object.keys(options).length === 0)
    throw new AppError('invalid_input', 'Say what to change: --set, --unset, --secret or --title.')
  await change(call, { options, ...(title !== undefined && { title }) })
}

async function filter(call: Call): Promise<void> {
  const { context, parsed, register, word } = call
  const source = await requireSource(call)
  const patch = { ...(parsed.values['clear'] === true && NO_FILTER), ...filterArguments(parsed) }
  const changed = Object.keys(patch).length === 0 ? source : await register.change(word, { filter: patch })
  if (wantsJson(parsed)) return printDetail(call, changed)
  const { filter: parts } = sourceDetailToJson(describeSource(changed, null, undefined), null, 0)
  printLine(context, `${changed.id}: ${filterText(parts)}.`)
}

async function change(call: Call, request: Parameters<SourceRegister['change']>[1]): Promise<void> {
  const { context, parsed, register, word } = call
  await requireSource(call)
  const source = await register.change(word, request)
  if (wantsJson(parsed)) return printDetail(call, source)
  printLine(context, `${source.id} is ${source.enabled ? 'on' : 'paused'}: ${source.title}.`)
}

async function remove(call: Call): Promise<void> {
  const { context, parsed, register, word } = call
  await requireSource(call)
  await register.remove(word)
  if (wantsJson(parsed)) printJson(context, { removed: word })
  else printLine(context, `${word} is removed. Its posts stay.`)
}

async function show(call: Call, source: StoredSource): Promise<void> {
  if (wantsJson(call.parsed)) await printDetail(call, source)
  else printLine(call.context, sourceDetails(await detailOf(call, source)))
}

async function printDetail(call: Pick<Call, 'context' | 'ledger' | 'register'>, source: StoredSource) {
  printJson(call.context, await detailOf(call, source))
}

async function detailOf(
  { context, ledger, register }: Pick<Call, 'context' | 'ledger' | 'register'>,
  source: StoredSource,
) {
  const report = (await ledger.sourceReports.list()).get(streamName(source))
  const status: SourceStatus = describeSource(source, null, report)
  const kind = register.kinds.find((candidate) => candidate.kind === source.kind) ?? null
  return sourceDetailToJson(status, kind, context.clock())
}

/** @throws {AppError} invalid_input that lists the sources there are */
async function requireSource({ register, word }: Call): Promise<StoredSource> {
  const sources = await register.list()
  const source = sources.find(({ id }) => id === word)
  if (source !== undefined) return source
  const there =
    sources.length === 0 ? 'none is connected' : `there are: ${sources.map(({ id }) => id).join(', ')}`
  throw new AppError('invalid_input', `There is no source ${word}; ${there}.`)
}

/** How long what is kept, by age and by size; changed where a part is named. */
async function retention({ context, parsed, ledger, word }: Call): Promise<void> {
  const patch = retentionPatch(parsed, word, await ledger.settings.get())
  const settings = patch === null ? await ledger.settings.get() : await ledger.settings.update(patch)
  await using archive = await context.openArchive()
  const usage = await archive.usage({ signal: context.signal })
  if (wantsJson(parsed)) printJson(context, retentionToJson(settings, usage))
  else printLine(context, retentionTable(settings, usage))
}

/** Older posts. What was stopped, or ended at its limit, goes on with the same command. */
async function backfill(call: Call): Promise<number> {
  const { context, parsed, register, ledger, more } = call
  const source = await requireSource(call)
  const [what = '', ...target] = more
  await using archive = await context.openArchive()
  const progress = showBackfill(context)
  const report = await runBackfill(
    {
      source,
      ready: await register.ready(source),
      what,
      target: target.join(' '),
      postsMax: integerOption(parsed, 'posts', { min: 1, max: 1_000_000 }) ?? BACKFILL_POSTS,
      from: timeOption(parsed, 'from'),
      anew: parsed.values['anew'] === true,
      signal: context.signal,
      onProgress: progress.show,
    },
    {
      archive,
      writer: new PostWriter({ archive, clock: context.clock }),
      cursors: ledger.cursors,
      environment: { timing: realTiming, random: Math.random, jetstreamUrl: null },
    },
  ).finally(progress.end)
  if (wantsJson(parsed)) printJson(context, backfillToJson(report))
  else printLine(context, backfillText(report))
  return report.end === 'stopped' ? 1 : 0
}

function isAction(name: string): name is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, name)
}

function describeTakes(takes: Action['takes']): string {
  if (takes === '') return 'no argument'
  if (takes === 'WHOSE') return 'all, pages, or the name of one network such as bluesky'
  if (takes === 'BACKFILL')
    return 'the id of one source, what to read and of whom or what; verity sources kinds KIND lists what there is'
  return takes.startsWith('KIND')
    ? 'one kind; verity sources kinds lists them'
    : 'the id of one source; verity sources lists them'
}

/** An option that an action does not use would silently do nothing. */
function refuseOthers(name: string, { values }: ParsedArguments, uses: readonly string[]): void {
  const own = Object.keys({
    ...{ ...SOURCE_OPTIONS, ...FILTER_OPTIONS },
    ...{ ...BACKFILL_OPTIONS, ...RETENTION_OPTIONS },
  })
  const wrong = Object.keys(values).find((option) => own.includes(option) && !uses.includes(option))
  if (wrong === undefined) return
  const allowed = uses.length === 0 ? 'it takes none' : `allowed: ${uses.map((use) => `--${use}`).join(', ')}`
  throw new AppError('invalid_input', `verity sources ${name} takes no --${wrong}; ${allowed}.`)
}
