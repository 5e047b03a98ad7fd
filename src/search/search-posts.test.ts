import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Archive, openArchive } from '../archive/archive.ts'
import { makePost, type Post } from '../domain/post.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
import { countPosts } from './count-posts.ts'
import { findEvidence } from './find-evidence.ts'
import { listPosts, type SearchMode } from './list-posts.ts'
import { searchPosts } from './search-posts.ts'

let directory: string
let archive: Archive
/** What the archive gave before anything was stored. */
let whenEmpty: unknown[]

const DAY = Date.UTC(2026, 10, 1)
const post = (id: string, text: string, fields: Partial<Post> = {}) =>
  makePost({ id, author: `author-of-${id}`, createdAt: DAY, text, ...fields })

const POSTS: Post[] = [
  post('quake-1', 'Strong earthquake near Lisbon, magnitude 6.1', {
    author: 'alice',
    urls: ['https://a.example/1'],
  }),
  post('quake-2', 'Lisbon earthquake: magnitude 6.1, people in the streets of Almada', {
    createdAt: DAY + 60_000,
  }),
  post('quake-3', 'Feel that earthquake in Lisbon? Almada shook too, magnitude unknown'),
  post('quake-copy', 'RT @alice: Strong earthquake near Lisbon, magnitude 6.1', { createdAt: DAY + 90_000 }),
  post('quake-aftershock', 'Almada: magnitude 4 aftershock, houses damaged'),
  post('almada-only', 'Lisbon today: magnitude, people and streets, said Almada', {
    createdAt: DAY - 60_000,
  }),
  post('lisbon', 'A lovely weekend in Lisbon with pastries'),
  post('strike-fr', 'Grève des trains à Lyon, aucun train ce matin', { lang: 'fr', author: 'élodie' }),
  post('picture', 'Sunset over the harbour', {
    media: [{ kind: 'image', url: 'https://i.example/1.jpg', alt: null }],
    likes: 12,
  }),
  post('poll', 'Sunset or sunrise?', {
    poll: { options: [], closesAt: null },
    likes: 3,
    mentions: ['Bob'],
    urls: ['https://www.polls.example/vote?utm_source=x'],
  }),
  post('no-counts', 'Sunset again, with a #harbour tag', { createdAt: DAY + 5, hashtags: ['harbour'] }),
  post('who', 'Does anybody remember the Who'),
  post('wild', "Robert'); DROP TABLE posts; -- and {word0:String} \\ 'quoted'"),
  ...Array.from({ length: 30 }, (_, at) =>
    post(`filler-${at}`, `Some other talk number ${at} about lunch and music`),
  ),
]

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verity-search-'))
  archive = await openArchive({ kind: 'embedded', dataDir: directory })
  whenEmpty = [
    ...(await searchPosts(archive, { query: 'lisbon' })),
    ...(await searchPosts(archive, { query: 'from:alice' })),
    ...(await findEvidence(archive, { query: 'lisbon' })),
  ]
  await archive.insertPosts(
    POSTS.map((one) => ({
      post: one,
      analysed: analyseText(one.text, one),
      receivedAt: DAY,
      kept: true,
    })),
  )
})

afterAll(async () => {
  await archive.close()
  await rm(directory, { recursive: true, force: true })
})

const ids = async (query: string, more = {}) =>
  (await searchPosts(archive, { query, ...more })).map(({ postId }) => postId)

test('posts with more and rarer words of the query come first', async () => {
  const found = await ids('earthquake Lisbon')
  expect(found.slice(0, 4).toSorted()).toEqual(['quake-1', 'quake-2', 'quake-3', 'quake-copy'])
  expect(found).toContain('lisbon')
  expect(found).not.toContain('strike-fr')
})

test('scores fall, and the same query gives the same order again', async () => {
  const request = { query: 'earthquake Lisbon lunch' }
  const hits = await searchPosts(archive, request)
  expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a))
  expect(await searchPosts(archive, request)).toEqual(hits)
  expect(new Set(hits.map(({ postId }) => postId)).size).toBe(hits.length)
})

test('words that the best posts share lift others that have them', async () => {
  const query = 'earthquake Lisbon'
  const place = async (learns: boolean) => (await ids(query, { learns })).indexOf('almada-only')
  expect(await place(false)).toBeGreaterThan(await place(true))
})

test('a post with a link is preferred to a copy marked RT', async () => {
  const found = await ids('strong earthquake near Lisbon')
  expect(found.indexOf('quake-1')).toBeLessThan(found.indexOf('quake-copy'))
})

test('accents, case and inflection do not matter, in either language', async () => {
  expect(await ids('GREVE train')).toEqual(['strike-fr'])
  expect(await ids('earthquakes')).toContain('quake-1')
})

test('the limit bounds the results', async () => {
  expect(await ids('lunch music', { limit: 5 })).toHaveLength(5)
  expect(await ids('lunch music', { limit: 0 })).toHaveLength(1)
})

test('language and time narrow', async () => {
  expect(await ids('train', { lang: 'fr' })).toEqual(['strike-fr'])
  expect(await ids('train', { lang: 'en' })).toEqual([])
  expect(await ids('earthquake lang:fr')).toEqual([])
  expect(await ids('earthquake', { from: DAY + 1, to: DAY + 90_000 })).toEqual(['quake-2'])
  expect(await ids('earthquake since:2026-11-02')).toEqual([])
})

test('quotes, exclusion and account narrow', async () => {
  expect(await ids('"earthquake near lisbon" -rt')).toEqual(['quake-1'])
  expect(await ids('lisbon -earthquake -almada')).toEqual(['lisbon'])
  expect(await ids('lisbon from:alice')).toEqual(['quake-1'])
})

test('accounts are alternatives; one can be left out, also where names are unknown', async () => {
  expect((await ids('from:alice from:élodie')).toSorted()).toEqual(['quake-1', 'strike-fr'])
  const others = await ids('earthquake -from:alice')
  expect(others).not.toContain('quake-1')
  expect(others).toContain('quake-2')
})

test('what a post is addressed to and links to narrows', async () => {
  expect(await ids('sunset to:bob')).toEqual(['poll'])
  expect(await ids('to:@Bob')).toEqual(['poll'])
  expect(await ids('sunset url:polls.example')).toEqual(['poll'])
  expect(await ids('sunset url:https://polls.example/vote')).toEqual(['poll'])
  expect(await ids('sunset url:vote')).toEqual(['poll'])
  expect(await ids('sunset -url:polls.example')).not.toContain('poll')
})

test('what a post holds and how it was received narrow; an unknown count is not enough', async () => {
  expect(await ids('sunset has:images')).toEqual(['picture'])
  expect(await ids('has:media')).toEqual(['picture'])
  expect(await ids('sunset has:poll')).toEqual(['poll'])
  expect(await ids('sunset has:hashtags')).toEqual(['no-counts'])
  expect((await ids('sunset -has:media')).toSorted()).toEqual(['no-counts', 'poll'])
  expect((await ids('sunset min_likes:3')).toSorted()).toEqual(['picture', 'poll'])
  expect(await ids('sunset min_likes:4')).toEqual(['picture'])
  expect(await ids('min_likes:4')).toEqual(['picture'])
})

test('a phrase can be left out', async () => {
  expect(await ids('sunset -"over the"')).not.toContain('picture')
})

test('in order of time, the newest posts that have every word', async () => {
  expect(await ids('lisbon earthquake', { order: 'time', limit: 2 })).toEqual(['quake-copy', 'quake-2'])
  expect(await ids('lisbon pastries', { order: 'time' })).toEqual(['lisbon'])
})

test('operators alone give the newest posts they allow', async () => {
  expect(await ids('from:alice')).toEqual(['quake-1'])
  expect((await ids('-lunch', { limit: 2 }))[0]).toBe('quake-copy')
})

test('nothing to look for finds nothing; stop words alone are looked for', async () => {
  for (const query of ['', '   ', '???', 'xyzzyplugh']) expect(await ids(query)).toEqual([])
  expect(await ids('the who')).toContain('who')
})

test('hostile and very long queries are only text', async () => {
  expect(await ids("'); DROP TABLE posts; --")).toContain('wild')
  for (const query of [
    '\u0000\ud800 {word0:String} \\',
    "a' OR 1=1",
    'x'.repeat(4_000),
    'lisbon '.repeat(600),
  ]) {
    await expect(ids(query)).resolves.toBeInstanceOf(Array)
  }
  const many = Array.from({ length: 400 }, (_, at) => `w${at}`).join(' ')
  expect(await ids(`Lisbon ${many}`.slice(0, 4_000))).toContain('lisbon')
  expect((await archive.stats()).posts).toBe(POSTS.length)
})

test('an aborted search rejects', async () => {
  const aborted = AbortSignal.abort(new Error('stopped'))
  await expect(searchPosts(archive, { query: 'lisbon' }, { signal: aborted })).rejects.toThrow('stopped')
})

test('evidence is loaded, with copies folded into the first post', async () => {
  const found = await findEvidence(archive, { query: 'strong earthquake near Lisbon' })
  const first = found.find(({ post: { id } }) => id === 'quake-1')
  expect(first?.folded).toEqual(['quake-copy'])
  expect(first?.post.text).toContain('magnitude')
  expect(found.map(({ post: { id } }) => id)).not.toContain('quake-copy')
})

test('an empty archive finds nothing', () => {
  expect(whenEmpty).toEqual([])
})

const listed = async (query: string, mode: SearchMode, more = {}) =>
  (await listPosts(archive, { query, mode, limit: 10, now: DAY + 90_000, ...more })).posts.map(
    ({ post }) => post.id,
  )

test('a list for readers folds copies and can show them', async () => {
  const query = 'strong earthquake near Lisbon'
  expect(await listed(query, 'top')).not.toContain('quake-copy')
  expect(await listed(query, 'top', { folds: false })).toContain('quake-copy')
})

test('the latest come newest first and hold every word', async () => {
  expect(await listed('earthquake lisbon', 'latest', { folds: false, limit: 2 })).toEqual([
    'quake-copy',
    'quake-2',
  ])
})

test('by meaning, words that mean nearly the same are looked for too', async () => {
  expect(await listed('quake', 'top')).toEqual([])
  expect(await listed('lunch dinner', 'semantic', { limit: 3 })).toHaveLength(3)
})

test.each(['top', 'latest', 'semantic'] as const)(
  'pages of a %s list follow each other without gaps or repetitions, and the last one says so',
  async (mode) => {
    const request = { query: 'talk about lunch', mode, now: DAY }
    const whole = await listed(request.query, mode, { limit: 50, now: DAY })
    const pages = []
    for (const offset of [0, 12, 24]) pages.push(await listPosts(archive, { ...request, limit: 12, offset }))
    expect(whole.length).toBeGreaterThan(24)
    expect(pages.flatMap(({ posts }) => posts.map(({ post: { id } }) => id))).toEqual(whole)
    expect(pages.map(({ hasMore }) => hasMore)).toEqual([true, true, false])
  },
)

test('a list is narrowed to one network', async () => {
  expect(await listed('lisbon', 'top', { source: 'file' })).not.toEqual([])
  expect(await listed('lisbon', 'top', { source: 'bluesky' })).toEqual([])
  expect(await listed('lisbon', 'latest', { source: 'bluesky' })).toEqual([])
})

test('posts are counted by any word, by every word, and not at all where each would have to be read', async () => {
  const count = (query: string, mode: SearchMode, more = {}) => countPosts(archive, { query, mode, ...more })
  expect(await count('sunset harbour', 'top')).toEqual({ posts: 3, words: 'any' })
  expect(await count('sunset harbour', 'latest')).toEqual({ posts: 2, words: 'all' })
  expect(await count('sunset', 'top', { to: DAY + 1 })).toEqual({ posts: 2, words: 'all' })
  expect(await count('from:alice', 'top')).toEqual({ posts: 1, words: 'all' })
  expect(await count('sunset has:media', 'top')).toBeNull()
  expect(await count('sunset', 'semantic')).toBeNull()
})
