import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makePost, type Post } from '../src/domain/post.ts'
import type { BackfillPage, FoundChanges, SourcePart } from '../src/sources/source.ts'
import { backfillX } from '../src/sources/x/backfill.ts'
import { checkXRules } from '../src/sources/x/check-rules.ts'
import { xRecheck } from '../src/sources/x/find-changes.ts'
import { type XOptionsInput, xOptionsSchema } from '../src/sources/x/x-options.ts'
import { xSource } from '../src/sources/x/x-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { until } from './support/until.ts'
import { idOf, NOON, tweet, xId } from './support/x-messages.ts'
import { TOKEN, XServer } from './support/x-server.ts'

/** What a source of X does besides listening: it asks for deletions, tries rules out, and reads older posts. */
let server: XServer
let timing: FakeTiming
let stop: AbortController

beforeEach(async () => {
  server = await XServer.start()
  timing = new FakeTiming(NOON)
  stop = new AbortController()
})

afterEach(async () => {
  stop.abort()
  await server[Symbol.asyncDispose]()
})

function options(more: Partial<XOptionsInput> = {}) {
  return xOptionsSchema.parse({
    bearer_token: TOKEN,
    rules: [{ value: 'bridge' }],
    base_url: server.url,
    ...more,
  })
}

async function* pagesOf(...pages: readonly (readonly Post[])[]): AsyncGenerator<readonly Post[]> {
  yield* pages
}

const stored = (n: number, extra: Post['extra'] = {}) =>
  makePost({ id: idOf(n), author: '1', text: 'x', extra })

async function find(
  more: Partial<XOptionsInput>,
  ...pages: readonly (readonly Post[])[]
): Promise<FoundChanges> {
  const recheck = xRecheck(options(more), { timing })
  const all: { deletions: FoundChanges['deletions'][number][]; edits: Post[] } = { deletions: [], edits: [] }
  for await (const found of recheck?.find(pagesOf(...pages), stop.signal) ?? []) {
    all.deletions.push(...found.deletions)
    all.edits.push(...found.edits)
  }
  return all
}

describe('deletions of X', () => {
  test('are looked for once a day with one job over everything that is stored, which reads no posts', async () => {
    server.posts = [tweet(2, { text: 'new words' })]
    server.complianceResults = [
      { id: xId(1), action: 'delete', reason: 'deleted' },
      { id: xId(2), action: 'rehydrate', reason: 'tweet_edited' },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n')
    const found = await find(
      {},
      [stored(1), stored(2)],
      [stored(3), makePost({ id: 'file:1', author: 'a', text: '' })],
    )
    expect(server.uploaded).toBe([xId(1), xId(2), xId(3)].join('\n'))
    expect(found.deletions).toEqual([{ kind: 'post', postId: idOf(1) }])
    expect(found.edits).toMatchObject([{ id: idOf(2), text: 'new words' }])
    expect(xRecheck(options(), { timing })?.everyMs).toBe(86_400_000)
  })

  test('an archive without posts of X costs no request', async () => {
    expect(await find({}, [])).toEqual({ deletions: [], edits: [] })
    expect(server.requests).toEqual([])
  })

  test('can be looked for post by post, in the version that is stored', async () => {
    server.posts = [tweet(2)]
    server.gone.set(xId(1), 'resource-not-found')
    server.gone.set(xId(9), 'not-authorized-for-resource')
    const found = await find({ deletions: 'lookup' }, [
      stored(1),
      stored(2),
      stored(3, { x_version: xId(9) }),
    ])
    expect(found.deletions.map((deletion) => deletion.kind === 'post' && deletion.postId)).toEqual([
      idOf(1),
      idOf(3),
    ])
  })

  test('or not at all', () => {
    expect(xRecheck(options({ deletions: 'none' }), { timing })).toBeNull()
  })

  test('that X refuses to tell fail in its words', async () => {
    server.refuseNext('/2/compliance/jobs', 403, {
      body: { title: 'Forbidden', detail: 'Not on this plan.' },
    })
    await expect(find({}, [stored(1)])).rejects.toThrow(/Not on this plan/)
  })
})

describe('rules of X', () => {
  const check = (more: Partial<XOptionsInput> = {}) => checkXRules(options(more), stop.signal, { timing })

  test('are tried out before they are stored, and nothing changes at X', async () => {
    await check()
    expect(server.rules).toEqual([])
    expect(server.requests.at(-1)?.query.get('dry_run')).toBe('true')
  })

  test('one that X does not take is refused with its reason', async () => {
    server.invalidRules.add('a AND')
    await expect(check({ rules: [{ value: 'bridge' }, { value: 'a AND' }] })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/“a AND”: .*invalid operator/),
    })
  })

  test('a token that X does not take is refused; where X has trouble of its own the rules are believed', async () => {
    await expect(check({ bearer_token: 'wrong' })).rejects.toMatchObject({ code: 'invalid_input' })
    server.refuseNext('/2/tweets/search/stream/rules', 503)
    await check()
    server.refuseNext('/2/tweets/search/stream/rules', 429)
    await check()
    await checkXRules(options({ base_url: 'http://127.0.0.1:1' }), stop.signal, { timing })
  })

  test('each is shown with how it is', async () => {
    const heard: (readonly SourcePart[])[] = []
    const follow = (rules: XOptionsInput['rules']) => {
      const over = new AbortController()
      const source = xSource(options({ rules }), { timing })
      const run = source.run({
        cursor: null,
        signal: over.signal,
        onLine: () => {},
        onParts: (parts) => heard.push(parts),
      })
      void run[Symbol.asyncIterator]().next()
      return over
    }
    const good = follow([{ value: 'bridge' }, { value: 'flood lang:fr', tag: 'crue' }])
    await until(() => heard.length > 0)
    good.abort()
    expect(heard[0]).toEqual([
      { name: 'bridge', state: 'working', note: null },
      { name: 'crue: flood lang:fr', state: 'working', note: null },
    ])
    heard.length = 0
    server.invalidRules.add('a AND')
    const bad = follow([{ value: 'bridge' }, { value: 'a AND' }])
    await until(() => heard.length > 0)
    bad.abort()
    expect(heard[0]).toEqual([
      { name: 'bridge', state: 'waiting', note: null },
      { name: 'a AND', state: 'refused', note: expect.stringContaining('invalid operator') },
    ])
  })
})

describe('older posts of X', () => {
  async function read(more: { what?: string; target?: string; cursor?: string; pagesMax?: number } = {}) {
    const { what = 'search', target = 'bridge', cursor = null, pagesMax = 10 } = more
    const pages: BackfillPage[] = []
    const question = { what, target, cursor, pagesMax, signal: stop.signal }
    for await (const page of backfillX(options(), question, { timing })) pages.push(page)
    return pages
  }

  test('come newest first to the end, and go on from a cursor', async () => {
    server.posts = Array.from({ length: 250 }, (_, n) => tweet(n))
    const all = await read()
    expect(all.map(({ posts }) => posts.length)).toEqual([100, 100, 50])
    expect(all.map(({ cursor }) => cursor)).toEqual([xId(150), xId(50), null])
    const [first] = await read({ pagesMax: 1 })
    const rest = await read({ cursor: first?.cursor ?? '' })
    expect(rest.flatMap(({ posts }) => posts)).toHaveLength(150)
  })

  test('need a query, and are found by search alone', async () => {
    await expect(async () => read({ target: '  ' })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(async () => read({ what: 'profile' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
