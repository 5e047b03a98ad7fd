import { join } from 'node:path'
import { judgeAnswer } from '../src/truth/support/judge-answer.ts'
import { areaUnderCurve, balancedAccuracy, formatInterval, withInterval } from './class-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { wordOverlap } from './span-measures.ts'

/** Bar of issue 4. */
const AUC_MIN = 0.95

type Reply = {
  readonly data_source: string
  readonly knowledge: string
  readonly response: string
  readonly begin_label: string
}

/** begin: replies of a chat and the passage that each was given; is a reply "Fully attributable"? Trained on nothing of it. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const replies = await readRows<Reply>(join(dataDir, 'faithfulness', 'begin', 'dev.jsonl.gz'))
  const cpu = process.cpuUsage()
  const scored = replies.map(({ response, knowledge, begin_label, data_source }) => ({
    score: judgeAnswer(response, [{ id: 'knowledge', text: knowledge }]).score01,
    is: begin_label === 'Fully attributable',
    part: data_source,
  }))
  const spent = process.cpuUsage(cpu)
  const overlap = replies.map(({ response, knowledge, begin_label }) => ({
    score: wordOverlap(response, [knowledge]),
    is: begin_label === 'Fully attributable',
  }))
  const parts = Object.entries(Object.groupBy(scored, ({ part }) => part)).map(([part, items]) => [
    part,
    withInterval(items ?? [], areaUnderCurve),
  ])
  const measures = {
    auc: withInterval(scored, areaUnderCurve),
    aucOfWordOverlap: withInterval(overlap, areaUnderCurve),
    balancedAccuracyAtHalf: withInterval(
      scored.map(({ score, is }) => ({ said: score >= 0.5, is })),
      balancedAccuracy,
    ),
  }
  for (const [name, interval] of Object.entries(measures))
    console.log(`${name.padEnd(26)} ${formatInterval(interval)}`)
  recordResult('begin', {
    results: {
      replies: replies.length,
      interval: '95 % by bootstrap over replies',
      measures,
      aucByPart: Object.fromEntries(parts),
      answersPerSecondOfOneCore: Math.round(replies.length / ((spent.user + spent.system) / 1e6)),
    },
    bars: [{ name: 'attributable AUC', value: measures.auc.value, unit: 'AUC', atLeast: AUC_MIN }],
  })
}
