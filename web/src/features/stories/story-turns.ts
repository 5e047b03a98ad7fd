import type { PostJson } from '../../../../src/contract/post.ts'
import type { StoryDetailJson } from '../../../../src/contract/story.ts'
import { safeLink } from '../../shared/text/safe-link.ts'

/** A moment at which a story turned; `postId` opens what it rests on, null where it rests on counts alone. */
export type Turn = {
  readonly kind: 'first' | 'language' | 'network' | 'link' | 'risen' | 'peak' | 'latest'
  /** UTC milliseconds. */
  readonly at: number
  readonly postId: string | null
  /** A language's code, a network, a host, or the first account; empty for the others. */
  readonly name: string
  /** New accounts in ten minutes; only of a peak. */
  readonly count: number
}

const TURNS_MAX = 12
const PEAK_VOICES_MIN = 3
const UNKNOWN = 'unknown'

/**
 * The turns of a story, oldest first, taken from its counts and from those of its posts that were read: a language, network or site
 * that comes later than the first post is a turn.
 */
export function turnsOf(story: StoryDetailJson): Turn[] {
  const posts = story.posts_stored.filter(({ created_at }) => created_at !== null)
  const first: Turn = {
    ...{ kind: 'first', at: Date.parse(story.first_at), name: story.first_author, count: 0 },
    postId: posts.some(({ id }) => id === story.first_post_id) ? story.first_post_id : null,
  }
  const arrivals = [
    ...newcomers(posts, 'language', ({ lang }) => (lang === null || lang === UNKNOWN ? [] : [lang])),
    ...newcomers(posts, 'network', ({ source }) => [source]),
    ...links(posts),
  ]
  const between = [...arrivals, ...counted(story)].sort((one, other) => one.at - other.at)
  return [first, ...between.slice(0, TURNS_MAX), ...latest(story, posts)]
}

/** The first post of each name but the one the story began with. */
function newcomers(
  posts: readonly PostJson[],
  kind: 'language' | 'network' | 'link',
  namesOf: (post: PostJson) => readonly string[],
): Turn[] {
  const seen = new Map<string, Turn>()
  for (const post of posts)
    for (const name of namesOf(post))
      if (!seen.has(name))
        seen.set(name, {
          ...{ kind, at: Date.parse(post.created_at ?? '') },
          postId: post.id,
          name,
          count: 0,
        })
  return [...seen.values()].slice(kind === 'link' ? 0 : 1)
}

function links(posts: readonly PostJson[]): Turn[] {
  return newcomers(posts, 'link', ({ urls }) => urls.flatMap((url) => hostOf(url) ?? []))
}

export function hostOf(url: string): string | null {
  const link = safeLink(url)
  return link === null ? null : new URL(link).hostname.replace(/^www\./, '')
}

function counted({ trend, beats }: StoryDetailJson): Turn[] {
  const peak = beats.toSorted((one, other) => other.voices - one.voices)[0]
  const bare = { postId: null, name: '' }
  return [
    ...(trend === null
      ? []
      : [{ kind: 'risen' as const, at: Date.parse(trend.announced_at), ...bare, count: 0 }]),
    ...(peak === undefined || peak.voices < PEAK_VOICES_MIN
      ? []
      : [{ kind: 'peak' as const, at: Date.parse(peak.at), ...bare, count: peak.voices }]),
  ]
}

function latest(story: StoryDetailJson, posts: readonly PostJson[]): Turn[] {
  const last = posts.at(-1)
  const at = Date.parse(story.last_at)
  if (last === undefined || last.id === story.first_post_id) return []
  const postId = Math.abs(Date.parse(last.created_at ?? '') - at) < 1_000 ? last.id : null
  return [{ kind: 'latest', at, postId, name: '', count: 0 }]
}
