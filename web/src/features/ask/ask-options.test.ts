import { expect, test } from 'vitest'
import { DEFAULT_OPTIONS, optionsBody, toggleKind } from './ask-options.ts'

const NOW = Date.UTC(2026, 0, 31)

test('a question without choices carries none', () => {
  expect(optionsBody(DEFAULT_OPTIONS, NOW)).toEqual({})
})

test('what was chosen goes along: depth, kinds, network, and the time as a date', () => {
  const options = { isDeep: true, kinds: ['posts'], network: 'bluesky', period: 'week' } as const
  expect(optionsBody(options, NOW)).toEqual({
    depth: 'deep',
    sources: { kinds: ['posts'], networks: ['bluesky'], from: '2026-01-24T00:00:00.000Z' },
  })
})

test('kinds are switched one by one, and the last one stays', () => {
  expect(toggleKind(['posts', 'web', 'files'], 'web')).toEqual(['posts', 'files'])
  expect(toggleKind(['posts'], 'files')).toEqual(['posts', 'files'])
  expect(toggleKind(['posts'], 'posts')).toEqual(['posts'])
})
