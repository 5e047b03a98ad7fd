import { openArchive } from '../src/archive/archive.ts'
import { PostHub } from '../src/desk/post-hub.ts'
import { runSource } from '../src/desk/run-source.ts'
import { SourceStats } from '../src/desk/source-stats.ts'
import { PostWriter } from '../src/ingest/post-writer.ts'
import { Random } from '../src/lib/random.ts'
import { realTiming as timing } from '../src/lib/timing.ts'
import { searchPosts } from '../src/search/search-posts.ts'
import { blueskySource } from '../src/sources/bluesky/bluesky-source.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'

/** What the child says every second, and for the last time when it was told to end. */
export type IngestReport = {
  readonly kind: 'so far' | 'end'
  readonly stored: number
  readonly freshnessMs: { readonly p50: number; readonly p99: number; readonly max: number } | null
  readonly searchMs: { readonly count: number; readonly p50: number; readonly p95: number } | null
  readonly rssBytes: number
  readonly dropped: Readonly<Record<string, number>>
  readonly parked: Readonly<Record<string, number>>
  readonly sizeBytes: number
  readonly cpuSeconds: number
}

const QUERIES = 100
const SEARCH_EVERY_MS = 200
const REPORT_EVERY_MS = 1_000

/** Child process of `bench/ingest.ts`: one live source into a fresh archive, searched all the while. */
const [url = '', dictionaryFile = '', dataDir = ''] = process.argv.slice(2)
const stop = new AbortController()
const archive = await openArchive({ kind: 'embedded', dataDir })
const hub = new PostHub()
const writer = new PostWriter({ archive, clock: timing.now })
const stats = new SourceStats(timing.now)
const cursors = { get: async () => null, set: async () => {} }
const ages = new Float64Array(2_000_000)
const searches: number[] = []
let stored = 0

const counted = {
  write: async (...given: Parameters<PostWriter['write']>) => {
    const report = await writer.write(...given)
    const now = Date.now()
    for (const { createdAt } of given[0]) ages[stored++ % ages.length] = now - (createdAt ?? now)
    return report
  },
}
const running = runSource(
  {
    id: 'bench',
    stream: 'bench',
    source: blueskySource({ endpoints: [url], compressionDictionary: dictionaryFile, handles: 'off' }),
    stats,
    filter: () => null,
    onLine: (line) => {
      if (line.kind === 'connected') process.send?.('connected')
    },
  },
  { archive, writer: counted, cursors, hub, timing, honour: async () => {} },
  stop.signal,
)
const searching = keepSearching()
const reporting = setInterval(() => void report('so far'), REPORT_EVERY_MS)
process.on('message', (message) => {
  if (message === 'end') void end()
})

async function keepSearching(): Promise<void> {
  const queries = makeQueries()
  for (let turn = 0; !stop.signal.aborted; turn++) {
    const startedAt = performance.now()
    await searchPosts(archive, { query: queries[turn % queries.length] ?? '', limit: 30 })
    searches.push(performance.now() - startedAt)
    await timing.wait(SEARCH_EVERY_MS, stop.signal)
  }
}

/** Three words of one post each. */
function makeQueries(): string[] {
  const random = new Random('ingest/queries')
  return [...simulate({ seed: 5, posts: 1_000 }).posts].slice(0, QUERIES).map(({ text }) => {
    const words = text.split(/\s+/)
    return [0, 1, 2].map(() => words[random.integer(0, words.length - 1)]).join(' ')
  })
}

async function report(kind: IngestReport['kind']): Promise<void> {
  const { sizeBytes } = await archive.stats()
  const { user, system } = process.cpuUsage()
  process.send?.({
    kind,
    stored,
    // Sorting all ages takes long enough to stand in the way of a search.
    freshnessMs:
      kind === 'so far'
        ? null
        : summary(ages.subarray(0, Math.min(stored, ages.length)), (at) => ({
            p50: at(0.5),
            p99: at(0.99),
            max: at(1),
          })),
    searchMs: summary(searches, (at) => ({ count: searches.length, p50: at(0.5), p95: at(0.95) })),
    rssBytes: process.memoryUsage.rss(),
    dropped: stats.read().dropped,
    parked: stats.read().parked,
    sizeBytes,
    cpuSeconds: (user + system) / 1e6,
  } satisfies IngestReport)
}

function summary<T>(values: ArrayLike<number>, describe: (at: (share01: number) => number) => T): T | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  return describe((share01) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share01))] ?? 0)
}

async function end(): Promise<void> {
  clearInterval(reporting)
  stop.abort()
  await running
  await searching
  await report('end')
  await archive.close()
  process.disconnect()
}
