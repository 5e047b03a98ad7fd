import type { EvidenceItem } from './answer-writer.ts'
import { topicFactor01 } from './candidates/candidate.ts'
import type { PostReading } from './read/statement.ts'

/** What fits a prompt with room to write. */
const ITEMS_MAX = 30
/** Left out of what a search found: a model is not shown jokes and other places' news as if they were accounts. */
const NAMES_MIN01 = 0.4

/** The posts a model may read, best first: on the topic, weighed by who speaks and how. */
export function evidenceItems(readings: readonly PostReading[], groups: VoiceGroups): EvidenceItem[] {
  return readings
    .map((reading, rank) => ({
      reading,
      score: reading.weight * (topicFactor01(reading) + 0.05) - rank * 1e-6,
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, ITEMS_MAX)
    .map(({ reading }) => toItem(reading, groups))
}

/** What a search found, in its own order. */
export function foundItems(readings: readonly PostReading[], groups: VoiceGroups): EvidenceItem[] {
  return readings
    .filter(({ cues, standing }) => !cues.joke && standing !== 'joker')
    .filter(({ topic }) => !topic.otherEvent && topic.names01 >= NAMES_MIN01)
    .slice(0, ITEMS_MAX)
    .map((reading) => toItem(reading, groups))
}

function toItem({ post, voice }: PostReading, groups: VoiceGroups): EvidenceItem {
  return { post, independenceGroup: groups.of(voice) }
}

/** Gives each voice of an answer a number, the same in every search. */
export class VoiceGroups {
  readonly #numbers = new Map<string, number>()

  of(voice: string): number {
    const known = this.#numbers.get(voice) ?? this.#numbers.size
    this.#numbers.set(voice, known)
    return known
  }
}
