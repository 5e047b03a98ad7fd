import { hasFacet, readContent } from '../read/match-facets.ts'
import type { PostReading, Statement } from '../read/statement.ts'
import { type Facet, facetsOf, type Question } from '../understand/question.ts'
import type { Cluster } from './cluster.ts'
import { clusterStatements } from './cluster-statements.ts'
import { type Decision, VOICES_MIN } from './decision.ts'

const SIDES = 2
/** Statements of each side beside its strongest. */
const MORE_MAX = 1

/**
 * What independent accounts say of each of two things, each side by itself; what names both comes first. Null where the
 * question names fewer than two.
 */
export function decideComparison(question: Question, onTopic: readonly PostReading[]): Decision | null {
  const names = facetsOf(question, 'name').slice(0, SIDES)
  const [one, other] = names
  if (one === undefined || other === undefined) return null
  const statements = onTopic
    .filter((reading) => !reading.cues.joke)
    .flatMap((reading) => reading.statements)
    .filter((statement) => !statement.cues.question && !statement.cues.unknown)
  const both = clustersOf(question, statements, [one, other], []).slice(0, 1)
  const left = clustersOf(question, statements, [one], [other])
  const right = clustersOf(question, statements, [other], [one])
  const [first, second] = [left[0], right[0]]
  if (first === undefined || second === undefined) {
    const nearest = [...both, ...left, ...right].slice(0, SIDES)
    return { kind: 'abstain', reason: nearest.length === 0 ? 'no_value' : 'one_side', nearest }
  }
  const sides = [first, second, ...left.slice(1, 1 + MORE_MAX), ...right.slice(1, 1 + MORE_MAX)]
  const [lead = first, ...others] = [...both, ...sides]
  return { kind: 'answer', lead, others, denials: null, stance: null }
}

/** Groups of statements that speak of all these names and of none of those, corroborated. */
function clustersOf(
  question: Question,
  statements: readonly Statement[],
  wanted: readonly Facet[],
  unwanted: readonly Facet[],
): Cluster[] {
  const about = wanted.length === 1 ? wanted[0]?.text : undefined
  const fitting = statements.filter((statement) => {
    const content = readContent(statement.tokens)
    return (
      wanted.every((facet) => hasFacet(content, facet)) && !unwanted.some((facet) => hasFacet(content, facet))
    )
  })
  return clusterStatements(question, fitting)
    .filter((cluster) => cluster.supports.length >= VOICES_MIN && cluster.firm > 0)
    .map((cluster) =>
      about === undefined ? cluster : { ...cluster, value: { kind: 'statement' as const, about } },
    )
}
