import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { type FrontPageJson, frontPageSchema } from '../contract/front-page.ts'
import type { Post } from '../domain/post.ts'
import type { Story } from '../domain/story.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { frontPageRoutes, storyFeedRoutes } from './front-page.ts'

const NOW = Date.UTC(2026, 10, 22, 12)

function story(name: string, voices: number, postIds: readonly string[]): Story {
  return {
    ...{ id: `s-${name}`, title: `About ${name}`, titlePostId: postIds[0] ?? null, terms: [name] },
    ...{ firstAt: NOW - 3_600_000, lastAt: NOW, firstPostId: postIds[0] ?? '', firstAuthor: 'ann' },
    ...{ posts: voices + 1, voices, languages: [{ name: 'en', posts: voices }], networks: [] },
    ...{ links: [], tags: [], beats: [], postIds, trend: null },
  }
}

function post(id: string, text: string): Post {
  return {
    ...{ id, text, author: `author-${id}`, authorName: null, createdAt: NOW - 60_000, lang: 'en' },
    ...{ source: 'bluesky', urls: [], hashtags: [], mentions: [], media: [] },
    ...{ replyTo: null, repostOf: null, quoteOf: null, threadRoot: null },
    ...{ likes: null, reposts: null, replies: null },
  } as unknown as Post
}

const STORIES = [story('ferry', 5, ['b:1', 'b:2']), story('bridge', 9, ['b:3', 'b:gone'])]
const POSTS = [
  post('b:1', 'The ferry runs every twenty minutes from half past five.'),
  post('b:2', 'The ferry runs every twenty minutes, and it is free today.'),
  post('b:3', 'The swing bridge is closed in both directions since noon.'),
]

async function ask(query: string, isReadable = true, kept = STORIES): Promise<FrontPageJson> {
  const archive = {
    listStories: async () => kept,
    getPosts: async (ids: readonly string[]) => POSTS.filter(({ id }) => ids.includes(id)),
    completePosts: async (posts: readonly Post[]) => {
      if (!isReadable) throw new Error('The archive is away.')
      return posts
    },
    campaignsOfPosts: async () => new Map([['b:2', { id: 'c-1', accounts: 7, isConfirmed: true }]]),
  }
  const log = { warn: () => {} }
  const dependencies = { archive, log, timing: { now: () => NOW } } as unknown as ApiDependencies
  const response = await new Hono<ApiEnvironment>()
    .route('/api/front-page', frontPageRoutes(dependencies))
    .request(`/api/front-page${query}`)
  expect(response.status).toBe(200)
  return frontPageSchema.parse(await response.json())
}

test('stories of most accounts come first, each with sentences that stand in the posts they cite', async () => {
  const { stories, count } = await ask('')
  expect(stories.map(({ id }) => id)).toEqual(['s-bridge', 's-ferry'])
  expect(count).toBe(2)
  for (const { summary } of stories) {
    expect(summary?.length).toBeGreaterThan(0)
    for (const { text, post_ids } of summary ?? [])
      expect(POSTS.find(({ id }) => id === post_ids[0])?.text).toContain(text)
  }
})

test('the share that is coordinated counts only posts that were read', async () => {
  const { stories } = await ask('')
  expect(stories.map(({ coordinated }) => coordinated)).toEqual([
    { posts: 0, read: 1 },
    { posts: 1, read: 2 },
  ])
})

test('what mainly a campaign tells comes after what others tell, however many accounts it has', async () => {
  const { stories } = await ask('', true, [story('ferry', 50, ['b:2']), story('bridge', 9, ['b:3'])])
  expect(stories.map(({ id }) => id)).toEqual(['s-bridge', 's-ferry'])
})

test('where the posts cannot be read the figures stand, and the words are unknown rather than empty', async () => {
  const { stories } = await ask('', false)
  expect(stories.map(({ voices }) => voices)).toEqual([9, 5])
  expect(stories.every(({ summary, coordinated }) => summary === null && coordinated === null)).toBe(true)
})

test('a topic narrows it and muted words leave it', async () => {
  expect((await ask('?about=ferry')).stories.map(({ id }) => id)).toEqual(['s-ferry'])
  expect((await ask('?mute=ferry')).stories.map(({ id }) => id)).toEqual(['s-bridge'])
})

test('the feed of a topic leads to the feed of rises', async () => {
  const response = await storyFeedRoutes().request('/feeds/stories.rss?topic=ferry%2Cbridge')
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe('/api/trends/rss?about=ferry%2Cbridge')
})
