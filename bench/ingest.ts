import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { recordResult } from '../evals/record-result.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'
import type { GeneratorCommand, GeneratorReport } from './ingest-generator.ts'
import type { IngestReport } from './ingest-verity.ts'

/** All of X on average; the bar. */
const STEADY = { postsPerSecond: 6_000, seconds: 600 }
/** Ten times that, for as long as a goal is celebrated. */
const BURST = { postsPerSecond: 60_000, seconds: 20 }
const FRESHNESS_P99_MS_MAX = 2_000
const SEARCH_P95_MS_MAX = 50
/** Memory of the last quarter against that of the second: the first fills caches. */
const MEMORY_GROWTH_MAX = 1.1
const BYTES_PER_POST_MAX = 250
/** After the burst was over, so long until everything is stored. */
const RECOVERY_MS_MAX = 60_000
const GIVE_UP_MS = 180_000
const BURST_RSS_MB_MAX = 1_200
/** Posts whose texts make the dictionary. */
const DICTIONARY_POSTS = 150

/**
 * A live network of the size of all of X into a fresh archive: a generator in another process sends compressed posts
 * through a socket, each with the time it was due, while the archive is searched five times a second.
 *
 * `--burst` sends ten times as much for twenty seconds: nothing may be lost, and the archive must have caught up a minute later.
 *
 * @param rest `--burst`; `--rate`, `--seconds` for another load; `--no-record`
 */
export async function run(rest: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: {
      rate: { type: 'string' },
      seconds: { type: 'string' },
      burst: { type: 'boolean' },
      'no-record': { type: 'boolean' },
    },
  })
  const load = values.burst === true ? BURST : STEADY
  const postsPerSecond = Number(values.rate ?? load.postsPerSecond)
  const seconds = Number(values.seconds ?? load.seconds)
  const dir = await mkdtemp(join(tmpdir(), 'verity-bench-ingest-'))
  const children: ChildProcess[] = []
  try {
    const dictionary = makeDictionary()
    const dictionaryFile = join(dir, 'dictionary')
    await writeFile(dictionaryFile, dictionary)
    const generator = start(children, 'ingest-generator.ts', [dictionary])
    const listening = await next<GeneratorReport>(generator, ({ kind }) => kind === 'listening')
    if (listening.kind !== 'listening') throw new Error('The generator does not listen.')
    const verity = start(children, 'ingest-verity.ts', [listening.url, dictionaryFile, join(dir, 'archive')])
    const reports: IngestReport[] = []
    verity.on('message', (message: IngestReport | 'connected') => {
      if (message !== 'connected' && message.kind === 'so far') reports.push(message)
    })
    await next(verity, (message) => message === 'connected')
    generator.send({ postsPerSecond, seconds, compressed: values.burst !== true } satisfies GeneratorCommand)
    const sent = await next<GeneratorReport>(generator, ({ kind }) => kind === 'sent')
    if (sent.kind !== 'sent') throw new Error('The generator did not send.')
    const sentAt = Date.now()
    await next<IngestReport>(verity, ({ stored }) => stored >= sent.posts, GIVE_UP_MS).catch(() => undefined)
    const recoveryMs = Date.now() - sentAt
    verity.send('end')
    const end = await next<IngestReport>(verity, ({ kind }) => kind === 'end')
    const measured = { postsPerSecond, seconds, sent, recoveryMs, end, reports, listening }
    const isRecorded = values['no-record'] !== true
    if (values.burst === true) concludeBurst(measured, isRecorded)
    else conclude(measured, isRecorded)
  } finally {
    for (const child of children) child.kill()
    await rm(dir, { recursive: true, force: true })
  }
}

type Measured = {
  readonly postsPerSecond: number
  readonly seconds: number
  readonly listening: Extract<GeneratorReport, { kind: 'listening' }>
  readonly sent: Extract<GeneratorReport, { kind: 'sent' }>
  readonly recoveryMs: number
  readonly end: IngestReport
  readonly reports: readonly IngestReport[]
}

function conclude({ listening, reports, end, ...rest }: Measured, record: boolean): void {
  const { sent } = rest
  const memory = reports.map(({ rssBytes }) => rssBytes)
  const quarter = Math.max(1, Math.floor(memory.length / 4))
  const growth = median(memory.slice(-quarter)) / median(memory.slice(quarter, 2 * quarter))
  const results = {
    ...rest,
    meanTextChars: listening.meanTextChars,
    end,
    memoryMb: memory
      .filter((_, at) => at % Math.ceil(memory.length / 20) === 0)
      .map((bytes) => Math.round(bytes / 1e6)),
  }
  const bars = [
    { name: 'posts not stored', value: sent.posts - end.stored, unit: 'posts', atMost: 0 },
    {
      name: 'freshness, p99',
      value: end.freshnessMs?.p99 ?? Number.NaN,
      unit: 'ms',
      atMost: FRESHNESS_P99_MS_MAX,
    },
    {
      name: 'search meanwhile, p95',
      value: end.searchMs?.p95 ?? Number.NaN,
      unit: 'ms',
      atMost: SEARCH_P95_MS_MAX,
    },
    {
      name: 'memory, last quarter / second quarter',
      value: growth,
      unit: 'ratio',
      atMost: MEMORY_GROWTH_MAX,
    },
    {
      name: 'bytes on disk a post',
      value: end.sizeBytes / end.stored,
      unit: 'bytes',
      atMost: BYTES_PER_POST_MAX,
    },
  ]
  if (record) recordResult('bench-ingest', { results, bars })
  else console.log(results, bars)
}

function concludeBurst({ listening, reports, end, ...rest }: Measured, record: boolean): void {
  const { sent, recoveryMs } = rest
  const peakMb = Math.max(...reports.map(({ rssBytes }) => rssBytes)) / 1e6
  const results = { ...rest, meanTextChars: listening.meanTextChars, end, peakMb }
  const bars = [
    { name: 'posts not stored', value: sent.posts - end.stored, unit: 'posts', atMost: 0 },
    {
      // What the generator could not send in time was pushed back to it.
      name: 'from the end of the burst until everything is stored',
      value: sent.lateMs + recoveryMs,
      unit: 'ms',
      atMost: RECOVERY_MS_MAX,
    },
    { name: 'peak resident memory', value: peakMb, unit: 'MB', atMost: BURST_RSS_MB_MAX },
  ]
  if (record) recordResult('bench-ingest-burst', { results, bars })
  else console.log(results, bars)
}

/** Zstandard takes any bytes that resemble what comes as a dictionary. */
function makeDictionary(): string {
  const texts = [...simulate({ seed: 5, posts: 1_000 }).posts]
    .slice(0, DICTIONARY_POSTS)
    .map(({ text }) => text)
  return texts.join('\n')
}

function start(children: ChildProcess[], script: string, args: readonly string[]): ChildProcess {
  const child = fork(join(import.meta.dirname, script), args)
  children.push(child)
  return child
}

/** The next message that is as wanted. */
function next<T>(child: ChildProcess, isWanted: (message: T) => boolean, withinMs?: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer =
      withinMs === undefined
        ? undefined
        : setTimeout(() => settle(() => reject(new Error('too late'))), withinMs)
    const settle = (act: () => void) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      act()
    }
    const onMessage = (message: unknown) => {
      if (isWanted(message as T)) settle(() => resolve(message as T))
    }
    const onExit = (code: number | null) =>
      settle(() => reject(new Error(`A process of the benchmark ended with ${code}.`)))
    child.on('message', onMessage).on('exit', onExit)
  })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
