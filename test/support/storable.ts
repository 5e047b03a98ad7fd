import type { StorablePost } from '../../src/archive/encode-posts.ts'
import { makePost, type Post, type PostId } from '../../src/domain/post.ts'

const NOON = Date.UTC(2026, 10, 20, 12)

/** A post as it goes into the archive, received at noon on 20 November 2026; its terms are the words of its text. */
export function storable(
  fields: Partial<Post> & { id: PostId },
  more: Partial<StorablePost> = {},
): StorablePost {
  const post = makePost({ author: 'ann', text: 'hello world', lang: 'en', source: 'test', ...fields })
  return {
    post,
    analysed: { lang: 'en', terms: post.text.split(' ') },
    receivedAt: NOON,
    kept: false,
    ...more,
  }
}
