import { expect, test } from 'vitest'
import type { Settings } from '../ledger/settings.ts'
import { retentionPatch, retentionTable } from './retention-text.ts'

const SETTINGS: Settings = {
  ...{ retentionDays: 7, retentionSizeBytesMax: 1e10, pagesDays: 90, pagesSizeBytesMax: 5e9 },
  retentionByNetwork: { x: { days: 2, sizeBytesMax: null } },
  ...{ thumbnails: 'off', thumbnailsSizeBytesMax: 1e6, signUp: 'closed' },
}
const patch = (whose: string, values: Record<string, string>) =>
  retentionPatch({ values, positionals: [] }, whose, SETTINGS)

test('limits are set for all, for pages and for one network, in days and in sizes as people write them', () => {
  expect(patch('all', { days: '3', size: '2.5GB' })).toEqual({
    retentionDays: 3,
    retentionSizeBytesMax: 2.5e9,
  })
  expect(patch('pages', { size: '800 mb' })).toEqual({ pagesSizeBytesMax: 8e8 })
  expect(patch('x', { size: '1tb' })).toEqual({ retentionByNetwork: { x: { days: 2, sizeBytesMax: 1e12 } } })
  expect(patch('bluesky', { days: '30' })?.retentionByNetwork).toHaveProperty('bluesky')
})

test('none leaves a network to the others again; asking alone changes nothing', () => {
  expect(patch('x', { days: 'none' })).toEqual({ retentionByNetwork: {} })
  expect(patch('x', {})).toBeNull()
})

test.each([
  ['', { days: '3' }],
  ['all', { days: 'none' }],
  ['x', { size: 'much' }],
  ['x', { days: '-1' }],
  ['x', { size: '' }],
])('%s with %j is refused', (whose, values) => {
  expect(() => patch(whose, values)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
})

test('what is there stands beside the limits', () => {
  const usage = {
    networks: { bluesky: { posts: 12, sizeBytes: 3_400_000, oldestAt: 1 } },
    pages: { pages: 0, sizeBytes: 0, oldestAt: null },
  }
  const lines = retentionTable(SETTINGS, usage).split('\n')
  expect(lines[2]).toMatch(/^bluesky\s+-\s+-\s+12\s+3\.4 MB$/)
  expect(lines[3]).toMatch(/^x\s+2\s+-\s+0\s+0\.0 MB$/)
  expect(lines[4]).toMatch(/^pages\s+90\s+5\.0 GB/)
})
