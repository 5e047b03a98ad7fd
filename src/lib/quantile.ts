/**
 * The quantile that R and NumPy compute by default: linear between the two nearest order statistics.
 *
 * @param sorted ascending, at least one number
 * @param share01 0 gives the least, 1 the largest number
 * @see Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, definition 7
 */
export function quantile(sorted: ArrayLike<number>, share01: number): number {
  const position = (sorted.length - 1) * share01
  const low = Math.floor(position)
  const below = sorted[low] as number
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number
  return below + (position - low) * (above - below)
}
