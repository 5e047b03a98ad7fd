import { expect, test } from 'vitest'
import { LiveGroups } from './live-groups.ts'

const HOUR = 3_600_000
const EVIDENCE = { logP: -30, postIds: ['1', '2'], channels: ['repost'] as const }

test('two accounts are seen, a third confirms, and groups that meet become one', () => {
  const groups = new LiveGroups()
  expect(groups.link('a', 'b', EVIDENCE, 0).kind).toBe('seen')
  const confirmed = groups.link('b', 'c', { ...EVIDENCE, logP: -20 }, HOUR)
  expect([confirmed.kind, confirmed.group.confirmedAt, confirmed.group.logP]).toEqual([
    'confirmed',
    HOUR,
    -20,
  ])
  groups.link('x', 'y', EVIDENCE, HOUR)
  groups.link('c', 'x', EVIDENCE, HOUR)
  expect(groups.all.map(({ accounts }) => [...accounts].sort())).toEqual([['a', 'b', 'c', 'x', 'y']])
  expect(groups.areTogether('a', 'y')).toBe(true)
})

test('a group that nothing was added to for a day is forgotten, one that grows is not', () => {
  const groups = new LiveGroups()
  groups.link('a', 'b', EVIDENCE, 0)
  groups.link('x', 'y', EVIDENCE, HOUR)
  groups.link('b', 'c', EVIDENCE, 20 * HOUR)
  groups.link('p', 'q', EVIDENCE, 30 * HOUR)
  expect(groups.all.map(({ accounts }) => [...accounts].sort().join(''))).toEqual(['abc', 'pq'])
  expect(groups.ofAccount('x')).toBeUndefined()
})
