import { expect, test } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { makePost } from '../domain/post.ts'
import type { SourceBatch } from '../sources/source.ts'
import { readFigures } from './source-figures.ts'
import { hideSecrets } from './source-options.ts'
import { SourceStats } from './source-stats.ts'

const EMPTY: SourceBatch = {
  ...{ posts: [], edits: [], deletions: [], cursor: null, lastEventAt: null },
  ...{ dropped: {}, parked: {}, parkedSamples: [] },
}

function setUp(hide?: (text: string) => string) {
  const timing = new FakeTiming()
  return { timing, stats: new SourceStats(timing.now, hide) }
}

function unreachable(error: string) {
  return { kind: 'unreachable', endpoint: 'e', error, retryAt: 0 } as const
}

test('an error that comes again and again is one entry with its first and last time; a few others stay', () => {
  const { stats, timing } = setUp()
  const startedAt = timing.now()
  for (let time = 0; time < 50; time += 1) {
    stats.addLine(unreachable('refused'))
    timing.advance(1_000)
  }
  expect(stats.read().errors).toEqual([
    { firstAt: startedAt, lastAt: startedAt + 49_000, count: 50, message: 'refused' },
  ])
  for (let n = 0; n < 30; n += 1) stats.addLine(unreachable(`refused ${n}`))
  expect(stats.read().errors).toHaveLength(8)
  expect(stats.read().errors.at(-1)?.message).toBe('refused 29')
})

test('once connected there is no error now, and the last ones are still told', () => {
  const { stats } = setUp()
  stats.addLine(unreachable('refused'))
  stats.addLine({ kind: 'connected', endpoint: 'e', missed: null })
  expect(stats.read()).toMatchObject({
    state: 'connected',
    lastError: null,
    errors: [{ message: 'refused' }],
  })
  stats.addLine({ kind: 'connected', endpoint: 'e', missed: { from: 0, to: 60_000 } })
  expect(stats.read().lastError).toContain('can no longer be fetched')
})

test('of what a filter leaves out a few are kept for each reason, and what its author deletes goes', () => {
  const { stats, timing } = setUp()
  for (let n = 0; n < 200; n += 1) {
    const post = makePost({ id: `p${n}`, author: n % 2 ? 'a' : 'b', text: 'x'.repeat(500), source: 's' })
    stats.addFiltered(post, n < 100 ? 'language' : 'sample')
    timing.advance(1_000)
  }
  const { dropped, droppedSamples } = stats.read()
  expect(dropped).toEqual({ language: 100, sample: 100 })
  expect(droppedSamples.map(({ reason }) => reason)).toEqual([
    ...['language', 'language', 'language', 'sample', 'sample', 'sample'],
  ])
  expect(droppedSamples.every(({ text }) => text.length === 160)).toBe(true)
  const [first] = droppedSamples
  stats.addSeen({ ...EMPTY, deletions: [{ kind: 'post', postId: first?.id ?? '' }] })
  expect(stats.read().droppedSamples).toHaveLength(5)
  const deletions = ['a', 'b'].map((author) => ({ kind: 'author', author, source: 's' }) as const)
  stats.addSeen({ ...EMPTY, deletions })
  expect(stats.read().droppedSamples).toEqual([])
})

test('secrets are hidden in errors and samples, as they are and as an address writes them', () => {
  const { stats } = setUp(hideSecrets(['a/b+c', '']))
  stats.addLine(unreachable('401 for https://x/?token=a%2Fb%2Bc'))
  stats.addSeen({ ...EMPTY, parkedSamples: [{ reason: 'r', raw: '{"t":"a/b+c"}', at: 1 }] })
  expect(stats.read()).toMatchObject({
    lastError: '401 for https://x/?token=•••',
    parkedSamples: [{ raw: '{"t":"•••"}' }],
  })
})

test('figures survive being written down, stay small, and another process goes on from them', () => {
  const { stats, timing } = setUp()
  stats.cursor = 'c'.repeat(100_000)
  const raw = '{'.repeat(1_000)
  for (let n = 0; n < 100; n += 1) {
    stats.addSeen({
      ...EMPTY,
      lastEventAt: 5,
      parkedSamples: [{ reason: 'r', raw, at: n }],
      parked: { r: 1 },
    })
    stats.addLine(unreachable('e'.repeat(10_000)))
    stats.addWritten({ stored: 3, dropped: { duplicate: 1 }, parked: {} })
  }
  const written = JSON.stringify(stats.read())
  expect(written.length).toBeLessThan(10_000)
  const next = new SourceStats(timing.now)
  const figures = readFigures(JSON.parse(written))
  if (figures === null) throw new Error('The figures could not be read back.')
  next.restore(figures)
  next.addWritten({ stored: 1, dropped: {}, parked: {} })
  expect(next.read()).toMatchObject({
    ...{ stored: 301, dropped: { duplicate: 100 }, parked: { r: 100 }, lastEventAt: 5, state: 'connecting' },
  })
})

test('figures of another version are not believed', () => {
  expect(readFigures({ state: 'levitating' })).toBeNull()
  expect(readFigures(null)).toBeNull()
})
