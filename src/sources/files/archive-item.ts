import { type Outcome, park } from '../../domain/outcome.ts'
import type { Post } from '../../domain/post.ts'
import { formatPostLine, type PostContext, parsePostText } from '../../domain/post-json.ts'
import { type FileParkReason, type LineParkReason, SAMPLE_CHARS_MAX } from './file-block.ts'
import { BrokenGzipError } from './read-chunks.ts'

/** One thing an archive export holds: a post, or something that does not become one, and why. */
export type ArchiveItem = { readonly kind: 'post'; readonly post: Post } | ParkedItem
export type ParkedItem = { readonly kind: 'parked'; readonly reason: LineParkReason; readonly sample: string }

export function postItem(post: Post): ArchiveItem {
  return { kind: 'post', post }
}

export function parkedItem(reason: LineParkReason, sample: string): ParkedItem {
  return { kind: 'parked', reason, sample: sample.slice(0, SAMPLE_CHARS_MAX).toWellFormed() }
}

/** Ends the reading of one file of an export; what came before it is good. Its reason is what is parked. */
export class BrokenFileError extends Error {
  override readonly name = 'BrokenFileError'
  readonly reason: FileParkReason

  constructor(reason: FileParkReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/**
 * What is parked where the reading of a file ended early.
 *
 * @throws the error itself when it means something else
 */
export function brokenItem(error: unknown): ParkedItem {
  if (error instanceof BrokenGzipError) return parkedItem('broken_gzip', error.message)
  if (error instanceof BrokenFileError) return parkedItem(error.reason, error.message)
  throw error
}

/**
 * The items as a line each, as they travel to the threads that analyse them: a post is its line of JSON, what was
 * parked begins with `!`, which no JSON does.
 */
export function formatItemLine(item: ArchiveItem): string {
  if (item.kind === 'post') return JSON.stringify(formatPostLine(item.post))
  return `!${item.reason} ${JSON.stringify(item.sample)}`
}

/** Reads a line that `formatItemLine` wrote; `sample` is what to show of it when it is not stored. */
export function parseItemLine(
  line: string,
  context: PostContext,
): { readonly sample: string; readonly outcome: Outcome<Post, LineParkReason> } {
  if (!line.startsWith('!')) return { sample: line, outcome: parsePostText(line, context) }
  const space = line.indexOf(' ')
  const reason = line.slice(1, space) as LineParkReason
  return {
    sample: JSON.parse(line.slice(space + 1)) as string,
    outcome: park(reason, 'parked by its reader'),
  }
}

/** What a mapper decided about one element of an export. */
export function itemOf(outcome: Outcome<Post, LineParkReason>, text: string): ArchiveItem {
  return outcome.kind === 'keep' ? postItem(outcome.value) : parkedItem(outcome.reason, text)
}
