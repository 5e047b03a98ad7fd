import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Archive, openArchive } from '../archive/archive.ts'
import { makePost, type Post } from '../domain/post.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
import { findEvidence } from './find-evidence.ts'
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
  post('lisbon', 'A lovely weekend in Lisbon with pastries'),
  post('strike-fr', 'Grève des trains à Lyon, aucun train ce matin', { lang: 'fr', author: 'élodie' }),
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
      analysed: analyseText(one.text, { lang: one.lang, urls: one.urls }),
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
  const hits = await searchPosts(archive, { query: 'earthquake Lisbon lunch' })
  expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a))
  expect(await searchPosts(archive, { query: 'earthquake Lisbon lunch' })).toEqual(hits)
  expect(new Set(hits.map(({ postId }) => postId)).size).toBe(hits.length)
})

test('words that the best posts share find posts without a word of the query', async () => {
  expect(await ids('earthquake Lisbon')).toContain('quake-aftershock')
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
