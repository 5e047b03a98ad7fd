import type { SourceBatch } from '../source.ts'
import type { KnownStatuses } from './known-statuses.ts'

/** The batch that was handed out, and when, for which nobody came back; null when there is none. */
export type Unsettled = { batch: SourceBatch | null; at: number }

/**
 * Deletions are carried out some time after their batch was taken; a failure then loses them. After a longer break
 * others may have gone on with this source, and repeating would bring old versions back.
 */
const REPEAT_MS = 300_000

/**
 * Passes batches on. A stream never says a deletion or an edit twice, so a run that begins after one that broke off
 * first repeats the batch that was not finished, and the deletions of the last five minutes.
 */
export async function* withUnsettled(
  of: { unsettled: Unsettled; known: KnownStatuses; now: () => number },
  batches: AsyncIterable<SourceBatch>,
): AsyncGenerator<SourceBatch> {
  const { unsettled, known, now } = of
  const from = now() - REPEAT_MS
  for (const batch of repeats(unsettled.at >= from ? unsettled.batch : null, known.deletedSince(from)))
    yield batch
  for await (const batch of batches) {
    unsettled.batch = batch
    unsettled.at = now()
    yield batch
    unsettled.batch = null
  }
}

function repeats(unfinished: SourceBatch | null, deleted: readonly string[]): readonly SourceBatch[] {
  const gone = new Set(deleted)
  const posts = unfinished?.posts.filter((post) => !gone.has(post.id)) ?? []
  const edits = unfinished?.edits.filter((post) => !gone.has(post.id)) ?? []
  if (posts.length + edits.length + gone.size === 0) return []
  return [
    {
      ...{ posts, edits, cursor: null, lastEventAt: null, dropped: {}, parked: {}, parkedSamples: [] },
      deletions: [...gone].map((postId) => ({ kind: 'post', postId })),
    },
  ]
}
