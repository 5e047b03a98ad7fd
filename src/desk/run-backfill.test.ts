import { expect, test } from 'vitest'
import { z } from 'zod'
import { TEST_ENVIRONMENT } from '../../test/support/test-kind.ts'
import { makePost, type Post } from '../domain/post.ts'
import { NO_FILTER, type SourceFilter } from '../domain/source-filter.ts'
import type { StoredSource } from '../ledger/sources.ts'
import type { BackfillPage, BackfillQuestion } from '../sources/source.ts'
import { type BackfillRequest, runBackfill } from './run-backfill.ts'
import { sourceKind } from './source-kind.ts'

const AT = Date.UTC(2026, 10, 20)

function page(cursor: string | null, ...ids: readonly number[]): BackfillPage {
  const posts = ids.map((n) =>
    makePost({
      id: `net:${n}`,
      author: `a${n}`,
      text: `rain ${n}`,
      createdAt: AT - n,
      likes: n,
      source: 'net',
    }),
  )
  return { posts, dropped: {}, parked: {}, parkedSamples: [], cursor }
}

const PAGES: Record<string, BackfillPage> = { '': page('b', 1, 2), b: page('c', 3, 4), c: page(null, 5) }

/** A network of three pages, and everything that is kept between requests. */
function network() {
  const asked: BackfillQuestion[] = []
  const cursors = new Map<string, string>()
  const stored = new Set<string>()
  const reset: string[] = []
  const kind = sourceKind({
    ...{ kind: 'net', title: 'Net', byDefault: false, secrets: [], streamOptions: [], mainOptions: [] },
    namesAreHandles: false,
    options: z.strictObject({}),
    titleOf: () => 'Net',
    open: () => {
      throw new Error('It is not opened.')
    },
    backfills: [{ name: 'search', target: 'words' }],
    backfill: async (_, question) => {
      asked.push(question)
      return (async function* () {
        for (let at: string | null = question.cursor ?? ''; at !== null; ) {
          const next: BackfillPage = PAGES[at] ?? page(null)
          yield next
          at = next.cursor
        }
      })()
    },
  })
  const run = (more: Partial<BackfillRequest> & { filter?: SourceFilter } = {}) => {
    const { filter = NO_FILTER, ...request } = more
    return runBackfill(
      {
        source: { id: 's', filter } as StoredSource,
        ready: { kind, options: {}, secrets: [] },
        ...{ what: 'search', target: 'rain', postsMax: 1_000, signal: new AbortController().signal },
        ...request,
      },
      {
        archive: { addAliases: async () => {}, resetCounts: async (ids) => void reset.push(...ids) },
        writer: {
          write: async (posts: readonly Post[]) => {
            const fresh = posts.map(({ id }) => id).filter((id) => !stored.has(id))
            for (const id of fresh) stored.add(id)
            return { stored: fresh, duplicates: posts.length - fresh.length, dropped: {}, parked: {} }
          },
        },
        cursors: {
          get: async (name) => cursors.get(name) ?? null,
          set: async (name, cursor) => void cursors.set(name, cursor),
          clear: async (name) => void cursors.delete(name),
        },
        environment: TEST_ENVIRONMENT,
      },
    )
  }
  return { run, asked, cursors, stored, reset }
}

test('all pages are stored, and the next request begins anew', async () => {
  const { run, asked, cursors, stored, reset } = network()
  expect(await run()).toMatchObject({ read: 5, stored: 5, duplicates: 0, oldestAt: AT - 5, end: 'complete' })
  expect([...stored]).toHaveLength(5)
  expect(reset).toEqual([...stored])
  expect(cursors.size).toBe(0)
  expect(await run()).toMatchObject({ stored: 0, duplicates: 5 })
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, null])
})

test('a limit ends it, and the same request goes on from there; another one does not', async () => {
  const { run, asked } = network()
  expect(await run({ postsMax: 2 })).toMatchObject({ read: 2, end: 'limit' })
  expect(await run({ target: 'snow', postsMax: 2 })).toMatchObject({ read: 2, end: 'limit' })
  expect(await run({ target: ' rain ' })).toMatchObject({ read: 3, end: 'complete' })
  expect(asked.map(({ cursor }) => cursor)).toEqual([null, null, 'b'])
  await run({ postsMax: 2 })
  await run({ anew: true })
  expect(asked.at(-1)?.cursor).toBeNull()
})

test('it ends where posts are older than asked for', async () => {
  expect(await network().run({ from: AT - 3 })).toMatchObject({ read: 4, end: 'limit' })
})

test('an abort ends it after the page that is being stored, and it goes on later', async () => {
  const { run, asked } = network()
  const stop = new AbortController()
  const stopped = await run({ signal: stop.signal, onProgress: () => stop.abort() })
  expect(stopped).toMatchObject({ read: 2, end: 'stopped' })
  expect(await run()).toMatchObject({ read: 3, end: 'complete' })
  expect(asked.at(-1)?.cursor).toBe('b')
})

test('the filter of the source holds, and what it leaves out is counted', async () => {
  const { run, stored } = network()
  const report = await run({ filter: { ...NO_FILTER, accountsDeny: ['a1', 'a5'] } })
  expect(report).toMatchObject({ read: 5, stored: 3, dropped: { account: 2 } })
  expect([...stored]).toEqual(['net:2', 'net:3', 'net:4'])
})

test('older posts that the network does not hand out are refused with those it does', async () => {
  await expect(network().run({ what: 'profile' })).rejects.toThrow(
    'Net has no profile of older posts; there are: search.',
  )
})
