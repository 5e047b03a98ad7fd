import { AppError } from '../../domain/errors.ts'
import type { Post } from '../../domain/post.ts'
import { parsePostLine } from '../../domain/post-json.ts'

/** @throws {AppError} invalid_input that says why the object is no post */
export function readPost(item: Readonly<Record<string, unknown>>): Post {
  const outcome = parsePostLine(item, { source: 'file' })
  if (outcome.kind === 'keep') return outcome.value
  throw new AppError('invalid_input', `This line is not a post: ${outcome.reason.replaceAll('_', ' ')}.`)
}
