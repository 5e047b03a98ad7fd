import type { Question } from '../understand/question.ts'
import { facetsOf } from '../understand/question.ts'
import type { PostReading } from './statement.ts'

/** Posts about one event cluster in time: how far one speaks for the event of another, in milliseconds. */
const NEARNESS_MS = 6 * 3_600_000
/** At least this share of what is said under the same names around that time must be about the event asked about. */
const SHARE_MIN = 0.7
const ANCHORS_MIN = 2
const INFERRED_EVENTS01 = 0.6

/**
 * People who report on an event often name only the place ("Croydon: 12 hurt"). Such a post is taken to be about the
 * event asked about when nearly everything said under the same names around the same time is, and never otherwise.
 */
export function inferEvents(question: Question, readings: readonly PostReading[]): PostReading[] {
  if (facetsOf(question, 'event').length === 0 || facetsOf(question, 'name').length === 0)
    return [...readings]
  const named = readings.filter((reading) => reading.topic.names01 >= 0.5 && reading.post.createdAt !== null)
  const about = named.filter((reading) => reading.topic.events01 > 0)
  const other = named.filter((reading) => reading.topic.otherEvent)
  if (new Set(about.map((reading) => reading.voice)).size < ANCHORS_MIN) return [...readings]
  return readings.map((reading) => {
    const { topic, post } = reading
    if (topic.events01 > 0 || topic.otherEvent || topic.names01 < 0.5 || post.createdAt === null)
      return reading
    const mine = nearness(post.createdAt, about)
    const share = mine / (mine + nearness(post.createdAt, other) + 1e-9)
    if (share < SHARE_MIN) return reading
    return withTopic(reading, INFERRED_EVENTS01 * share)
  })
}

/** Statements point back at their reading, so both are made anew. */
function withTopic(reading: PostReading, events01: number): PostReading {
  const statements: PostReading['statements'][number][] = []
  const inferred: PostReading = {
    ...reading,
    statements,
    topic: { ...reading.topic, events01, inferred: true },
  }
  for (const statement of reading.statements) statements.push({ ...statement, reading: inferred })
  return inferred
}

function nearness(at: number, readings: readonly PostReading[]): number {
  return readings.reduce(
    (sum, reading) => sum + Math.exp(-Math.abs((reading.post.createdAt ?? at) - at) / NEARNESS_MS),
    0,
  )
}
