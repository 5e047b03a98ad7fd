import type { PostReading, Statement } from '../read/statement.ts'
import type { Cluster } from './cluster.ts'

export type AbstainReason =
  | 'nothing_found'
  | 'off_topic'
  | 'no_value'
  | 'one_account'
  | 'disagree'
  | 'unconfirmed'
  | 'denied'
  /** Two were to be compared, and posts speak of one. */
  | 'one_side'

export type Decision =
  | {
      readonly kind: 'answer'
      readonly lead: Cluster
      readonly others: readonly Cluster[]
      readonly denials: Cluster | null
      readonly stance: 'yes' | 'no' | null
    }
  /** `nearest` is the best there was: shown, but not vouched for. */
  | { readonly kind: 'abstain'; readonly reason: AbstainReason; readonly nearest: readonly Cluster[] }

/** Two accounts that do not copy each other: the least that corroborates. */
export const VOICES_MIN = 2
/** All of two names, two of three: who types three words in lower case does not mean three constraints. */
export const NAMES_MIN01 = 0.6
/** The best answer must outweigh the next by this much, or the accounts disagree. */
export const LEAD_RATIO = 1.25

export function abstain(reason: AbstainReason, nearest: readonly Cluster[] = []): Decision {
  return { kind: 'abstain', reason, nearest }
}

/** A post that by itself (with its thread) is about all names and at least half of the events asked about. */
export function meetsConstraints(reading: PostReading): boolean {
  return reading.topic.events01 >= 0.4 && reading.topic.names01 >= NAMES_MIN01
}

/** The same, said by the post itself or its thread and not only inferred. */
export function meetsOutright(reading: PostReading): boolean {
  return meetsConstraints(reading) && reading.topic.inferred !== true
}

export function outweighs(denials: Cluster | null, lead: Cluster): boolean {
  if (denials === null) return false
  return (
    (denials.official && !lead.official && denials.score > 0.3 * lead.score) ||
    (denials.supports.length >= VOICES_MIN && denials.score > lead.score)
  )
}

/** The sentence as stored. */
export function textOf(statement: Statement): string {
  return statement.reading.post.text.slice(statement.start, statement.end)
}
