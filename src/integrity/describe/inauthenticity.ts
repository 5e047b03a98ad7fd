import type { Campaign, InauthenticitySign } from '../../domain/campaign.ts'
import type { Post } from '../../domain/post.ts'

const DAY_MS = 86_400_000
/** Accounts made within a week of each other. */
const CREATED_WITHIN_MS = 7 * DAY_MS
/** Below this many nothing is said about a sign. */
const MEASURED_MIN = 3
const RHYTHM_POSTS_MIN = 8
/** People's pauses vary more than this (standard deviation ÷ mean); set by hand, 2026-11-22. */
const STEADY_VARIATION_MAX = 0.2
const LOCKSTEP_SECONDS = 60
/** Two signs at their strongest make three quarters. Set by hand: no set of accounts known to be fake could be had. */
const SIGN_WEIGHT = 0.5

/**
 * What may speak of accounts that are not what they seem. Each sign also has innocent explanations: newcomers after an event, a
 * scheduler of posts, a declared action. None of them is part of what finds a campaign.
 */
export function inauthenticitySigns(campaign: Campaign, posts: readonly Post[]): InauthenticitySign[] {
  const byAuthor = Map.groupBy(posts, ({ author }) => author)
  return [
    createdTogether(byAuthor),
    handlePattern(byAuthor),
    copiedText(campaign, posts),
    steadyRhythm(byAuthor),
    lockstep(campaign),
  ].filter((sign) => sign !== null)
}

/** Null where nothing was measured, which is not zero. */
export function mergedSigns01(signs: readonly InauthenticitySign[]): number | null {
  if (signs.length === 0) return null
  return 1 - signs.reduce((left, { score01 }) => left * (1 - SIGN_WEIGHT * score01), 1)
}

type PostsOf = ReadonlyMap<string, readonly Post[]>

function createdTogether(byAuthor: PostsOf): InauthenticitySign | null {
  const times = [...byAuthor.values()]
    .flatMap((posts) => posts.find(({ authorCreatedAt }) => authorCreatedAt !== null)?.authorCreatedAt ?? [])
    .sort((one, other) => one - other)
  if (times.length < MEASURED_MIN) return null
  const largest = Math.max(
    ...times.map((from, at) => times.slice(at).filter((time) => time - from <= CREATED_WITHIN_MS).length),
  )
  return sign('created_together', largest < MEASURED_MIN ? 0 : largest, times.length)
}

/** Names of one make: the same run of letters, signs and at least four digits. */
function handlePattern(byAuthor: PostsOf): InauthenticitySign | null {
  const names = [...byAuthor.values()].flatMap(([post]) => post?.authorName ?? [])
  if (names.length < MEASURED_MIN) return null
  const patterns = Map.groupBy(
    names.filter((name) => /\d{4}/.test(name)),
    (name) => name.replace(/\p{L}+/gu, 'a').replace(/\d+/g, '9'),
  )
  const largest = Math.max(0, ...[...patterns.values()].map(({ length }) => length))
  return sign('handle_pattern', largest < MEASURED_MIN ? 0 : largest, names.length)
}

function copiedText({ objects }: Campaign, posts: readonly Post[]): InauthenticitySign | null {
  const own = new Set(posts.filter(({ repostOf }) => repostOf === null).map(({ id }) => id))
  if (own.size < MEASURED_MIN) return null
  const copied = new Set(
    objects
      .filter(({ channel }) => channel === 'text')
      .flatMap(({ postIds }) => postIds.filter((id) => own.has(id))),
  )
  return sign('copied_text', copied.size, own.size)
}

function steadyRhythm(byAuthor: PostsOf): InauthenticitySign | null {
  const variations = [...byAuthor.values()].flatMap((posts) => pauseVariation(posts) ?? [])
  if (variations.length < MEASURED_MIN) return null
  return sign(
    'steady_rhythm',
    variations.filter((variation) => variation <= STEADY_VARIATION_MAX).length,
    variations.length,
  )
}

function pauseVariation(posts: readonly Post[]): number | null {
  const times = posts.flatMap(({ createdAt }) => createdAt ?? []).sort((one, other) => one - other)
  if (times.length < RHYTHM_POSTS_MIN) return null
  const pauses = times.slice(1).map((time, at) => time - (times[at] as number))
  const mean = pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length
  if (mean === 0) return 0
  const variance = pauses.reduce((sum, pause) => sum + (pause - mean) ** 2, 0) / pauses.length
  return Math.sqrt(variance) / mean
}

/** Things that three or more members shared within a minute. */
function lockstep({ objects }: Campaign): InauthenticitySign | null {
  const shared = objects.filter(({ accounts }) => accounts >= MEASURED_MIN)
  if (shared.length < MEASURED_MIN) return null
  const soon = shared.filter(({ firstAt, lastAt }) => lastAt - firstAt <= LOCKSTEP_SECONDS * 1_000)
  return sign('lockstep', soon.length, shared.length)
}

function sign(kind: InauthenticitySign['kind'], measured: number, of: number): InauthenticitySign {
  return { kind, score01: measured / of, measured, of }
}
