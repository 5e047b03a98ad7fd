import { type PlannedCampaign, planCampaign } from './campaign.ts'
import { type PlannedDebate, planDebate, TOPICS } from './debates.ts'
import type { EventKind } from './events/event-kind.ts'
import { EVENT_KINDS } from './events/event-kinds.ts'
import { type PlannedEvent, planEvent } from './events/plan-event.ts'
import { type PlannedJoke, planJoke } from './jokes.ts'
import { RUMOUR_KINDS } from './rumour-kinds.ts'
import { type PlannedRumour, planRumour } from './rumours.ts'
import type { World } from './world.ts'

/** Everything that will be told, decided before the first post. */
export type Stories = {
  readonly events: readonly PlannedEvent[]
  /** Planned like events and never told: questions about them have no answer. */
  readonly phantoms: readonly PlannedEvent[]
  readonly debates: readonly PlannedDebate[]
  readonly rumours: readonly PlannedRumour[]
  readonly jokes: readonly PlannedJoke[]
  readonly campaigns: readonly PlannedCampaign[]
  /** Posts left for everything else. */
  readonly chatterPosts: number
}

const PHANTOMS = 24

/** How many stories of each sort a network of this size carries, and how many towns. */
export function storyCounts(posts: number) {
  const root = Math.sqrt(posts)
  const between = (low: number, value: number, high: number) =>
    Math.max(low, Math.min(high, Math.round(value)))
  const events = between(3, root * 0.26, 90)
  return {
    events,
    debates: between(1, root / 25, 10),
    rumours: between(1, root / 20, 12),
    jokes: between(1, root / 20, 12),
    towns: between(8, events * 0.8, 60),
  }
}

export function planStories(world: World): Stories {
  const random = world.random.fork('stories')
  const counts = storyCounts(world.posts)
  const towns = random.shuffled(world.towns)
  const town = (position: number) => towns[position % towns.length] as string
  const sizes = shares(Math.round(world.posts * 0.42), counts.events, 12)
  const used = new Set<string>()
  const kinds = random.shuffled(EVENT_KINDS).slice(0, Math.max(2, Math.ceil(counts.events / 2)))
  const place = (position: number): { kind: EventKind; town: string } => {
    const kind = kinds[position % kinds.length] as EventKind
    let at = position
    while (used.has(`${kind.id}/${town(at)}`)) at += 1
    used.add(`${kind.id}/${town(at)}`)
    return { kind, town: town(at) }
  }
  const events = sizes.map((posts, position) =>
    planEvent(world, random.fork(`event${position}`), place(position), { id: `e${position + 1}`, posts }),
  )
  const phantoms = Array.from(
    { length: Math.min(PHANTOMS, kinds.length * towns.length - events.length) },
    (_, position) =>
      planEvent(world, random.fork(`phantom${position}`), place(events.length + position), {
        id: `p${position + 1}`,
        posts: 100,
      }),
  )
  const rumours = shares(Math.round(world.posts * 0.05), counts.rumours, 8).map((posts, position) =>
    planRumour(world, random, {
      id: `r${position + 1}`,
      kind: cycle(RUMOUR_KINDS, world.seed + position),
      town: town(position),
      posts,
    }),
  )
  const debates = shares(Math.round(world.posts * 0.06), counts.debates, 8).map((posts, position) =>
    planDebate(world, random, {
      id: `d${position + 1}`,
      topic: cycle(TOPICS, world.seed + position),
      town: town(position + rumours.length),
      posts,
    }),
  )
  const jokes = Array.from({ length: counts.jokes }, (_, position) =>
    planJoke(world, random, {
      id: `j${position + 1}`,
      town: town(position + 3),
      posts: random.integer(3, world.posts < 1000 ? 4 : 14),
    }),
  )
  const campaignPosts = Math.max(10, Math.min(400, Math.round(world.posts * 0.015)))
  const campaigns = [
    planCampaign(world, random, { id: 'c1', town: town(random.integer(0, 99)), posts: campaignPosts }),
  ]
  const told = [...events, ...rumours, ...debates, ...jokes, ...campaigns].reduce(
    (sum, story) => sum + story.posts,
    0,
  )
  return {
    events,
    phantoms,
    debates,
    rumours,
    jokes,
    campaigns,
    chatterPosts: Math.max(0, world.posts - told),
  }
}

/** Splits posts over stories, a few large and many small, none below `least`. */
function shares(total: number, count: number, least: number): number[] {
  const weights = Array.from({ length: count }, (_, rank) => 1 / (rank + 4))
  const sum = weights.reduce((one, other) => one + other, 0)
  return weights.map((weight) => Math.max(least, Math.floor((total * weight) / sum)))
}

function cycle<T>(items: readonly T[], position: number): T {
  return items[position % items.length] as T
}
