import { hasFacet, readContent } from '../read/match-facets.ts'
import type { PostReading } from '../read/statement.ts'
import { facetsOf, type Question } from '../understand/question.ts'
import { type Cluster, clusterCandidates, toCluster } from './cluster.ts'
import { collectCandidates } from './collect.ts'
import { type AbstainReason, abstain, type Decision, LEAD_RATIO, outweighs, VOICES_MIN } from './decision.ts'
import { sameValue } from './same-value.ts'
import { weighClusters } from './weigh-clusters.ts'

export function decideValue(
  question: Question,
  onTopic: readonly PostReading[],
  denials: Cluster | null,
): Decision {
  const { candidates, takenBack } = collectCandidates(question, onTopic)
  const weighed = weighClusters(clusterCandidates(candidates, sameValue), takenBack, question.kind)
  const clusters = telling(question, weighed)
  const [lead, ...others] = clusters
  if (lead === undefined) return abstain('no_value')
  // Who corrects a figure or a name does not deny the event.
  const corrected = new Set(
    [...candidates, ...takenBack].map((candidate) => candidate.statement.reading.post.id),
  )
  const refusal = refuse(question, lead, others, withoutPosts(denials, corrected))
  return refusal === null
    ? { kind: 'answer', lead, others, denials, stance: null }
    : abstain(refusal, clusters.slice(0, 2))
}

/** Those that can answer: names that are names, and accounts that speak of what is asked. All, where none can. */
function telling(question: Question, clusters: readonly Cluster[]): readonly Cluster[] {
  const named = clusters.filter((cluster) => !isOnlyOpening(cluster))
  const carried = named.filter((cluster) => carriesConstraints(question, cluster))
  return carried.length > 0 ? carried : named
}

/** A single word that is a name only because its sentence begins with it. */
function isOnlyOpening({ value, supports }: Cluster): boolean {
  return (
    value.kind === 'name' &&
    value.words.length === 1 &&
    supports.every(({ candidate }) => candidate.start === candidate.statement.start)
  )
}

export function refuse(
  question: Question,
  lead: Cluster,
  others: readonly Cluster[],
  denials: Cluster | null,
): AbstainReason | null {
  if (!carriesConstraints(question, lead)) return 'off_topic'
  if (outweighs(denials, lead)) return 'denied'
  if (lead.supports.length < VOICES_MIN && !lead.official) return 'one_account'
  if (lead.firm === 0) return 'unconfirmed'
  // A hedge is half a voice: three who heard it beside one who says it outright corroborate.
  const voices = lead.firm + (lead.supports.length - lead.firm) / 2
  if (voices < VOICES_MIN && !lead.official)
    return lead.supports.length >= VOICES_MIN ? 'unconfirmed' : 'one_account'
  const rival = others.find((other) => isComparable(other, lead))
  if (rival !== undefined && rival.score * LEAD_RATIO > lead.score && rival.firm >= VOICES_MIN)
    return 'disagree'
  return null
}

/**
 * Whether two answers can be held against each other. Causes are told in words: where one is told only in French and
 * the other only in English, they may well be the same.
 */
function isComparable(one: Cluster, other: Cluster): boolean {
  if (one.value.kind !== 'cause' && one.value.kind !== 'thing') return true
  const langs = (cluster: Cluster) =>
    new Set(cluster.supports.map(({ candidate }) => candidate.statement.reading.post.lang))
  const known = langs(other)
  return [...langs(one)].some((lang) => lang === null || known.has(lang) || known.has(null))
}

function withoutPosts(cluster: Cluster | null, ids: ReadonlySet<string>): Cluster | null {
  const supports =
    cluster?.supports.filter(({ candidate }) => !ids.has(candidate.statement.reading.post.id)) ?? []
  return supports.length === 0 ? null : toCluster({ kind: 'statement' }, supports)
}

/** A single word may have been said in another way; of several nobody uses one only where another matter is asked about. */
const UNKNOWN_WORDS_MIN = 2

/**
 * What the question asks about in words that no table knows ("speed bumps", "ticket inspectors") must be said by
 * somebody, as far as anybody writes in its language: an answer about something else of the same event is none.
 */
function saysUnknownWords(question: Question, readings: readonly PostReading[]): boolean {
  const unknown = facetsOf(question, 'word').filter((facet) => facet.asked && facet.concepts.size === 0)
  const sameLanguage = readings.filter(({ post }) => post.lang === null || post.lang === question.locale)
  if (unknown.length < UNKNOWN_WORDS_MIN || sameLanguage.length === 0) return true
  return readings.some(({ statements }) => {
    const content = readContent(statements.flatMap((statement) => statement.tokens))
    return unknown.some((facet) => hasFacet(content, facet))
  })
}

/** Together the supporting posts must speak of every name, event and most things asked about; one of them of all names and events at once. */
function carriesConstraints(question: Question, cluster: Cluster): boolean {
  const readings = cluster.supports.map(({ candidate }) => candidate.statement.reading)
  if (!readings.some((reading) => reading.topic.names01 >= 0.5 && reading.topic.events01 >= 0.4)) return false
  if (!saysUnknownWords(question, readings)) return false
  // Where the question names no event, its plain words are all that says which matter it is about.
  const words = facetsOf(question, 'word')
  if (words.length === 0) return true
  const contents = readings.map(({ statements }) =>
    readContent(statements.flatMap((statement) => statement.tokens)),
  )
  return (
    words.filter((facet) => contents.some((content) => hasFacet(content, facet))).length >=
    words.length * (facetsOf(question, 'event').length === 0 ? 0.5 : words.length >= 3 ? 0.3 : 0)
  )
}
