import type { Post, PostId } from '../../src/domain/post.ts'
import type { PostWriter } from '../../src/ingest/post-writer.ts'

/** An archive in memory that dedupes by id as the real one does, and that fails when it is asked to. */
export class FlakyArchive {
  readonly posts = new Map<PostId, Post>()
  readonly #fails: () => boolean

  constructor(fails: () => boolean) {
    this.#fails = fails
  }

  query = async () => []

  insertPages = async () => 0

  addCounts = async () => {}

  noteAuthorNames = async () => {}

  addAliases = async () => {}

  findAliased = async () => []

  buryPosts = (ids: readonly PostId[]) => this.deletePosts(ids)

  deletePosts = async (ids: readonly PostId[]) => {
    if (this.#fails()) throw new Error('archive away')
    return ids.filter((id) => this.posts.delete(id)).length
  }

  write: PostWriter['write'] = async (posts) => {
    if (this.#fails()) throw new Error('archive away')
    const fresh = posts.filter((post) => !this.posts.has(post.id))
    for (const post of fresh) this.posts.set(post.id, post)
    const stored = fresh.map(({ id }) => id)
    return { stored, duplicates: posts.length - stored.length, dropped: {}, parked: {} }
  }
}
