import { expect, test } from 'vitest'
import { FakeTiming } from '../../../test/support/fake-timing.ts'
import { patientSearch } from './patient-search.ts'
import { failedSearch, type WebQuery, type WebSearchOutcome } from './web-search.ts'

const QUERY: WebQuery = { query: 'flood', lang: 'en', from: null, to: null, limit: 5 }
const FOUND: WebSearchOutcome = { kind: 'found', results: [] }
const signal = new AbortController().signal

/** A provider that gives these outcomes one after the other, the last one for ever. */
function scripted(outcomes: readonly WebSearchOutcome[], gapMs = 0) {
  const timing = new FakeTiming()
  const asked: { query: string; at: number }[] = []
  const provider = patientSearch(
    {
      name: 'brave',
      host: 'search.example',
      search: async ({ query }) => {
        asked.push({ query, at: timing.now() })
        return outcomes[Math.min(asked.length, outcomes.length) - 1] ?? FOUND
      },
    },
    { timing, gapMs },
  )
  return { provider, timing, asked }
}

test('the same question within ten minutes is asked once', async () => {
  const { provider, timing, asked } = scripted([FOUND])
  await provider.search(QUERY, signal)
  await provider.search({ ...QUERY, query: ' Flood ' }, signal)
  await provider.search({ ...QUERY, from: 1 }, signal)
  expect(asked).toHaveLength(2)
  timing.advance(10 * 60_000)
  await provider.search(QUERY, signal)
  expect(asked).toHaveLength(3)
})

test('a failure is not kept as an answer', async () => {
  const { provider, asked } = scripted([failedSearch('bad_answer', 'x'), FOUND])
  expect(await provider.search(QUERY, signal)).toMatchObject({ kind: 'failed' })
  expect(await provider.search(QUERY, signal)).toEqual(FOUND)
  expect(asked).toHaveLength(2)
})

test.each([
  ['over_limit', null, 60_000],
  ['over_limit', 5_000, 5_000],
  ['over_limit', 86_400_000, 3_600_000],
  ['refused_key', null, 600_000],
  ['timeout', null, 15_000],
] as const)(
  'after %s (retry after %s) it rests %i ms and says so without being asked',
  async (reason, after, rests) => {
    const { provider, timing, asked } = scripted([failedSearch(reason, 'no', after), FOUND])
    await provider.search(QUERY, signal)
    timing.advance(rests - 1)
    expect(await provider.search(QUERY, signal)).toMatchObject({ kind: 'failed', reason, retryAfterMs: 1 })
    timing.advance(1)
    expect(await provider.search(QUERY, signal)).toEqual(FOUND)
    expect(asked).toHaveLength(2)
  },
)

test('requests keep their gap, and who stops while waiting is not asked for', async () => {
  const { provider, timing, asked } = scripted([FOUND], 1_100)
  const start = timing.now()
  const stop = new AbortController()
  await provider.search(QUERY, signal)
  const second = provider.search({ ...QUERY, query: 'two' }, signal)
  const third = provider.search({ ...QUERY, query: 'three' }, stop.signal)
  stop.abort()
  await new Promise(setImmediate)
  timing.advance(1_100)
  expect(await second).toEqual(FOUND)
  expect(await third).toMatchObject({ reason: 'cancelled' })
  expect(asked).toEqual([
    { query: 'flood', at: start },
    { query: 'two', at: start + 1_100 },
  ])
})

test('more questions at once than may wait are refused', async () => {
  const { provider } = scripted([FOUND], 1_100)
  await provider.search(QUERY, signal)
  const all = Array.from({ length: 25 }, (_, at) => provider.search({ ...QUERY, query: `q${at}` }, signal))
  expect(await Promise.race(all)).toMatchObject({ kind: 'failed', reason: 'over_limit' })
})
