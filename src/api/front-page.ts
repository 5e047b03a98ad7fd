import { Hono } from 'hono'
import type { FrontPageJson, FrontStoryJson } from '../contract/front-page.ts'
import { byWeight } from '../desk/stories/live-stories.ts'
import { readableStories } from '../desk/stories/readable-stories.ts'
import { storyToJson } from '../desk/stories/story-json.ts'
import type { CampaignMark } from '../domain/campaign.ts'
import type { Post, PostId } from '../domain/post.ts'
import type { Story } from '../domain/story.ts'
import { summarize } from '../trends/summary/summarize.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readQuery } from './read-input.ts'
import { isWantedStory, KEPT_READ, storiesQuerySchema } from './stories.ts'

const HOUR_MS = 3_600_000
const STORIES_MAX = 30
/** Of each story so many of its posts are read: the first ones and the last ones. */
const POSTS_READ = 24
const SUMMARY_WORDS = 60
const MOSTLY_SHARE01 = 0.5
/** Summaries that are remembered: a front page is asked for again every few seconds, and few of its stories have changed. */
const REMEMBERED_MAX = 200

type ReadPosts = {
  readonly posts: ReadonlyMap<PostId, Post>
  readonly marks: ReadonlyMap<PostId, CampaignMark>
}

/** GET /api/front-page: stories with a few sentences of their posts and the share of those that is coordinated. */
export function frontPageRoutes({ archive, timing, log }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  const summarizeOnce = rememberSummaries()
  routes.get('/', async (context) => {
    const { limit, hours, risen, ...filter } = readQuery(context, storiesQuerySchema)
    const now = timing.now()
    const kept = await archive.listStories({
      ...{ limit: KEPT_READ, since: now - hours * HOUR_MS },
      ...(risen === 'true' && { isAnnounced: true }),
    })
    const wanted = kept.filter((story) => isWantedStory(story, filter)).sort(byWeight)
    const shown = await readableStories(wanted.slice(0, Math.min(limit, STORIES_MAX)), archive)
    const read = await readPosts(shown, archive).catch((err: unknown) => {
      log.warn({ err }, 'The front page is shown without words: the posts of its stories could not be read.')
      return null
    })
    const body: FrontPageJson = {
      as_of: new Date(now).toISOString(),
      stories: shown
        .map((story) => frontStory(story, read, summarizeOnce))
        .sort((one, other) => Number(isMostlyCoordinated(one)) - Number(isMostlyCoordinated(other))),
      count: wanted.length,
    }
    return context.json(body)
  })
  return routes
}

/** GET /feeds/stories.rss?topic=: leads to the feed of what rose, in the address that people remember. */
export function storyFeedRoutes(): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get('/feeds/stories.rss', (context) => {
    const topic = context.req.query('topic') ?? ''
    const query = topic === '' ? '' : `?${new URLSearchParams({ about: topic })}`
    return context.redirect(`/api/trends/rss${query}`)
  })
}

/** The posts of all stories at once: one reading instead of one for each. */
async function readPosts(
  stories: readonly Story[],
  archive: Pick<ApiDependencies['archive'], 'getPosts' | 'completePosts' | 'campaignsOfPosts'>,
): Promise<ReadPosts> {
  const ids = [...new Set(stories.flatMap(readIds))]
  const posts = await archive.completePosts(await archive.getPosts(ids))
  const marks = await archive.campaignsOfPosts(posts.map(({ id }) => id))
  return { posts: new Map(posts.map((post) => [post.id, post])), marks }
}

function readIds({ postIds }: Story): PostId[] {
  if (postIds.length <= POSTS_READ) return [...postIds]
  return [...postIds.slice(0, POSTS_READ / 2), ...postIds.slice(-POSTS_READ / 2)]
}

function frontStory(story: Story, read: ReadPosts | null, summarizeOnce: SummarizeOnce): FrontStoryJson {
  if (read === null) return { ...storyToJson(story), summary: null, coordinated: null }
  const posts = readIds(story).flatMap((id) => read.posts.get(id) ?? [])
  const coordinated = posts.filter(({ id }) => read.marks.get(id)?.isConfirmed === true).length
  return {
    ...storyToJson(story),
    summary: summarizeOnce(story.id, posts),
    coordinated: posts.length === 0 ? null : { posts: coordinated, read: posts.length },
  }
}

/** What mainly a campaign tells is shown, marked, after what others tell. */
function isMostlyCoordinated({ coordinated }: FrontStoryJson): boolean {
  return coordinated !== null && coordinated.posts / coordinated.read >= MOSTLY_SHARE01
}

type SummarizeOnce = (storyId: string, posts: readonly Post[]) => NonNullable<FrontStoryJson['summary']>

/** Summarises a story again only where its posts or their words are others than last time. */
function rememberSummaries(): SummarizeOnce {
  const known = new Map<string, { key: string; summary: NonNullable<FrontStoryJson['summary']> }>()
  return (storyId, posts) => {
    const key = JSON.stringify(posts.map(({ id, text }) => [id, text]))
    const before = known.get(storyId)
    if (before?.key === key) return before.summary
    const { sentences } = summarize({
      documents: posts.map(({ id, text, createdAt }) => ({ id, text, createdAt })),
      ...{ maxWords: SUMMARY_WORDS, query: null },
    })
    const summary = sentences.map(({ text, documentIds }) => ({ text, post_ids: [...documentIds] }))
    known.delete(storyId)
    known.set(storyId, { key, summary })
    if (known.size > REMEMBERED_MAX) known.delete(known.keys().next().value as string)
    return summary
  }
}
