import type { Cluster } from '../corroborate/cluster.ts'
import type { Locale } from '../understand/question-language.ts'
import type { Drafter, DraftSentence } from './draft-sentence.ts'
import { gapWords } from './gap-words.ts'
import { OPENINGS } from './openings.ts'
import type { AnswerDecision } from './write-answer.ts'

const OTHERS_MAX = 3
/** Two things told within this time have no order worth telling. */
const ORDER_MS = 20 * 60_000

/** What happened: what most report first, then what was added, in the order in which it came up. */
export function writeTimeline(
  locale: Locale,
  { lead, others }: AnswerDecision,
  drafter: Drafter,
): (DraftSentence | null)[] {
  const openings = OPENINGS[locale]
  const begun = firstAt(lead)
  const inOrder = others
    .slice(0, OTHERS_MAX)
    .toSorted((a, b) => (firstAt(a) ?? Infinity) - (firstAt(b) ?? Infinity))
  return [
    drafter.draft(lead, openings.report),
    ...inOrder.map((other) => {
      const gap = begun === null ? null : (firstAt(other) ?? begun) - begun
      if (gap === null || Math.abs(gap) < ORDER_MS) return drafter.draft(other, openings.also)
      return drafter.draft(other, (count) =>
        gap < 0 ? openings.before(count) : openings.later(count, gapWords(gap, locale)),
      )
    }),
  ]
}

/** When the first account said it, UTC ms; null where no time is known. */
function firstAt({ supports }: Cluster): number | null {
  const times = supports.flatMap(({ candidate }) => candidate.statement.reading.post.createdAt ?? [])
  return times.length === 0 ? null : Math.min(...times)
}
