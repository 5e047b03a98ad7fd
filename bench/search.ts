import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { recordResult } from '../evals/record-result.ts'
import { syntheticQueries } from './synthetic-posts.ts'

/** What the parent asks of an engine's process, and what it answers. */
export type SearchCommand = { readonly kind: 'search' | 'count'; readonly query: string } | 'end'
export type SearchAnswer =
  | { readonly kind: 'loaded'; readonly posts: number; readonly seconds: number }
  | { readonly kind: 'found'; readonly ms: number; readonly results: number }

type Engine = { readonly name: string; readonly child: ChildProcess }
/** One way of answering a query: what it is called, whom it asks, and for what. */
type Contestant = Engine & { readonly kind: 'search' | 'count' }
type Timing = { readonly mean: number; readonly p50: number; readonly p95: number }

/** Bars of the issue. */
const RATIO_MAX = 0.5
const COUNT_RATIO_MAX = 4
const POSTS_SEED = 1
const QUERIES_SEED = 2
const WARM_UP_SEED = 3
const WARM_UP_QUERIES = 10
/** Time for merges that loading left behind. */
const SETTLE_MS = 15_000

/**
 * Ranked search of 100 posts against SQLite FTS5's ranked OR over the same posts, and against the time in which our own engine
 * only counts the posts that have the words. Each engine runs in its own process; every query is asked of one, then of the
 * other, so that both meet the same machine.
 */
export async function run(rest: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: {
      posts: { type: 'string' },
      queries: { type: 'string' },
      'no-record': { type: 'boolean' },
    },
  })
  const posts = Number(values.posts ?? 1_000_000)
  const count = Number(values.queries ?? 200)
  const dir = await mkdtemp(join(tmpdir(), 'verity-bench-search-'))
  const engines: Engine[] = []
  try {
    for (const name of ['fts5', 'verity']) engines.push(await load(name, posts, join(dir, name)))
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    const contestants = engines.flatMap(contestantsOf)
    for (const query of syntheticQueries({ seed: WARM_UP_SEED, count: WARM_UP_QUERIES }))
      await askAll(contestants, query)
    const queries = syntheticQueries({ seed: QUERIES_SEED, count })
    const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]))
    for (const index of alternating(count)) {
      for (const [name, ms] of await askAll(contestants, queries[index] ?? '')) {
        const all = times.get(name)
        if (all) all[index] = ms
      }
    }
    report({ posts, count, times, record: values['no-record'] !== true })
  } finally {
    await Promise.all(engines.map(end))
    await rm(dir, { recursive: true, force: true })
  }
}

/** 0, half, 1, half + 1 …: both kinds of queries meet the same machine. */
function alternating(count: number): number[] {
  const half = Math.ceil(count / 2)
  return Array.from({ length: half }, (_, index) => [index, half + index])
    .flat()
    .filter((index) => index < count)
}

function report({ posts, count, times, record }: ReportRequest): void {
  const half = Math.ceil(count / 2)
  const results = Object.fromEntries(
    [...times].map(([name, all]) => [
      name,
      { all: timing(all), midFrequency: timing(all.slice(0, half)), oneVeryCommon: timing(all.slice(half)) },
    ]),
  )
  console.table(
    Object.fromEntries(
      Object.entries(results).flatMap(([name, groups]) =>
        Object.entries(groups).map(([group, value]) => [`${name} ${group} (ms)`, rounded(value)]),
      ),
    ),
  )
  const ratio = (baseline: string) =>
    (results['verity']?.all.mean ?? Number.NaN) / (results[baseline]?.all.mean ?? Number.NaN)
  const bars = [
    {
      name: 'mean search time / SQLite FTS5 ranked OR',
      value: ratio('fts5'),
      unit: 'ratio',
      atMost: RATIO_MAX,
    },
    {
      name: 'mean search time / index-only count of the same terms',
      value: ratio('count'),
      unit: 'ratio',
      atMost: COUNT_RATIO_MAX,
    },
  ]
  if (record) recordResult('bench-search', { results: { posts, queries: count, ms: results }, bars })
  else console.log(bars)
}

type ReportRequest = {
  readonly posts: number
  readonly count: number
  readonly times: ReadonlyMap<string, readonly number[]>
  readonly record: boolean
}

async function load(name: string, posts: number, dataDir: string): Promise<Engine> {
  const script = join(import.meta.dirname, `search-in-${name}.ts`)
  const child = fork(script, [dataDir, String(posts), String(POSTS_SEED)])
  const answer = await nextAnswer({ name, child })
  if (answer.kind !== 'loaded') throw new Error(`${name} answered before it had loaded`)
  console.log(`${name}: ${answer.posts} posts loaded in ${answer.seconds.toFixed(0)} s`)
  return { name, child }
}

function contestantsOf(engine: Engine): Contestant[] {
  const search: Contestant = { ...engine, kind: 'search' }
  return engine.name === 'verity' ? [search, { ...engine, name: 'count', kind: 'count' }] : [search]
}

async function askAll(contestants: readonly Contestant[], query: string): Promise<[string, number][]> {
  const times: [string, number][] = []
  for (const { kind, ...engine } of contestants) {
    engine.child.send({ kind, query } satisfies SearchCommand)
    const answer = await nextAnswer(engine)
    if (answer.kind !== 'found' || answer.results === 0)
      throw new Error(`${engine.name} found nothing for "${query}"`)
    times.push([engine.name, answer.ms])
  }
  return times
}

function nextAnswer({ name, child }: Engine): Promise<SearchAnswer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`The ${name} process ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as SearchAnswer)
    })
  })
}

function end({ child }: Engine): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || !child.connected) return resolve()
    child.once('exit', () => resolve())
    child.send('end' satisfies SearchCommand)
  })
}

function timing(values: readonly number[]): Timing {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, p50: at(0.5), p95: at(0.95) }
}

function rounded({ mean, p50, p95 }: Timing): Record<string, string> {
  return { mean: mean.toFixed(1), p50: p50.toFixed(1), p95: p95.toFixed(1) }
}
