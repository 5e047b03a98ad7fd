import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { answer } from '../src/assistant/ask.ts'
import type { Locale } from '../src/assistant/understand/question-language.ts'
import type { Answer } from '../src/domain/answer.ts'
import { formatPostLine } from '../src/domain/post-json.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'
import { mean, withInterval } from './class-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { isUnheld, unheldParts } from './sentence-holds.ts'

/** Bars of issue 4. */
const UNHELD_MAX = 0
const CORROBORATED_MIN = 0.5
const SIMULATED = { seeds: [1, 2], posts: 20_000 } as const
const YEARS = [2011, 2013] as const
/** Of each year, for the share of sentences that rest on two or more authors. */
const CORROBORATED_TOPICS = 25

type Asked = {
  readonly set: string
  readonly question: string
  readonly answer: Answer
  /** Counts for the share of sentences with two or more authors. */
  readonly isCorroborationTopic: boolean
}

/**
 * Answers held against the spans that they cite: 400 questions to two simulated networks and the topics of
 * trec-microblog 2011 and 2013, asked of the embedded engine. Options: `--dump FILE` writes what does not hold.
 */
export async function run({ dataDir, rest }: EvalArguments): Promise<void> {
  const { values } = parseArgs({ args: [...rest], options: { dump: { type: 'string' } } })
  const asked: Asked[] = []
  for (const seed of SIMULATED.seeds) asked.push(...(await askSimulated(seed)))
  for (const year of YEARS) asked.push(...(await askTopics(dataDir, year)))
  const sentences = asked.flatMap((one) =>
    one.answer.sentences.map((sentence) => ({
      ...one,
      sentence,
      unheld: unheldParts(sentence, one.answer.citations),
    })),
  )
  const failing = sentences.filter(({ unheld }) => isUnheld(unheld))
  const corroborated = sentences
    .filter(({ isCorroborationTopic }) => isCorroborationTopic)
    .map(({ answer: { citations }, sentence }) => Number(authorsOf(sentence.citations, citations) >= 2))
  const share = withInterval(corroborated, mean)
  if (values.dump !== undefined) {
    const lines = failing.map(({ set, question, sentence, unheld, answer: { citations } }) =>
      JSON.stringify({
        set,
        question,
        text: sentence.text,
        ...unheld,
        quotes: citations.map(({ quote }) => quote),
      }),
    )
    await writeFile(values.dump, lines.join('\n'))
  }
  recordResult('answer-support', {
    results: {
      questions: asked.length,
      answered: asked.filter(({ answer: { abstained } }) => !abstained).length,
      sentences: sentences.length,
      unheld: failing.length,
      withNumber: failing.filter(({ unheld }) => unheld.numbers.length > 0).length,
      withName: failing.filter(({ unheld }) => unheld.names.length > 0).length,
      bySet: Object.fromEntries(
        [...Map.groupBy(sentences, ({ set }) => set)].map(([set, items]) => [
          set,
          { sentences: items.length, unheld: items.filter(({ unheld }) => isUnheld(unheld)).length },
        ]),
      ),
      corroborated: { sentences: corroborated.length, share, interval: '95 % by bootstrap over sentences' },
    },
    bars: [
      {
        name: 'sentences that their cited spans do not hold',
        value: failing.length,
        unit: 'sentences',
        atMost: UNHELD_MAX,
      },
      {
        name: 'sentences with two or more authors, 50 topics',
        value: share.value,
        unit: 'share',
        atLeast: CORROBORATED_MIN,
      },
    ],
  })
}

function authorsOf(numbers: readonly number[], citations: Answer['citations']): number {
  return new Set(citations.filter(({ n }) => numbers.includes(n)).map(({ author }) => author)).size
}

async function askSimulated(seed: number): Promise<Asked[]> {
  const network = simulate({ seed, posts: SIMULATED.posts })
  let lastAt = 0
  const lines = [...network.posts].map((post) => {
    lastAt = post.createdAt ?? lastAt
    return formatPostLine(post)
  })
  return await withArchive(lines, async (archive) => {
    const asked: Asked[] = []
    for (const { question, lang } of network.truth.questions) {
      const found = await ask(archive, { question, locale: lang, at: lastAt + 60_000 })
      asked.push({ set: `simulated ${seed}`, question, answer: found, isCorroborationTopic: false })
    }
    return asked
  })
}

async function askTopics(dataDir: string, year: number): Promise<Asked[]> {
  const folder = join(dataDir, 'retrieval', 'trec-microblog')
  type Row = { id: string; created_at: string; text: string }
  const posts = await readRows<Row>(join(folder, `mb${year}.posts.jsonl.gz`))
  const topics = await readRows<{ query: string }>(join(folder, `mb${year}.topics.jsonl.gz`))
  const lines = posts.map(({ id, created_at, text }) => ({ id, author: `author-of-${id}`, created_at, text }))
  const at = Math.max(...posts.map(({ created_at }) => Date.parse(created_at)).filter(Number.isFinite))
  return await withArchive(lines, async (archive) => {
    const asked: Asked[] = []
    for (const [index, { query }] of topics.entries()) {
      const found = await ask(archive, { question: query, locale: 'en', at })
      const isCorroborationTopic = index < CORROBORATED_TOPICS
      asked.push({ set: `trec ${year}`, question: query, answer: found, isCorroborationTopic })
    }
    return asked
  })
}

async function ask(
  archive: Archive,
  { question, locale, at }: { question: string; locale: Locale; at: number },
): Promise<Answer> {
  return await answer({ question, locale }, { archive, clock: () => at })
}

async function withArchive<T>(lines: readonly unknown[], use: (archive: Archive) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'verity-eval-support-'))
  try {
    await using archive = await openArchive({ kind: 'embedded', dataDir: directory })
    const stream = Readable.from(lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`)))
    await importFiles({ inputs: [{ kind: 'stream', name: 'posts', stream }], archive })
    return await use(archive)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
