import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { openArchive } from '../src/archive/archive.ts'
import { quotationSource } from '../src/assistant/quotation-source.ts'
import { splitSentences } from '../src/domain/text/sentences.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { Random } from '../src/lib/random.ts'
import { squeeze } from '../src/truth/quotes/squeeze.ts'
import { mean, withInterval } from './class-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

/** Bars of issue 4. */
const RIGHT_MIN = 0.95
const WRONG_MAX = 0.02
const QUOTES_DEFAULT = 400
const SENTENCE_WORDS_MIN = 5

type Text = {
  readonly id: string
  readonly at: string
  readonly text: string
  readonly kind: 'article' | 'post'
}
type Drawn = {
  readonly source: Text
  readonly sentence: string
  readonly asked: string
  readonly change: Change
}
type Change = 'none' | 'case' | 'marks' | 'cut_end' | 'cut_start' | 'word'
type Outcome = 'right' | 'wrong' | 'abstained'

const RULES = [
  'The articles of timeline17 and the posts of trec-microblog 2011 and 2013 are imported into one archive, as posts.',
  `Half of the sentences are drawn from articles, half from posts, uniformly over sentences of at least ${SENTENCE_WORDS_MIN} words; seed in the result.`,
  'One third is asked as it stands; the others with other case, other marks, a cut end or beginning (a quarter of the words), or one word left out.',
  'Right: the text named first holds the whole drawn sentence (letters and digits), so copies count, and its date is named. ' +
    'Wrong: another text is named. Abstained: none, or several without a choice.',
]

/** A sentence, and maybe changed a little: which article or post is it from? Options: `--quotes N`, `--seed TEXT`. */
export async function run({ dataDir, rest }: EvalArguments): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: { quotes: { type: 'string' }, seed: { type: 'string' }, show: { type: 'boolean' } },
  })
  const seed = values.seed ?? 'quotes'
  const texts = await readTexts(dataDir)
  const drawn = draw(texts, Number(values.quotes ?? QUOTES_DEFAULT), seed)
  const outcomes = await ask(texts, drawn, values.show === true)
  const share = (outcome: Outcome) =>
    withInterval(outcomes, (items) => mean(items.map((item) => Number(item.outcome === outcome))))
  const [right, wrong, abstained] = [share('right'), share('wrong'), share('abstained')]
  recordResult('quote-source', {
    results: {
      rules: RULES,
      seed,
      texts: texts.length,
      quotes: drawn.length,
      interval: '95 % by bootstrap over quotes',
      right,
      wrong,
      abstained,
      byKind: breakdown(outcomes, ({ drawn: { source } }) => source.kind),
      byChange: breakdown(outcomes, ({ drawn: { change } }) => change),
    },
    bars: [
      { name: 'right', value: right.value, unit: 'share', atLeast: RIGHT_MIN },
      { name: 'wrong', value: wrong.value, unit: 'share', atMost: WRONG_MAX },
    ],
  })
}

async function readTexts(dataDir: string): Promise<Text[]> {
  const texts: Text[] = []
  for (const topic of ['mj', 'finan']) {
    const file = join(dataDir, 'summaries', 'timeline17', `${topic}.articles.jsonl.gz`)
    for (const { id, time, text } of await readRows<{ id: string; time: string; text: string }>(file))
      texts.push({ id: `${topic}-${id}`, at: time, text, kind: 'article' })
  }
  for (const year of [2011, 2013]) {
    const file = join(dataDir, 'retrieval', 'trec-microblog', `mb${year}.posts.jsonl.gz`)
    for (const { id, created_at, text } of await readRows<{ id: string; created_at: string; text: string }>(
      file,
    ))
      texts.push({ id, at: created_at, text, kind: 'post' })
  }
  return texts
}

function draw(texts: readonly Text[], count: number, seed: string): Drawn[] {
  return (['article', 'post'] as const).flatMap((kind) => {
    const random = new Random(`${seed}/${kind}`)
    const sentences = texts
      .filter((text) => text.kind === kind)
      .flatMap((source) => splitSentences(source.text).map(({ text }) => ({ source, sentence: text })))
      .filter(({ sentence }) => wordsOf(sentence).length >= SENTENCE_WORDS_MIN)
    return Array.from({ length: count / 2 }, (_, at) => {
      const { source, sentence } = random.pick(sentences)
      const change: Change =
        at % 3 === 0 ? 'none' : random.pick(['case', 'marks', 'cut_end', 'cut_start', 'word'] as const)
      return { source, sentence, change, asked: changed(sentence, change, random) }
    })
  })
}

function changed(sentence: string, change: Change, random: Random): string {
  const words = sentence.split(/\s+/)
  const quarter = Math.max(1, Math.floor(words.length / 4))
  switch (change) {
    case 'none':
      return sentence
    case 'case':
      return random.chance(0.5) ? sentence.toUpperCase() : sentence.toLowerCase()
    case 'marks':
      return `“${sentence.replace(/[.,;:!?'"`-]+/g, '').replace(/\s+/g, ' ')} …”`
    case 'cut_end':
      return words.slice(0, -quarter).join(' ')
    case 'cut_start':
      return words.slice(quarter).join(' ')
    case 'word':
      return words.toSpliced(random.integer(0, words.length - 1), 1).join(' ')
  }
}

type Scored = { readonly drawn: Drawn; readonly outcome: Outcome }

async function ask(texts: readonly Text[], quotes: readonly Drawn[], shows: boolean): Promise<Scored[]> {
  const directory = await mkdtemp(join(tmpdir(), 'verity-eval-quotes-'))
  try {
    await using archive = await openArchive({ kind: 'embedded', dataDir: directory })
    const lines = texts.map(({ id, at, text }) =>
      Buffer.from(`${JSON.stringify({ id, author: `author-${id}`, created_at: at, text })}\n`),
    )
    await importFiles({ inputs: [{ kind: 'stream', name: 'texts', stream: Readable.from(lines) }], archive })
    const scored: Scored[] = []
    for (const drawn of quotes) {
      const { search, read } = await quotationSource(drawn.asked, { archive })
      const named = search.kind === 'found' ? read.get(search.places[0]?.id ?? '') : undefined
      const outcome = named === undefined ? 'abstained' : isRight(named, drawn) ? 'right' : 'wrong'
      if (shows && outcome !== 'right')
        console.log(outcome, search.kind, drawn.change, JSON.stringify(drawn.asked))
      scored.push({ drawn, outcome })
    }
    return scored
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function isRight(named: { text: string; createdAt: number | null }, { sentence }: Drawn): boolean {
  return named.createdAt !== null && squeeze(named.text).letters.includes(squeeze(sentence).letters)
}

function breakdown(scored: readonly Scored[], by: (one: Scored) => string) {
  const groups = Map.groupBy(scored, by)
  const share = (items: readonly Scored[], outcome: Outcome) =>
    items.filter((item) => item.outcome === outcome).length / items.length
  return Object.fromEntries(
    [...groups].map(([name, items]) => [
      name,
      { quotes: items.length, right: share(items, 'right'), wrong: share(items, 'wrong') },
    ]),
  )
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}
