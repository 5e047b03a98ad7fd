import type { Statement } from '../read/statement.ts'
import { findTimes } from '../read/times.ts'
import type { Question } from '../understand/question.ts'
import type { Candidate } from './candidate.ts'
import { anchorPositions, nearAnchor01 } from './relation.ts'

/** Times in a sentence that may answer "when", resolved against when it was posted. */
export function timeCandidates(question: Question, statement: Statement): Candidate[] {
  const text = statement.reading.post.text.slice(statement.start, statement.end)
  const anchors = anchorPositions(question, statement)
  return findTimes(text, statement.reading.post.createdAt).flatMap((time) => {
    if (question.detail === 'clock' && time.minute === null && time.part === null) return []
    if (question.detail === 'day' && time.day === null) return []
    const start = statement.start + time.start
    const end = statement.start + time.end
    const first = Math.max(
      0,
      statement.tokens.findIndex((token) => token.end > start),
    )
    const last = statement.tokens.findLastIndex((token) => token.start < end)
    const precise = question.detail === 'clock' && time.minute === null ? 0.4 : 1
    return [
      {
        value: { kind: 'time' as const, day: time.day, minute: time.minute, part: time.part },
        statement,
        start,
        end,
        relation01: nearAnchor01(statement, anchors, first, Math.max(first, last)) * precise,
      },
    ]
  })
}
