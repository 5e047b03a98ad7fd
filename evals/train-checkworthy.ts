import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TermForm } from '../src/domain/text/stem.ts'
import { Random } from '../src/lib/random.ts'
import { SENTENCE_SIGNALS, sentenceSignals } from '../src/truth/claims/sentence-signals.ts'
import { readWords } from '../src/truth/support/read-words.ts'
import { type Example, fitLogistic } from './logistic-regression.ts'
import { readRows } from './read-rows.ts'
import type { EvalArguments } from './run.ts'
import { spokenSentences } from './speech-grammar.ts'

/** By hand, 2026-11-22; ten times more or less moves no figure by .01. */
const PENALTY = 30
const SPOKEN = 6_000
/** What a claim of Wikipedia or of a textbook counts beside a sentence of our own grammar. */
const WRITTEN_WEIGHT = 0.4
const WEIGHTS_FILE = join(import.meta.dirname, '..', 'src', 'truth', 'claims', 'checkworthy-weights.json')

/**
 * Trains which sentences are worth checking, on sentences of our own grammar and on the claims of fool-me-twice (Apache-2.0) and
 * rte3-fr (BSD-2-Clause) as examples of what can be checked. Writes `checkworthy-weights.json`.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'claims')
  const english = await readRows<{ text: string }>(join(folder, 'fool-me-twice', 'dev.jsonl.gz'))
  const french = await readRows<{ hypothesis: string }>(join(folder, 'rte3-fr', 'dev.jsonl.gz'))
  const examples = [
    ...spokenSentences(SPOKEN, new Random('speech')).map(({ text, lang, isCheckable }) =>
      example(text, lang === 'fr' ? 'french' : 'english', { label: Number(isCheckable), weight: 1 }),
    ),
    ...english.map(({ text }) => example(text, 'english', { label: 1, weight: WRITTEN_WEIGHT })),
    ...french.map(({ hypothesis }) => example(hypothesis, 'french', { label: 1, weight: WRITTEN_WEIGHT })),
  ]
  if (examples[0]?.features.length !== SENTENCE_SIGNALS.length)
    throw new Error('Signals and their names differ.')
  const sentence = fitLogistic(examples, PENALTY).map((weight) => Number(weight.toFixed(4)))
  await writeFile(WEIGHTS_FILE, `${JSON.stringify({ sentence }, null, 2)}\n`)
  console.log(`Written to ${WEIGHTS_FILE}, from ${examples.length} sentences`)
}

function example(
  text: string,
  form: TermForm,
  { label, weight }: { label: number; weight: number },
): Example {
  return { features: sentenceSignals(text, readWords(text, form).words, form), label, weight }
}
