import { topicFactor01 } from '../candidates/candidate.ts'
import type { PostReading } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import { decideComparison } from './decide-comparison.ts'
import { decideStatements } from './decide-statements.ts'
import { decideThing } from './decide-thing.ts'
import { decideTruth } from './decide-truth.ts'
import { decideValue } from './decide-value.ts'
import { abstain, type Decision, meetsOutright } from './decision.ts'
import { denialCluster } from './denials.ts'
import { matchesWindow } from './match-window.ts'
import { saysQualifiers } from './qualifiers.ts'

/** Chooses what independent accounts agree on, or says why nothing can be vouched for. */
export function decide(question: Question, readings: readonly PostReading[]): Decision {
  if (readings.length === 0) return abstain('nothing_found')
  const onTopic = readings.filter(
    (reading) =>
      topicFactor01(reading) > 0 && reading.standing !== 'joker' && saysQualifiers(question, reading),
  )
  // Two things that are compared need not stand in one post.
  const compared = question.kind === 'compare' ? decideComparison(question, onTopic) : null
  if (compared !== null) return compared
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
    case 'explain':
      return withCauses(question, onTopic, decideStatements(question, statements, denials))
    default:
      return (
        decideThing(question, onTopic, readings, denials) ?? decideStatements(question, statements, denials)
      )
  }
}

/** An explanation tells why, where accounts agree on it, right after what. */
function withCauses(question: Question, onTopic: readonly PostReading[], told: Decision): Decision {
  const why = decideValue({ ...question, kind: 'why', detail: 'none' }, onTopic, null)
  if (why.kind === 'abstain') return told
  return told.kind === 'abstain' ? why : { ...told, others: [why.lead, ...told.others] }
}
