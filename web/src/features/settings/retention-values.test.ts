import { describe, expect, test } from 'vitest'
import { problemsOf, settingsOf, textsOf } from './retention-values.ts'

const SETTINGS = {
  ...{ retention_days: 7, retention_size_bytes_max: 10_000_000_000 },
  retention_by_network: { mastodon: { days: 2, size_bytes_max: null } },
  ...{ pages_days: 90, pages_size_bytes_max: 5_000_000_000 },
  thumbnails: 'off',
} as const
const NETWORKS = ['bluesky', 'mastodon']

describe('the limits of posts and pages', () => {
  test('come back from their fields as they were', () => {
    expect(settingsOf(textsOf(SETTINGS, NETWORKS), SETTINGS, NETWORKS)).toEqual(SETTINGS)
  })

  test('a network left empty follows all; a decimal comma is read', () => {
    const texts = {
      ...textsOf(SETTINGS, NETWORKS),
      'network:mastodon': { days: ' ', size: '' },
      'network:bluesky': { days: '', size: '2,5' },
    }
    expect(settingsOf(texts, SETTINGS, NETWORKS).retention_by_network).toEqual({
      bluesky: { days: null, size_bytes_max: 2_500_000_000 },
    })
  })

  test('what is out of range or no number is named by line and field', () => {
    const texts = {
      all: { days: '0', size: '10' },
      pages: { days: '90', size: '' },
      'network:bluesky': { days: 'seven', size: '1' },
    }
    expect(problemsOf(settingsOf(texts, SETTINGS, NETWORKS))).toEqual([
      { line: 'all', field: 'days', leastGb: 0.1 },
      { line: 'network:bluesky', field: 'days', leastGb: 0.001 },
      { line: 'pages', field: 'size', leastGb: 0.01 },
    ])
  })
})
