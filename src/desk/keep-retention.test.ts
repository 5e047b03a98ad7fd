import { expect, test } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { until } from '../../test/support/until.ts'
import { keepRetention } from './keep-retention.ts'

test('retention is applied at start and every hour with the settings of the moment, also after a failure', async () => {
  const timing = new FakeTiming()
  const stop = new AbortController()
  const applied: object[] = []
  const warnings: string[] = []
  let retentionDays = 7
  const done = keepRetention(
    {
      timing,
      settings: { get: async () => ({ retentionDays, retentionSizeBytesMax: 10, signUp: 'closed' }) },
      archive: {
        applyRetention: async (policy) => {
          applied.push(policy)
          if (applied.length === 2) throw new Error('disk')
          return { removed: 1 }
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
  expect(applied).toEqual([
    { days: 7, sizeBytesMax: 10 },
    { days: 3, sizeBytesMax: 10 },
    { days: 3, sizeBytesMax: 10 },
  ])
  expect(warnings).toHaveLength(1)
  stop.abort()
  await done
})
