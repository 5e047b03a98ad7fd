import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { type Media, makePost } from '../domain/post.ts'
import type { Settings } from '../ledger/settings.ts'
import { failed, type HopOutcome } from '../lib/safe-fetch/fetch-outcome.ts'
import { Thumbnails } from './thumbnails.ts'

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const picture = (url: string): Media => ({ kind: 'image', url, alt: null })

let dir: string
let timing: FakeTiming
let asked: string[]
let answer: Partial<Extract<HopOutcome, { kind: 'response' }>> | 'away'
let setting: Settings['thumbnails']
const { signal } = new AbortController()

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-pictures-'))
  timing = new FakeTiming()
  asked = []
  answer = { body: PNG }
  setting = 'on'
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function open(
  media: readonly Media[] = [picture('https://i.example/1.png')],
  sizeBytesMax = 1_000,
): Thumbnails {
  return new Thumbnails({
    ...{ timing, dir: join(dir, 'pictures') },
    archive: {
      getPosts: async ([id = '']) => (id === 'gone' ? [] : [makePost({ id, author: 'a', text: '', media })]),
    },
    settings: {
      get: async () => ({ thumbnails: setting, thumbnailsSizeBytesMax: sizeBytesMax }) as Settings,
    },
    fetchOnce: async ({ url }) => {
      asked.push(url)
      if (answer === 'away') return failed('unreachable', 'is away')
      return { kind: 'response', url, status: 200, headers: {}, body: PNG, ...answer }
    },
  })
}

test('a picture is fetched once, kept, and found again after a restart', async () => {
  const thumbnails = open()
  expect(await thumbnails.get('x:1', 0, signal)).toEqual({ type: 'image/png', bytes: PNG })
  expect(await thumbnails.get('x:1', 0, signal)).toEqual({ type: 'image/png', bytes: PNG })
  expect(await open().get('x:1', 0, signal)).toEqual({ type: 'image/png', bytes: PNG })
  expect(asked).toEqual(['https://i.example/1.png'])
})

test('nothing is fetched while pictures are off, of a post that is gone, or of what is no picture', async () => {
  setting = 'off'
  expect(await open().get('x:1', 0, signal)).toBeNull()
  setting = 'on'
  expect(await open().get('gone', 0, signal)).toBeNull()
  const video: Media = { kind: 'video', url: 'https://i.example/v.mp4', alt: null }
  expect(await open([video]).get('x:1', 0, signal)).toBeNull()
  expect(await open([picture('ftp://i.example/1.png')]).get('x:1', 0, signal)).toBeNull()
  for (const index of [1, -1, 0.5, 10]) expect(await open().get('x:1', index, signal)).toBeNull()
  expect(asked).toEqual([])
})

test('networks that keep small pictures are asked for those', async () => {
  await open([picture('https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:a/b@jpeg')]).get('b:1', 0, signal)
  await open([picture('https://pbs.twimg.com/media/a.jpg')]).get('x:1', 0, signal)
  expect(asked).toEqual([
    'https://cdn.bsky.app/img/feed_thumbnail/plain/did:plc:a/b@jpeg',
    'https://pbs.twimg.com/media/a.jpg?name=small',
  ])
})

test.each([
  [
    'a document with scripts',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
  ],
  ['a page', Buffer.from('<html>')],
  ['nothing', Buffer.alloc(0)],
])('%s is not served as a picture, and not asked for again at once', async (_, body) => {
  answer = { body }
  const thumbnails = open()
  expect(await thumbnails.get('x:1', 0, signal)).toBeNull()
  expect(await thumbnails.get('x:1', 0, signal)).toBeNull()
  expect(asked).toHaveLength(1)
  answer = { body: PNG }
  timing.advance(600_000)
  expect(await thumbnails.get('x:1', 0, signal)).not.toBeNull()
})

test('what cannot be had is no picture', async () => {
  answer = 'away'
  expect(await open().get('x:1', 0, signal)).toBeNull()
  answer = { status: 404 }
  expect(await open().get('x:2', 0, signal)).toBeNull()
})

test('the folder stays within its limit, the oldest used giving way', async () => {
  const thumbnails = open(undefined, 2.5 * PNG.length)
  for (const id of ['x:1', 'x:2', 'x:1', 'x:3']) await thumbnails.get(id, 0, signal)
  expect(await readdir(join(dir, 'pictures'))).toHaveLength(2)
  await thumbnails.get('x:1', 0, signal)
  expect(asked).toHaveLength(3)
  await thumbnails.get('x:2', 0, signal)
  expect(asked).toHaveLength(4)
})

test('a post that its author takes away takes its pictures along, and leftovers are cleared', async () => {
  await open().get('x:1', 0, signal)
  await writeFile(join(dir, 'pictures', 'half-written'), 'x')
  const thumbnails = open()
  await thumbnails.remove(['x:1', 'x:9'])
  expect(await readdir(join(dir, 'pictures'))).toEqual([])
})
