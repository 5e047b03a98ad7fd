import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Archive, StorablePost } from '../src/archive/archive.ts'
import { encodePosts } from '../src/archive/encode-posts.ts'
import { makePost, type Post, type PostId } from '../src/domain/post.ts'
import { describeCompanions } from './archive-companions-behaviour.ts'
import { storable } from './support/storable.ts'

const NOON = Date.UTC(2026, 10, 20, 12)
const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

/** Posts with every kind of value that a round trip could damage. */
const AWKWARD: readonly Post[] = [
  makePost({
    id: 'bsky:1',
    author: "o'hara\\",
    text: 'tab\there\nline "quoted" \'single\' back\\slash \0 nul',
    lang: 'fr',
  }),
  makePost({ id: "it's\t2", author: '@ü', text: '🦆 é \u202Ebidi\u202C \u200d', lang: null, source: 'a b' }),
  makePost({
    id: 'full',
    author: 'did:plc:x',
    text: '',
    authorName: "N'ame",
    authorCreatedAt: 1,
    createdAt: NOON - 1,
    lang: 'en',
    urls: ["https://x.example/'a'?b=[1,2]", ''],
    hashtags: ['tag', ']['],
    mentions: ['\\N', 'NULL'],
    replyTo: '\\N',
    repostOf: 'NULL',
    quoteOf: '',
    threadRoot: "'",
    media: [{ kind: 'image', url: 'https://i.example/1', alt: 'a "b"\n' }],
    poll: { options: [{ text: 'yes', votes: null }], closesAt: null },
    likes: 0,
    reposts: 4_000_000_000,
    replies: -1,
    deletedAt: NOON,
    label: '',
    source: 'simulated',
    extra: { nested: { list: [1, null, "'"] }, $: '\t' },
  }),
  makePost({ id: 'old', author: 'a', text: 'x', lang: 'en', createdAt: Date.UTC(1900, 0, 1) }),
  makePost({ id: 'late', author: 'a', text: 'x', lang: 'en', createdAt: Date.UTC(2299, 11, 31) }),
]

/**
 * What every archive does, wherever its engine runs. `open` gives an empty archive whose clock stands at `now`;
 * `empty` removes all posts between tests.
 */
export function describeArchive(
  name: string,
  { open, close }: { open: (clock: () => number) => Promise<Archive>; close: () => Promise<void> },
): void {
  let archive: Archive
  let now = NOON

  describe(`the archive, ${name}`, () => {
    beforeAll(async () => {
      archive = await open(() => now)
    })
    beforeEach(async () => {
      now = NOON
      await archive.applyRetention({ days: 1, sizeBytesMax: 0 })
    })
    afterAll(close)

    const store = (...rows: StorablePost[]) => archive.insertPosts(rows)
    const ids = (posts: readonly Post[]) => posts.map((post) => post.id)
    const everyId = async () => {
      const found: PostId[] = []
      for await (const post of archive.exportPosts()) found.push(post.id)
      return found
    }

    describeCompanions(() => archive)

    test('an empty archive says that it is empty', async () => {
      expect(await archive.stats()).toMatchObject({ posts: 0, oldestAt: null, newestAt: null })
      expect(await archive.latestPosts({ limit: 10 })).toEqual({ posts: [], next: null })
      expect(await everyId()).toEqual([])
      expect(await archive.documentFrequencies(['hello'])).toEqual(new Map())
      expect(await archive.corpusTotals()).toEqual({ posts: 0, meanTermCount: 0 })
      expect(await archive.getPosts(['x'])).toEqual([])
      expect(await archive.insertPosts([])).toEqual({ stored: [], duplicates: 0 })
    })

    test('a post comes back as it was stored, whatever its text', async () => {
      await store(
        ...AWKWARD.map((post) => storable(post, { analysed: { lang: null, terms: ["'", '\\', '#é'] } })),
      )
      const order = AWKWARD.map((post) => post.id).toReversed()
      expect(await archive.getPosts([...order, 'missing'])).toEqual(AWKWARD.toReversed())
    })

    test('a post without a language takes the detected one', async () => {
      await store(storable({ id: 'a', lang: null }))
      expect((await archive.getPosts(['a']))[0]?.lang).toBe('en')
    })

    test('a time that the archive cannot hold is refused before anything is stored', async () => {
      const bad = () =>
        encodePosts([storable({ id: 'a' }), storable({ id: 'b', createdAt: Date.UTC(1899, 0, 1) })])
      expect(bad).toThrow(expect.objectContaining({ code: 'invalid_input' }))
    })

    test('ids that are there already, or twice in a batch, are counted and left as they are', async () => {
      expect(
        await store(storable({ id: 'a' }), storable({ id: 'b' }), storable({ id: 'a', text: 'other' })),
      ).toEqual({
        stored: ['a', 'b'],
        duplicates: 1,
      })
      expect(await store(storable({ id: 'b', text: 'new' }), storable({ id: 'c' }))).toEqual({
        stored: ['c'],
        duplicates: 1,
      })
      expect(await archive.getPosts(['a', 'b', 'c'])).toMatchObject(Array(3).fill({ text: 'hello world' }))
      expect(await archive.documentFrequencies(['hello'])).toEqual(new Map([['hello', 3]]))
    })

    test('batches that arrive together store an id once', async () => {
      const batch = Array.from({ length: 50 }, (_, i) => storable({ id: `same-${i}` }))
      const reports = await Promise.all([1, 2, 3, 4].map(() => archive.insertPosts(batch)))
      expect(reports.map((report) => report.stored.length).sort()).toEqual([0, 0, 0, 50])
      expect((await archive.stats()).posts).toBe(50)
    })

    test('encoded rows can be stored in part', async () => {
      await store(storable({ id: 'b' }))
      const batch = encodePosts([
        storable({ id: 'a', text: 'é🦆' }),
        storable({ id: 'b' }),
        storable({ id: 'c', text: 'ü' }),
      ])
      expect(await archive.insertEncoded([batch])).toEqual({ stored: ['a', 'c'], duplicates: 1 })
      expect((await archive.getPosts(['a', 'c'])).map((post) => post.text)).toEqual(['é🦆', 'ü'])
    })

    test('pages run from new to old without gaps or repeats, though times are equal or unknown', async () => {
      const rows = Array.from({ length: 25 }, (_, i) =>
        storable({
          id: `p${String(i).padStart(2, '0')}`,
          createdAt: i % 5 === 4 ? null : NOON - Math.floor(i / 3) * 1000,
        }),
      )
      await store(...rows)
      const seen: PostId[] = []
      let before: string | undefined
      do {
        const page = await archive.latestPosts({ limit: 4, before })
        seen.push(...ids(page.posts))
        before = page.next ?? undefined
      } while (before !== undefined)
      const orderAt = (row: StorablePost) => row.post.createdAt ?? row.receivedAt
      const expected = rows.toSorted((a, b) => orderAt(b) - orderAt(a) || (a.post.id < b.post.id ? 1 : -1))
      expect(seen).toEqual(expected.map((row) => row.post.id))
      expect(await everyId()).toEqual(seen.toReversed())
    })

    test('a cursor that no page returned is refused', async () => {
      await expect(archive.latestPosts({ limit: 1, before: 'nonsense' })).rejects.toMatchObject({
        code: 'invalid_input',
      })
    })

    test('filters hold together: terms, language, source, author and time', async () => {
      await store(
        storable({ id: 'a', text: 'red duck', author: 'ann', createdAt: NOON - 3000 }),
        storable({ id: 'b', text: 'red goose', author: 'bob', createdAt: NOON - 2000, lang: 'fr' }),
        storable({ id: 'c', text: "blue duck '", author: 'ann', createdAt: NOON - 1000, source: 'other' }),
      )
      const found = async (filter: object) => ids((await archive.latestPosts({ limit: 10, ...filter })).posts)
      expect(await found({ terms: ['duck'] })).toEqual(['c', 'a'])
      expect(await found({ terms: ['red', 'duck'] })).toEqual(['a'])
      expect(await found({ terms: ["'"] })).toEqual(['c'])
      expect(await found({ terms: [] })).toEqual(['c', 'b', 'a'])
      expect(await found({ lang: 'fr' })).toEqual(['b'])
      expect(await found({ source: 'other' })).toEqual(['c'])
      expect(await found({ author: "ann' OR 1=1 --" })).toEqual([])
      expect(await found({ author: 'ann', terms: ['duck'], to: NOON - 1000 })).toEqual(['a'])
      expect(await found({ from: NOON - 2000, to: NOON - 1000 })).toEqual(['b'])
    })

    test('parameters of queries are values, never SQL, and none is taken from an earlier query', async () => {
      const awkward = "'; DROP TABLE posts; -- \\ \t\n é"
      const params = { text: awkward, list: [awkward, ''], number: 2 ** 53 - 1, none: null }
      expect(
        await archive.query(
          'SELECT {text:String} AS t, {list:Array(String)} AS l, {number:Int64} AS n, {none:Nullable(String)} AS z',
          params,
        ),
      ).toEqual([{ t: awkward, l: [awkward, ''], n: 2 ** 53 - 1, z: null }])
      await expect(archive.query('SELECT {text:String} AS t')).rejects.toMatchObject({ code: 'internal' })
    })

    test('queries on several readers at once each get their own parameters', async () => {
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, i) =>
          archive.query<{ n: number }>('SELECT {n:Int64} AS n, sleepEachRow(0.001)', { n: i }),
        ),
      )
      expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 60 }, (_, i) => i))
    })

    test('a wrong query fails as the archive failing, with the engine as its cause', async () => {
      const failure = archive.query('SELECT nothing FROM nowhere')
      await expect(failure).rejects.toMatchObject({
        code: 'store_failed',
        cause: { code: '60', type: 'UNKNOWN_TABLE' },
      })
    })

    test('an abort rejects at once, stops the engine, and leaves the readers usable', async () => {
      const endless = 'SELECT max(sipHash64(number)) AS m FROM numbers(1000000000000)'
      const controllers = [1, 2, 3, 4].map(() => new AbortController())
      const running = controllers.map(({ signal }) => archive.query(endless, {}, { signal }))
      const settled = Promise.allSettled(running)
      for (const controller of controllers) controller.abort(new Error('enough'))
      for (const { status, ...outcome } of await settled) {
        expect(status).toBe('rejected')
        expect(outcome).toMatchObject({ reason: { message: 'enough' } })
      }
      expect(await archive.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
      await expect(
        archive.query('SELECT 1', {}, { signal: AbortSignal.abort(new Error('before')) }),
      ).rejects.toThrow('before')
    })

    test('a deleted post is in no answer and no count any more', async () => {
      await store(storable({ id: 'a', text: 'red duck' }), storable({ id: 'b', text: 'red goose goose' }))
      expect(await archive.deletePosts(['a', 'missing', 'a'])).toBe(1)
      expect(await archive.deletePosts(['a'])).toBe(0)
      expect(await everyId()).toEqual(['b'])
      expect(await archive.getPosts(['a'])).toEqual([])
      expect((await archive.latestPosts({ limit: 5, terms: ['red'] })).posts).toHaveLength(1)
      expect(
        await archive.query("SELECT count() AS n FROM posts WHERE hasAllTokens(terms, ['red'])"),
      ).toEqual([{ n: 1 }])
      expect(await archive.stats()).toMatchObject({ posts: 1 })
      expect(await archive.corpusTotals()).toEqual({ posts: 1, meanTermCount: 3 })
    })

    test('a deleted post can be stored again, for example as it was edited', async () => {
      await store(storable({ id: 'a', text: 'first' }))
      await archive.deletePosts(['a'])
      expect(await store(storable({ id: 'a', text: 'second' }))).toEqual({ stored: ['a'], duplicates: 0 })
      expect(await archive.getPosts(['a'])).toMatchObject([{ text: 'second' }])
    })

    test('more ids than one statement takes are deleted and looked up', async () => {
      const rows = Array.from({ length: 9_000 }, (_, i) =>
        storable({ id: `network:a-rather-long-native-id-${i}` }),
      )
      expect((await archive.insertPosts(rows)).stored).toHaveLength(9_000)
      expect((await archive.insertPosts(rows)).duplicates).toBe(9_000)
      const gone = rows.slice(0, 8_500).map((row) => row.post.id)
      expect(await archive.getPosts(gone)).toHaveLength(8_500)
      expect(await archive.deletePosts(gone)).toBe(8_500)
      expect((await archive.stats()).posts).toBe(500)
    })

    test('retention by days drops old live posts, whole days at a time, and leaves imported ones', async () => {
      await store(
        storable({ id: 'live-old', text: 'old' }, { receivedAt: NOON - 9 * DAY_MS }),
        storable({ id: 'kept-old', text: 'old' }, { receivedAt: NOON - 9 * DAY_MS, kept: true }),
        storable({ id: 'live-edge', text: 'edge' }, { receivedAt: NOON - 7 * DAY_MS - 1 }),
        storable(
          { id: 'live-new', text: 'new', createdAt: NOON - 5 * YEAR_MS },
          { receivedAt: NOON - DAY_MS },
        ),
      )
      expect(await archive.applyRetention({ days: 7, sizeBytesMax: 1e12 })).toMatchObject({ removed: 1 })
      expect((await everyId()).sort()).toEqual(['kept-old', 'live-edge', 'live-new'])
      expect(await archive.documentFrequencies(['old'])).toEqual(new Map([['old', 1]]))
      now += DAY_MS
      expect(await archive.applyRetention({ days: 7, sizeBytesMax: 1e12 })).toMatchObject({ removed: 1 })
    })

    test('retention by size removes what was received first, part of a day where that is enough', async () => {
      const day = (name: string, receivedAt: number, kept: boolean) =>
        Array.from({ length: 2_000 }, (_, i) =>
          storable(
            { id: `${name}-${i}`, text: `${name} ${Math.sin(i)} ${Math.cos(i)}` },
            { receivedAt: receivedAt + i, kept },
          ),
        )
      await archive.insertPosts(day('first', NOON - 2 * DAY_MS, true))
      await archive.insertPosts(day('second', NOON - DAY_MS, false))
      const before = (await archive.stats()).sizeBytes
      const { removed } = await archive.applyRetention({ days: 30, sizeBytesMax: Math.round(before * 0.75) })
      expect(removed).toBeGreaterThan(500)
      expect(removed).toBeLessThan(1_500)
      const left = await everyId()
      expect(left).toHaveLength(4_000 - removed)
      expect(left).toContain('first-1999')
      expect(left).not.toContain('first-0')
      expect((await archive.documentFrequencies(['first'])).get('first')).toBe(2_000 - removed)
      expect(await archive.applyRetention({ days: 30, sizeBytesMax: 0 })).toMatchObject({
        removed: 4_000 - removed,
      })
      expect((await archive.stats()).posts).toBe(0)
    })

    test('an export can be filtered and stopped', async () => {
      await store(storable({ id: 'a', source: 'x' }), storable({ id: 'b', source: 'y' }))
      const found: Post[] = []
      for await (const post of archive.exportPosts({ source: 'y' })) found.push(post)
      expect(ids(found)).toEqual(['b'])
      const stopped = archive.exportPosts({}, { signal: AbortSignal.abort(new Error('stop')) })
      await expect(stopped[Symbol.asyncIterator]().next()).rejects.toThrow('stop')
    })
  })
}
