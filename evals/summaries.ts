import { join } from 'node:path'
import { task } from '../src/cli/batch/summarize.ts'
import { hash32 } from '../src/lib/random.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import { rouge1, rouge2 } from './rouge.ts'
import type { EvalArguments } from './run.ts'
import { alignedRouge1, dateF1, type Timeline } from './timeline-measures.ts'

const OPINION_WORDS = 25
const BACKGROUND_WORDS = 150
const DAY_CHARS = 10

type Document = { readonly id: string; readonly text: string; readonly created_at?: string }
type Answer = {
  readonly summary: string
  readonly sentences: readonly { readonly text: string; readonly document_ids: readonly string[] }[]
}
type Ask = (documents: readonly Document[], maxWords: number) => Promise<Answer>

/** `batch summarize` on opinions, timelines and backgrounds; and whether every sentence stands in what it cites and no summary is too long. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'summaries')
  const checks = { sentences: 0, unsupported: 0, summaries: 0, tooLong: 0 }
  const open = await task.open({} as never, {} as never)
  const ask: Ask = async (documents, maxWords) => {
    const answer = (await open.handle({ id: 1, documents, max_words: maxWords })) as Answer
    check(answer, documents, maxWords, checks)
    return answer
  }
  const opinions = await scoreOpinions(await readRows(join(folder, 'opinosis', 'dev.jsonl.gz')), ask)
  const backgrounds = await scoreBackgrounds(
    await readRows(join(folder, 'background-summaries', 'dev.jsonl.gz')),
    ask,
  )
  const timelines = {
    mj: await scoreTimeline(join(folder, 'timeline17'), 'mj', ask),
    finan: await scoreTimeline(join(folder, 'timeline17'), 'finan', ask),
  }
  const mean = (name: 'dateF1' | 'alignedRouge1') => (timelines.mj[name] + timelines.finan[name]) / 2
  recordResult('summaries', {
    results: { opinosis: opinions, backgroundSummaries: backgrounds, timeline17: timelines, checks },
    bars: [
      { name: 'opinosis, all topics', value: opinions.all.rouge1, unit: 'ROUGE-1 F', atLeast: 0.29 },
      {
        name: 'opinosis, topics not looked at',
        value: opinions.notLookedAt.rouge1,
        unit: 'ROUGE-1 F',
        atLeast: 0.29,
      },
      { name: 'timeline17, mean of mj and finan', value: mean('dateF1'), unit: 'date F1', atLeast: 0.42 },
      {
        name: 'timeline17, mean of mj and finan',
        value: mean('alignedRouge1'),
        unit: 'aligned ROUGE-1',
        atLeast: 0.08,
      },
      {
        name: 'background-summaries, all events',
        value: backgrounds.all.rouge1,
        unit: 'ROUGE-1 F',
        atLeast: 0.28,
      },
      {
        name: 'background-summaries, events not looked at',
        value: backgrounds.notLookedAt.rouge1,
        unit: 'ROUGE-1 F',
        atLeast: 0.28,
      },
      {
        name: 'sentences that stand in what they cite',
        value: 1 - checks.unsupported / checks.sentences,
        unit: 'share',
        atLeast: 1,
      },
      { name: 'summaries longer than asked for', value: checks.tooLong, unit: 'summaries', atMost: 0 },
    ],
  })
}

function check(
  { summary, sentences }: Answer,
  documents: readonly Document[],
  maxWords: number,
  checks: { sentences: number; unsupported: number; summaries: number; tooLong: number },
): void {
  const plain = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
  checks.summaries += 1
  if (summary.split(/\s+/).length > maxWords) checks.tooLong += 1
  for (const { text, document_ids: ids } of sentences) {
    checks.sentences += 1
    const cited = documents.filter(({ id }) => ids.includes(id))
    const isCarried =
      cited.length > 0 && cited.every((document) => plain(document.text).includes(plain(text)))
    if (!isCarried) checks.unsupported += 1
  }
}

type Scored = { readonly name: string; readonly one: number; readonly two: number }

/** The half with even hashes was looked at while weights were set. */
function byPart(scored: readonly Scored[], salt: string) {
  const mean = (items: readonly Scored[]) => ({
    items: items.length,
    rouge1: items.reduce((sum, { one }) => sum + one, 0) / items.length,
    rouge2: items.reduce((sum, { two }) => sum + two, 0) / items.length,
  })
  const isSeen = ({ name }: Scored) => hash32(`${salt}${name}`) % 2 === 0
  return {
    all: mean(scored),
    lookedAt: mean(scored.filter(isSeen)),
    notLookedAt: mean(scored.filter((one) => !isSeen(one))),
  }
}

function against(summary: string, references: readonly string[]): { one: number; two: number } {
  const mean = (measure: typeof rouge1) =>
    references.reduce((sum, reference) => sum + measure(summary, reference), 0) / references.length
  return { one: mean(rouge1), two: mean(rouge2) }
}

async function scoreOpinions(
  rows: readonly { topic: string; posts: string[]; references: string[] }[],
  ask: Ask,
) {
  const scored: Scored[] = []
  for (const { topic, posts, references } of rows) {
    const { summary } = await ask(
      posts.map((text, at) => ({ id: String(at), text })),
      OPINION_WORDS,
    )
    scored.push({ name: topic, ...against(summary, references) })
  }
  return byPart(scored, 'o')
}

type BackgroundRow = {
  readonly event: string
  readonly annotator: string
  readonly n: number
  readonly Date: string
  readonly Update: string
  readonly Background: string
}

/** The background of each update from all earlier ones, against what three people wrote. */
async function scoreBackgrounds(rows: readonly BackgroundRow[], ask: Ask) {
  const scored: Scored[] = []
  for (const [event, told] of Map.groupBy(rows, (row) => row.event)) {
    const updates = told
      .filter(({ annotator }) => annotator === told[0]?.annotator)
      .sort((one, other) => one.n - other.n)
    for (let at = 1; at < updates.length; at++) {
      const references = told
        .filter(({ n, Background }) => n === updates[at]?.n && Background !== '')
        .map(({ Background }) => unescaped(Background))
      if (references.length === 0) continue
      const documents = updates.slice(0, at).map(({ n, Update, Date: date }) => ({
        id: String(n),
        text: unescaped(Update),
        created_at: date.replace(/[[\]]/g, ''),
      }))
      const { summary } = await ask(documents, BACKGROUND_WORDS)
      scored.push({ name: event, ...against(summary, references) })
    }
  }
  return byPart(scored, 'b')
}

function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n')
}

/** A timeline as long as the one people wrote; the day of a sentence is that of the document it is cut from. */
async function scoreTimeline(folder: string, topic: string, ask: Ask) {
  const articles = await readRows<{ id: string; time: string; text: string }>(
    join(folder, `${topic}.articles.jsonl.gz`),
  )
  const [written] = await readRows<{ timeline: [string, string[]][] }>(
    join(folder, `${topic}.timelines.jsonl.gz`),
  )
  const reference: Timeline = new Map(
    (written?.timeline ?? []).map(([date, sentences]) => [date.slice(0, DAY_CHARS), sentences.join(' ')]),
  )
  const words = [...reference.values()].join(' ').split(/\s+/).length
  const { sentences } = await ask(
    articles.map(({ id, time, text }) => ({ id, text, created_at: time })),
    words,
  )
  const days = new Map(articles.map(({ id, time }) => [id, time.slice(0, DAY_CHARS)]))
  const timeline = new Map<string, string>()
  for (const { text, document_ids: ids } of sentences) {
    const day = days.get(ids[0] as string) as string
    timeline.set(day, `${timeline.get(day) ?? ''} ${text}`.trim())
  }
  return {
    words,
    days: timeline.size,
    referenceDays: reference.size,
    dateF1: dateF1(timeline, reference),
    alignedRouge1: alignedRouge1(timeline, reference),
  }
}
