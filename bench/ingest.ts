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
const POSTS_PER_SECOND = 6_000
const SECONDS = 600
const FRESHNESS_P99_MS_MAX = 2_000
const SEARCH_P95_MS_MAX = 50
/** Memory of the last quarter against that of the second: the first fills caches. */
const MEMORY_GROWTH_MAX = 1.1
const BYTES_PER_POST_MAX = 250
/** After the last post was sent, so long for it to be stored. */
const RECOVERY_MS = 60_000
/** Posts whose texts make the dictionary. */
const DICTIONARY_POSTS = 150

/**
 * A live network of the size of all of X into a fresh archive: a generator in another process sends compressed posts
 * through a socket, each with the time it was due, while the archive is searched five times a second.
 *
 * @param rest `--rate`, `--seconds` for another load; `--no-record`
 */
export async function run(rest: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: { rate: { type: 'string' }, seconds: { type: 'string' }, 'no-record': { type: 'boolean' } },
  })
  const postsPerSecond = Number(values.rate ?? POSTS_PER_SECOND)
  const seconds = Number(values.seconds ?? SECONDS)
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
    generator.send({ postsPerSecond, seconds } satisfies GeneratorCommand)
    const sent = await next<GeneratorReport>(generator, ({ kind }) => kind === 'sent')
    if (sent.kind !== 'sent') throw new Error('The generator did not send.')
    const sentAt = Date.now()
    await next<IngestReport>(verity, ({ stored }) => stored >= sent.posts, RECOVERY_MS).catch(() => undefined)
    const recoveryMs = Date.now() - sentAt
    verity.send('end')
    const end = await next<IngestReport>(verity, ({ kind }) => kind === 'end')
    conclude(
      { postsPerSecond, seconds, sent, recoveryMs, end, reports, listening },
      values['no-record'] !== true,
    )
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
