import { ByteInterner } from '../../lib/byte-interner.ts'

/**
 * Who did the same thing when: one row for each time an account shared an object (a link, a reposted post, a text).
 * Everything is a number; the interners know the names. An object and a content that have the same name have the same number.
 */
export type Actions = {
  readonly count: number
  readonly objects: Uint32Array
  readonly accounts: Uint32Array
  /** The post that is the action. */
  readonly contents: Uint32Array
  /** Unix seconds. */
  readonly times: Float64Array
  readonly accountNames: ByteInterner
  /** Names of objects and contents. */
  readonly itemNames: ByteInterner
}

const FIRST_ROWS = 4_096

/** Actions while they are read; 20 bytes each, and the names. */
export class ActionList {
  readonly accountNames = new ByteInterner()
  readonly itemNames = new ByteInterner()
  count = 0
  #objects = new Uint32Array(FIRST_ROWS)
  #accounts = new Uint32Array(FIRST_ROWS)
  #contents = new Uint32Array(FIRST_ROWS)
  #times = new Float64Array(FIRST_ROWS)
  /** One for each item that was the content of an action; null where contents may come again. */
  #seen: Uint8Array | null

  /** @param repeats whether a content that comes again counts again */
  constructor(repeats: 'keep' | 'drop' = 'keep') {
    this.#seen = repeats === 'keep' ? null : new Uint8Array(FIRST_ROWS)
  }

  /** To be asked once for each row or post of the input: false says that its content came before and is not wanted again. */
  wantsContent(content: number): boolean {
    if (this.#seen === null) return true
    if (content >= this.#seen.length)
      this.#seen = copied(new Uint8Array(Math.max(content + 1, this.#seen.length * 2)), this.#seen)
    if (this.#seen[content] === 1) return false
    this.#seen[content] = 1
    return true
  }

  /** @param timeSeconds Unix seconds */
  add(object: number, account: number, content: number, timeSeconds: number): void {
    if (this.count === this.#times.length) this.#grow()
    this.#objects[this.count] = object
    this.#accounts[this.count] = account
    this.#contents[this.count] = content
    this.#times[this.count] = timeSeconds
    this.count += 1
  }

  /** The actions as they are now; adding more does not change them. */
  take(): Actions {
    const { count, accountNames, itemNames } = this
    return {
      count,
      objects: this.#objects.subarray(0, count),
      accounts: this.#accounts.subarray(0, count),
      contents: this.#contents.subarray(0, count),
      times: this.#times.subarray(0, count),
      accountNames,
      itemNames,
    }
  }

  #grow(): void {
    const rows = this.#times.length * 2
    this.#objects = copied(new Uint32Array(rows), this.#objects)
    this.#accounts = copied(new Uint32Array(rows), this.#accounts)
    this.#contents = copied(new Uint32Array(rows), this.#contents)
    this.#times = copied(new Float64Array(rows), this.#times)
  }
}

function copied<Numbers extends Uint8Array | Uint32Array | Float64Array>(
  into: Numbers,
  from: Numbers,
): Numbers {
  into.set(from)
  return into
}

/** The rows that `keep` wants, in their order. */
export function filterActions(actions: Actions, keep: (row: number) => boolean): Actions {
  const list = new ActionList()
  for (let row = 0; row < actions.count; row++) {
    if (!keep(row)) continue
    const { objects, accounts, contents, times } = actions
    list.add(objects[row] as number, accounts[row] as number, contents[row] as number, times[row] as number)
  }
  return { ...list.take(), accountNames: actions.accountNames, itemNames: actions.itemNames }
}
