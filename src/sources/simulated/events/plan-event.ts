import type { Random } from '../../../lib/random.ts'
import type { Site } from '../sites.ts'
import { HOUR_MS, MINUTE_MS } from '../times.ts'
import type { User, World } from '../world.ts'
import type { EventKind, FactSpec, FactValue } from './event-kind.ts'

/** A fact of one event: told, kept back (nobody says it), or claimed once by one unnamed account. */
export type PlannedFact = {
  readonly spec: FactSpec
  readonly value: FactValue
  readonly told: 'by_many' | 'by_nobody' | 'by_one'
}

export type PlannedEvent = {
  readonly id: string
  readonly kind: EventKind
  readonly town: string
  readonly site: Site
  /** When it started, a round number of minutes; UTC milliseconds. */
  readonly startAt: number
  /** Languages it is told in, and the share of posts in English. */
  readonly english01: number
  readonly facts: readonly PlannedFact[]
  readonly spokesperson: string
  readonly office: { readonly en: User; readonly fr: User }
  readonly posts: number
}

export type EventPlace = { readonly kind: EventKind; readonly town: string }

/** Decides everything about an event before the first post is written. */
export function planEvent(
  world: World,
  random: Random,
  place: EventPlace,
  request: { id: string; posts: number },
): PlannedEvent {
  const { kind, town } = place
  const english01 = random.weighted([
    [0.5, 5],
    [1, 3],
    [0, 3],
    [0.75, 1],
    [0.25, 1],
  ])
  const facts = planFacts(kind, { random, namer: world.namer }, request.posts)
  return {
    id: request.id,
    kind,
    town,
    site: { kind: random.pick(kind.sites), name: world.namer.site() },
    startAt: startTime(world, kind, random),
    english01,
    facts,
    spokesperson: world.namer.person(),
    office: {
      en: world.special(`${town} ${office(kind.officials.en[0])} (simulated)`, 'en'),
      fr: world.special(`${office(kind.officials.fr[0])} ${town} (simulated)`, 'fr'),
    },
    posts: request.posts,
  }
}

/** Too few posts cannot carry many facts: each told fact should come up several times. */
function planFacts(
  kind: EventKind,
  draw: { random: Random; namer: World['namer'] },
  posts: number,
): PlannedFact[] {
  const most = Math.max(2, Math.floor(posts / 7))
  const specs = draw.random.shuffled(kind.facts)
  const withheld = draw.random.chance(0.6) || specs.length > most ? specs.length - 1 : specs.length
  return specs.map((spec, position) => {
    const value = spec.draw(draw)
    if (position < Math.min(most, withheld)) return { spec, value, told: 'by_many' }
    return { spec, value, told: draw.random.chance(0.4) ? 'by_one' : 'by_nobody' }
  })
}

function startTime(world: World, kind: EventKind, random: Random): number {
  const [earliest, latest] = kind.hours
  const days = Math.max(1, Math.round((world.endAt - world.startAt) / (24 * HOUR_MS)) - 1)
  const at = world.startAt + random.integer(0, days - 1) * 24 * HOUR_MS
  return at + random.integer(earliest, latest - 1) * HOUR_MS + random.integer(0, 11) * 5 * MINUTE_MS
}

function office(name: string | undefined): string {
  return (name ?? '').replace(/^(the|les|le|la) |^l'/, '').replace(/^./, (first) => first.toUpperCase())
}
