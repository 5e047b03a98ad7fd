import type { ClaimLabel } from '../src/domain/verdict.ts'
import { type ClaimJudgement, judgeClaim } from '../src/truth/check/judge-claim.ts'
import type { PairModels } from '../src/truth/check/pair-model.ts'
import { FOLD_NUMBERS, foldOf, type PairExample, trainingPairs } from './claim-pairs.ts'
import { type ClaimItem, type ClaimSetName, readClaimSet } from './claim-sets.ts'
import { trainPairs } from './train-pairs.ts'

export type JudgedItem = {
  readonly set: ClaimSetName
  readonly item: ClaimItem
  readonly judgement: ClaimJudgement
}

/** Measured with what ships: nothing of them trained it. */
export const UNSEEN_SETS = [
  'healthver',
  'climate-fever',
  'averitec',
  'covid-fact',
] as const satisfies readonly ClaimSetName[]
/** Part of the training: each item is judged by a model that saw no item of its group. */
export const TRAINED_SETS = [
  'rte3-fr',
  'daccord-fr',
  'fool-me-twice',
] as const satisfies readonly ClaimSetName[]

export async function judgeUnseen(set: (typeof UNSEEN_SETS)[number], dataDir: string): Promise<JudgedItem[]> {
  return (await readClaimSet(set, dataDir)).map((item) => judged(set, item))
}

/** Five-fold by group; about two minutes, most of it training. */
export async function judgeTrained(dataDir: string): Promise<JudgedItem[]> {
  const examples = await trainingPairs(dataDir)
  const sets = await Promise.all(
    TRAINED_SETS.map(async (set) => ({ set, items: await readClaimSet(set, dataDir) })),
  )
  return FOLD_NUMBERS.flatMap((fold) => {
    const models = trainPairs(withoutFold(examples, fold))
    return sets.flatMap(({ set, items }) =>
      items.filter(({ group }) => foldOf(group) === fold).map((item) => judged(set, item, models)),
    )
  })
}

function withoutFold(examples: readonly PairExample[], fold: number): PairExample[] {
  return examples.filter(({ group }) => foldOf(group) !== fold)
}

function judged(set: ClaimSetName, item: ClaimItem, models?: PairModels): JudgedItem {
  return { set, item, judgement: judgeClaim(item.claim, item.evidence, item.lang, models) }
}

export function isRight({ item, judgement }: JudgedItem, label: ClaimLabel = judgement.label): boolean {
  return item.label === label
}
