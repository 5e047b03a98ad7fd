import { expect, test } from 'vitest'
import type { Archive } from '../archive/archive.ts'
import { TERM_SHARES, TermShares } from './term-shares.ts'

/** An archive of so many posts that answers both statements, and remembers what it was asked. */
function archiveOf(posts: number, frequencies: Record<string, number>) {
  const asked: string[][] = []
  const query = async (_: string, params: Record<string, unknown>) => {
    const terms = params['terms'] as string[] | undefined
    asked.push(terms ?? ['(frequent)'])
    const rows = Object.entries(frequencies).map(([term, count]) => ({ term, posts: count }))
    if (terms === undefined) return rows.filter((row) => row.posts > 1_000)
    return [...rows.filter(({ term }) => terms.includes(term)), { term: '', posts }]
  }
  return { archive: { query } as unknown as Archive, asked, frequencies }
}

const LARGE = 10 * TERM_SHARES.postsMin

test('a small archive is asked each time', async () => {
  const { archive, asked } = archiveOf(10, { storm: 3 })
  const shares = new TermShares(archive)
  for (const _ of [1, 2]) {
    expect(await shares.statistics([['storm'], ['none']])).toEqual({
      posts: 10,
      frequencies: new Map([
        ['storm', 3],
        ['none', 0],
      ]),
    })
  }
  expect(asked).toEqual([
    ['storm', 'none'],
    ['storm', 'none'],
  ])
})

test('of a large one frequent terms are read once; only others are asked for', async () => {
  const { archive, asked } = archiveOf(LARGE, { storm: 30_000, sea: 5_000, rare: 4 })
  const shares = new TermShares(archive)
  await shares.statistics([['storm']])
  await shares.settled()
  expect(await shares.statistics([['storm'], ['sea']])).toEqual({
    posts: LARGE,
    frequencies: new Map([
      ['storm', 30_000],
      ['sea', 5_000],
    ]),
  })
  await shares.statistics([['sea'], ['rare']])
  await shares.statistics([['rare']])
  expect(asked).toEqual([['storm'], ['(frequent)'], ['rare']])
})

test('a term that no post had is asked for again, so that a new post is found at once', async () => {
  const { archive, frequencies } = archiveOf(LARGE, { storm: 30_000 })
  const shares = new TermShares(archive)
  expect((await shares.statistics([['quake']])).frequencies).toEqual(new Map([['quake', 0]]))
  frequencies['quake'] = 1
  expect((await shares.statistics([['quake']])).frequencies).toEqual(new Map([['quake', 1]]))
})

test('of a word that is remembered in one form the others are not asked for', async () => {
  const { archive, asked } = archiveOf(LARGE, { storm: 30_000 })
  const shares = new TermShares(archive)
  await shares.statistics([['storm', 'storms']])
  await shares.settled()
  const again = await shares.statistics([['storm', 'stormes']])
  expect(again.frequencies).toEqual(new Map([['storm', 30_000]]))
  expect(asked).toEqual([['storm', 'storms'], ['(frequent)']])
})

test('what is learnt is weighed without asking: rarer terms count as the rarest that is remembered', async () => {
  const { archive, asked } = archiveOf(LARGE, { storm: 30_000, sea: 5_000, rare: 4 })
  const shares = new TermShares(archive)
  expect((await shares.remembered(['sea', 'none'])).frequencies).toEqual(
    new Map([
      ['sea', 5_000],
      ['none', 0],
    ]),
  )
  await shares.settled()
  expect((await shares.remembered(['storm', 'rare'])).frequencies).toEqual(
    new Map([
      ['storm', 30_000],
      ['rare', 5_000],
    ]),
  )
  expect(asked).toEqual([['sea', 'none'], ['(frequent)']])
})

test('what is old is read anew', async () => {
  let now = 0
  const { archive, asked, frequencies } = archiveOf(LARGE, { storm: 30_000 })
  const shares = new TermShares(archive, () => now)
  await shares.statistics([['storm']])
  frequencies['storm'] = 60_000
  now = TERM_SHARES.ageMsMax + 1
  expect((await shares.statistics([['storm']])).frequencies.get('storm')).toBe(60_000)
  expect(asked).toHaveLength(4)
})

test('a failure in the background costs nothing but time; one in front is told', async () => {
  const { archive } = archiveOf(LARGE, { storm: 30_000 })
  const answering = archive.query.bind(archive)
  const failing = {
    query: (sql: string, params: Record<string, unknown>) =>
      params['terms'] ? answering(sql, params) : Promise.reject(new Error('busy')),
  } as unknown as Archive
  const shares = new TermShares(failing)
  await shares.statistics([['storm']])
  await shares.settled()
  expect((await shares.statistics([['storm']])).frequencies.size).toBe(1)
  const broken = { query: () => Promise.reject(new Error('gone')) } as unknown as Archive
  await expect(new TermShares(broken).statistics([['storm']])).rejects.toThrow('gone')
})
