import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { PostHub } from '../src/desk/post-hub.ts'
import { LiveStories } from '../src/desk/stories/live-stories.ts'
import { readableStories } from '../src/desk/stories/readable-stories.ts'
import { replayStories } from '../src/desk/stories/replay-stories.ts'
import { makePost, type Post } from '../src/domain/post.ts'
import type { Story } from '../src/domain/story.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { storable } from './support/storable.ts'

const MINUTE_MS = 60_000
const log = { info: () => undefined, warn: () => undefined }

let dir: string
let archive: Archive
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'verity-stories-'))
  archive = await openArchive({ kind: 'embedded', dataDir: dir })
})
afterAll(async () => {
  await archive.close()
  rmSync(dir, { recursive: true, force: true })
})

const timing = new FakeTiming()
const START = timing.now() - 12 * 3_600_000
const OWN = [
  'roof',
  'smoke',
  'crews',
  'school',
  'engine',
  'alarm',
  'neighbours',
  'street',
  'windows',
  'boiler',
]

/** Talk about everything, then a fire that ten accounts tell of within two minutes. */
function talkAndFire(): Post[] {
  const talk = Array.from({ length: 1_200 }, (_, post) =>
    makePost({
      ...{ id: `t${post}`, author: `a${post}`, source: 'test' },
      text: `thing${(post * 7919) % 997} about thing${(post * 104_729) % 1_009} and thing${post % 313}`,
      createdAt: START + post * 30_000,
    }),
  )
  const from = START + 1_200 * 30_000
  const fire = OWN.map((word, post) =>
    makePost({
      ...{ id: `f${post}`, author: `w${post}`, source: 'test', lang: 'en' },
      text: `Fire at the Osterby mill, ${word} ${OWN[(post + 3) % OWN.length]}`,
      createdAt: from + post * 10_000,
    }),
  )
  return [...talk, ...fire]
}

const posts = talkAndFire()

function liveStories(): LiveStories {
  return new LiveStories({ archive, hub: new PostHub(), timing, log })
}

test('live posts become stories that are kept, and those that rise are trends', async () => {
  const live = liveStories()
  for (const post of posts) live.hear({ kind: 'post', post })
  await live.save()
  const [trend, ...more] = live.trends()
  expect(more).toEqual([])
  expect(trend).toMatchObject({ rawRank: 1, cleanedRank: 1, voicesLately: 10 })
  expect(trend?.story).toMatchObject({ posts: 10, voices: 10, firstPostId: 'f0', firstAuthor: 'w0' })
  expect(trend?.story.title).toContain('Osterby')
  expect(live.terms(20).map(({ word }) => word)).toContain('osterby')
  const kept = await archive.listStories({ limit: 10, isAnnounced: true })
  expect(kept).toEqual([trend?.story])
  expect(await archive.getStory(kept[0]?.id ?? '')).toEqual(kept[0])
})

test('after a restart a story goes on under its name, and posts that are known are not counted again', async () => {
  await archive.insertPosts(posts.map((post) => storable(post)))
  const [before] = await archive.listStories({ limit: 1, isAnnounced: true })
  const live = liveStories()
  await live.restore()
  for (const post of posts.slice(-5)) live.hear({ kind: 'post', post })
  const next = makePost({
    ...{ id: 'f10', author: 'w10', source: 'test', lang: 'en' },
    text: 'Osterby mill fire is out, says the mayor',
    createdAt: (posts.at(-1)?.createdAt ?? 0) + MINUTE_MS,
  })
  live.hear({ kind: 'post', post: next })
  await live.save()
  const [after] = await archive.listStories({ limit: 1, isAnnounced: true })
  expect(after).toMatchObject({ id: before?.id, posts: 11, voices: 11 })
})

test('a story that began before what is read again keeps its beginning, its counts and its rise', async () => {
  const [kept] = await archive.listStories({ limit: 1, isAnnounced: true })
  const long = {
    ...(kept as Story),
    ...{
      firstAt: START - 5 * 86_400_000,
      firstPostId: 'long ago',
      firstAuthor: 'somebody',
      posts: 100,
      voices: 50,
    },
  }
  await archive.updateStories([long], { removed: [], at: timing.now() + 1 })
  const live = liveStories()
  await live.restore()
  expect(live.story(long.id)).toMatchObject({
    ...{ firstPostId: 'long ago', firstAuthor: 'somebody', posts: 100, voices: 50 },
    trend: { announcedAt: long.trend?.announcedAt },
  })
})

test('words of a post that its author took away are shown no longer', async () => {
  const live = liveStories()
  await live.restore()
  const [story] = await archive.listStories({ limit: 1, isAnnounced: true })
  const titled = story?.titlePostId ?? ''
  live.hear({ kind: 'withdrawn', ids: [titled] })
  expect(live.story(story?.id ?? '')?.titlePostId).not.toBe(titled)
  await archive.deletePosts([titled])
  const [readable] = await readableStories(story === undefined ? [] : [story], archive)
  expect(readable).toMatchObject({ id: story?.id, title: '', titlePostId: null })
})

test('accounts of one campaign are one voice', () => {
  const live = new LiveStories({
    ...{ archive, hub: new PostHub(), timing, log },
    voiceOf: ({ author }) => (author.startsWith('w') ? 'campaign' : author),
  })
  for (const post of posts) live.hear({ kind: 'post', post })
  expect(live.trends()).toEqual([])
})

test('stored posts are grouped on request as they would have been live', async () => {
  const range = { from: START, to: timing.now(), postsMax: 10_000 }
  const all = await replayStories(archive, range)
  expect(all.posts).toBe(posts.length - 1)
  expect(all.stories[0]?.trend).not.toBeNull()
  const few = await replayStories(archive, { ...range, postsMax: 100 })
  expect(few.posts).toBeLessThanOrEqual(101)
  expect((await replayStories(archive, { ...range, lang: 'fr' })).posts).toBe(0)
})
