import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backfillMastodon } from '../src/sources/mastodon/backfill.ts'
import { mastodonOptionsSchema } from '../src/sources/mastodon/mastodon-options.ts'
import type { BackfillPage } from '../src/sources/source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { MastodonServer } from './support/mastodon-server.ts'
import { START_AT, status } from './support/mastodon-statuses.ts'

let server: MastodonServer
let stop: AbortController

beforeEach(async () => {
  server = await MastodonServer.start()
  stop = new AbortController()
})

afterEach(() => server[Symbol.asyncDispose]())

async function read(
  what: string,
  target: string,
  more: { cursor?: string; pagesMax?: number } = {},
): Promise<BackfillPage[]> {
  const options = mastodonOptionsSchema.parse({ instance: server.origin })
  const question = {
    what,
    target,
    cursor: more.cursor ?? null,
    pagesMax: more.pagesMax ?? 10,
    signal: stop.signal,
  }
  const pages: BackfillPage[] = []
  const timing = new FakeTiming(START_AT + 86_400_000)
  for await (const page of backfillMastodon(options, question, { timing })) pages.push(page)
  return pages
}

const texts = (pages: readonly BackfillPage[]) => pages.flatMap(({ posts }) => posts.map(({ text }) => text))

describe('older statuses', () => {
  test('with a tag come newest first, page by page, to the end, with the names they are deleted by', async () => {
    server.file(...Array.from({ length: 85 }, (_, n) => status({ n: n + 1 })))
    const pages = await read('hashtag', '#Climat')
    expect(server.requests.at(-1)?.path).toBe('/api/v1/timelines/tag/Climat')
    expect(pages.map(({ posts }) => posts.length)).toEqual([40, 40, 5, 0])
    expect(new Set(texts(pages)).size).toBe(85)
    expect(pages.at(-1)?.cursor).toBeNull()
    const [[alias, id] = []] = pages[0]?.aliases ?? []
    expect(alias).toMatch(new RegExp(`^mastodon:${server.host}/\\d+$`))
    expect(pages[0]?.posts.map((post) => post.id)).toContain(id)
  })

  test('go on from a cursor another day', async () => {
    server.file(...Array.from({ length: 60 }, (_, n) => status({ n: n + 1 })))
    const [first] = await read('hashtag', 'climat', { pagesMax: 1 })
    const rest = await read('hashtag', 'climat', { cursor: first?.cursor ?? '' })
    expect(texts([...(first ? [first] : []), ...rest])).toHaveLength(60)
    expect(texts(rest)).toHaveLength(20)
  })

  test.each([
    ['@ada@elsewhere.example', 'ada@elsewhere.example'],
    ['https://elsewhere.example/@ada', 'ada@elsewhere.example'],
    ['@ada', 'ada'],
  ])('of an account written as %s', async (target, lookedUp) => {
    server.accounts.set(lookedUp, '77')
    server.file(status({ n: 1 }))
    expect(texts(await read('account', target))).toHaveLength(1)
    expect(server.requests.at(-1)?.path).toBe('/api/v1/accounts/77/statuses')
  })

  test('an account that nobody knows, a door that is closed and a target that is none say so in words', async () => {
    await expect(read('account', '@nobody')).rejects.toMatchObject({ code: 'not_found' })
    server.refuseNext('timeline', 401)
    await expect(read('hashtag', 'climat')).rejects.toMatchObject({ code: 'forbidden' })
    server.refuseNext('timeline', 500)
    await expect(read('hashtag', 'climat')).rejects.toMatchObject({ code: 'upstream_failed' })
    await expect(read('hashtag', 'two words')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(async () => read('account', 'a b')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(async () => read('search', 'x')).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('an abort ends it', async () => {
    server.file(status({ n: 1 }))
    stop.abort()
    await expect(read('hashtag', 'climat')).rejects.toMatchObject({ code: 'cancelled' })
  })
})
