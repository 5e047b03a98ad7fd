/**
 * How many of the smallest p-values are discoveries, so that among them the expected share of false ones is at most `rate01`.
 *
 * @param sortedLogs natural logarithms of p-values, ascending; those that were tested and are not listed count as 1
 * @param tests how many were tested in all, ≥ the number listed
 * @see Benjamini and Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B, 1995
 */
export function discoveries(sortedLogs: readonly number[], tests: number, rate01: number): number {
  let found = 0
  for (const [at, log] of sortedLogs.entries()) {
    if (log + Math.log(tests / (at + 1)) <= Math.log(rate01)) found = at + 1
  }
  return found
}

/** The adjusted p-values (q) of the same list, as logarithms: each the least rate at which it is a discovery. */
export function adjustedLogs(sortedLogs: readonly number[], tests: number): number[] {
  const adjusted = sortedLogs.map((log, at) => Math.min(0, log + Math.log(tests / (at + 1))))
  for (let at = adjusted.length - 2; at >= 0; at--)
    adjusted[at] = Math.min(adjusted[at] as number, adjusted[at + 1] as number)
  return adjusted
}
