import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { type AskDependencies, answer } from '../src/assistant/ask.ts'
import { modelWriter } from '../src/assistant/plugged/write-with-model.ts'
import { loadPrompt, PROMPT_NAMES } from '../src/assistant/prompts/prompts.ts'
import type { Answer } from '../src/domain/answer.ts'
import { formatPostLine } from '../src/domain/post-json.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { hash32 } from '../src/lib/random.ts'
import type { LanguageModel } from '../src/models/language/language-model.ts'
import { openAiCompatibleModel } from '../src/models/language/openai-compatible.ts'
import type { TruthQuestion } from '../src/sources/simulated/question.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { INVENTED_WORD, scriptedReader } from './scripted-reader.ts'
import { scoreAnswer } from './simulated-score.ts'

const SEED_FROM = 1_000
const POSTS = 5_000
const QUESTIONS = 60
/** A quiet model keeps nearly all it copies; where it does not, a prompt no longer fits what reads the reply. */
const KEPT_SHARE_MIN = 0.9
const READ_SHARE_MIN = 0.99

type World = {
  readonly archive: Archive
  readonly clock: () => number
  readonly questions: readonly TruthQuestion[]
  readonly details: ReturnType<typeof simulate>['truth']['details']
}

/**
 * The prompts, tried: 60 questions on a simulated network of a day's seed. A scripted reader that takes its orders from
 * the prompts shows whether what they ask for is what our parsers read; a second one that invents shows whether anything
 * invented gets through. Neither says how well a real model follows the prompts: with `--url URL --model ID` (and
 * VERITY_MODEL_KEY) a real one is asked too. The versions and hashes of the prompts are recorded; a test holds the files
 * against them.
 */
export async function run({ rest }: EvalArguments): Promise<void> {
  const options = { url: { type: 'string' }, model: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...rest], options })
  const seed = SEED_FROM + (hash32(`${new Date().toISOString().slice(0, 10)}/prompts`) % 1_000_000)
  await withWorld(seed, async (world) => {
    const faithful = await measure(world, scriptedReader('faithful'))
    const inventor = await measure(world, scriptedReader('inventor'))
    const real =
      values.url === undefined || values.model === undefined
        ? null
        : await measure(
            world,
            openAiCompatibleModel({
              ...{ id: values.model, url: values.url },
              key: process.env['VERITY_MODEL_KEY'] ?? null,
            }),
          )
    record({ seed, faithful, inventor, real })
  })
}

async function withWorld(seed: number, use: (world: World) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'verity-eval-prompts-'))
  try {
    await using archive = await openArchive({ kind: 'embedded', dataDir: directory })
    const { posts, truth } = simulate({ seed, posts: POSTS })
    let lastAt = 0
    const lines = function* () {
      for (const post of posts) {
        lastAt = post.createdAt ?? lastAt
        yield Buffer.from(`${JSON.stringify(formatPostLine(post))}\n`)
      }
    }
    const stream = Readable.from(lines())
    await importFiles({ inputs: [{ kind: 'stream', name: `simulated ${seed}`, stream }], archive })
    const startedAt = Date.now()
    await use({
      archive,
      clock: () => lastAt + 60_000 + (Date.now() - startedAt),
      questions: truth.questions.slice(0, QUESTIONS),
      details: truth.details,
    })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

type Measured = ReturnType<typeof summarise>

async function measure(world: World, model: LanguageModel): Promise<Measured> {
  const { archive, clock, questions, details } = world
  const answers: { question: TruthQuestion; found: Answer }[] = []
  for (const question of questions) {
    const deps: AskDependencies = { archive, clock, writer: modelWriter(model, clock) }
    answers.push({
      question,
      found: await answer({ question: question.question, locale: question.lang }, deps),
    })
  }
  const outcomes = answers.map(({ question, found }) => {
    const detail = details.get(question.id)
    return detail === undefined ? 'wrong' : scoreAnswer(question, detail, found)
  })
  return { ...summarise(answers.map(({ found }) => found)), outcomes: countsOf(outcomes) }
}

function summarise(answers: readonly Answer[]) {
  const calls = answers.flatMap(({ trace }) => trace.modelCalls ?? [])
  const usable = (step: string) => {
    const of = calls.filter((call) => call.step === step)
    return of.filter(({ outcome }) => outcome === 'done').length / Math.max(1, of.length)
  }
  const kept = answers.reduce((sum, { sentences, model }) => sum + (model.embedded ? 0 : sentences.length), 0)
  const struck = answers.reduce((sum, { unsupported }) => sum + (unsupported?.length ?? 0), 0)
  return {
    answers: answers.length,
    byTheModel: answers.filter(({ model }) => !model.embedded).length,
    plansRead: usable('plan'),
    judgementsRead: usable('judge'),
    sentencesKept: kept / Math.max(1, kept + struck),
    inventionsUnmarked: answers.filter(({ text }) => text.toLowerCase().includes(INVENTED_WORD)).length,
    outcomes: {} as Readonly<Record<string, number>>,
  }
}

function countsOf(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]))
}

type Results = {
  readonly seed: number
  readonly faithful: Measured
  readonly inventor: Measured
  readonly real: Measured | null
}

function record({ seed, faithful, inventor, real }: Results): void {
  const prompts = Object.fromEntries(
    PROMPT_NAMES.map(loadPrompt).map(({ name, version, sha256 }) => [name, { version, sha256 }]),
  )
  recordResult('prompts', {
    results: { prompts, seed, posts: POSTS, faithful, inventor, ...(real === null ? {} : { real }) },
    bars: [
      { name: 'plans that could be read', value: faithful.plansRead, unit: 'share', atLeast: READ_SHARE_MIN },
      {
        ...{ name: 'judgements that could be read', value: faithful.judgementsRead },
        ...{ unit: 'share', atLeast: READ_SHARE_MIN },
      },
      {
        ...{ name: 'copied sentences that are kept', value: faithful.sentencesKept },
        ...{ unit: 'share', atLeast: KEPT_SHARE_MIN },
      },
      {
        ...{ name: 'answers in which something invented is unmarked', value: inventor.inventionsUnmarked },
        ...{ unit: 'answers', atMost: 0 },
      },
    ],
  })
}
