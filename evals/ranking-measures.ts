/**
 * Measures of a ranked list against graded judgements (0: not relevant). What has no judgement counts as not
 * relevant. All lie in 0 to 1, and are 0 where nothing relevant is known.
 *
 * @see Voorhees and Harman (eds.), "TREC: Experiment and Evaluation in Information Retrieval", 2005
 */
export type Grades = ReadonlyMap<string, number>

/** Share of the first `k` places that hold something relevant; places left empty count against it. */
export function precisionAt(k: number, ranked: readonly string[], grades: Grades): number {
  return relevantAmong(ranked.slice(0, k), grades) / k
}

/** Share of everything relevant that stands in the first `k` places. */
export function recallAt(k: number, ranked: readonly string[], grades: Grades): number {
  const relevant = countRelevant(grades)
  return relevant === 0 ? 0 : relevantAmong(ranked.slice(0, k), grades) / relevant
}

/** Mean of the precisions at each relevant item; relevant items that are missing count as 0. */
export function averagePrecision(ranked: readonly string[], grades: Grades): number {
  const relevant = countRelevant(grades)
  let found = 0
  let sum = 0
  for (const [index, id] of ranked.entries()) {
    if (!isRelevant(id, grades)) continue
    found += 1
    sum += found / (index + 1)
  }
  return relevant === 0 ? 0 : sum / relevant
}

/** Discounted gain of the first `k` places, gain 2^grade - 1, over that of the best possible order. */
export function ndcg(k: number, ranked: readonly string[], grades: Grades): number {
  const ideal = discountedGain([...grades.values()].sort((a, b) => b - a).slice(0, k))
  const gain = discountedGain(ranked.slice(0, k).map((id) => grades.get(id) ?? 0))
  return ideal === 0 ? 0 : gain / ideal
}

function discountedGain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0)
}

function relevantAmong(ids: readonly string[], grades: Grades): number {
  return ids.filter((id) => isRelevant(id, grades)).length
}

function countRelevant(grades: Grades): number {
  return [...grades.values()].filter((grade) => grade > 0).length
}

function isRelevant(id: string, grades: Grades): boolean {
  return (grades.get(id) ?? 0) > 0
}
