import type { FactValue } from './events/event-kind.ts'
import type { PlannedEvent } from './events/plan-event.ts'
import type { Stories } from './plan-stories.ts'
import { siteName } from './sites.ts'

/**
 * What really happened, as plain objects ready for JSON: one per event, rumour, debate, joke and campaign. `label` is the
 * label of its posts. Times are ISO 8601, UTC. An event's facts say how they were known over time: `early` figures (oldest
 * first), one that was `wrong`, and the `final` one that counts; `told` says whether many, one or nobody gave it.
 */
export function* storyRecords(stories: Stories): Generator<Readonly<Record<string, unknown>>, void, void> {
  for (const event of stories.events) yield eventRecord(event)
  for (const { id, kind, town, site, startAt, posts } of stories.rumours) {
    const where = { town, site: siteName(site, 'en') }
    yield { label: `rumour:${id}`, type: kind.id, ...where, started_at: iso(startAt), posts, true: false }
  }
  for (const { id, topic, town, opinions, posts } of stories.debates) {
    yield { label: `debate:${id}`, type: topic.id, town, opinions: opinions.map(({ keys }) => keys), posts }
  }
  for (const { id, town, author, startAt, old, odd, posts } of stories.jokes) {
    yield {
      label: `joke:${id}`,
      town,
      author: author.id,
      started_at: iso(startAt),
      claim: `${odd.en} instead of ${old.en}`,
      posts,
      true: false,
    }
  }
  for (const { id, town, members, link, waves, posts } of stories.campaigns) {
    yield {
      label: `campaign:${id}`,
      town,
      accounts: members.map((member) => member.id),
      link,
      waves: waves.map(iso),
      posts,
      true: false,
    }
  }
}

function eventRecord({
  id,
  kind,
  town,
  site,
  startAt,
  facts,
  spokesperson,
  posts,
}: PlannedEvent): Record<string, unknown> {
  return {
    label: `event:${id}`,
    type: kind.id,
    town,
    site: siteName(site, 'en'),
    started_at: iso(startAt),
    spokesperson,
    facts: facts.map(({ spec, value, told }) => ({
      id: spec.id,
      asks: spec.ask,
      told,
      ...valueRecord(value),
    })),
    posts,
  }
}

function valueRecord(value: FactValue): Record<string, unknown> {
  if (value.kind === 'count') return { early: value.early, wrong: value.wrong, final: value.final }
  if (value.kind === 'name') return { wrong: value.wrong, final: value.final }
  return { wrong: value.wrong?.en[0] ?? null, final: value.final.en[0] }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
