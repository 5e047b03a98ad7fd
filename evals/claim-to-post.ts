import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { loadWordVectors } from '../src/models/embedding/word-vectors.ts'
import { searchPosts } from '../src/search/search-posts.ts'
import { ClaimMatcher } from '../src/truth/known-claims/match-claims.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

/** Bars of the issue; BM25 alone reaches .71 / .65 (`anchors/eval-data.md`). */
const LANGUAGES = [
  { lang: 'en', mrrMin: 0.76 },
  { lang: 'fr', mrrMin: 0.7 },
] as const
const DEPTH = 100

type Item = {
  readonly id: string
  readonly post: string
  readonly lang: string
  readonly 'normalized claim': string
}
type Rank = (claim: string) => Promise<readonly string[]>

/**
 * ct25: a claim as a fact-checker put it down, and the post it was taken from, to be found among all posts of its language:
 * with `batch match` over the posts, and with `batch search` over an archive of them.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const items = await readItems(join(dataDir, 'claims', 'ct25-claim-normalisation', 'dev.jsonl.gz'))
  const languages = []
  for (const { lang, mrrMin } of LANGUAGES) {
    const own = items.filter((item) => item.lang === lang)
    const match = await reciprocalRanks(own, await matchRanker(own))
    const search = await withArchive(own, (archive) => reciprocalRanks(own, searchRanker(archive)))
    const result = { lang, mrrMin, posts: own.length, match: summary(match), search: summary(search) }
    console.log(result)
    languages.push(result)
  }
  recordResult('ct25-claim-to-post', {
    results: { depth: DEPTH, languages },
    bars: languages.flatMap(({ lang, mrrMin, match, search }) => [
      { name: `claim to post ${lang}, match`, value: match.all, unit: 'MRR', atLeast: mrrMin },
      { name: `claim to post ${lang}, search`, value: search.all, unit: 'MRR', atLeast: mrrMin },
    ]),
  })
}

async function matchRanker(items: readonly Item[]): Promise<Rank> {
  const matcher = new ClaimMatcher(
    items.map(({ id, post }) => ({ id, claim: post })),
    await loadWordVectors(),
  )
  return async (claim) => matcher.match(claim, DEPTH).map(({ claimId }) => String(claimId))
}

function searchRanker(archive: Archive): Rank {
  return async (claim) =>
    (await searchPosts(archive, { query: claim, limit: DEPTH })).map(({ postId }) => postId)
}

async function withArchive<R>(items: readonly Item[], work: (archive: Archive) => Promise<R>): Promise<R> {
  const dataDir = await mkdtemp(join(tmpdir(), 'verity-eval-claims-'))
  try {
    await using archive = await openArchive({ kind: 'embedded', dataDir })
    const lines = items.map(
      ({ id, post }) => `${JSON.stringify({ id, author: `author-of-${id}`, text: post })}\n`,
    )
    const stream = Readable.from([Buffer.from(lines.join(''))])
    await importFiles({ inputs: [{ kind: 'stream', name: 'ct25', stream }], archive })
    return await work(archive)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function reciprocalRanks(items: readonly Item[], rank: Rank): Promise<number[]> {
  const found: number[] = []
  for (const item of items) {
    const place = (await rank(item['normalized claim'])).indexOf(item.id)
    found.push(place < 0 ? 0 : 1 / (place + 1))
  }
  return found
}

function summary(values: readonly number[]) {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length
  return {
    all: mean(values),
    evenItems: mean(values.filter((_, at) => at % 2 === 0)),
    oddItems: mean(values.filter((_, at) => at % 2 === 1)),
  }
}

async function readItems(file: string): Promise<Item[]> {
  const text = gunzipSync(await readFile(file)).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Item)
}
