import { expect, test } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { until } from '../../test/support/until.ts'
import type { Settings } from '../ledger/settings.ts'
import { keepRetention } from './keep-retention.ts'

const SETTINGS: Settings = {
  ...{ retentionDays: 7, retentionSizeBytesMax: 10, pagesDays: 90, pagesSizeBytesMax: 20 },
  retentionByNetwork: { x: { days: 2, sizeBytesMax: null } },
  ...{ thumbnails: 'off', thumbnailsSizeBytesMax: 30, signUp: 'closed' },
}

test('retention is applied at start and every hour with the settings of the moment, also after a failure', async () => {
  const timing = new FakeTiming()
  const stop = new AbortController()
  const applied: object[] = []
  const warnings: string[] = []
  let retentionDays = 7
  const done = keepRetention(
    {
      timing,
      settings: { get: async () => ({ ...SETTINGS, retentionDays }) },
      archive: {
        applyRetention: async (policy) => {
          applied.push(policy)
          if (applied.length === 2) throw new Error('disk')
          return { removed: 1, removedPages: 0 }
        },
      },
      log: { info: () => undefined, warn: (_fields, message) => warnings.push(message) },
    },
    stop.signal,
  )
  await until(() => applied.length === 1)
  retentionDays = 3
  for (const hour of [2, 3]) {
    await until(async () => {
      timing.advance(1_800_000)
      await new Promise(setImmediate)
      return applied.length === hour
    })
  }
  const common = { sizeBytesMax: 10, networks: { x: { days: 2, sizeBytesMax: null } } }
  const pages = { days: 90, sizeBytesMax: 20 }
  expect(applied).toEqual([7, 3, 3].map((days) => ({ ...common, days, pages })))
  expect(warnings).toHaveLength(1)
  stop.abort()
  await done
})
