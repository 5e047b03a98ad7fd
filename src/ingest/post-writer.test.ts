import { describe, expect, it } from 'vitest'
import type { EncodedPosts } from '../archive/encode-posts.ts'
import { makePost } from '../domain/post.ts'
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
    const report = await writer.write(Array.from({ length: 2_500 }, (_, n) => post(n)))
    expect(batches.map((batch) => batch.ids.length)).toEqual([1_000, 1_000, 500])
    expect(report.stored).toHaveLength(2_500)
  })

  it('writes nothing for nothing', async () => {
    const { writer, batches } = makeWriter()
    expect((await writer.write([])).stored).toEqual([])
    expect(batches).toEqual([])
  })
})

function makeWriter() {
  const batches: EncodedPosts[] = []
  const archive = {
    insertEncoded: async (batch: EncodedPosts) => {
      batches.push(batch)
      return { stored: batch.ids, duplicates: 0 }
    },
  }
  return { writer: new PostWriter({ archive, clock: () => 0 }), batches }
}

function post(n: number, createdAt = Date.UTC(2026, 0, 1)) {
  return makePost({ id: `p:${n}`, author: 'a', text: `hello ${n}`, createdAt })
}
