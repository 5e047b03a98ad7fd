import { topicFactor01 } from '../candidates/candidate.ts'
import { saysAsked } from '../candidates/relation.ts'
import { hasFacet, readContent } from '../read/match-facets.ts'
import type { PostReading, Statement } from '../read/statement.ts'
import { facetsOf, type Question } from '../understand/question.ts'
import { plainWords } from '../words/cues.ts'
import { type Cluster, clusterCandidates, isFirm, toCluster } from './cluster.ts'
import { clusterStatements } from './cluster-statements.ts'
import { collectCandidates } from './collect.ts'
import { matchesWindow } from './match-window.ts'
import { sameValue } from './same-value.ts'
import { weighClusters } from './weigh-clusters.ts'

export type AbstainReason =
  | 'nothing_found'
  | 'off_topic'
  | 'no_value'
  | 'one_account'
  | 'disagree'
  | 'unconfirmed'
  | 'denied'

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
const VOICES_MIN = 2
/** The best answer must outweigh the next by this much, or the accounts disagree. */
const LEAD_RATIO = 1.25

/** Chooses what independent accounts agree on, or says why nothing can be vouched for. */
export function decide(question: Question, readings: readonly PostReading[]): Decision {
  const onTopic = readings.filter((reading) => topicFactor01(reading) > 0 && reading.standing !== 'joker')
  if (readings.length === 0) return abstain('nothing_found')
  // Somebody must say all of it outright; what others add to the same story may then be shorter.
  const outright = onTopic.filter(meetsOutright)
  if (outright.length === 0) return abstain('off_topic')
  if (question.window !== null && question.kind !== 'is_it_true' && !matchesWindow(question.window, outright))
    return abstain('off_topic')
  const statements = onTopic.flatMap((reading) => reading.statements)
  const denials = denialCluster(question, statements)
  switch (question.kind) {
    case 'who':
    case 'where':
    case 'when':
    case 'how_many':
    case 'why':
      return decideValue(question, onTopic, denials)
    case 'is_it_true':
      return decideTruth(question, statements, denials)
    default:
      return decideStatements(question, statements, denials)
  }
}

function abstain(reason: AbstainReason, nearest: readonly Cluster[] = []): Decision {
  return { kind: 'abstain', reason, nearest }
}

/** A post that by itself (with its thread) is about all names and at least half of the events asked about. */
function meetsConstraints(reading: PostReading): boolean {
  return reading.topic.names01 >= 0.75 && reading.topic.events01 >= 0.4
}

/** The same, said by the post itself or its thread and not only inferred. */
function meetsOutright(reading: PostReading): boolean {
  return meetsConstraints(reading) && reading.topic.inferred !== true
}

function decideValue(question: Question, onTopic: readonly PostReading[], denials: Cluster | null): Decision {
  const { candidates, takenBack } = collectCandidates(question, onTopic)
  const clusters = weighClusters(clusterCandidates(candidates, sameValue), takenBack, question.kind)
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

function refuse(
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
  const rival = others[0]
  if (rival !== undefined && rival.score * LEAD_RATIO > lead.score && rival.firm >= VOICES_MIN)
    return 'disagree'
  return null
}

function withoutPosts(cluster: Cluster | null, ids: ReadonlySet<string>): Cluster | null {
  const supports =
    cluster?.supports.filter(({ candidate }) => !ids.has(candidate.statement.reading.post.id)) ?? []
  return supports.length === 0 ? null : toCluster({ kind: 'statement' }, supports)
}

/** Together the supporting posts must speak of every name, event and most things asked about; one of them of all names and events at once. */
function carriesConstraints(question: Question, cluster: Cluster): boolean {
  const readings = cluster.supports.map(({ candidate }) => candidate.statement.reading)
  if (!readings.some((reading) => reading.topic.names01 >= 0.5 && reading.topic.events01 >= 0.4)) return false
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

function outweighs(denials: Cluster | null, lead: Cluster): boolean {
  if (denials === null) return false
  return (
    (denials.official && !lead.official && denials.score > 0.3 * lead.score) ||
    (denials.supports.length >= VOICES_MIN && denials.score > lead.score)
  )
}

/** Statements on the topic that say it is not so. */
function denialCluster(question: Question, statements: readonly Statement[]): Cluster | null {
  const denying = statements.filter(
    (statement) =>
      statement.cues.denial &&
      isAbout(question, statement.reading) &&
      !statement.reading.cues.joke &&
      !statement.cues.correction,
  )
  const cluster = statementCluster(denying)
  return cluster === null || question.kind === 'what_do_people_say' ? null : cluster
}

/** Opinions are on what the question names; other open questions are answered only by sentences that speak of what is asked. */
function bears(question: Question, statement: Statement): boolean {
  const { topic } = statement.reading
  if (question.kind === 'what_do_people_say')
    return topic.words01 >= 0.5 && (topic.events01 > 0 || facetsOf(question, 'event').length === 0)
  if (question.kind === 'other')
    return saysAsked(question, statement) && (topic.words01 >= 0.3 || topic.events01 > 0)
  return facetsOf(question, 'event').length > 0 || topic.words01 >= 0.5
}

/** A denial speaks of the names and of either the event or most other words: it may put the event in other terms. */
function isAbout(question: Question, reading: PostReading): boolean {
  const { names01, events01, words01, inferred } = reading.topic
  if (names01 < 0.75) return false
  const outright = events01 > 0 && inferred !== true && facetsOf(question, 'event').length > 0
  return question.kind === 'is_it_true'
    ? outright || words01 >= 0.5
    : outright || (facetsOf(question, 'event').length === 0 && words01 >= 0.5)
}

function statementCluster(statements: readonly Statement[]): Cluster | null {
  if (statements.length === 0) return null
  return toCluster(
    { kind: 'statement' },
    statements.map((statement) => ({
      voice: statement.reading.voice,
      weight: statement.reading.weight * topicFactor01(statement.reading) * (statement.cues.question ? 0 : 1),
      candidate: {
        value: { kind: 'statement' },
        statement,
        start: statement.start,
        end: statement.end,
        relation01: 1,
      },
    })),
  )
}

/** A story that was told first and denied afterwards. */
function isLater(denials: Cluster, affirming: Cluster | null): boolean {
  return (
    affirming !== null &&
    denials.supports.length > VOICES_MIN &&
    (denials.medianAt ?? 0) > (affirming.medianAt ?? 0)
  )
}

const NEGATED = / (?:not|never|no|nobody|n t|doesn|didn|isn|wasn|won|pas|jamais|aucune?|if|si|would|whether) /

function textOf(statement: Statement): string {
  return statement.reading.post.text.slice(statement.start, statement.end)
}

/** Says in plain words, not only in tags, nearly all of what is claimed. */
function affirms(question: Question, statement: Statement): boolean {
  const content = readContent(statement.tokens.filter((token) => token.kind !== 'hashtag'))
  const names = facetsOf(question, 'name')
  const named = readContent(statement.tokens)
  if (names.length > 0 && !names.some((facet) => hasFacet(named, facet))) return false
  if (!question.negated && NEGATED.test(plainWords(textOf(statement)))) return false
  const claimed = question.facets.filter((facet) => facet.role !== 'name')
  const said = claimed.filter((facet) => hasFacet(content, facet)).length
  return statement.reading.topic.own01 >= 0.5 && said >= claimed.length * (claimed.length <= 2 ? 1 : 0.6)
}

function decideTruth(
  question: Question,
  statements: readonly Statement[],
  denials: Cluster | null,
): Decision {
  const affirming = statementCluster(
    statements.filter(
      (statement) =>
        !statement.cues.denial &&
        !statement.reading.cues.denial &&
        !statement.cues.question &&
        meetsConstraints(statement.reading) &&
        affirms(question, statement),
    ),
  )
  const yes =
    affirming === null
      ? 0
      : affirming.supports.filter(isFirm).reduce((sum, support) => sum + support.weight, 0)
  const no = denials === null ? 0 : denials.supports.reduce((sum, support) => sum + support.weight, 0)
  const official = denials?.official === true && affirming?.official !== true
  const manyDeny = denials !== null && (official || denials.supports.length >= VOICES_MIN)
  if (
    denials !== null &&
    manyDeny &&
    (no > yes || ((official || isLater(denials, affirming)) && no > 0.3 * yes))
  ) {
    return {
      kind: 'answer',
      lead: denials,
      others: affirming === null ? [] : [affirming],
      denials: null,
      stance: 'no',
    }
  }
  if (affirming === null)
    return abstain(denials === null ? 'no_value' : 'one_account', denials === null ? [] : [denials])
  if (affirming.firm >= VOICES_MIN && yes > LEAD_RATIO * no)
    return { kind: 'answer', lead: affirming, others: [], denials, stance: 'yes' }
  if (affirming.firm < VOICES_MIN)
    return abstain(affirming.supports.length >= VOICES_MIN ? 'unconfirmed' : 'one_account', [affirming])
  return abstain('disagree', denials === null ? [affirming] : [affirming, denials])
}

function decideStatements(
  question: Question,
  statements: readonly Statement[],
  denials: Cluster | null,
): Decision {
  const usable = statements.filter(
    (statement) =>
      !statement.cues.question &&
      !statement.reading.cues.joke &&
      !(statement.cues.denial && question.kind !== 'what_do_people_say') &&
      bears(question, statement),
  )
  const clusters = clusterStatements(question, usable).filter((cluster) =>
    cluster.supports.some(({ candidate }) => meetsConstraints(candidate.statement.reading)),
  )
  const [lead, ...others] = clusters
  if (lead === undefined) return abstain('no_value')
  if (outweighs(denials, lead)) return abstain('denied', denials === null ? [] : [denials])
  if (lead.supports.length < VOICES_MIN) return abstain('one_account', clusters.slice(0, 2))
  if (lead.firm === 0) return abstain('unconfirmed', clusters.slice(0, 2))
  return {
    kind: 'answer',
    lead,
    others: others.filter((cluster) => cluster.supports.length >= VOICES_MIN),
    denials,
    stance: null,
  }
}
