import { ActionList, type Actions } from './actions.ts'

/** Actions for tests: `[object, account, content, seconds]`. */
export function actionsOf(
  rows: readonly (readonly [string, string, string, number])[],
  repeats: 'keep' | 'drop' = 'keep',
): Actions {
  const list = new ActionList(repeats)
  for (const [object, account, content, seconds] of rows) {
    const item = list.itemNames.internText(content)
    if (!list.wantsContent(item)) continue
    list.add(list.itemNames.internText(object), list.accountNames.internText(account), item, seconds)
  }
  return list.take()
}
