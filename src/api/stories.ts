import { Hono } from 'hono'
import { z } from 'zod'
import type { StoryDetailJson, StoryListJson, TrendListJson } from '../contract/story.ts'
import { byWeight } from '../desk/stories/live-stories.ts'
import { readableStories } from '../desk/stories/readable-stories.ts'
import { storyToJson } from '../desk/stories/story-json.ts'
import { AppError } from '../domain/errors.ts'
import type { Story } from '../domain/story.ts'
import { summarize } from '../trends/summary/summarize.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { describeFailure } from './errors.ts'
import { markedPostToJson } from './post-to-json.ts'
import { readQuery } from './read-input.ts'
import { type RssItem, rssFeed } from './rss.ts'
import { streamEvents } from './server-sent-events.ts'

const HOUR_MS = 3_600_000
const SUMMARY_WORDS = 80
const MILLIS_A_SECOND = 1_000
const TRENDS_EVERY_MS = 5_000
/** Kept stories that a list is chosen from. */
export const KEPT_READ = 2_000

const filterSchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  lang: z.string().max(16).optional(),
  network: z.string().max(64).optional(),
  /** Words, one of which the title or terms must hold; and words none of which they may. Separated by commas. */
  about: z.string().max(500).optional(),
  mute: z.string().max(2_000).optional(),
})
export const storiesQuerySchema = filterSchema.extend({
  hours: z.coerce.number().min(1).max(720).default(48),
  risen: z.enum(['true', 'false']).default('false'),
})

/** GET /api/trends · /api/trends/stream · /api/trends/rss: stories and words that rise now. */
export function trendRoutes({ archive, stories, timing, publicUrl }: ApiDependencies): Hono<ApiEnvironment> {
  async function trendList({ limit, ...filter }: z.infer<typeof filterSchema>): Promise<TrendListJson> {
    const wanted = stories.trends().filter(({ story }) => isWantedStory(story, filter))
    const shown = wanted.slice(0, limit)
    const readable = await readableStories(
      shown.map(({ story }) => story),
      archive,
    )
    return {
      terms: stories
        .terms(limit)
        .filter(({ word }) => filter.mute === undefined || !holdsOne(word.toLowerCase(), filter.mute))
        .map(({ word, storyId, score, voices, expected, windowMs }) => ({
          ...{ word, story_id: storyId, score, voices, expected },
          window_seconds: windowMs / MILLIS_A_SECOND,
        })),
      trends: shown.map((trend, at) => ({
        story: storyToJson(readable[at] as Story),
        score: trend.score,
        posts_lately: trend.postsLately,
        voices_lately: trend.voicesLately,
        raw_rank: trend.rawRank,
        cleaned_rank: trend.cleanedRank,
      })),
    }
  }
  async function* lists(query: z.infer<typeof filterSchema>, signal: AbortSignal) {
    while (!signal.aborted) {
      yield { event: 'trends', data: await trendList(query) }
      await timing.wait(TRENDS_EVERY_MS, signal)
    }
  }
  return new Hono<ApiEnvironment>()
    .get('/', async (context) => context.json(await trendList(readQuery(context, filterSchema))))
    .get('/stream', (context) => {
      const query = readQuery(context, filterSchema)
      return streamEvents(context, (signal) => lists(query, signal), describeFailure)
    })
    .get('/rss', async (context) => {
      const { limit, ...filter } = readQuery(context, filterSchema)
      const risen = await archive.listStories({ limit: KEPT_READ, isAnnounced: true })
      const wanted = risen.filter((story) => isWantedStory(story, filter)).sort(latestRise)
      const shown = await readableStories(wanted.slice(0, limit), archive)
      const text = rssFeed({
        title: filter.about === undefined ? 'Verity' : `Verity: ${filter.about}`,
        link: `${publicUrl}/stories`,
        description: 'Stories that rose against their own past.',
        items: shown.map((story) => rssItem(story, publicUrl)),
      })
      return context.body(text, 200, { 'Content-Type': 'application/rss+xml; charset=utf-8' })
    })
}

function latestRise(one: Story, other: Story): number {
  return (other.trend?.announcedAt ?? 0) - (one.trend?.announcedAt ?? 0)
}

function rssItem(story: Story, publicUrl: string): RssItem {
  const { id, title, terms, posts, voices, trend, firstAt } = story
  return {
    title: title === '' ? terms.join(', ') : title,
    link: `${publicUrl}/stories/${id}`,
    guid: id,
    description: `${terms.join(', ')} · ${posts} posts, ${voices} accounts`,
    at: trend?.announcedAt ?? firstAt,
  }
}

/** GET /api/stories, /api/stories/:id */
export function storyRoutes({ archive, stories, timing }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => {
    const { limit, hours, risen, ...filter } = readQuery(context, storiesQuerySchema)
    const kept = await archive.listStories({
      limit: KEPT_READ,
      since: timing.now() - hours * HOUR_MS,
      ...(risen === 'true' && { isAnnounced: true }),
    })
    const wanted = kept.filter((story) => isWantedStory(story, filter)).sort(byWeight)
    const shown = await readableStories(wanted.slice(0, limit), archive)
    const body: StoryListJson = { stories: shown.map(storyToJson) }
    return context.json(body)
  })

  routes.get('/:id', async (context) => {
    const id = context.req.param('id')
    const live = stories.story(id)
    const story = live ?? (await archive.getStory(id))
    if (story === null)
      throw new AppError('not_found', 'There is no such story, or it became part of another.')
    const posts = await archive.completePosts(await archive.getPosts([...story.postIds]))
    posts.sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
    const [shown] = (await readableStories([story], archive)) as [Story]
    const marks = await archive.campaignsOfPosts(posts.map(({ id }) => id))
    const summary = summarize({
      documents: posts.map((post) => ({ id: post.id, text: post.text, createdAt: post.createdAt })),
      maxWords: SUMMARY_WORDS,
      query: null,
    })
    const body: StoryDetailJson = {
      ...storyToJson(shown),
      is_live: live !== null,
      post_ids: [...story.postIds],
      posts_stored: posts.map((post) => markedPostToJson(post, marks.get(post.id))),
      summary: summary.sentences.map(({ text, documentIds }) => ({ text, post_ids: [...documentIds] })),
    }
    return context.json(body)
  })
  return routes
}

type Filter = Omit<z.infer<typeof filterSchema>, 'limit'>

/** Whether a story is of a language, network and topic, and holds no muted word. */
export function isWantedStory(story: Story, { lang, network, about, mute }: Filter): boolean {
  if (lang !== undefined && story.languages[0]?.name !== lang) return false
  if (network !== undefined && !story.networks.some(({ name }) => name === network)) return false
  const words = [story.title, ...story.terms].join(' ').toLowerCase()
  return (about === undefined || holdsOne(words, about)) && (mute === undefined || !holdsOne(words, mute))
}

/** @param list words with commas between them */
function holdsOne(text: string, list: string): boolean {
  return split(list).some((word) => text.includes(word))
}

function split(list: string): string[] {
  return list
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
