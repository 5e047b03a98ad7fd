import { groupRows } from '../../lib/group-rows.ts'
import type { PostTable } from './post-table.ts'
import { type SharedObject, type SharedObjects, WAVE_GAP_SECONDS } from './shared-objects.ts'

/** Which account shared which objects with whom. */
export class CoincidenceIndex {
  readonly objects: readonly SharedObject[]
  readonly unseenSharers: SharedObjects['unseenSharers']
  readonly table: PostTable
  readonly #starts: Uint32Array
  readonly #objectsByAccount: Uint32Array

  constructor(table: PostTable, shared: SharedObjects) {
    this.table = table
    this.objects = shared.objects
    this.unseenSharers = shared.unseenSharers
    const pairs = shared.objects.flatMap(({ accounts }, object) =>
      accounts.map((account) => [account, object]),
    )
    const { starts, rows } = groupRows(
      Uint32Array.from(pairs, ([account]) => account as number),
      table.accountNames.size,
    )
    this.#starts = starts
    this.#objectsByAccount = rows.map((row) => pairs[row]?.[1] as number)
  }

  /** Objects of an account that others shared too. */
  objectsOf(account: number): Uint32Array {
    return this.#objectsByAccount.subarray(this.#starts[account], this.#starts[account + 1])
  }

  /** Accounts that shared something at all that somebody else shared. */
  get sharers(): number {
    let count = 0
    for (let account = 0; account + 1 < this.#starts.length; account++)
      if (this.objectsOf(account).length > 0) count += 1
    return count
  }

  /** The first post of an account in an object's wave. */
  postOf(object: SharedObject, account: number): number | null {
    const at = object.accounts.indexOf(account)
    return at < 0 ? null : (object.posts[at] as number)
  }

  /** For each account that shared something with this one within a day: how many objects. */
  partnersOf(account: number): Map<number, number> {
    const partners = new Map<number, number>()
    for (const number of this.objectsOf(account)) {
      const object = this.objects[number] as SharedObject
      const time = this.table.time(this.postOf(object, account) as number)
      for (const [at, partner] of object.accounts.entries()) {
        if (partner === account) continue
        const lag = Math.abs(this.table.time(object.posts[at] as number) - time)
        if (lag <= WAVE_GAP_SECONDS) partners.set(partner, (partners.get(partner) ?? 0) + 1)
      }
    }
    return partners
  }
}
