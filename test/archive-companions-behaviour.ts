import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Archive } from '../src/archive/archive.ts'
import { companionLines } from '../src/archive/backup-companions.ts'
import { makePage } from '../src/domain/page.ts'
import { storable } from './support/storable.ts'

const NOON = Date.UTC(2026, 10, 20, 12)

/** What every archive does with what stands beside posts: tombstones, counts, names, other names, terms by the day. */
export function describeCompanions(archive: () => Archive): void {
  test('a buried post leaves its account, its times and a hash of its text, and nothing else', async () => {
    const text = "it's \\ a \ttext 🦆"
    await archive().insertPosts([
      storable({ id: 'net:1', author: 'ann', text, createdAt: NOON - 5 }),
      storable({ id: 'net:2', author: 'ann' }),
    ])

    expect(await archive().buryPosts(['net:1', 'net:never'])).toBe(1)

    expect(await archive().getPosts(['net:1'])).toEqual([])
    expect(await archive().getTombstones(['net:1', 'net:2', 'net:never'])).toEqual([
      {
        ...{ id: 'net:1', source: 'test', author: 'ann', createdAt: NOON - 5, deletedAt: NOON },
        textSha256: createHash('sha256').update(text).digest('hex'),
      },
    ])
    expect(await archive().buryPosts([])).toBe(0)
    expect(await archive().getTombstones([])).toEqual([])
  })

  test('a post that is removed without having been deleted leaves no tombstone', async () => {
    await archive().insertPosts([storable({ id: 'net:edited' })])
    await archive().deletePosts(['net:edited'])
    expect(await archive().getTombstones(['net:edited'])).toEqual([])
  })

  test('reactions are added to what a post came with; those to posts that are not here pass by', async () => {
    await archive().insertPosts([
      storable({ id: 'net:came', likes: 3, reposts: 0, replies: null }),
      storable({ id: 'net:live' }),
      storable({ id: 'net:quiet' }),
    ])
    const change = { likes: 1, reposts: 0, replies: 2 }
    await archive().addCounts(
      new Map([
        ['net:came', change],
        ['net:live', change],
        ['net:later', change],
      ]),
    )
    await archive().addCounts(
      new Map([
        ['net:came', change],
        ['net:live', { ...change, likes: -5 }],
      ]),
    )
    await archive().insertPosts([storable({ id: 'net:later' })])

    const ids = ['net:came', 'net:live', 'net:quiet', 'net:later']
    const posts = await archive().completePosts(await archive().getPosts(ids))
    expect(posts.map(({ likes, reposts, replies }) => [likes, reposts, replies])).toEqual([
      [5, 0, 4],
      [0, null, 4],
      [null, null, null],
      [null, null, null],
    ])
  })

  test('counts can be forgotten where a post itself says them', async () => {
    await archive().insertPosts([storable({ id: 'net:counted' })])
    await archive().addCounts(new Map([['net:counted', { likes: 7, reposts: 1, replies: 0 }]]))
    await archive().resetCounts(['net:counted'])
    const [post] = await archive().completePosts(await archive().getPosts(['net:counted']))
    expect(post).toMatchObject({ likes: null, reposts: null, replies: null })
  })

  test('posts are shown under the present name of their author, where a change was heard', async () => {
    const of = (id: string, author: string, authorName: string | null) => storable({ id, author, authorName })
    await archive().insertPosts([
      of('net:a', 'did:a', 'old.example'),
      of('net:b', 'did:b', 'bob.example'),
      of('net:c', "did:'c", null),
    ])
    const source = 'test'
    await archive().noteAuthorNames([
      { source, author: 'did:a', handle: 'x.example' },
      { source, author: 'did:a', handle: 'new.example', displayName: 'A' },
      { source, author: 'did:b', handle: null },
      { source: 'elsewhere', author: "did:'c", handle: 'c.example' },
    ])

    const posts = await archive().completePosts(await archive().getPosts(['net:a', 'net:b', 'net:c']))
    expect(posts.map(({ authorName }) => authorName)).toEqual(['new.example', null, null])
    expect(await archive().completePosts([])).toEqual([])
  })

  test('a post is found by the other name that its network has for it', async () => {
    await archive().addAliases(
      new Map([
        ["here/1'\t", 'net:1'],
        ['here/2', 'net:2'],
      ]),
    )
    expect(await archive().findAliased(["here/1'\t", 'here/3'])).toEqual(['net:1'])
    expect(await archive().findAliased([])).toEqual([])
  })

  test('a network may have its own days and its own size; the others keep the common ones', async () => {
    const day = 86_400_000
    const of = (source: string, age: number, kept = false) =>
      storable({ id: `${source}:${age}:${kept}`, source }, { receivedAt: NOON - age * day, kept })
    await archive().insertPosts([of('a', 9), of('b', 9), of('a', 3), of('b', 3), of('a', 9, true)])
    const unlimited = { days: 30, sizeBytesMax: 1e12 }

    const networks = { a: { days: 5, sizeBytesMax: null }, b: { days: 60, sizeBytesMax: null } }
    expect(await archive().applyRetention({ ...unlimited, days: 7, networks })).toMatchObject({ removed: 1 })
    const left = ['a:9:false', 'b:9:false', 'a:3:false', 'b:3:false', 'a:9:true']
    expect((await archive().getPosts(left)).map(({ id }) => id)).toEqual(left.slice(1))

    const before = await archive().usage()
    expect(before.networks).toMatchObject({ a: { posts: 2 }, b: { posts: 2, oldestAt: NOON - 9 * day } })
    const sizeBytesMax = Math.round((before.networks['b']?.sizeBytes ?? 0) * 0.6)
    const small = { ...unlimited, networks: { b: { days: null, sizeBytesMax } } }
    expect(await archive().applyRetention(small)).toMatchObject({ removed: 1 })
    expect((await archive().getPosts(left)).map(({ id }) => id)).toEqual(left.slice(2))
  })

  test('pages go by age and by size, the oldest first', async () => {
    const page = (n: number, ageDays: number) =>
      makePage({
        ...{ url: `https://p.example/${n}`, canonicalUrl: `https://p.example/${n}`, site: 'P', title: null },
        ...{ byline: null, publishedAt: null, fetchedAt: NOON - ageDays * 86_400_000, lang: 'en' },
        ...{ text: `page ${n} ${String(Math.sin(n)).repeat(200)}`, rawSha256: '', rawSizeBytes: 1 },
      })
    await archive().insertPages([page(1, 40), page(2, 20), page(3, 10), page(4, 1)])
    const policy = { days: 30, sizeBytesMax: 1e12 }
    expect(await archive().applyRetention(policy)).toMatchObject({ removedPages: 0 })
    const aged = { ...policy, pages: { days: 30, sizeBytesMax: 1e12 } }
    expect(await archive().applyRetention(aged)).toMatchObject({ removedPages: 1 })
    const { pages } = await archive().usage()
    expect(pages).toMatchObject({ pages: 3, oldestAt: NOON - 20 * 86_400_000 })
    const small = { ...policy, pages: { days: 30, sizeBytesMax: Math.round(pages.sizeBytes * 0.5) } }
    expect((await archive().applyRetention(small)).removedPages).toBeGreaterThan(0)
    expect((await archive().getPages([page(4, 1).id])).length).toBe(1)
    await archive().applyRetention({ ...policy, pages: { days: 0, sizeBytesMax: 0 } })
  })

  test('all of it goes through a backup by rows, and comes back as it was', async () => {
    await archive().insertPosts([storable({ id: 'net:back' }), storable({ id: 'net:gone', text: "o'\\x" })])
    await archive().addCounts(new Map([['net:back', { likes: 4, reposts: 0, replies: 1 }]]))
    await archive().noteAuthorNames([{ source: 'test', author: 'ann', handle: "a'nn.example" }])
    await archive().addAliases(new Map([['here/77', 'net:back']]))
    await archive().buryPosts(['net:gone'])
    const stones = await archive().getTombstones(['net:gone'])
    const lines: string[] = []
    for await (const piece of companionLines(archive(), {})) lines.push(...piece)

    await archive().removeAll()
    expect(await archive().getTombstones(['net:gone'])).toEqual([])
    await archive().insertPosts([storable({ id: 'net:back' })])
    await archive().insertCompanions(lines)

    expect(await archive().getTombstones(['net:gone'])).toEqual(stones)
    expect(await archive().findAliased(['here/77'])).toEqual(['net:back'])
    const [post] = await archive().completePosts(await archive().getPosts(['net:back']))
    expect(post).toMatchObject({ likes: 4, replies: 1, authorName: "a'nn.example" })
    await expect(archive().insertCompanions(['{"table":"posts","row":{}}'])).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(archive().insertCompanions(['not json'])).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('terms and links are counted by the day they were received, as posts come and go', async () => {
    const linking = (id: string, receivedAt: number) =>
      storable({ id }, { analysed: { lang: 'en', terms: ['rain', 'url:a.example'] }, receivedAt })
    await archive().insertPosts([linking('t:1', NOON), linking('t:2', NOON - 86_400_000)])
    await archive().insertPosts([linking('t:3', NOON)])
    const rows = await archive().query(
      "SELECT term, toString(day) AS day, sum(term_days.posts) AS posts FROM term_days WHERE startsWith(term, 'url:') " +
        'GROUP BY term, day ORDER BY day',
    )
    expect(rows).toEqual([
      { term: 'url:a.example', day: '2026-11-19', posts: 1 },
      { term: 'url:a.example', day: '2026-11-20', posts: 2 },
    ])
  })
}
