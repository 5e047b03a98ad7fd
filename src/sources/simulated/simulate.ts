import { AppError } from '../../domain/errors.ts'
import { makePost, type Post } from '../../domain/post.ts'
import { mergeSorted } from '../../lib/merge-sorted.ts'
import { tellCampaign } from './campaign.ts'
import { chatter } from './chatter.ts'
import { COMMUNITIES } from './communities.ts'
import { tellDebate } from './debates.ts'
import { type Draft, Recent } from './draft.ts'
import { tellEvent } from './events/tell-event.ts'
import { tellJoke } from './jokes.ts'
import { planStories, type Stories, storyCounts } from './plan-stories.ts'
import { tellRumour } from './rumours.ts'
import { DAY_MS } from './times.ts'
import { askTruth, type Truth } from './truth.ts'
import { SIMULATED_START, World } from './world.ts'

const SIMULATED_POSTS_MIN = 100
const SIMULATED_POSTS_MAX = 1_000_000

export type Simulation = {
  /** In time order; may be read once. */
  readonly posts: Iterable<Post>
  /** What really happened, and questions about it; ready before the first post is read. */
  readonly truth: Truth
}

export type TracedPost = { readonly post: Post; readonly states: readonly string[] }

/**
 * A synthetic network, clearly labelled as such: source and ids say `simulated`, people, places and offices are
 * invented, links end in `.example`. The same seed, count and start give the same posts, byte for byte; memory
 * stays bounded whatever the count.
 *
 * @param request.seed an integer ≥ 0
 * @param request.posts 100 … 1,000,000
 * @param request.startAt UTC milliseconds, taken down to midnight; a fixed day when absent
 * @throws {AppError} invalid_input when a number is out of range
 */
export function simulate(request: { seed: number; posts: number; startAt?: number }): Simulation {
  const { traced, truth } = simulateTraced(request)
  return { posts: untraced(traced), truth }
}

/** As `simulate`, with the facts that each post states truly (`<event>/<fact>`): for tests of the truth. */
export function simulateTraced(request: { seed: number; posts: number; startAt?: number }): {
  traced: Iterable<TracedPost>
  truth: Truth
} {
  const { seed, posts } = request
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new AppError('invalid_input', 'The seed must be a whole number, 0 or more.')
  if (!Number.isInteger(posts) || posts < SIMULATED_POSTS_MIN || posts > SIMULATED_POSTS_MAX) {
    throw new AppError(
      'invalid_input',
      `The number of posts must be ${SIMULATED_POSTS_MIN} to ${SIMULATED_POSTS_MAX}.`,
    )
  }
  const startAt = Math.floor((request.startAt ?? SIMULATED_START) / DAY_MS) * DAY_MS
  const begin = () => {
    const world = new World({
      seed,
      posts,
      startAt,
      towns: storyCounts(posts).towns,
      communities: COMMUNITIES.length,
    })
    return { world, stories: planStories(world) }
  }
  const { world, stories } = begin()
  const rehearsal = posts <= REHEARSED_POSTS_MAX ? begin() : null
  const support = rehearsal === null ? null : countAuthors(tellAll(rehearsal.world, rehearsal.stories))
  return { traced: tellAll(world, stories), truth: askTruth(world, stories, support) }
}

/** Where posts are few, a planned fact may go untold: the network is told once to count, and again to be read. */
const REHEARSED_POSTS_MAX = 2_000

/** How many accounts state each fact. */
function countAuthors(traced: Iterable<TracedPost>): ReadonlyMap<string, number> {
  const authors = new Map<string, Set<string>>()
  for (const { post, states } of traced) {
    for (const fact of states) authors.set(fact, (authors.get(fact) ?? new Set()).add(post.author))
  }
  return new Map([...authors].map(([fact, names]) => [fact, names.size]))
}

function* untraced(traced: Iterable<TracedPost>): Generator<Post, void, void> {
  for (const { post } of traced) yield post
}

function* tellAll(world: World, stories: Stories): Generator<TracedPost, void, void> {
  const overheard = new Recent(200)
  const streams = [
    ...stories.events.map((event) => tellEvent(world, event)),
    ...stories.rumours.map((rumour) => tellRumour(world, rumour)),
    ...stories.debates.map((debate) => tellDebate(world, debate)),
    ...stories.jokes.map((joke) => tellJoke(world, joke)),
    ...stories.campaigns.map((campaign) => tellCampaign(world, campaign)),
    chatter(
      world,
      stories.chatterPosts,
      overheard,
      new Set(stories.phantoms.map(({ kind, town }) => `${kind.id}/${town}`)),
    ),
  ]
  let number = 0
  for (const draft of mergeSorted(streams, (item) => item.at)) {
    number += 1
    draft.id = `simulated:${number}`
    const post = leave(draft)
    if (draft.threadRoot === null) overheard.add(draft)
    yield { post, states: draft.states.map((fact) => `${draft.label.slice(6)}/${fact}`) }
  }
}

const HASHTAG = /#([\p{L}\p{N}_]+)/gu

/** Makes the post and lets go of the drafts it refers to. */
function leave(draft: Draft): Post {
  const { replyTo, repostOf, quoteOf, author } = draft
  draft.threadRoot = replyTo === null ? null : (replyTo.threadRoot ?? replyTo.id)
  draft.replyTo = null
  draft.repostOf = null
  draft.quoteOf = null
  return makePost({
    id: draft.id,
    author: author.id,
    authorName: author.name,
    authorCreatedAt: author.createdAt,
    createdAt: draft.at,
    text: draft.text,
    lang: draft.lang,
    urls: draft.urls,
    hashtags: draft.text.includes('#')
      ? Array.from(draft.text.matchAll(HASHTAG), ([, tag]) => tag as string)
      : [],
    mentions: replyTo === null ? [] : [replyTo.author.id],
    replyTo: replyTo?.id ?? null,
    repostOf: repostOf?.id ?? null,
    quoteOf: quoteOf?.id ?? null,
    threadRoot: draft.threadRoot,
    label: draft.label,
    source: 'simulated',
  })
}
