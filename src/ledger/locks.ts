import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { WorkStore } from './store.ts'

/** The right to do one named thing, for as long as it is renewed in time. */
export type Lease = {
  readonly name: string
  /** Grows with every change of hands: what writes with an older fence has lost the lease. */
  readonly fence: number
  /** False when the lease was lost: stop the work at once. */
  readonly renew: () => Promise<boolean>
  readonly release: () => Promise<void>
}

export type HoldRequest = {
  readonly name: string
  readonly ttlMs: number
  readonly signal: AbortSignal
  /** Waits that many milliseconds or until aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Leases: each named thing (a live source, say) is done by exactly one process of all that share the ledger. */
export class Locks {
  readonly #store: WorkStore

  constructor(store: WorkStore) {
    this.#store = store
  }

  /**
   * Takes the lease when it is free, expired, or held by a dead process of this host.
   *
   * @param ttlMs how long it lasts without `renew`
   * @returns null while somebody else holds it
   */
  async acquire(name: string, ttlMs: number): Promise<Lease | null> {
    // Most who wait find a live holder: that costs one read and no write.
    if (await this.#isHeld(name)) return null
    const holder = `${this.#store.workers.selfId}#${this.#store.newId()}`
    const fresh = { holder, worker: this.#store.workers.selfId, expires_at: this.#expiry(ttlMs) }
    await this.#store.workers.beat()
    const row = await this.#store.db
      .insertInto('locks')
      .values({ name, fence: 1, ...fresh })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ ...fresh, fence: sql<number>`locks.fence + 1` })
          .where('locks.expires_at', '<=', this.#store.leaseNow()),
      )
      .returning('fence')
      .executeTakeFirst()
    return row === undefined ? null : this.#lease(name, holder, row.fence, ttlMs)
  }

  /**
   * Waits for the lease, then does the work while renewing it. The work's signal aborts when the lease is
   * lost or the caller aborts; the lease is given back when the work ends.
   *
   * @throws the caller's abort reason while waiting
   */
  async hold<T>(request: HoldRequest, work: (signal: AbortSignal, lease: Lease) => Promise<T>): Promise<T> {
    const lease = await this.#waitFor(request)
    const ended = new AbortController()
    const lost = new AbortController()
    const renewing = this.#keepRenewing(lease, request, ended.signal, lost)
    try {
      return await work(AbortSignal.any([request.signal, lost.signal]), lease)
    } finally {
      ended.abort()
      await renewing
      // A lease that cannot be given back now runs out by itself.
      await lease.release().catch(() => {})
    }
  }

  async #waitFor(request: HoldRequest): Promise<Lease> {
    const { name, ttlMs, signal, wait = waitMs } = request
    for (;;) {
      signal.throwIfAborted()
      const lease = await this.acquire(name, ttlMs)
      if (lease !== null) return lease
      await wait(ttlMs / 3, signal)
    }
  }

  async #keepRenewing(
    lease: Lease,
    request: HoldRequest,
    ended: AbortSignal,
    lost: AbortController,
  ): Promise<void> {
    const { ttlMs, wait = waitMs } = request
    let failures = 0
    for (;;) {
      await wait(ttlMs / 3, ended).catch(() => {})
      if (ended.aborted) return
      const renewed = await lease.renew().catch(() => null)
      failures = renewed === null ? failures + 1 : 0
      // Two renewals in a row that could not even be asked for: the lease may be somebody else's by now.
      if (renewed === false || failures >= 2)
        return lost.abort(new Error(`The lease ${lease.name} was lost.`))
    }
  }

  #lease(name: string, holder: string, fence: number, ttlMs: number): Lease {
    return {
      name,
      fence,
      renew: async () => {
        await this.#store.workers.beat()
        const { numUpdatedRows } = await this.#store.db
          .updateTable('locks')
          .set({ expires_at: this.#expiry(ttlMs) })
          .where('name', '=', name)
          .where('holder', '=', holder)
          .executeTakeFirst()
        return numUpdatedRows > 0n
      },
      release: async () => {
        await this.#expire(name, holder)
      },
    }
  }

  /** Whether somebody alive holds the lease; that of a dead process of this host is ended. */
  async #isHeld(name: string): Promise<boolean> {
    const row = await this.#store.db
      .selectFrom('locks')
      .select(['holder', 'worker'])
      .where('name', '=', name)
      .where('expires_at', '>', this.#store.leaseNow())
      .executeTakeFirst()
    if (row === undefined) return false
    const gone = await this.#store.workers.goneAmong([row.worker])
    if (!gone.has(row.worker)) return true
    await this.#expire(name, row.holder)
    return false
  }

  async #expire(name: string, holder: string): Promise<void> {
    const query = this.#store.db.updateTable('locks').set({ expires_at: 0, holder: '' })
    await query.where('name', '=', name).where('holder', '=', holder).execute()
  }

  #expiry(ttlMs: number) {
    return sql<number>`${this.#store.leaseNow()} + cast(${ttlMs} as bigint)`
  }
}

async function waitMs(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal })
}
