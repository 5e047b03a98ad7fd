/** What was said of an item and what it is. */
export type Labelled<Label extends string = string> = { readonly said: Label; readonly is: Label }

/** Mean of the F1 of each label that occurs in truth; 0 for one that was never said right. */
export function macroF1(items: readonly Labelled[], labels: readonly string[]): number {
  const present = labels.filter((label) => items.some(({ is }) => is === label))
  return present.reduce((sum, label) => sum + f1(items, label), 0) / present.length
}

function f1(items: readonly Labelled[], label: string): number {
  let both = 0
  let marks = 0
  for (const { said, is } of items) {
    if (said === label && is === label) both++
    marks += Number(said === label) + Number(is === label)
  }
  return both === 0 ? 0 : (2 * both) / marks
}

export function accuracy(items: readonly Labelled[]): number {
  return items.filter(({ said, is }) => said === is).length / items.length
}

/** The same items with the commonest label said of all. */
export function majority<Item extends Labelled>(items: readonly Item[]): Item[] {
  const counts = new Map<string, number>()
  for (const { is } of items) counts.set(is, (counts.get(is) ?? 0) + 1)
  const [common = ''] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  return items.map((item) => ({ ...item, said: common }))
}

export type Sure = { readonly confidence01: number; readonly isRight: boolean }
export type ReliabilityBin = {
  readonly from: number
  readonly count: number
  readonly confidence01: number
  readonly right01: number
}

const BINS = 10

/** Mean distance between confidence and share right over ten bins of equal width, weighted by their items. */
export function calibrationError(items: readonly Sure[]): number {
  return reliability(items).reduce(
    (sum, { count, confidence01, right01 }) =>
      sum + (count / items.length) * Math.abs(confidence01 - right01),
    0,
  )
}

export function reliability(items: readonly Sure[]): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const own = items.filter(
      ({ confidence01 }) => Math.min(BINS - 1, Math.floor(confidence01 * BINS)) === bin,
    )
    const mean = (of: (item: Sure) => number) => own.reduce((sum, item) => sum + of(item), 0) / own.length
    return {
      from: bin / BINS,
      count: own.length,
      confidence01: mean((item) => item.confidence01),
      right01: mean(({ isRight }) => Number(isRight)),
    }
  }).filter(({ count }) => count > 0)
}
