import type { PostId } from '../../domain/post.ts'
import { hash32 } from '../../lib/random.ts'

const SECOND_SALT = 0x85ebca6b

/** The name of the story that this post began: the same wherever it is grouped. */
export function storyIdOf(firstPostId: PostId): string {
  return `s-${hash32(firstPostId).toString(36)}${hash32(firstPostId, SECOND_SALT).toString(36).padStart(7, '0')}`
}
