/** Row numbers brought together by a key: those of key `k` are `rows[starts[k] … starts[k + 1])`. */
export type RowGroups = { readonly starts: Uint32Array; readonly rows: Uint32Array }

/**
 * Brings rows with the same key together, by counting sort: linear, and rows of one key keep their order.
 *
 * @param keys one key for each row, each below `keyCount`
 */
export function groupRows(keys: Uint32Array, keyCount: number): RowGroups {
  const starts = new Uint32Array(keyCount + 1)
  for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1
  for (let key = 0; key < keyCount; key++)
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number)
  const next = starts.slice(0, keyCount)
  const rows = new Uint32Array(keys.length)
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number
    const at = next[key] as number
    rows[at] = row
    next[key] = at + 1
  }
  return { starts, rows }
}
