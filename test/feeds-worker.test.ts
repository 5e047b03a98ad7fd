import { expect, test } from 'vitest'
import { realTiming } from '../src/lib/timing.ts'
import { WorkerReader } from '../src/sources/feeds/document-reader.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { articlePage, rss } from './support/feed-samples.ts'

const stuckWorker = new URL('./support/stuck-reading-worker.ts', import.meta.url)

function document(text: string) {
  return { bytes: Buffer.from(text), contentType: null, url: 'https://courier.example/1' }
}

test('documents are read on another thread as on this one', async () => {
  const reader = new WorkerReader(new FakeTiming())
  const [feed, article, none] = await Promise.all([
    reader.feed(document(rss([{ title: 'Flood', guid: '1' }]))),
    reader.article(document(articlePage('Flood'))),
    reader.article(document('<p>short</p>')),
  ])
  expect(feed).toMatchObject({ kind: 'feed', entries: [{ title: 'Flood' }] })
  expect(article).toMatchObject({ kind: 'article', article: { title: 'Flood' } })
  expect(none).toEqual({ kind: 'none', reason: 'no_text' })
  await reader.close()
})

test('what hangs is ended after its time, and the next document gets a new thread', async () => {
  const timing = new FakeTiming()
  const reader = new WorkerReader(timing, stuckWorker)
  expect(await reader.article(document('fine'))).toEqual({ kind: 'none', reason: 'no_text' })
  const hung = reader.article(document('hang'))
  const waiting = reader.feed(document('fine'))
  await new Promise(setImmediate)
  timing.advance(10_000)
  expect(await hung).toEqual({ kind: 'none', reason: 'too_complex' })
  expect(await waiting).toEqual({ kind: 'none', reason: 'no_text' })
  await reader.close()
})

test('a thread that dies, fails or takes too much memory costs one document', async () => {
  const reader = new WorkerReader(realTiming, stuckWorker)
  for (const order of ['die', 'throw', 'eat']) {
    expect(await reader.article(document(order)), order).toEqual({ kind: 'none', reason: 'too_complex' })
    expect(await reader.feed(document('fine')), order).toEqual({ kind: 'none', reason: 'no_text' })
  }
  await reader.close()
})

test('closing does not wait for what hangs', async () => {
  const reader = new WorkerReader(new FakeTiming(), stuckWorker)
  const hung = reader.feed(document('hang'))
  await new Promise(setImmediate)
  await reader.close()
  expect(await hung).toMatchObject({ kind: 'unreadable', reason: 'too_slow' })
})
