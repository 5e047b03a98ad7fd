import { AppError } from '../domain/errors.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'

export type Settings = {
  /** Live posts older than this are removed; imported ones stay. 1 to 3,650. */
  readonly retentionDays: number
  /** The archive's oldest live posts go when it grows beyond this. At least 100 MB. */
  readonly retentionSizeBytesMax: number
  /** Whether people may make themselves an account once there is an owner. */
  readonly signUp: 'closed' | 'open'
}

const DEFAULTS: Settings = { retentionDays: 7, retentionSizeBytesMax: 10_000_000_000, signUp: 'closed' }

const CHECKS = {
  retentionDays: (value) => inRange(value, 1, 3_650) || 'retentionDays must be a number from 1 to 3650.',
  retentionSizeBytesMax: (value) =>
    (inRange(value, 100_000_000, Number.MAX_SAFE_INTEGER) && Number.isInteger(value)) ||
    'retentionSizeBytesMax must be a whole number of at least 100000000 bytes.',
  signUp: (value) => value === 'closed' || value === 'open' || "signUp must be 'closed' or 'open'.",
} satisfies Record<keyof Settings, (value: unknown) => true | string>

/** What the owner decided for the whole installation. */
export class SettingsStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** What was never changed has its default: 7 days, 10 GB, sign-up closed. */
  async get(): Promise<Settings> {
    const rows = await this.#store.db.selectFrom('settings').selectAll().execute()
    const known = rows.filter(({ key }) => key in CHECKS)
    return { ...DEFAULTS, ...Object.fromEntries(known.map(({ key, value }) => [key, parseStored(value)])) }
  }

  /** @throws {AppError} invalid_input for an unknown key or a value out of range; nothing is changed then */
  async update(patch: Partial<Settings>): Promise<Settings> {
    const entries = Object.entries(patch).filter(([, value]) => value !== undefined)
    for (const [key, value] of entries) check(key, value)
    await this.#store.db.transaction().execute(async (transaction) => {
      for (const [key, value] of entries) {
        const stored = JSON.stringify(value)
        const query = transaction.insertInto('settings').values({ key, value: stored })
        await query.onConflict((conflict) => conflict.column('key').doUpdateSet({ value: stored })).execute()
      }
    })
    return this.get()
  }
}

function check(key: string, value: unknown): void {
  if (!isSetting(key)) {
    throw new AppError(
      'invalid_input',
      `There is no setting ${key}; there are ${Object.keys(CHECKS).join(', ')}.`,
    )
  }
  const verdict = CHECKS[key](value)
  if (verdict !== true) throw new AppError('invalid_input', verdict)
}

function isSetting(key: string): key is keyof Settings {
  return Object.hasOwn(CHECKS, key)
}

function inRange(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max
}
