import { groupRows, type RowGroups } from '../../lib/group-rows.ts'
import type { Actions } from './actions.ts'

/** Rows by object, those of one object by time; rows of the same second keep the order of the input. */
export function objectTimelines(actions: Actions): RowGroups {
  const groups = groupRows(actions.objects, actions.itemNames.size)
  const { times } = actions
  const byTime = (one: number, other: number) =>
    (times[one] as number) - (times[other] as number) || one - other
  for (let object = 0; object < actions.itemNames.size; object++) {
    const rows = groups.rows.subarray(groups.starts[object], groups.starts[object + 1])
    if (!isInOrder(rows, times)) rows.sort(byTime)
  }
  return groups
}

function isInOrder(rows: Uint32Array, times: Float64Array): boolean {
  for (let at = 1; at < rows.length; at++) {
    if ((times[rows[at] as number] as number) < (times[rows[at - 1] as number] as number)) return false
  }
  return true
}
