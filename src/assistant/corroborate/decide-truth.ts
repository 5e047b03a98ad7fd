import { hasFacet, readContent } from '../read/match-facets.ts'
import type { Statement } from '../read/statement.ts'
import { facetsOf, type Question } from '../understand/question.ts'
import { plainWords } from '../words/cues.ts'
import { type Cluster, isFirm } from './cluster.ts'
import { abstain, type Decision, LEAD_RATIO, meetsConstraints, textOf, VOICES_MIN } from './decision.ts'
import { statementCluster } from './denials.ts'

/** A story that was told first and denied afterwards. */
function isLater(denials: Cluster, affirming: Cluster | null): boolean {
  return (
    affirming !== null &&
    denials.supports.length > VOICES_MIN &&
    (denials.medianAt ?? 0) > (affirming.medianAt ?? 0)
  )
}

const NEGATED = / (?:not|never|no|nobody|n t|doesn|didn|isn|wasn|won|pas|jamais|aucune?|if|si|would|whether) /

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

export function decideTruth(
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
