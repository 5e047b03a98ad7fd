import { Random } from '../src/lib/random.ts'

/** Area under the ROC curve: how often a positive scores above a negative; ties count half. NaN without either. */
export function areaUnderCurve(items: readonly { readonly score: number; readonly is: boolean }[]): number {
  const sorted = items.toSorted((a, b) => a.score - b.score)
  let rankSum = 0
  for (let from = 0; from < sorted.length; ) {
    let to = from
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++
    const rank = (from + 1 + to) / 2
    rankSum += rank * sorted.slice(from, to).filter(({ is }) => is).length
    from = to
  }
  const positives = items.filter(({ is }) => is).length
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (items.length - positives))
}

/** Mean of the shares of positives and of negatives that were called right. NaN without either. */
export function balancedAccuracy(items: readonly { readonly said: boolean; readonly is: boolean }[]): number {
  const right = (group: boolean) => {
    const members = items.filter(({ is }) => is === group)
    return members.filter(({ said }) => said === group).length / members.length
  }
  return (right(true) + right(false)) / 2
}

export type Interval = { readonly value: number; readonly low: number; readonly high: number }

const RESAMPLES = 1_000

/** A measure over items with its 95 % interval by the percentile bootstrap (Efron 1979), seeded. */
export function withInterval<Item>(
  items: readonly Item[],
  measure: (items: readonly Item[]) => number,
): Interval {
  const random = new Random('bootstrap')
  const values = Array.from({ length: RESAMPLES }, () => measure(items.map(() => random.pick(items))))
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? Number.NaN
  return { value: measure(items), low: at(0.025), high: at(0.975) }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function formatInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(4)}  [${low.toFixed(3)}, ${high.toFixed(3)}]`
}
