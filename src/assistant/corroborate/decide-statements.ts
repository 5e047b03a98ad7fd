import { saysAsked } from '../candidates/relation.ts'
import { namesThing } from '../candidates/thing-candidates.ts'
import { INCIDENTS } from '../read/match-facets.ts'
import { isPlaceNoun } from '../read/places.ts'
import type { Statement } from '../read/statement.ts'
import { facetsOf, type Question } from '../understand/question.ts'
import type { Cluster } from './cluster.ts'
import { clusterStatements } from './cluster-statements.ts'
import { abstain, type Decision, meetsConstraints, outweighs, VOICES_MIN } from './decision.ts'
import { denialsOf } from './denials.ts'

/** Opinions are on what the question names; other open questions are answered only by sentences that speak of what is asked. */
function bears(question: Question, statement: Statement): boolean {
  const { topic } = statement.reading
  if (question.kind === 'what_do_people_say')
    return topic.words01 >= 0.5 && (topic.events01 > 0 || facetsOf(question, 'event').length === 0)
  if (question.kind === 'other')
    return (
      saysAsked(question, statement) &&
      (topic.words01 >= 0.3 || topic.events01 > 0) &&
      namesThing(question, statement)
    )
  return facetsOf(question, 'event').length > 0 || topic.words01 >= 0.5 || namesOnlyPlace(question)
}

/** "Any news from Hill Street": what is no name is only what kind of place it is. */
function namesOnlyPlace(question: Question): boolean {
  const words = facetsOf(question, 'word')
  return (
    facetsOf(question, 'name').length > 0 &&
    words.every((facet) =>
      facet.words.every(({ norm }) =>
        isPlaceNoun({ kind: 'word', text: norm, norm, start: 0, end: 0, capital: false }),
      ),
    )
  )
}

/** "The 2022 cup" is not any cup: a year in the question must be said, unless it is the year of the post. */
function saysYears(question: Question, statement: Statement): boolean {
  const { text, createdAt } = statement.reading.post
  const own = createdAt === null ? null : new Date(createdAt).getUTCFullYear()
  return question.numbers
    .filter((number) => number >= 1_900 && number <= 2_100 && number !== own)
    .every((year) => text.includes(String(year)))
}

/** What happened is told by those who name an incident, then any event; a lasting debate in the same place is none. */
const EVENT_SHARES = { incident: 1, event: 0.5, none: 0.2 } as const

function byEvents(cluster: Cluster): Cluster {
  const shares = cluster.supports.map(({ candidate }) => {
    const { concepts } = candidate.statement
    if (concepts.some(({ concept }) => INCIDENTS.has(concept.id))) return EVENT_SHARES.incident
    return concepts.some(({ concept }) => concept.kind === 'event') ? EVENT_SHARES.event : EVENT_SHARES.none
  })
  const share = shares.reduce<number>((sum, each) => sum + each, 0) / shares.length
  return { ...cluster, score: cluster.score * share }
}

/** What else happened is told, though one thing that is said under the same names is denied; all, where nothing else is. */
function undenied(clusters: readonly Cluster[], denials: Cluster | null): readonly Cluster[] {
  const standing = clusters.filter((cluster) => !outweighs(denialsOf(cluster, denials), cluster))
  return standing.some(({ supports, firm }) => supports.length >= VOICES_MIN && firm > 0)
    ? standing
    : clusters
}

export function decideStatements(
  question: Question,
  statements: readonly Statement[],
  denials: Cluster | null,
): Decision {
  const usable = statements.filter(
    (statement) =>
      saysYears(question, statement) &&
      !statement.cues.question &&
      !statement.reading.cues.joke &&
      !(statement.cues.denial && question.kind !== 'what_do_people_say') &&
      bears(question, statement),
  )
  const clusters = clusterStatements(question, usable)
    .filter((cluster) =>
      cluster.supports.some(({ candidate }) => meetsConstraints(candidate.statement.reading)),
    )
    .map((cluster) => (question.kind === 'what_happened' ? byEvents(cluster) : cluster))
    .sort((a, b) => b.score - a.score)
  const [lead, ...others] = question.kind === 'what_happened' ? undenied(clusters, denials) : clusters
  if (lead === undefined) return abstain('no_value')
  const against = denialsOf(lead, denials)
  if (outweighs(against, lead)) return abstain('denied', against === null ? [] : [against])
  if (lead.supports.length < VOICES_MIN) return abstain('one_account', clusters.slice(0, 2))
  if (lead.firm === 0) return abstain('unconfirmed', clusters.slice(0, 2))
  return {
    kind: 'answer',
    lead,
    others: others.filter((cluster) => cluster.supports.length >= VOICES_MIN),
    denials: against,
    stance: null,
  }
}
