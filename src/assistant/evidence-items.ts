import type { PostId } from '../domain/post.ts'
import type { EvidenceItem } from './answer-writer.ts'
import { topicFactor01 } from './candidates/candidate.ts'
import type { PostReading } from './read/statement.ts'

/** What fits a prompt with room to write. */
const ITEMS_MAX = 30

/** The posts a model may read, best first: on the topic, weighed by who speaks and how, numbered for the reader. */
export function evidenceItems(
  readings: readonly PostReading[],
  numbers: { first: number; cited: readonly { id: PostId; n: number }[] },
): EvidenceItem[] {
  const groups = new Map<string, number>()
  const known = new Map(numbers.cited.map(({ id, n }) => [id, n]))
  let next = numbers.first
  return readings
    .map((reading, rank) => ({
      reading,
      score: reading.weight * (topicFactor01(reading) + 0.05) - rank * 1e-6,
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, ITEMS_MAX)
    .map(({ reading }) => {
      const group = groups.get(reading.voice) ?? groups.size
      groups.set(reading.voice, group)
      return { n: known.get(reading.post.id) ?? next++, post: reading.post, independenceGroup: group }
    })
}
