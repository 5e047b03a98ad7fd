import { join } from 'node:path'
import { makePost, type Post } from '../src/domain/post.ts'
import { hash32 } from '../src/lib/random.ts'
import { StoryStream } from '../src/trends/grouping/story-stream.ts'
import { type ClusterScore, scoreClusters } from './cluster-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

/** The news streams have no times: one item every two seconds. */
const REPLAY_GAP_MS = 2_000
const REPLAY_FROM = Date.UTC(2026, 0, 1)

type Labelled = { readonly post: Post; readonly label: string; readonly isScored: boolean }
type Part = 'built on' | 'not looked at' | 'all'
type Scores = Readonly<Record<Part, ClusterScore>>

/**
 * Grouping of posts into stories, one pass over each whole stream. The grouping was set while looking at a random half of the
 * labels of each set; the others are scored apart.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'trends')
  const newsT = scoreStream(await readNews(join(folder, 'mstream', 'news-t.jsonl.gz')), 'm')
  const news = scoreStream(await readNews(join(folder, 'mstream', 'news.jsonl.gz')), 'm')
  const crises = scoreStream(await readCrises(join(folder, 'crisislex-t26', 'posts.jsonl.gz')), 'e')
  recordResult('stories', {
    results: { mstreamNewsT: newsT, mstreamNews: news, crisislexT26: crises },
    bars: [...newsBars('News-T', newsT), ...newsBars('News', news), ...crisisBars(crises)],
  })
}

const PARTS: readonly Part[] = ['all', 'not looked at']

function newsBars(name: string, scores: Scores) {
  return PARTS.flatMap((part) => [
    { name: `mstream ${name}, ${part}`, value: scores[part].bcubedF1, unit: 'B-cubed F1', atLeast: 0.6 },
    { name: `mstream ${name}, ${part}`, value: scores[part].nmi, unit: 'NMI', atLeast: 0.84 },
  ])
}

function crisisBars(scores: Scores) {
  return PARTS.flatMap((part) => [
    { name: `crisislex-t26, ${part}`, value: scores[part].bcubedF1, unit: 'B-cubed F1', atLeast: 0.35 },
    { name: `crisislex-t26, ${part}`, value: scores[part].homogeneity, unit: 'homogeneity', atLeast: 0.85 },
  ])
}

async function readNews(file: string): Promise<Labelled[]> {
  const rows = await readRows<{ Id: string; clusterNo: number; textCleaned: string }>(file)
  return rows.map(({ Id, clusterNo, textCleaned }, at) => ({
    post: makePost({ id: Id, author: Id, text: textCleaned, createdAt: REPLAY_FROM + at * REPLAY_GAP_MS }),
    label: String(clusterNo),
    isScored: true,
  }))
}

async function readCrises(file: string): Promise<Labelled[]> {
  type Row = { id: string; created_at: string; event: string; text: string; informativeness: string }
  const rows = await readRows<Row>(file)
  return rows.map(({ id, created_at, event, text, informativeness }) => ({
    post: makePost({ id, author: id, text, createdAt: Date.parse(created_at) }),
    label: event,
    isScored: informativeness.startsWith('Related'),
  }))
}

function scoreStream(rows: readonly Labelled[], salt: string): Scores {
  const stream = new StoryStream()
  const grouped = rows.map((row) => ({ ...row, story: String(stream.add(row.post).number) }))
  const scored = grouped.filter(({ isScored }) => isScored)
  const score = (items: readonly (Labelled & { story: string })[]) =>
    scoreClusters(items.map(({ story, label }) => [story, label]))
  const isSeen = ({ label }: Labelled) => hash32(`${salt}${label}`) % 2 === 0
  return {
    'built on': score(scored.filter(isSeen)),
    'not looked at': score(scored.filter((row) => !isSeen(row))),
    all: score(scored),
  }
}
