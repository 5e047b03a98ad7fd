import type { PostId } from '../../domain/post.ts'
import { decide } from '../corroborate/decide.ts'
import type { Decision } from '../corroborate/decision.ts'
import type { PostReading } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import type { Passage } from './passages.ts'

/** Decides from the person's own files where they answer, else from everything that was read. */
export function decideWithFiles(
  question: Question,
  readings: readonly PostReading[],
  passages: ReadonlyMap<PostId, Passage>,
): Decision {
  const ofFiles = readings.filter(({ post }) => passages.get(post.id)?.document.kind === 'file')
  if (ofFiles.length > 0) {
    const decision = decide(question, ofFiles)
    if (decision.kind === 'answer') return decision
  }
  return decide(question, readings)
}
