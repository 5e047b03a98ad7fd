import { topicFactor01 } from '../candidates/candidate.ts'
import { sharedShare01, tellingStems } from '../read/shared-words.ts'
import type { PostReading, Statement } from '../read/statement.ts'
import { facetsOf, type Question } from '../understand/question.ts'
import { type Cluster, toCluster } from './cluster.ts'
import { textOf } from './decision.ts'

/** Statements on the topic that say it is not so. */
export function denialCluster(question: Question, statements: readonly Statement[]): Cluster | null {
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

/** A denial speaks of the names and of either the event or most other words: it may put the event in other terms. */
function isAbout(question: Question, reading: PostReading): boolean {
  const { names01, events01, words01, inferred } = reading.topic
  if (names01 < 0.75) return false
  const outright = events01 > 0 && inferred !== true && facetsOf(question, 'event').length > 0
  const worded = words01 >= 0.5 && facetsOf(question, 'word').length > 0
  return question.kind === 'is_it_true'
    ? outright || worded
    : outright || (facetsOf(question, 'event').length === 0 && words01 >= 0.5)
}

/** All of these as one group: everyone who says something of the kind. */
export function statementCluster(statements: readonly Statement[]): Cluster | null {
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

/** Share of words a denial has in common with what it denies. */
const DENIAL_SHARE = 0.3

/** Those that deny what the lead says, not something else about the same names. */
export function denialsOf(lead: Cluster, denials: Cluster | null): Cluster | null {
  if (denials === null) return null
  const said = tellingStems(lead.supports.map(({ candidate }) => textOf(candidate.statement)).join(' '))
  const supports = denials.supports.filter(
    ({ candidate }) => sharedShare01(said, tellingStems(textOf(candidate.statement))) >= DENIAL_SHARE,
  )
  return supports.length === 0 ? null : toCluster({ kind: 'statement' }, supports)
}
