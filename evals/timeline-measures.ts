import { rouge1 } from './rouge.ts'

/** What is told of each day (YYYY-MM-DD). */
export type Timeline = ReadonlyMap<string, string>

const DAY_MS = 86_400_000

export function dateF1(timeline: Timeline, reference: Timeline): number {
  const right = [...timeline.keys()].filter((day) => reference.has(day)).length
  return right === 0 ? 0 : (2 * right) / (timeline.size + reference.size)
}

/**
 * ROUGE-1 F between days that are aligned: each day of one timeline with the day of the other that fits best, where a day apart
 * costs (score / (distance + 1)), averaged over both directions as precision and recall.
 *
 * @see Martschat and Markert, "Improving ROUGE for Timeline Summarization", EACL 2017 (alignment with distance, many to one)
 */
export function alignedRouge1(timeline: Timeline, reference: Timeline): number {
  const precision = meanBest(timeline, reference)
  const recall = meanBest(reference, timeline)
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
}

function meanBest(from: Timeline, to: Timeline): number {
  let sum = 0
  for (const [day, text] of from) {
    let best = 0
    for (const [other, written] of to) {
      const apart = Math.abs(Date.parse(day) - Date.parse(other)) / DAY_MS
      best = Math.max(best, rouge1(text, written) / (apart + 1))
    }
    sum += best
  }
  return from.size === 0 ? 0 : sum / from.size
}
