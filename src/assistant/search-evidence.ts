import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import { searchPosts } from '../search/search-posts.ts'

export async function findEvidence(archive: Archive, request: { query: string; limit: number; from?: number; to?: number }, options: { signal?: AbortSignal }): Promise<{ post: Post; score: number; folded: PostId[] }[]> {
  const hits = await searchPosts(archive, request, options)
  const posts = new Map((await archive.getPosts(hits.map((hit) => hit.postId))).map((post) => [post.id, post]))
  return hits.flatMap(({ postId, score }) => {
    const post = posts.get(postId)
    return post === undefined ? [] : [{ post, score, folded: [] }]
  })
}
