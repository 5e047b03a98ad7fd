import { asksThing, thingCandidates } from '../candidates/thing-candidates.ts'
import type { PostReading } from '../read/statement.ts'
import { facetsOf, type Question } from '../understand/question.ts'
import { type Cluster, clusterCandidates } from './cluster.ts'
import { refuse } from './decide-value.ts'
import { abstain, type Decision } from './decision.ts'
import { sameValue } from './same-value.ts'
import { weighClusters } from './weigh-clusters.ts'

/** Null where the question asks for no thing, or where too little is known of like events to tell it from the rest. */
export function decideThing(
  question: Question,
  onTopic: readonly PostReading[],
  readings: readonly PostReading[],
  denials: Cluster | null,
): Decision | null {
  if (!asksThing(question) || facetsOf(question, 'event').length === 0) return null
  const elsewhere = readings.filter(({ topic }) => topic.events01 > 0 && topic.names01 < 0.4)
  const candidates = thingCandidates(question, onTopic, elsewhere)
  if (candidates === null) return null
  const clusters = weighClusters(clusterCandidates(candidates, sameValue), [], question.kind)
  const [lead, ...others] = clusters
  if (lead === undefined) return abstain('no_value')
  const refusal = refuse(
    question,
    lead,
    others.filter((other) => !sharesPosts(other, lead)),
    denials,
  )
  return refusal === null
    ? { kind: 'answer', lead, others: [], denials: null, stance: null }
    : abstain(refusal, clusters.slice(0, 2))
}

/** Two words of the same sentences name one thing. */
function sharesPosts(one: Cluster, other: Cluster): boolean {
  const ids = new Set(other.supports.map(({ candidate }) => candidate.statement.reading.post.id))
  return one.supports.some(({ candidate }) => ids.has(candidate.statement.reading.post.id))
}
