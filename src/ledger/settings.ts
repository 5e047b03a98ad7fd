import { AppError } from '../domain/errors.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'

/** Null: the common limit holds. */
export type NetworkLimits = { readonly days: number | null; readonly sizeBytesMax: number | null }

export type Settings = {
  /** Live posts older than this are removed; imported ones stay. 1 to 3,650. */
  readonly retentionDays: number
  /** The archive's oldest live posts go when it grows beyond this. At least 100 MB. */
  readonly retentionSizeBytesMax: number
  /** Limits of single networks, by `source` of posts. A part that is null leaves it to the common one. */
  readonly retentionByNetwork: Readonly<Record<string, NetworkLimits>>
  /** Snapshots of web pages older than this are removed. 1 to 3,650. */
  readonly pagesDays: number
  /** The oldest snapshots go when they take more. At least 10 MB. */
  readonly pagesSizeBytesMax: number
  /** Whether pictures of posts are fetched from where their networks keep them, to show them small. */
  readonly thumbnails: 'off' | 'on'
  /** The pictures fetched first go when they take more. At least 1 MB. */
  readonly thumbnailsSizeBytesMax: number
  /** Whether people may make themselves an account once there is an owner. */
  readonly signUp: 'closed' | 'open'
}

const DEFAULTS: Settings = {
  ...{ retentionDays: 7, retentionSizeBytesMax: 10_000_000_000, retentionByNetwork: {} },
  ...{ pagesDays: 90, pagesSizeBytesMax: 5_000_000_000 },
  ...{ thumbnails: 'off', thumbnailsSizeBytesMax: 500_000_000 },
  signUp: 'closed',
}
const NETWORKS_MAX = 100

const CHECKS = {
  retentionDays: (value) => inRange(value, 1, 3_650) || 'retentionDays must be a number from 1 to 3650.',
  retentionSizeBytesMax: (value) =>
    (inRange(value, 100_000_000, Number.MAX_SAFE_INTEGER) && Number.isInteger(value)) ||
    'retentionSizeBytesMax must be a whole number of at least 100000000 bytes.',
  retentionByNetwork: (value) =>
    areNetworkLimits(value) ||
    'retentionByNetwork must name for each network days from 1 to 3650 or null, and sizeBytesMax of at least 1000000 or null.',
  pagesDays: (value) => inRange(value, 1, 3_650) || 'pagesDays must be a number from 1 to 3650.',
  pagesSizeBytesMax: (value) =>
    inRange(value, 10_000_000, Number.MAX_SAFE_INTEGER) ||
    'pagesSizeBytesMax must be a number of at least 10000000 bytes.',
  thumbnails: (value) => value === 'off' || value === 'on' || "thumbnails must be 'off' or 'on'.",
  thumbnailsSizeBytesMax: (value) =>
    inRange(value, 1_000_000, Number.MAX_SAFE_INTEGER) ||
    'thumbnailsSizeBytesMax must be a number of at least 1000000 bytes.',
  signUp: (value) => value === 'closed' || value === 'open' || "signUp must be 'closed' or 'open'.",
} satisfies Record<keyof Settings, (value: unknown) => true | string>

/** What the owner decided for the whole installation. */
export class SettingsStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** What was never changed has its default: posts 7 days and 10 GB, pages 90 days and 5 GB, no pictures, sign-up closed. */
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

function areNetworkLimits(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return entries.length <= NETWORKS_MAX && entries.every(([name, limits]) => name !== '' && areLimits(limits))
}

function areLimits(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false
  const { days, sizeBytesMax, ...others } = value as Record<string, unknown>
  const isSize = sizeBytesMax === null || inRange(sizeBytesMax, 1_000_000, Number.MAX_SAFE_INTEGER)
  return (days === null || inRange(days, 1, 3_650)) && isSize && Object.keys(others).length === 0
}
