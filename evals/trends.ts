import { join } from 'node:path'
import { makePost, type Post } from '../src/domain/post.ts'
import { simulate } from '../src/sources/simulated/simulate.ts'
import { type RisingStory, TrendWatch } from '../src/trends/rising/trend-watch.ts'
import { jokeLikelihood01 } from '../src/trends/satire/joke-likelihood.ts'
import { median } from './median.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

/** A trend belongs to an event when it has so many posts and so large a share of them is the event's. */
const POSTS_MIN = 3
const SHARE01_MIN = 0.6
const CRISES = ['2012_Sandy_Hurricane', '2013_Queensland_Floods', '2013_West_Texas_Explosion'] as const
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const SIMULATED_POSTS = 20_000
/** Seeds from 1,000 on were not looked at while building. */
const SEEDS = [1_001, 1_002, 1_003, 1_004, 1_005]
const PLANTED_POSTS = 50
const PLANTED_WITHIN_MS = 10 * MINUTE_MS
const LEARNING_MS = 6 * HOUR_MS

/** Trends: crises replayed from their first post, and events of fifty posts in simulated networks. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const rows = await readRows<CrisisRow>(join(dataDir, 'trends', 'crisislex-t6', 'posts.jsonl.gz'))
  const crises = CRISES.map((event) =>
    replayCrisis(
      event,
      rows.filter((row) => row.event === event),
    ),
  )
  const inOneStream = replayCrises(rows)
  const planted = SEEDS.map((seed) => plantEvents(seed))
  const delays = planted.flatMap(({ delaysMinutes }) => delaysMinutes)
  const falseTrends = crises.reduce((sum, one) => sum + one.falseTrends.length, 0) / crises.length
  recordResult('trends', {
    results: { crises, inOneStream, planted },
    bars: [
      {
        name: 'crisislex-t6, events raised',
        value: crises.filter(({ onTopicPosts }) => onTopicPosts !== null).length,
        unit: `of ${crises.length}`,
        atLeast: crises.length,
      },
      {
        name: 'crisislex-t6, on-topic posts until the last event was raised',
        value: Math.max(...crises.map(({ onTopicPosts }) => onTopicPosts ?? Number.POSITIVE_INFINITY)),
        unit: 'posts',
        atMost: 300,
      },
      { name: 'crisislex-t6, false trends', value: falseTrends, unit: 'per event', atMost: 1 },
      {
        name: 'simulated events of 50 posts within ten minutes, onset to announced, never counted as endless',
        value: median(delays.map((delay) => delay ?? Number.POSITIVE_INFINITY)) ?? Number.POSITIVE_INFINITY,
        unit: 'minutes, median',
        atMost: 2,
      },
    ],
  })
}

type CrisisRow = {
  readonly id: string
  readonly created_at: string
  readonly event: string
  readonly tweet: string
  readonly label: string
}

type Crisis = {
  readonly event: string
  /** On-topic posts up to the one that raised the first trend of the event; null where none was. */
  readonly onTopicPosts: number | null
  readonly trends: number
  readonly falseTrends: readonly { at: string; score: number; posts: number }[]
}

function replayCrisis(event: string, rows: readonly CrisisRow[]): Crisis {
  const [crisis] = replay(rows, [event])
  return crisis as Crisis
}

/** All crises one after the other, years apart: nothing may be left over from the one before. */
function replayCrises(rows: readonly CrisisRow[]): Crisis[] {
  return replay(
    rows.toSorted((a, b) => a.created_at.localeCompare(b.created_at)),
    CRISES,
  )
}

function replay(rows: readonly CrisisRow[], events: readonly string[]): Crisis[] {
  const watch = new TrendWatch({ joke01: jokeLikelihood01 })
  const topics = new Map<string, string | null>()
  const onTopic = new Map<string, number>()
  const raised = new Map<string, number>()
  const trends = new Map<string, number>()
  const falseTrends = new Map<string, { at: string; score: number; posts: number }[]>()
  for (const { id, created_at, event, tweet, label } of rows) {
    topics.set(id, label === 'on-topic' ? event : null)
    if (label === 'on-topic') onTopic.set(event, (onTopic.get(event) ?? 0) + 1)
    const { trend } = watch.add(makePost({ id, author: id, text: tweet, createdAt: Date.parse(created_at) }))
    if (trend === null) continue
    trends.set(event, (trends.get(event) ?? 0) + 1)
    if (eventOf(trend, topics) === null) {
      const said = { at: new Date(trend.at).toISOString(), score: trend.score, posts: trend.posts.length }
      falseTrends.set(event, [...(falseTrends.get(event) ?? []), said])
    } else if (!raised.has(event)) raised.set(event, onTopic.get(event) ?? 0)
  }
  return events.map((event) => ({
    event,
    onTopicPosts: raised.get(event) ?? null,
    trends: trends.get(event) ?? 0,
    falseTrends: falseTrends.get(event) ?? [],
  }))
}

/** The event most posts of a trend are about, if they are enough. */
function eventOf(trend: RisingStory, topics: ReadonlyMap<string, string | null>): string | null {
  if (trend.posts.length < POSTS_MIN) return null
  const counts = Map.groupBy(trend.posts, ({ id }) => topics.get(id) ?? null)
  for (const [topic, posts] of counts)
    if (topic !== null && posts.length >= trend.posts.length * SHARE01_MIN) return topic
  return null
}

/**
 * A simulated network whose events are cut to fifty posts and told within ten minutes each, in their own rhythm, over everything
 * else the network says.
 */
function plantEvents(seed: number) {
  const posts = [...simulate({ seed, posts: SIMULATED_POSTS }).posts]
  const isEvent = ({ label }: Post) => label?.startsWith('event:') === true
  const startAt = posts[0]?.createdAt ?? 0
  const endAt = posts.at(-1)?.createdAt ?? 0
  const events = [...Map.groupBy(posts.filter(isEvent), ({ label }) => label as string)].filter(
    ([, told]) => told.length >= PLANTED_POSTS,
  )
  const onsets = new Map<string, number>()
  const planted = events.flatMap(([label, told], index) => {
    const onset = startAt + LEARNING_MS + (index / events.length) * (endAt - startAt - 2 * LEARNING_MS)
    onsets.set(label, onset)
    return compress(told.slice(0, PLANTED_POSTS), onset)
  })
  const stream = [...posts.filter((post) => !isEvent(post)), ...planted]
  return {
    seed,
    ...announcements(
      stream.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0)),
      onsets,
    ),
  }
}

function compress(told: readonly Post[], onset: number): Post[] {
  const sorted = told.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
  const firstAt = sorted[0]?.createdAt ?? 0
  const scale = PLANTED_WITHIN_MS / ((sorted.at(-1)?.createdAt ?? 0) - firstAt)
  return sorted.map((post) => ({
    ...post,
    createdAt: Math.round(onset + ((post.createdAt ?? 0) - firstAt) * scale),
  }))
}

function announcements(stream: readonly Post[], onsets: ReadonlyMap<string, number>) {
  const watch = new TrendWatch({ joke01: jokeLikelihood01 })
  const labels = new Map<string, string | null>()
  const announced = new Map<string, number>()
  const others = new Map<string, number>()
  for (const post of stream) {
    labels.set(post.id, post.label)
    const { trend } = watch.add(post)
    if (trend === null) continue
    const label = eventOf(trend, labels)
    if (label !== null && onsets.has(label)) {
      if (!announced.has(label)) announced.set(label, trend.at)
      continue
    }
    const kind = label?.replace(/:.*/, '') ?? 'mixed'
    others.set(kind, (others.get(kind) ?? 0) + 1)
  }
  const delaysMinutes = [...onsets].map(([label, onset]) => {
    const at = announced.get(label)
    return at === undefined ? null : (at - onset) / MINUTE_MS
  })
  return {
    events: onsets.size,
    announced: announced.size,
    medianMinutes: median(delaysMinutes.map((delay) => delay ?? Number.POSITIVE_INFINITY)),
    delaysMinutes,
    otherTrends: Object.fromEntries(others),
  }
}
