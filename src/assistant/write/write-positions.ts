import type { Cluster } from '../corroborate/cluster.ts'
import type { Locale } from '../understand/question-language.ts'
import type { Drafter, DraftSentence } from './draft-sentence.ts'
import { OPENINGS } from './openings.ts'
import type { AnswerDecision } from './write-answer.ts'

const POSITIONS_MAX = 4
/** Below this many accounts "most" says nothing. */
const SHARED_MIN = 5

/** What people think: each position with a typical quote, and whether most of those who say something hold it. */
export function writePositions(
  locale: Locale,
  { lead, others }: AnswerDecision,
  drafter: Drafter,
): (DraftSentence | null)[] {
  const openings = OPENINGS[locale]
  const positions = [lead, ...others].slice(0, POSITIONS_MAX)
  const all = new Set([lead, ...others].flatMap(voicesOf)).size
  const isMost = all >= SHARED_MIN && positions.length > 1 && lead.supports.length * 2 > all
  return positions.map((position, at) =>
    drafter.draft(position, at > 0 ? openings.othersSay : isMost ? openings.mostSay : openings.report),
  )
}

function voicesOf({ supports }: Cluster): string[] {
  return supports.map(({ voice }) => voice)
}
