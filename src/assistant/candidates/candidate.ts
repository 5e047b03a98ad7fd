import type { Quantity } from '../read/quantities.ts'
import type { PostReading, Statement } from '../read/statement.ts'
import type { DayPart } from '../read/times.ts'

/** What a candidate answer says, in a form that can be compared across posts and languages. */
export type AnswerValue =
  | {
      readonly kind: 'quantity'
      readonly value: number
      readonly high: number | null
      readonly bound: Quantity['bound']
      readonly unit: QuantityUnit
    }
  | { readonly kind: 'score'; readonly text: string }
  | { readonly kind: 'name'; readonly words: readonly string[]; readonly text: string }
  | { readonly kind: 'place'; readonly words: readonly string[]; readonly text: string }
  | {
      readonly kind: 'time'
      readonly day: number | null
      readonly minute: number | null
      readonly part: DayPart | null
    }
  /** `words` are stems. */
  | { readonly kind: 'cause'; readonly words: readonly string[]; readonly text: string }
  /** What was taken, found, written about: `words` holds one stem. */
  | { readonly kind: 'thing'; readonly words: readonly string[]; readonly text: string }
  /** `about`: the side it speaks of, where two are compared; as the question writes it. */
  | { readonly kind: 'statement'; readonly about?: string }

export type QuantityUnit = Quantity['unit'] | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** One place in one post that may answer the question. Offsets are into the stored text. */
export type Candidate = {
  readonly value: AnswerValue
  readonly statement: Statement
  readonly start: number
  readonly end: number
  /** How directly the text ties the value to what was asked: 1 = next to it, 0 = only in the same post. */
  readonly relation01: number
}

/** How much one candidate counts: who says it and how, how far the post is on the topic, how directly it answers. */
export function candidateWeight(candidate: Candidate): number {
  return statementWeight(candidate.statement) * candidate.relation01
}

/** A sentence's own cues weigh as much as its post's: either may hedge or joke. */
export function statementWeight(statement: Statement): number {
  const { reading, cues } = statement
  if (cues.question) return 0
  return reading.weight * topicFactor01(reading)
}

/** Words of the question beyond its names and events matter less, and never rescue a post that lacks those. */
export function topicFactor01(reading: PostReading): number {
  const { names01, events01, words01, otherEvent } = reading.topic
  if (otherEvent || names01 < 0.4) return 0
  const event = events01 > 0 ? 0.5 + 0.5 * events01 : 0.45
  return names01 * event * (0.6 + 0.4 * words01)
}
