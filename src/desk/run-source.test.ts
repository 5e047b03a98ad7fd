import { beforeEach, expect, test } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { quietArchive } from '../../test/support/quiet-archive.ts'
import { ScriptedSource } from '../../test/support/scripted-source.ts'
import { until } from '../../test/support/until.ts'
import { AppError } from '../domain/errors.ts'
import { makePage, type Page } from '../domain/page.ts'
import { makePost, type Post } from '../domain/post.ts'
import type { PostFilter } from '../ingest/filter-post.ts'
import type { PostWriter } from '../ingest/post-writer.ts'
import { PostHub } from './post-hub.ts'
import { runSource, type SourceDependencies } from './run-source.ts'
import { SourceStats } from './source-stats.ts'

/** What archive, writer and ledger were asked to do, in order. */
let log: string[]
let source: ScriptedSource
let timing: FakeTiming
let stats: SourceStats
let stop: AbortController
let filter: PostFilter

beforeEach(() => {
  log = []
  source = new ScriptedSource()
  timing = new FakeTiming()
  stats = new SourceStats(timing.now)
  stop = new AbortController()
  filter = () => null
})

function post(id: string, author = 'alice'): Post {
  return makePost({ id, author, text: 'rain', source: 'scripted' })
}

const writeAll: PostWriter['write'] = async (posts) => {
  const stored = posts.map(({ id }) => id)
  log.push(`write ${stored}`)
  return { stored, duplicates: 0, dropped: {}, parked: {} }
}

function start(overrides: Partial<SourceDependencies> = {}): Promise<void> {
  const deps: SourceDependencies = {
    archive: quietArchive({
      query: async <Row>() => [{ id: 'old-1' }] as Row[],
      deletePosts: async (ids) => {
        log.push(`delete ${ids}`)
        return ids.length
      },
      buryPosts: async (ids) => {
        log.push(`bury ${ids}`)
        return ids.length
      },
      insertPages: async (pages) => log.push(`pages ${pages.map(({ url }) => url)}`),
      addCounts: async (changes) => {
        for (const [id, { likes, reposts, replies }] of changes)
          log.push(`count ${id} ${likes}/${reposts}/${replies}`)
      },
      noteAuthorNames: async (changes) => {
        for (const { author, handle, displayName } of changes)
          log.push(`name ${author} ${handle} ${displayName}`)
      },
      addAliases: async (aliases) => void log.push(`aliases ${[...aliases.keys()]}`),
      findAliased: async (aliases) => aliases.map((alias) => `post-${alias}`),
    }),
    writer: { write: writeAll },
    cursors: { get: async () => '41', set: async (_id, cursor) => void log.push(`cursor ${cursor}`) },
    hub: new PostHub(),
    timing,
    honour: async ({ posts, authors, edits }) => {
      const all = [...posts, ...authors.map(({ author }) => author), ...edits.map(({ id }) => id)]
      log.push(`honour ${all}`)
    },
    ...overrides,
  }
  return runSource({ id: 's', stream: 's', source, stats, filter }, deps, stop.signal)
}

test('a run goes on from the saved cursor and moves it only over what is stored', async () => {
  const run = start()
  source.push({ posts: [post('1')], cursor: '42' }, { posts: [post('2')], cursor: '43' })
  await until(() => log.length === 2)
  expect(log).toEqual(['write 1', 'write 2'])
  timing.advance(1_000)
  await until(() => log.length === 3)
  expect(log.at(-1)).toBe('cursor 43')
  expect(source.runs[0]?.cursor).toBe('41')
  stop.abort()
  await run
})

test('pages are stored before the posts that cite them', async () => {
  const run = start()
  const page = makePage({
    url: 'https://courier.example/flood',
    canonicalUrl: 'https://courier.example/flood',
    site: 'The Courier',
    title: null,
    byline: null,
    publishedAt: null,
    fetchedAt: 0,
    lang: null,
    text: 'The river rose.',
    rawSha256: '',
    rawSizeBytes: 0,
  })
  source.push({ pages: [page], posts: [post('1')], cursor: '42' })
  await until(() => log.length === 2)
  expect(log).toEqual(['pages https://courier.example/flood', 'write 1'])
  stop.abort()
  await run
})

test('a deletion is carried out at once, those after it together a second later, before the cursor moves', async () => {
  const run = start()
  source.push({ deletions: [{ kind: 'post', postId: '1' }], cursor: '42' })
  await until(() => log.length === 3)
  expect(log).toEqual(['bury 1', 'honour 1', 'cursor 42'])

  log = []
  source.push(
    { deletions: [{ kind: 'post', postId: '2' }], cursor: '43' },
    { deletions: [{ kind: 'post', postId: '3' }], cursor: '44' },
    { deletions: [{ kind: 'author', author: 'bob', source: 'scripted' }], cursor: '45' },
  )
  await until(() => source.taken === 4)
  timing.advance(999)
  await new Promise(setImmediate)
  expect(log).toEqual([])
  timing.advance(1)
  await until(() => log.length === 6)
  expect(log).toEqual(['bury 2,3', 'honour 2,3', 'bury old-1', 'honour old-1', 'honour bob', 'cursor 45'])
  stop.abort()
  await run
})

test('a post that its network deletes under another name is found by the name it came with', async () => {
  const run = start()
  source.push({
    posts: [post('1')],
    aliases: new Map([
      ['here/1', '1'],
      ['here/9', 'never-stored'],
    ]),
  })
  await until(() => log.length === 2)
  expect(log).toEqual(['write 1', 'aliases here/1'])
  source.push({ deletions: [{ kind: 'alias', alias: 'here/1' }] })
  await until(() => log.length === 4)
  expect(log.slice(2)).toEqual(['bury post-here/1', 'honour post-here/1'])
  stop.abort()
  await run
})

test('reactions and names are added up for five seconds and stored after the posts they are about', async () => {
  const run = start()
  const change = { likes: 1, reposts: 0, replies: 2 }
  const renamed = { author: 'alice', source: 'scripted' }
  source.push({ posts: [post('1')], countChanges: new Map([['1', change]]) })
  source.push({
    countChanges: new Map([['1', change]]),
    authorChanges: [{ ...renamed, handle: 'alice.example' }],
  })
  await until(() => source.taken === 2)
  expect(log).toEqual(['write 1'])
  timing.advance(5_000)
  source.push({ authorChanges: [{ ...renamed, displayName: 'Alice' }] })
  await until(() => log.length === 3)
  expect(log.slice(1)).toEqual(['count 1 2/0/4', 'name alice alice.example Alice'])
  stop.abort()
  await run
})

test('what was counted last is stored when the run ends', async () => {
  const run = start()
  source.push({ countChanges: new Map([['1', { likes: 3, reposts: 0, replies: 0 }]]) })
  await until(() => source.taken === 1)
  stop.abort()
  await run
  expect(log).toEqual(['count 1 3/0/0'])
})

test('slow deletions are carried out more rarely', async () => {
  const buryPosts = async (ids: readonly string[]) => {
    timing.advance(1_500)
    log.push(`bury ${ids}`)
    return ids.length
  }
  const run = start({ archive: quietArchive({ buryPosts }), honour: async () => {} })
  source.push({ deletions: [{ kind: 'post', postId: '1' }] })
  await until(() => log.length === 1)
  source.push({ deletions: [{ kind: 'post', postId: '2' }] })
  await until(() => source.taken === 2)
  timing.advance(5_999)
  await new Promise(setImmediate)
  expect(log).toEqual(['bury 1'])
  timing.advance(1)
  await until(() => log.length === 2)
  stop.abort()
  await run
})

test('a post written again is not hit by its earlier deletion', async () => {
  const run = start()
  source.push(
    { deletions: [{ kind: 'post', postId: '1' }], cursor: '42' },
    { posts: [post('1')], cursor: '43' },
  )
  await until(() => log.includes('write 1'))
  expect(log).toEqual(['bury 1', 'honour 1', 'cursor 42', 'write 1'])
  stop.abort()
  await run
})

test('an edited post replaces what is stored, also in what quotes it', async () => {
  const run = start()
  source.push({ posts: [post('1')], edits: [post('2')], cursor: '42' })
  await until(() => log.length === 3)
  expect(log).toEqual(['delete 2', 'honour 2', 'write 1,2'])
  stop.abort()
  await run
})

test('stopping saves the cursor of what is stored', async () => {
  const run = start()
  source.push({ posts: [post('1')], cursor: '42' })
  await until(() => log.length === 1)
  stop.abort()
  await run
  expect(log).toEqual(['write 1', 'cursor 42'])
})

test('when writing fails the cursor stays before the batch', async () => {
  const write = async () => {
    throw new AppError('store_failed', 'The disk is full.')
  }
  const run = start({ writer: { write } })
  source.push({ posts: [post('1')], cursor: '42' })
  await expect(run).rejects.toThrow('The disk is full.')
  expect(log).toEqual([])
})

test('when the ledger fails the run ends and says so', async () => {
  const set = async () => {
    throw new AppError('store_failed', 'The ledger is gone.')
  }
  const run = start({ cursors: { get: async () => null, set } })
  source.push({ posts: [post('1')], cursor: '42' })
  await until(() => log.length === 1)
  timing.advance(1_000)
  await expect(run).rejects.toThrow('The ledger is gone.')
})

test('the next batch is taken only when the last one is stored', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const write: PostWriter['write'] = async (posts) => {
    await promise
    return writeAll(posts)
  }
  const run = start({ writer: { write } })
  source.push({ posts: [post('1')] }, { posts: [post('2')] }, { posts: [post('3')] })
  await until(() => source.taken === 1)
  await new Promise(setImmediate)
  expect(source.taken).toBe(1)
  resolve()
  await until(() => source.taken === 3)
  stop.abort()
  await run
})

test('only posts that are new reach the live feed, and everything is counted', async () => {
  const hub = new PostHub()
  const seen: string[] = []
  const feed = hub.subscribe({ signal: stop.signal })
  const reading = (async () => {
    for await (const item of feed) if (item.kind === 'post') seen.push(item.post.id)
  })()
  const write: PostWriter['write'] = async () => ({
    stored: ['2'],
    duplicates: 1,
    dropped: {},
    parked: { date: 1 },
  })
  const run = start({ hub, writer: { write } })
  const sample = { reason: 'not_json', raw: '{', at: 1 }
  source.push({
    posts: [post('1'), post('2'), post('3')],
    cursor: '42',
    lastEventAt: 7,
    dropped: { duplicate: 2 },
    parked: { not_json: 1 },
    parkedSamples: [sample],
  })
  await until(() => seen.length === 1)
  expect(seen).toEqual(['2'])
  expect(stats.read()).toMatchObject({
    stored: 1,
    dropped: { duplicate: 3 },
    parked: { not_json: 1, date: 1 },
    lastEventAt: 7,
    parkedSamples: [sample],
    postsPerSecond: 0.1,
  })
  timing.advance(11_000)
  expect(stats.read().postsPerSecond).toBe(0)
  stop.abort()
  await Promise.all([run, reading])
})

test('what the filter leaves out is counted by its reason and never written, and the cursor moves over it', async () => {
  filter = ({ author }) => (author === 'bob' ? 'account' : null)
  const run = start()
  source.push({ posts: [post('1'), post('2', 'bob'), post('3', 'bob')], cursor: '42' })
  await until(() => log.length === 1)
  stop.abort()
  await run
  expect(log).toEqual(['write 1', 'cursor 42'])
  expect(stats.read()).toMatchObject({
    stored: 1,
    dropped: { account: 2 },
    droppedSamples: [{ reason: 'account', id: '2', author: 'bob', text: 'rain' }],
  })
})

test('an edit that the filter leaves out takes the post away rather than leave its old words', async () => {
  filter = () => 'keyword'
  const run = start()
  source.push({ edits: [post('2')], cursor: '42' })
  await until(() => log.length === 2)
  stop.abort()
  await run
  expect(log).toEqual(['delete 2', 'honour 2', 'cursor 42'])
})

test('another filter holds from the next post on', async () => {
  let isOpen = false
  filter = () => (isOpen ? null : 'sample')
  const run = start()
  source.push({ posts: [post('1')], cursor: '42' })
  await until(() => source.taken === 1)
  isOpen = true
  source.push({ posts: [post('2')], cursor: '43' })
  await until(() => log.length === 1)
  stop.abort()
  await run
  expect(log).toEqual(['write 2', 'cursor 43'])
})

test('a page that only filtered posts cite is not stored', async () => {
  filter = ({ author }) => (author === 'bob' ? 'account' : null)
  const page = (name: string) =>
    makePage({
      ...{ url: `https://${name}.example`, canonicalUrl: `https://${name}.example`, site: name, text: name },
      ...{
        title: null,
        byline: null,
        publishedAt: null,
        fetchedAt: 1,
        lang: null,
        rawSha256: '',
        rawSizeBytes: 1,
      },
    })
  const [kept, left, alone] = [page('kept'), page('left'), page('alone')]
  const citing = (id: string, author: string, { id: cited }: Page) => ({
    ...post(id, author),
    extra: { page: cited },
  })
  const run = start()
  source.push({
    posts: [citing('1', 'alice', kept), citing('2', 'bob', kept), citing('3', 'bob', left)],
    pages: [kept, left, alone],
    cursor: '42',
  })
  await until(() => log.length === 2)
  stop.abort()
  await run
  expect(log[0]).toBe('pages https://kept.example,https://alone.example')
})
