import { sql } from 'kysely'
import type { Store } from './store.ts'

/** A running process, as other processes know it. */
export type WorkerIdentity = { readonly id: string; readonly host: string; readonly pid: number }

export type WorkersOptions = {
  readonly self: WorkerIdentity
  /** Whether a process id of this host is in use. */
  readonly isPidAlive: (pid: number) => boolean
}

/** How often a process with work under way says that it is alive. */
const BEAT_MS = 20_000
/** A process that was silent for this long is taken for dead, wherever it ran. */
const SILENT_MS_MAX = 120_000

/**
 * Tells work under way from work that a dead process left behind. A process on this host is looked up
 * by its id, so a restart after `kill -9` knows at once; one on another host is dead when it is silent.
 */
export class Workers {
  readonly #store: Store
  readonly #options: WorkersOptions
  readonly #tasks = new Set<string>()
  #timer: NodeJS.Timeout | null = null

  constructor(store: Store, options: WorkersOptions) {
    this.#store = store
    this.#options = options
  }

  get selfId(): string {
    return this.#options.self.id
  }

  /**
   * Records a piece of work as under way here, after this process is known to be alive; call `end` when it is
   * over.
   */
  async begin<T>(taskId: string, record: () => Promise<T>): Promise<T> {
    await this.beat()
    const recorded = await record()
    this.#tasks.add(taskId)
    // A beat that fails is made up for by the next one; the work itself reports a broken store.
    this.#timer ??= setInterval(() => void this.beat().catch(() => {}), BEAT_MS).unref()
    return recorded
  }

  end(taskId: string): void {
    this.#tasks.delete(taskId)
    if (this.#tasks.size === 0) this.#stopTimer()
  }

  /** Says now that this process is alive. */
  async beat(): Promise<void> {
    const { id, host, pid } = this.#options.self
    const seen_at = this.#store.leaseNow()
    await this.#store.db
      .insertInto('workers')
      .values({ id, host, pid, seen_at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at }))
      .execute()
  }

  /** Which of these workers are dead. One that is not known at all is dead. */
  async goneAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const others = [...new Set(ids)].filter((id) => id !== this.selfId)
    if (others.length === 0) return new Set()
    const rows = await this.#store.db
      .selectFrom('workers')
      .select(['id', 'host', 'pid', sql<number>`${this.#store.leaseNow()} - seen_at`.as('silent_ms')])
      .where('id', 'in', others)
      .execute()
    const alive = new Set(rows.filter((row) => !this.#isGone(row)).map((row) => row.id))
    return new Set(others.filter((id) => !alive.has(id)))
  }

  /** Forgets this process and those that died long ago. */
  async close(): Promise<void> {
    this.#stopTimer()
    const cutoff = sql<number>`${this.#store.leaseNow()} - ${sql.lit(SILENT_MS_MAX)}`
    await this.#store.db
      .deleteFrom('workers')
      .where((where) => where.or([where('id', '=', this.selfId), where('seen_at', '<', cutoff)]))
      .execute()
  }

  #isGone(worker: { id: string; host: string; pid: number; silent_ms: number }): boolean {
    if (Number(worker.silent_ms) > SILENT_MS_MAX) return true
    if (worker.host !== this.#options.self.host) return false
    // Our own process id under another worker id: the process before us in the same container.
    if (worker.pid === this.#options.self.pid) return true
    return !this.#options.isPidAlive(worker.pid)
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}

/** Asks the operating system; a process that we may not signal is alive. */
export function isPidAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
