import { join } from 'node:path'
import { unsupportedAnswer } from '../src/truth/support/unsupported-answer.ts'
import { formatInterval, mean, withInterval } from './class-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { characterIou } from './span-measures.ts'

/** Bars of issue 4: over marking everything. */
const GAIN_MIN = 0.05
const BARRED = ['en', 'fr']
const LANGUAGES = ['en', 'fr', 'es', 'de', 'it']

type Row = {
  readonly model_input: string
  readonly model_output_text: string
  readonly hard_labels: readonly (readonly [number, number])[]
}

/**
 * mu-shroom: answers of models without any evidence; which characters are made up? Scored as `batch faithfulness`
 * sees them, by the answer alone, and beside it with the question. Trained on nothing of it.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const byLanguage = []
  for (const language of LANGUAGES) {
    const rows = await readRows<Row>(join(dataDir, 'faithfulness', 'mu-shroom', `${language}.val.jsonl.gz`))
    const measures = measure(rows)
    byLanguage.push({ language, answers: rows.length, ...measures })
    for (const [name, interval] of Object.entries(measures))
      console.log(`${language} ${name.padEnd(14)} ${formatInterval(interval)}`)
  }
  recordResult('mu-shroom', {
    results: { interval: '95 % by bootstrap over answers', byLanguage },
    bars: byLanguage
      .filter(({ language }) => BARRED.includes(language))
      .map(({ language, gain }) => ({
        name: `${language}, over marking everything`,
        value: gain.value,
        unit: 'character IoU',
        atLeast: GAIN_MIN,
      })),
  })
}

function measure(rows: readonly Row[]) {
  const scored = rows.map(({ model_input, model_output_text: answer, hard_labels }) => {
    const made = hard_labels.map(([start, end]) => ({ start, end }))
    return {
      alone: characterIou(unsupportedAnswer(answer).unsupported, made),
      withQuestion: characterIou(unsupportedAnswer(answer, { question: model_input }).unsupported, made),
      all: characterIou([{ start: 0, end: answer.length }], made),
    }
  })
  return {
    alone: withInterval(scored, (items) => mean(items.map(({ alone }) => alone))),
    all: withInterval(scored, (items) => mean(items.map(({ all }) => all))),
    gain: withInterval(scored, (items) => mean(items.map(({ alone, all }) => alone - all))),
    withQuestion: withInterval(scored, (items) => mean(items.map(({ withQuestion }) => withQuestion))),
  }
}
