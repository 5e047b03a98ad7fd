import type { ModelUsed } from '../domain/answer.ts'
import type { Store } from './store.ts'

/** What one answer took. Null is "not measured", never zero. */
export type UsageEntry = {
  readonly runId: string | null
  readonly model: ModelUsed
  readonly tokensIn: number | null
  readonly tokensOut: number | null
  readonly costUsd: number | null
  readonly ms: number
}

export type UsageTotal = {
  readonly answers: number
  /** Sums over the answers where it was measured; null when it was for none. */
  readonly tokensIn: number | null
  readonly tokensOut: number | null
  readonly costUsd: number | null
  readonly ms: number
}

export class Usage {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async record(ownerId: string, entry: UsageEntry): Promise<void> {
    const row = {
      id: this.#store.newId(),
      owner_id: ownerId,
      run_id: entry.runId,
      provider: entry.model.provider,
      model: entry.model.model,
      embedded: entry.model.embedded ? 1 : 0,
      tokens_in: entry.tokensIn,
      tokens_out: entry.tokensOut,
      cost_usd: entry.costUsd,
      ms: entry.ms,
      at: this.#store.clock(),
    }
    await this.#store.db.insertInto('usage').values(row).execute()
  }

  /** What plugged models cost everybody since then, in US dollars; unknown prices count nothing. */
  async spentSince(from: number): Promise<number> {
    const row = await this.#store.db
      .selectFrom('usage')
      .select((select) => select.fn.sum<number | null>('cost_usd').as('costUsd'))
      .where('at', '>=', from)
      .executeTakeFirstOrThrow()
    return Number(row.costUsd ?? 0)
  }

  /** @param from UTC milliseconds, included; `to` is not */
  async total(ownerId: string, range: { from: number; to: number }): Promise<UsageTotal> {
    const row = await this.#store.db
      .selectFrom('usage')
      .select((select) => [
        select.fn.countAll<number>().as('answers'),
        select.fn.sum<number | null>('tokens_in').as('tokensIn'),
        select.fn.sum<number | null>('tokens_out').as('tokensOut'),
        select.fn.sum<number | null>('cost_usd').as('costUsd'),
        select.fn.sum<number | null>('ms').as('ms'),
      ])
      .where('owner_id', '=', ownerId)
      .where('at', '>=', range.from)
      .where('at', '<', range.to)
      .executeTakeFirstOrThrow()
    return { ...row, ms: row.ms ?? 0 }
  }
}
