import { join } from 'node:path'
import { judgeAnswer } from '../src/truth/support/judge-answer.ts'
import { areaUnderCurve, balancedAccuracy, formatInterval, mean, withInterval } from './class-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { characterIou, wordOverlap } from './span-measures.ts'

/** Bar of issue 4. */
const BALANCED_ACCURACY_MIN = 0.54

type Summary = {
  readonly source: string
  readonly summary: string
  readonly annotations: readonly {
    readonly label: readonly string[]
    readonly summary_start: number
    readonly summary_end: number
  }[]
}

/**
 * faithbench: summaries that detectors disagree about; does one hold an unwanted span? Both answers are scored: "the
 * score is below .5" and "a span was struck". Neither the weights nor the two thresholds were set on it.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const rows = await readRows<Summary>(join(dataDir, 'faithfulness', 'faithbench', 'dev.jsonl.gz'))
  const scored = rows.map(({ source, summary, annotations }) => {
    const judged = judgeAnswer(summary, [{ id: 'source', text: source }])
    const unwanted = annotations
      .filter(({ label }) => label.some((name) => name.startsWith('Unwanted')))
      .map(({ summary_start, summary_end }) => ({ start: summary_start, end: summary_end }))
    return {
      score: judged.score01,
      isStruck: judged.unsupported.length > 0,
      is: unwanted.length === 0,
      overlap: wordOverlap(summary, [source]),
      iou: characterIou(judged.unsupported, unwanted),
      iouOfAll: characterIou([{ start: 0, end: summary.length }], unwanted),
    }
  })
  const unwanted = scored.filter(({ is }) => !is)
  const measures = {
    balancedAccuracyOfScore: withInterval(scored, (items) =>
      balancedAccuracy(items.map(({ score, is }) => ({ said: score >= 0.5, is }))),
    ),
    balancedAccuracyOfStruck: withInterval(scored, (items) =>
      balancedAccuracy(items.map(({ isStruck, is }) => ({ said: !isStruck, is }))),
    ),
    auc: withInterval(scored, areaUnderCurve),
    aucOfWordOverlap: withInterval(scored, (items) =>
      areaUnderCurve(items.map(({ overlap, is }) => ({ score: overlap, is }))),
    ),
    spanIou: withInterval(unwanted, (items) => mean(items.map(({ iou }) => iou))),
    spanIouOfAll: withInterval(unwanted, (items) => mean(items.map(({ iouOfAll }) => iouOfAll))),
  }
  for (const [name, interval] of Object.entries(measures))
    console.log(`${name.padEnd(26)} ${formatInterval(interval)}`)
  recordResult('faithbench', {
    results: {
      summaries: rows.length,
      withUnwantedSpan: unwanted.length,
      interval: '95 % by bootstrap over summaries',
      measures,
      anchors: { gpt4Turbo: 0.573, gpt4o: 0.561, hhem21: 0.541, source: 'anchors/eval-data.md' },
    },
    bars: [
      {
        name: 'unwanted span, by score below .5',
        value: measures.balancedAccuracyOfScore.value,
        unit: 'balanced accuracy',
        atLeast: BALANCED_ACCURACY_MIN,
      },
      {
        name: 'unwanted span, by a struck span',
        value: measures.balancedAccuracyOfStruck.value,
        unit: 'balanced accuracy',
        atLeast: BALANCED_ACCURACY_MIN,
      },
    ],
  })
}
