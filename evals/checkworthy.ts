import { join } from 'node:path'
import { checkworthiness } from '../src/truth/claims/checkworthiness.ts'
import { FOLD_NUMBERS, foldOf } from './claim-pairs.ts'
import { areaUnderCurve, formatInterval, type Interval, mean, withInterval } from './class-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { tfidfFiveFold } from './tfidf-classifier.ts'

/** Bars of issue 5, on sets that train nothing. */
const CT20_AP_MIN = 0.56
const CLAIMBUSTER_AUC_MIN = 0.86
const CT19_MAP_MIN = 0.12

type Scored = { readonly text: string; readonly group: string; readonly is: boolean; readonly score: number }

/** Which texts are worth checking: tweets (ct20), debates by sentence (claimbuster) and by file (ct19). Trained on none of them. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'claims')
  const ct20 = await readRows<{ tweet_text: string; tweet_id: string; check_worthiness: string }>(
    join(folder, 'ct20-checkworthy-tweets', 'train_dev.jsonl.gz'),
  )
  const buster = await readRows<{ text: string; label: number; sentence_id: number }>(
    join(folder, 'claimbuster', 'train.jsonl.gz'),
  )
  const ct19 = await readRows<{ file: string; text: string; label: number }>(
    join(folder, 'ct19-checkworthy-debates', 'train.jsonl.gz'),
  )
  const tweets = ct20.map((row) => scored(row.tweet_text, row.tweet_id, row.check_worthiness === '1'))
  const sentences = buster.map((row) => scored(row.text, String(row.sentence_id), row.label === 1))
  const lines = ct19.map((row) => scored(row.text, row.file, row.label === 1))
  const measures = {
    ct20: measured(tweets, averagePrecision),
    claimbuster: measured(sentences, areaUnderCurve),
    ct19: measured(lines, meanAveragePrecision),
  }
  for (const [name, { own, tfidf, chance }] of Object.entries(measures))
    console.log(
      `${name.padEnd(12)} ${formatInterval(own)}  TF-IDF of the set itself ${tfidf.toFixed(3)}  chance ${chance.toFixed(3)}`,
    )
  recordResult('checkworthy', {
    results: {
      interval: '95 % by bootstrap over texts; ct19 over debates',
      tfidf: 'logistic regression on the set itself, five-fold (ct19 by debate)',
      measures,
      claimbusterAveragePrecision: withInterval(sentences, averagePrecision),
    },
    bars: [
      { name: 'ct20 tweets', value: measures.ct20.own.value, unit: 'AP', atLeast: CT20_AP_MIN },
      {
        name: 'claimbuster',
        value: measures.claimbuster.own.value,
        unit: 'AUC',
        atLeast: CLAIMBUSTER_AUC_MIN,
      },
      { name: 'ct19 debates', value: measures.ct19.own.value, unit: 'MAP', atLeast: CT19_MAP_MIN },
    ],
  })
}

function scored(text: string, group: string, is: boolean): Scored {
  return { text, group, is, score: checkworthiness(text) }
}

function measured(
  items: readonly Scored[],
  measure: (items: readonly Scored[]) => number,
): { own: Interval; tfidf: number; chance: number } {
  const groups = [...Map.groupBy(items, ({ group }) => group).values()]
  const own = withInterval(groups, (drawn) =>
    measure(
      drawn.flatMap((group, draw) => group.map((item) => ({ ...item, group: `${item.group} ${draw}` }))),
    ),
  )
  const learned = tfidfFiveFold(items.map(({ text, group, is }) => ({ text, group, is: String(is) })))
  const rescored = sameOrder(items).map((item, at) => ({
    ...item,
    score: learned[at]?.scores.get('true') ?? 0,
  }))
  const chance = measure(items.map((item) => ({ ...item, score: 0 })))
  return { own, tfidf: measure(rescored), chance }
}

/** In the order in which the folds give them. */
function sameOrder(items: readonly Scored[]): Scored[] {
  return FOLD_NUMBERS.flatMap((fold) => items.filter(({ group }) => foldOf(group) === fold))
}

function averagePrecision(items: readonly Scored[]): number {
  const ranked = items.toSorted((a, b) => b.score - a.score)
  let found = 0
  const precisions = ranked.flatMap(({ is }, at) => (is ? [++found / (at + 1)] : []))
  return mean(precisions)
}

function meanAveragePrecision(items: readonly Scored[]): number {
  const debates = [...Map.groupBy(items, ({ group }) => group).values()].filter((lines) =>
    lines.some(({ is }) => is),
  )
  return mean(debates.map(averagePrecision))
}
