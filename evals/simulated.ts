import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { openArchive } from '../src/archive/archive.ts'
import { answer } from '../src/assistant/ask.ts'
import { AppError } from '../src/domain/errors.ts'
import { formatPostLine } from '../src/domain/post-json.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { hash32 } from '../src/lib/random.ts'
import type { QuestionDetail, TruthQuestion } from '../src/sources/simulated/question.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { type Outcome, scoreAnswer } from './simulated-score.ts'
import { StringLookup } from './string-lookup.ts'

/** Seeds from here on are kept back: they are scored, never looked at question by question. */
const KEPT_BACK_FROM = 1_000
const POSTS_DEFAULT = 20_000
/** Bars of issue 4. */
const RIGHT_SHARE_MIN = 0.9
const WRONG_SHARE_MAX = 0.02
const SILENT_SHARE_MIN = 0.95

type Asked = {
  readonly seed: number
  readonly question: TruthQuestion
  readonly detail: QuestionDetail
  readonly outcome: Outcome
  /** What the best post alone would have been worth. */
  readonly lookup: Outcome
  readonly text: string
  readonly milliseconds: number
}

/**
 * The simulated network, asked: each seed is simulated, imported into a fresh archive and asked its 200 questions
 * through the embedded engine.
 *
 * Options: `--seeds 1,2,3` (default: five kept-back seeds drawn from the date), `--posts N` (default 20,000),
 * `--dump FILE` (one line of JSON per question; only seeds below 1,000).
 */
export async function run({ rest }: EvalArguments): Promise<void> {
  const { seeds, posts, dump } = readOptions(rest)
  const asked: Asked[] = []
  for (const seed of seeds) {
    const answers = await askSeed(seed, posts)
    asked.push(...answers)
    console.log(`seed ${seed}: ${formatShares(answers)}`)
  }
  printBreakdown(asked)
  if (dump !== null) await writeFile(dump, asked.map((one) => `${JSON.stringify(dumpLine(one))}\n`).join(''))
  if (seeds.every((seed) => seed >= KEPT_BACK_FROM)) record(asked, seeds, posts)
  else console.log('Development seeds: not recorded.')
}

function readOptions(rest: readonly string[]): { seeds: number[]; posts: number; dump: string | null } {
  const { values } = parseArgs({
    args: [...rest],
    options: { seeds: { type: 'string' }, posts: { type: 'string' }, dump: { type: 'string' } },
  })
  const seeds = values.seeds === undefined ? seedsOfToday() : values.seeds.split(',').map(Number)
  const posts = Number(values.posts ?? POSTS_DEFAULT)
  if (values.dump !== undefined && seeds.some((seed) => seed >= KEPT_BACK_FROM)) {
    throw new AppError(
      'invalid_input',
      `Seeds from ${KEPT_BACK_FROM} on are kept back: their answers are not written down.`,
    )
  }
  return { seeds, posts, dump: values.dump ?? null }
}

/** Five kept-back seeds nobody chose: they follow from the day. */
function seedsOfToday(): number[] {
  const day = new Date().toISOString().slice(0, 10)
  return [1, 2, 3, 4, 5].map((number) => KEPT_BACK_FROM + (hash32(`${day}/${number}`) % 1_000_000))
}

async function askSeed(seed: number, posts: number): Promise<Asked[]> {
  const directory = await mkdtemp(join(tmpdir(), `verity-eval-simulated-${seed}-`))
  try {
    await using archive = await openArchive({ kind: 'embedded', dataDir: directory })
    const network = simulate({ seed, posts })
    let lastAt = 0
    const lookup = new StringLookup()
    const lines = function* () {
      for (const post of network.posts) {
        lastAt = post.createdAt ?? lastAt
        lookup.add(post)
        yield Buffer.from(`${JSON.stringify(formatPostLine(post))}\n`)
      }
    }
    await importFiles({
      inputs: [{ kind: 'stream', name: `simulated ${seed}`, stream: Readable.from(lines()) }],
      archive,
    })
    const startedAt = Date.now()
    // Questions are asked just after the last post, so that "yesterday" means what it would have meant.
    const clock = () => lastAt + 60_000 + (Date.now() - startedAt)
    const asked: Asked[] = []
    for (const question of network.truth.questions) {
      const detail = network.truth.details.get(question.id)
      if (detail === undefined) throw new AppError('internal', `Question ${question.id} has no detail.`)
      const before = performance.now()
      const { text, abstained } = await answer(
        { question: question.question, locale: question.lang },
        { archive, clock },
      )
      const milliseconds = performance.now() - before
      const outcome = scoreAnswer(question, detail, { text, abstained })
      const found = { text: lookup.answer(question.question), abstained: false }
      asked.push({
        seed,
        question,
        detail,
        outcome,
        lookup: scoreAnswer(question, detail, found),
        text,
        milliseconds,
      })
    }
    return asked
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

type Shares = {
  readonly answerable: number
  readonly right: number
  readonly wrong: number
  readonly unanswerable: number
  readonly silent: number
}

function shares(
  asked: readonly Asked[],
  outcomeOf: (one: Asked) => Outcome = ({ outcome }) => outcome,
): Shares {
  const answerable = asked.filter(({ question }) => question.answerable)
  const unanswerable = asked.filter(({ question }) => !question.answerable)
  const of = (items: readonly Asked[], outcome: Outcome) =>
    items.length === 0 ? Number.NaN : items.filter((one) => outcomeOf(one) === outcome).length / items.length
  return {
    answerable: answerable.length,
    right: of(answerable, 'right'),
    wrong: of(answerable, 'wrong'),
    unanswerable: unanswerable.length,
    silent: of(unanswerable, 'abstained'),
  }
}

function breakdown(asked: readonly Asked[], by: (one: Asked) => string): Record<string, Shares> {
  const groups = Map.groupBy(asked, by)
  return Object.fromEntries(
    [...groups]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([name, items]) => [name, shares(items)]),
  )
}

function printBreakdown(asked: readonly Asked[]): void {
  console.log(`\n${'all'.padEnd(22)} ${formatShares(asked)}`)
  console.log(`${'string lookup'.padEnd(22)} ${formatGroup(shares(asked, ({ lookup }) => lookup))}`)
  const groups = {
    ...breakdown(asked, ({ question }) => question.lang),
    ...breakdown(asked, ({ question, detail }) => detail.trap ?? question.kind),
  }
  for (const [name, group] of Object.entries(groups)) console.log(`${name.padEnd(22)} ${formatGroup(group)}`)
}

function formatShares(asked: readonly Asked[]): string {
  return formatGroup(shares(asked))
}

function formatGroup({ answerable, right, wrong, unanswerable, silent }: Shares): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(8)
  const one =
    answerable === 0
      ? ''
      : `${String(answerable).padStart(4)} answerable: right ${percent(right)}, wrong ${percent(wrong)}`
  const other =
    unanswerable === 0 ? '' : `${String(unanswerable).padStart(4)} unanswerable: abstained ${percent(silent)}`
  return [one, other].filter((part) => part !== '').join(' | ')
}

function dumpLine({ seed, question, detail, outcome, text, milliseconds }: Asked): unknown {
  return {
    seed,
    ...question,
    about: detail.about,
    fact: detail.fact,
    trap: detail.trap,
    outcome,
    text,
    milliseconds: Math.round(milliseconds),
  }
}

function record(asked: readonly Asked[], seeds: readonly number[], posts: number): void {
  const all = shares(asked)
  const sorted = asked.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)
  recordResult('simulated', {
    results: {
      seeds,
      posts,
      all,
      stringLookup: shares(asked, ({ lookup }) => lookup),
      bySeed: breakdown(asked, ({ seed }) => String(seed)),
      byLanguage: breakdown(asked, ({ question }) => question.lang),
      byKind: breakdown(asked, ({ question, detail }) => detail.trap ?? question.kind),
      medianMs: sorted[Math.floor(sorted.length / 2)],
    },
    bars: [
      { name: 'answerable, right', value: all.right, unit: 'share', atLeast: RIGHT_SHARE_MIN },
      { name: 'answerable, wrong', value: all.wrong, unit: 'share', atMost: WRONG_SHARE_MAX },
      { name: 'unanswerable, abstained', value: all.silent, unit: 'share', atLeast: SILENT_SHARE_MIN },
    ],
  })
}
