import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePost } from '../domain/post.ts'
import { type Archive, openArchive } from './archive.ts'

let dir: string
let archive: Archive
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-archive-'))
  archive = await openArchive({ kind: 'embedded', dataDir: dir })
})
afterAll(async () => {
  await archive.close()
  await rm(dir, { recursive: true })
})

test('smoke', async () => {
  const now = Date.UTC(2026, 10, 21, 12)
  const storable = (id: string, fields = {}, terms = ['a', 'b', 'a']) => ({
    post: makePost({ id, author: 'x', text: `it's a\t"test"\n\\ ${id}`, ...fields }),
    analysed: { lang: 'en', terms },
    receivedAt: now,
    kept: false,
  })
  const rows = [
    storable('p1', {
      createdAt: now - 1000,
      urls: ["http://x/'q'"],
      extra: { k: [1, { z: "'" }] },
      likes: 0,
    }),
    storable(
      'p2',
      { createdAt: now - 500, poll: { options: [{ text: 'a', votes: null }], closesAt: null } },
      ['c'],
    ),
    storable('p1'),
    storable('p3', { media: [{ kind: 'image', url: 'u', alt: null }] }),
  ]
  console.log(await archive.insertPosts(rows))
  console.log(await archive.insertPosts(rows))
  const got = await archive.getPosts(['p3', 'nope', 'p1', 'p2'])
  expect(got).toEqual([rows[3]?.post, rows[0]?.post, rows[1]?.post].map((p) => ({ ...p, lang: 'en' })))
  console.log(
    await archive.stats(),
    await archive.documentFrequencies(['a', 'b', 'c', 'zz']),
    await archive.corpusTotals(),
  )
  const page = await archive.latestPosts({ limit: 2 })
  console.log(
    page.posts.map((p) => p.id),
    page.next,
  )
  console.log(
    (await archive.latestPosts({ limit: 2, before: page.next ?? undefined })).posts.map((p) => p.id),
  )
  console.log(
    (await archive.latestPosts({ limit: 2, terms: ['a', 'b'], lang: 'en', from: 5, to: now - 1 })).posts.map(
      (p) => p.id,
    ),
  )
  const all = []
  for await (const p of archive.exportPosts()) all.push(p.id)
  console.log(all)
  console.log(await archive.deletePosts(['p1', 'p9']))
  console.log(
    await archive.stats(),
    await archive.documentFrequencies(['a', 'b', 'c', 'zz']),
    await archive.corpusTotals(),
  )
  console.log(await archive.applyRetention({ days: 7, sizeBytesMax: 1e9 }), await archive.stats())
})
