import {
  type RewriteModels,
  rewriteQuestion,
} from '../src/assistant/understand/standalone/rewrite-question.ts'
import { recordResult } from './record-result.ts'
import { missingRecall, plainTokens, type RewriteItem, readRewritingSet, rougeF1 } from './rewriting-set.ts'
import type { EvalArguments } from './run.ts'
import { foldOf, trainRewriter, writeRewriter } from './train-rewriter.ts'

type Output = { readonly standalone: string; readonly withQueries: string }
type YearScores = {
  readonly year: string
  readonly questions: number
  /** Over questions that lack a word; 0 to 1. */
  readonly recall: number
  readonly recallWithQueries: number
  readonly rouge1: number
  readonly rouge2: number
  readonly exact: number
}

/**
 * CAsT 2019 and 2021, iKAT 2023: conversation to standalone question, against a person's rewrite, beside copying the
 * question and adding the words of the first and the latest one. What ships is trained on these very conversations, so
 * the bars are measured with models that have not seen the topic (five folds); the shipped ones are shown beside them.
 * `--write` trains on everything and writes what ships: run it so after a change to features, phrases or placements.
 */
export async function run({ dataDir, rest }: EvalArguments): Promise<void> {
  const items = await readRewritingSet(dataDir)
  const trained = trainRewriter(items)
  if (rest.includes('--write')) writeRewriter(trained.all)
  const systems = {
    copy: score(items, ({ question }) => ({ standalone: question, withQueries: question })),
    firstAndLatest: score(items, addFirstAndLatest),
    unseen: score(items, (item) => rewritten(item, trained.unseen[foldOf(item)])),
    shipped: score(items, (item) => rewritten(item, trained.all)),
  }
  for (const [name, years] of Object.entries(systems)) print(name, years)
  const { copy, unseen } = systems
  const change = (measure: 'rouge1' | 'rouge2') =>
    unseen.map((scores, at) => scores[measure] - (copy[at]?.[measure] ?? Number.NaN))
  recordResult('cast-ikat', {
    results: { unseen: 'five folds by topic; shipped has seen the questions', systems },
    bars: [
      {
        name: 'missing-term recall, mean of years',
        value: meanOf(unseen, 'recall'),
        unit: 'recall',
        atLeast: 0.4,
      },
      {
        name: 'missing-term recall with queries, mean of years',
        value: meanOf(unseen, 'recallWithQueries'),
        unit: 'recall',
      },
      ...change('rouge1').map((value, at) => ({
        name: `ROUGE-1 less that of copying, ${unseen[at]?.year}`,
        value,
        unit: 'F1',
        atLeast: -0.05,
      })),
      {
        name: 'ROUGE-2 less that of copying, all questions',
        value: overAll(unseen, 'rouge2') - overAll(copy, 'rouge2'),
        unit: 'F1',
        atLeast: 0,
      },
      {
        name: 'ROUGE-2 less that of copying, mean of years',
        value: mean(change('rouge2')),
        unit: 'F1',
        atLeast: 0,
      },
    ],
  })
}

function rewritten(item: RewriteItem, models: RewriteModels | undefined): Output {
  const { history, question, profile } = item
  const { standalone, searchWords } = rewriteQuestion({ history, question, profile, locale: 'en' }, models)
  return { standalone, withQueries: [standalone, ...searchWords].join(' ') }
}

function addFirstAndLatest({ history, question }: RewriteItem): Output {
  const asked = history.filter(({ role }) => role === 'user')
  const standalone = [question, asked[0]?.text ?? '', asked.at(-1)?.text ?? ''].join(' ')
  return { standalone, withQueries: standalone }
}

function score(items: readonly RewriteItem[], rewrite: (item: RewriteItem) => Output): YearScores[] {
  return [...Map.groupBy(items, ({ year }) => year)].map(([year, own]) => {
    const scored = own.map((item) => {
      const { standalone, withQueries } = rewrite(item)
      return {
        recall: missingRecall(item, standalone),
        recallWithQueries: missingRecall(item, withQueries),
        rouge1: rougeF1(1, standalone, item.wanted),
        rouge2: rougeF1(2, standalone, item.wanted),
        exact: plainTokens(standalone).join(' ') === plainTokens(item.wanted).join(' ') ? 1 : 0,
      }
    })
    const average = (name: keyof (typeof scored)[number]) =>
      mean(scored.flatMap((one) => (one[name] === null ? [] : [one[name]])))
    return {
      year,
      questions: own.length,
      recall: average('recall'),
      recallWithQueries: average('recallWithQueries'),
      rouge1: average('rouge1'),
      rouge2: average('rouge2'),
      exact: average('exact'),
    }
  })
}

type Measure = 'recall' | 'recallWithQueries' | 'rouge1' | 'rouge2' | 'exact'

function meanOf(years: readonly YearScores[], measure: Measure): number {
  return mean(years.map((scores) => scores[measure]))
}

function overAll(years: readonly YearScores[], measure: Measure): number {
  const questions = years.reduce((sum, scores) => sum + scores.questions, 0)
  return years.reduce((sum, scores) => sum + scores[measure] * scores.questions, 0) / questions
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function print(name: string, years: readonly YearScores[]): void {
  for (const { year, recall, recallWithQueries, rouge1, rouge2, exact } of years)
    console.log(
      `${name.padEnd(14)} ${year}  recall ${recall.toFixed(3)}  with queries ${recallWithQueries.toFixed(3)}  ROUGE-1 ${rouge1.toFixed(3)}  ROUGE-2 ${rouge2.toFixed(3)}  exact ${exact.toFixed(3)}`,
    )
}
