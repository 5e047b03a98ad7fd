/** The middle one; null of none. Of an even number the lower of the two. */
export function median(values: readonly number[]): number | null {
  return values.toSorted((one, other) => one - other)[(values.length - 1) >> 1] ?? null
}
