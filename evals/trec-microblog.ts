import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { openArchive } from '../src/archive/archive.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { Random } from '../src/lib/random.ts'
import { searchPosts } from '../src/search/search-posts.ts'
import { averagePrecision, type Grades, ndcg, precisionAt, recallAt } from './ranking-measures.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

/** Bars of the issue; plain BM25 reaches P@30 .364 / .409. */
const YEARS = [
  { year: 2011, precision30: 0.42, recall100: 0.72, ndcg10: 0.6 },
  { year: 2013, precision30: 0.47, recall100: 0.6, ndcg10: 0.63 },
] as const
/** What `batch search` gives when nothing else is asked for. */
const RESULTS = 100
/** For average precision, as in the TREC tracks. */
const DEPTH = 1_000
const RESAMPLES = 2_000

type Topic = { readonly qid: string; readonly query: string }
type Judgement = { readonly qid: string; readonly id: string; readonly rel: number }
type PostRow = {
  readonly id: string
  readonly created_at: string
  readonly text: string
  readonly urls: string
}
type TopicScores = {
  readonly qid: string
  readonly precision30: number
  readonly recall100: number
  readonly averagePrecision: number
  readonly ndcg10: number
}

/**
 * TREC Microblog: each year's posts are imported into a fresh archive and its topics go through `searchPosts`.
 * Posts without a judgement count as not relevant.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'retrieval', 'trec-microblog')
  const years = []
  for (const bars of YEARS) {
    const topics = await scoreYear(folder, bars.year)
    const summary = summarise(topics)
    years.push({ ...bars, topics: topics.length, summary, perTopic: topics })
    console.log(`${bars.year} (${topics.length} topics)`)
    for (const [name, { mean, low, high }] of Object.entries(summary)) {
      console.log(`  ${name.padEnd(17)} ${mean.toFixed(4)}  [${low.toFixed(3)}, ${high.toFixed(3)}]`)
    }
  }
  recordResult('trec-microblog', {
    results: {
      results: RESULTS,
      depthOfAveragePrecision: DEPTH,
      interval: `95 % by ${RESAMPLES} bootstrap resamples of topics`,
      years,
    },
    bars: years.flatMap(({ year, summary, precision30, recall100, ndcg10 }) => [
      { name: `P@30 ${year}`, value: summary.precision30.mean, unit: 'P@30', atLeast: precision30 },
      { name: `R@100 ${year}`, value: summary.recall100.mean, unit: 'R@100', atLeast: recall100 },
      { name: `nDCG@10 ${year}`, value: summary.ndcg10.mean, unit: 'nDCG@10', atLeast: ndcg10 },
    ]),
  })
}

async function scoreYear(folder: string, year: number): Promise<TopicScores[]> {
  const read = <Row>(name: string) => readRows<Row>(join(folder, `mb${year}.${name}.jsonl.gz`))
  const judgements = Map.groupBy(await read<Judgement>('judgements'), ({ qid }) => qid)
  const directory = await mkdtemp(join(tmpdir(), `verity-eval-trec-${year}-`))
  try {
    await using archive = await openArchive({ kind: 'embedded', dataDir: directory })
    const lines = (await read<PostRow>('posts')).map((row) => `${JSON.stringify(postLine(row))}\n`)
    const stream = Readable.from(chunked(lines))
    await importFiles({ inputs: [{ kind: 'stream', name: `mb${year}`, stream }], archive })
    const scores: TopicScores[] = []
    for (const { qid, query } of await read<Topic>('topics')) {
      const grades = new Map((judgements.get(qid) ?? []).map(({ id, rel }) => [id, rel]))
      const ids = async (limit: number) =>
        (await searchPosts(archive, { query, limit })).map(({ postId }) => postId)
      scores.push({ qid, ...scoreTopic(await ids(RESULTS), await ids(DEPTH), grades) })
    }
    return scores
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** The set names no authors. */
function postLine({ id, created_at, text, urls }: PostRow): unknown {
  return { id, author: `author-of-${id}`, created_at, text, urls: urls === '' ? [] : [urls] }
}

function* chunked(lines: readonly string[], size = 1_000): Generator<Buffer> {
  for (let from = 0; from < lines.length; from += size)
    yield Buffer.from(lines.slice(from, from + size).join(''))
}

function scoreTopic(
  first: readonly string[],
  deep: readonly string[],
  grades: Grades,
): Omit<TopicScores, 'qid'> {
  return {
    precision30: precisionAt(30, first, grades),
    recall100: recallAt(100, first, grades),
    averagePrecision: averagePrecision(deep, grades),
    ndcg10: ndcg(10, first, grades),
  }
}

const MEASURES = ['precision30', 'recall100', 'averagePrecision', 'ndcg10'] as const
type Interval = { readonly mean: number; readonly low: number; readonly high: number }

function summarise(topics: readonly TopicScores[]): Record<(typeof MEASURES)[number], Interval> {
  const interval = (name: (typeof MEASURES)[number]) => bootstrap(topics.map((topic) => topic[name]))
  return {
    precision30: interval('precision30'),
    recall100: interval('recall100'),
    averagePrecision: interval('averagePrecision'),
    ndcg10: interval('ndcg10'),
  }
}

/** Mean with its 95 % interval by the percentile bootstrap over topics (Efron 1979), seeded. */
function bootstrap(values: readonly number[]): Interval {
  const random = new Random('bootstrap')
  const means = Array.from({ length: RESAMPLES }, () => mean(values.map(() => random.pick(values))))
  means.sort((a, b) => a - b)
  const at = (share: number) => means[Math.floor(share * (means.length - 1))] ?? Number.NaN
  return { mean: mean(values), low: at(0.025), high: at(0.975) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

async function readRows<Row>(file: string): Promise<Row[]> {
  const text = gunzipSync(await readFile(file)).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
