import { describe, expect, it } from 'vitest'
import type { EncodedPosts } from '../archive/encode-posts.ts'
import { makePost } from '../domain/post.ts'
import { inlineAnalysis } from './analysis-pool.ts'
import { PostWriter } from './post-writer.ts'

describe('the writer of live posts', () => {
  it('parks a post whose date cannot be stored and stores the others', async () => {
    const { writer, batches } = makeWriter()
    const report = await writer.write([post(1), post(2, Date.UTC(9999, 0, 1)), post(3)])
    expect(report).toEqual({ stored: ['p:1', 'p:3'], duplicates: 0, dropped: {}, parked: { wrong_date: 1 } })
    expect(batches.map((batch) => batch.ids)).toEqual([['p:1', 'p:3']])
  })

  it('splits a long list into several inserts and reports all of it', async () => {
    const { writer, batches } = makeWriter()
    const report = await writer.write(posts(0, 2_500))
    expect(batches.map((batch) => batch.ids.length)).toEqual([1_000, 1_000, 500])
    expect(report.stored).toHaveLength(2_500)
  })

  it('writes nothing for nothing', async () => {
    const { writer, batches } = makeWriter()
    expect((await writer.write([])).stored).toEqual([])
    expect(batches).toEqual([])
  })

  it('puts what arrives during an insert into the next one and tells each caller its own', async () => {
    const { writer, batches, gate } = makeWriter({ gated: true })
    const first = writer.write(posts(0, 10))
    const second = writer.write(posts(10, 5))
    const third = writer.write([post(12), post(99)])
    gate.resolve()
    expect((await first).stored).toHaveLength(10)
    expect((await second).stored).toHaveLength(5)
    expect(await third).toMatchObject({ stored: ['p:99'], duplicates: 1 })
    expect(batches.map((batch) => batch.ids.length)).toEqual([10, 7])
  })

  it('makes a caller wait when the queue is full, until there is room', async () => {
    const { writer, batches, gate } = makeWriter({ gated: true })
    const writes = Array.from({ length: 7 }, (_, n) => writer.write(posts(n * 1_000, 1_000)))
    await Promise.resolve()
    gate.resolve()
    const reports = await Promise.all(writes)
    expect(reports.reduce((sum, { stored }) => sum + stored.length, 0)).toBe(7_000)
    expect(batches).toHaveLength(7)
  })

  it('stops waiting for room when the signal aborts', async () => {
    const { writer, gate } = makeWriter({ gated: true })
    const full = Array.from({ length: 5 }, (_, n) => writer.write(posts(n * 1_000, 1_000)))
    const stop = new AbortController()
    const late = writer.write([post(9_999)], stop.signal)
    stop.abort(new Error('stopped'))
    await expect(late).rejects.toThrow('stopped')
    gate.resolve()
    await Promise.all(full)
  })

  it('fails the callers of an insert that failed and goes on with the next', async () => {
    const { writer, fail } = makeWriter()
    fail.next = true
    await expect(writer.write([post(1)])).rejects.toThrow('disk full')
    expect((await writer.write([post(1)])).stored).toEqual(['p:1'])
  })

  it('measures how long posts took to become searchable', async () => {
    const { writer, time, ages } = makeWriter({ insertMs: 40 })
    await writer.write(posts(0, 3))
    expect(time.now).toBe(40)
    expect(ages).toEqual([40, 40, 40])
  })
})

function makeWriter({ gated = false, insertMs = 0 } = {}) {
  const batches: Pick<EncodedPosts, 'ids'>[] = []
  const known = new Set<string>()
  const ages: number[] = []
  const gate = Promise.withResolvers<void>()
  if (!gated) gate.resolve()
  const fail = { next: false }
  const time = { now: 0 }
  const archive = {
    insertEncoded: async (parts: readonly EncodedPosts[]) => {
      const batch = { ids: parts.flatMap(({ ids }) => ids) }
      batches.push(batch)
      await gate.promise
      time.now += insertMs
      if (fail.next) {
        fail.next = false
        throw new Error('disk full')
      }
      const stored = batch.ids.filter((id) => !known.has(id) && known.add(id))
      return { stored, duplicates: batch.ids.length - stored.length }
    },
  }
  const writer = new PostWriter({
    archive,
    clock: () => time.now,
    analysis: inlineAnalysis,
    onSearchable: (ageMs) => ages.push(ageMs),
    limits: { insertPostsMax: 1_000, queuePostsMax: 5_000 },
  })
  return { writer, batches, gate, fail, time, ages }
}

function posts(from: number, count: number) {
  return Array.from({ length: count }, (_, n) => post(from + n))
}

function post(n: number, createdAt = Date.UTC(2026, 0, 1)) {
  return makePost({ id: `p:${n}`, author: 'a', text: `hello ${n}`, createdAt })
}
