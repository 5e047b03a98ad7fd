import type { Connections } from './connections.ts'

/** With so many parts waiting, merging begins although posts are still being loaded … */
const PARTS_MAX = 48
/** … and stops again when so few are left. */
const PARTS_MIN = 16

/**
 * Keeps the engine from merging `posts` while many posts are loaded. It would merge what has just been written again
 * and again, and take a third of the time of an import; merged afterwards, many parts at once, each row is written
 * once more instead of two or three times. How many parts wait is bounded, because each makes a search slower.
 */
export class PostponedMerges {
  readonly #connections: Connections
  #loads = 0
  #stopped = false
  /** One decision after the other: the last one must be right. */
  #turn: Promise<void> = Promise.resolve()

  constructor(connections: Connections) {
    this.#connections = connections
  }

  /** Postpones merges until the result is disposed. Loads may overlap. */
  async begin(): Promise<AsyncDisposable> {
    this.#loads += 1
    await this.balance()
    return {
      [Symbol.asyncDispose]: async () => {
        this.#loads -= 1
        await this.balance()
      },
    }
  }

  /** Stops or starts merges as the parts that wait ask for it. Call it after an insert; does nothing without a load. */
  balance(): Promise<void> {
    const turn = this.#turn.then(() => this.#balance())
    this.#turn = turn.catch(() => {})
    return turn
  }

  async #balance(): Promise<void> {
    if (this.#loads === 0 && !this.#stopped) return
    const parts = this.#loads === 0 ? Number.POSITIVE_INFINITY : await this.#countParts()
    if (this.#stopped ? parts < PARTS_MAX : parts > PARTS_MIN) return
    await this.#connections.command({ sql: `SYSTEM ${this.#stopped ? 'START' : 'STOP'} MERGES posts` })
    this.#stopped = !this.#stopped
  }

  async #countParts(): Promise<number> {
    const [row] = await this.#connections.readOnWriter<{ parts: number }>({
      sql:
        'SELECT count() AS parts FROM system.parts ' +
        "WHERE active AND database = currentDatabase() AND table = 'posts'",
    })
    return row?.parts ?? 0
  }
}
