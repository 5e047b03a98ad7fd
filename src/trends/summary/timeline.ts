import { type ChooseRequest, chooseSentences } from './choose-sentences.ts'
import { namedDays, startOfDay } from './named-days.ts'
import type { PoolSentence, SummaryDocument } from './sentence-pool.ts'

const DAY_MS = 86_400_000
/** Documents of so many days over so long a time tell a story with turns; its summary is a timeline. */
const DAYS_MIN = 10
const SPAN_MS_MIN = 14 * DAY_MS
const WORDS_MIN = 150
/** A day that others name counts more than one on which something was written. */
const NAMED_WEIGHT = 1
const WRITTEN_WEIGHT = 1
/** Sentences of other days that are wanted for a day: those that name it. */
const NAMES_THE_DAY = 1.5

/** Whether a summary of these documents should go from day to day. */
export function isTimeline(documents: readonly SummaryDocument[], maxWords: number): boolean {
  const days = new Set(
    documents.flatMap(({ createdAt }) => (createdAt === null ? [] : [startOfDay(createdAt)])),
  )
  if (days.size < DAYS_MIN || maxWords < WORDS_MIN) return false
  return Math.max(...days) - Math.min(...days) >= SPAN_MS_MIN
}

/**
 * The days that matter and what was said on each: sentences of documents of that day, in the order of days. A day matters when much is
 * written on it and when other days name it.
 */
export function chooseTimeline(request: ChooseRequest): PoolSentence[] {
  const { sentences, maxWords } = request
  const byDay = Map.groupBy(sentences, ({ createdAt }) => (createdAt === null ? null : startOfDay(createdAt)))
  byDay.delete(null)
  const named = new Map(sentences.map((sentence) => [sentence, daysOf(sentence)]))
  const days = importantDays(byDay as ReadonlyMap<number, PoolSentence[]>, named)
    // A longer timeline has more days and says more on each. Set on the two topics of timeline17.
    .slice(0, Math.max(1, Math.round(Math.sqrt(maxWords))))
    .sort((one, other) => one - other)
  const chosen: PoolSentence[] = []
  let left = maxWords
  for (const [index, day] of days.entries()) {
    const share = Math.min(left, Math.ceil(left / (days.length - index)))
    const found = chooseSentences({
      ...request,
      sentences: byDay.get(day) ?? [],
      maxWords: share,
      boost: (sentence) => (named.get(sentence)?.includes(day) === true ? NAMES_THE_DAY : 1),
    })
    chosen.push(...found)
    left -= found.reduce((sum, { length }) => sum + length, 0)
  }
  return chosen
}

function daysOf({ text, createdAt }: PoolSentence): number[] {
  return createdAt === null ? [] : namedDays(text, createdAt)
}

/** Most important first. */
function importantDays(
  byDay: ReadonlyMap<number, readonly PoolSentence[]>,
  named: ReadonlyMap<PoolSentence, readonly number[]>,
): number[] {
  const namings = new Map<number, number>()
  for (const [{ createdAt }, days] of named)
    for (const day of days)
      if (createdAt !== null && startOfDay(createdAt) !== day) namings.set(day, (namings.get(day) ?? 0) + 1)
  const worth = (day: number) => {
    const written = new Set((byDay.get(day) ?? []).map(({ document }) => document)).size
    return WRITTEN_WEIGHT * Math.log1p(written) + NAMED_WEIGHT * Math.log1p(namings.get(day) ?? 0)
  }
  return [...byDay.keys()].sort((one, other) => worth(other) - worth(one) || one - other)
}
