import { expect, test } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { quietArchive } from '../../test/support/quiet-archive.ts'
import { until } from '../../test/support/until.ts'
import { AppError } from '../domain/errors.ts'
import { makePost } from '../domain/post.ts'
import type { FoundChanges, Recheck } from '../sources/source.ts'
import { keepRechecking, type RecheckDependencies } from './keep-rechecking.ts'
import { SourceStats } from './source-stats.ts'

const HOUR_MS = 3_600_000

function start(find: Recheck['find'], cursors = new Map<string, string>()) {
  const timing = new FakeTiming()
  const log: string[] = []
  const stats = new SourceStats(timing.now)
  const stop = new AbortController()
  const ids = ['net:1', 'net:2']
  const deps: RecheckDependencies = {
    archive: {
      ...quietArchive({
        query: async <Row>(_: string, params: object = {}) =>
          ids.filter((id) => id > String((params as { after: string }).after)).map((id) => ({ id })) as Row[],
        getPosts: async (wanted) => wanted.map((id) => makePost({ id, author: 'a', text: 'x' })),
        buryPosts: async (gone) => log.push(`bury ${gone}`),
        deletePosts: async (gone) => log.push(`delete ${gone}`),
      }),
    },
    writer: {
      write: async (posts) => {
        log.push(`write ${posts.map(({ id }) => id)}`)
        return { stored: [], duplicates: 0, dropped: {}, parked: {} }
      },
    },
    cursors: {
      get: async (name) => cursors.get(name) ?? null,
      set: async (name, value) => void cursors.set(name, value),
    },
    timing,
    honour: async ({ posts, edits }) => void log.push(`honour ${[...posts, ...edits.map(({ id }) => id)]}`),
  }
  const task = { stream: 's', network: 'net', recheck: { everyMs: 24 * HOUR_MS, find }, stats }
  return { timing, log, stats, stop, cursors, running: keepRechecking(task, deps, stop.signal) }
}

test('a network is asked about everything stored one interval after the source began, then again and again', async () => {
  const asked: string[][] = []
  const edit = makePost({ id: 'net:2', author: 'a', text: 'new' })
  const find: Recheck['find'] = async function* (stored): AsyncGenerator<FoundChanges> {
    for await (const posts of stored) asked.push(posts.map(({ id }) => id))
    yield { deletions: [{ kind: 'post', postId: 'net:1' }], edits: [edit] }
  }
  const { timing, log, stop, cursors, running, stats } = start(find)
  await until(() => cursors.size === 1)
  timing.advance(24 * HOUR_MS - 1)
  await new Promise(setImmediate)
  expect(asked).toEqual([])

  timing.advance(1)
  await until(() => log.length === 4)
  expect(asked).toEqual([['net:1', 'net:2']])
  expect(log).toEqual(['bury net:1', 'delete net:2', 'honour net:1,net:2', 'write net:2'])
  await until(() => stats.read().recheckedAt === timing.now())

  timing.advance(24 * HOUR_MS)
  await until(() => asked.length === 2)
  stop.abort()
  await running
})

test('a restart neither asks again nor forgets to ask', async () => {
  let asked = 0
  const find: Recheck['find'] = async function* (): AsyncGenerator<FoundChanges> {
    asked += 1
    yield { deletions: [], edits: [] }
  }
  const now = new FakeTiming().now()
  const { timing, stop, running } = start(find, new Map([['s#recheck', String(now - 23 * HOUR_MS)]]))
  await new Promise(setImmediate)
  expect(asked).toBe(0)
  timing.advance(HOUR_MS)
  await until(() => asked === 1)
  stop.abort()
  await running
})

test('what fails is told, tried again an hour later, and carried out as far as it came', async () => {
  let tries = 0
  const find: Recheck['find'] = async function* (): AsyncGenerator<FoundChanges> {
    tries += 1
    yield { deletions: [{ kind: 'post', postId: `net:${tries}` }], edits: [] }
    if (tries === 1) throw new AppError('forbidden', 'Not on this plan.')
  }
  const { timing, log, stats, stop, running, cursors } = start(find, new Map([['s#recheck', '0']]))
  await until(() => stats.read().lastError !== null)
  expect(stats.read().lastError).toBe('Deleted posts could not be looked for: Not on this plan.')
  expect(cursors.get('s#recheck')).toBe('0')
  timing.advance(HOUR_MS)
  await until(() => cursors.get('s#recheck') !== '0')
  expect(log.filter((line) => line.startsWith('bury'))).toEqual(['bury net:1', 'bury net:2'])
  stop.abort()
  await running
})
