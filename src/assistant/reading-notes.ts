import type { ReadingNote } from '../domain/answer.ts'
import type { PostReading } from './read/statement.ts'

/** What a trace lists; the counts beside it are of everything. */
const NOTES_MAX = 120
const NAMES_MIN01 = 0.4

/**
 * What became of each post that was looked at: those that are cited first, then those that were read, then those that
 * were kept from the writer, with the reason.
 *
 * @param leftOut reasons of a model, by post id; they come before our own
 */
export function readingNotes(
  readings: readonly PostReading[],
  { cited, leftOut }: { readonly cited: ReadonlySet<string>; readonly leftOut: ReadonlyMap<string, string> },
): ReadingNote[] {
  const unique = new Map(readings.map((reading) => [reading.post.id, reading]))
  const notes = [...unique.values()].map((reading): ReadingNote => {
    const { id, author, authorName } = reading.post
    const base = { id, author: authorName ?? author }
    if (cited.has(id)) return { ...base, fate: 'cited', reason: null }
    const reason = leftOut.get(id) ?? reasonOf(reading)
    return { ...base, fate: reason === null ? 'read' : 'left_out', reason }
  })
  const order = { cited: 0, read: 1, left_out: 2 } as const
  return notes.sort((a, b) => order[a.fate] - order[b.fate]).slice(0, NOTES_MAX)
}

function reasonOf({ cues, standing, topic }: PostReading): string | null {
  if (cues.joke || standing === 'joker') return 'joke'
  if (topic.otherEvent) return 'other_event'
  return topic.names01 < NAMES_MIN01 ? 'other_name' : null
}
