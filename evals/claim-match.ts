import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { loadWordVectors } from '../src/models/embedding/word-vectors.ts'
import { ClaimMatcher } from '../src/truth/known-claims/match-claims.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

/** Bar of the issue; BM25 alone reaches .800 (`anchors/eval-data.md`). */
const MAP5_MIN = 0.84
const DEPTH = 10

type Claim = { readonly vclaim_id: string; readonly vclaim: string; readonly title: string }
type Query = { readonly tweet_content: string; readonly relevant: readonly (string | number)[] }
type Scores = { readonly map5: number; readonly precision1: number; readonly hit10: number }

/** ct20-verified-claims: the claims that were checked for what a post says, as `batch match` finds them. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'retrieval', 'ct20-verified-claims')
  const claims = await readRows<Claim>(join(folder, 'verified_claims.jsonl.gz'))
  const queries = await readRows<Query>(join(folder, 'queries.jsonl.gz'))
  const startedAt = performance.now()
  const matcher = new ClaimMatcher(
    claims.map(({ vclaim_id, vclaim, title }) => ({ id: String(vclaim_id), claim: vclaim, title })),
    await loadWordVectors(),
  )
  const builtAt = performance.now()
  const scores = queries.map((query) => scoreQuery(matcher, query))
  const results = {
    claims: claims.length,
    queries: queries.length,
    all: mean(scores),
    evenQueries: mean(scores.filter((_, at) => at % 2 === 0)),
    oddQueries: mean(scores.filter((_, at) => at % 2 === 1)),
    buildMs: Math.round(builtAt - startedAt),
    msPerQuery: (performance.now() - builtAt) / queries.length,
  }
  console.log(results)
  recordResult('ct20-verified-claims', {
    results,
    bars: [{ name: 'MAP@5', value: results.all.map5, unit: 'MAP@5', atLeast: MAP5_MIN }],
  })
}

function scoreQuery(matcher: ClaimMatcher, { tweet_content, relevant }: Query): Scores {
  const wanted = new Set(relevant.map(String))
  const ranked = matcher.match(tweet_content, DEPTH).map(({ claimId }) => String(claimId))
  let found = 0
  let precisions = 0
  for (const [at, id] of ranked.slice(0, 5).entries()) {
    if (!wanted.has(id)) continue
    found += 1
    precisions += found / (at + 1)
  }
  return {
    map5: precisions / Math.min(wanted.size, 5),
    precision1: wanted.has(ranked[0] ?? '') ? 1 : 0,
    hit10: ranked.some((id) => wanted.has(id)) ? 1 : 0,
  }
}

function mean(scores: readonly Scores[]): Scores {
  const of = (name: keyof Scores) => scores.reduce((sum, score) => sum + score[name], 0) / scores.length
  return { map5: of('map5'), precision1: of('precision1'), hit10: of('hit10') }
}

async function readRows<Row>(file: string): Promise<Row[]> {
  const text = gunzipSync(await readFile(file)).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
