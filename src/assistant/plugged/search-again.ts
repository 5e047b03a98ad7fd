import type { Archive } from '../../archive/archive.ts'
import type { Post, PostId } from '../../domain/post.ts'
import { findEvidence } from '../../search/find-evidence.ts'
import type { FindEvidence } from '../gather.ts'
import { campaignsAmong } from '../integrity/campaigns-among.ts'
import { inferEvents } from '../read/infer-events.ts'
import { readPosts } from '../read/read-posts.ts'
import type { PostReading } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'

type SearchDependencies = {
  readonly archive: Archive
  readonly findEvidence?: FindEvidence
  readonly signal?: AbortSignal
}

const POSTS_PER_QUERY = 40
const QUERIES_MAX = 10
const PARENTS_MAX = 100

/**
 * Runs searches that somebody else worded and reads what they find against the question.
 *
 * @param search `queries`: at most 10 are run; `known`: what was read before, so that copies of it share its voice
 * @returns readings in the order of rank, queries taking turns; each post once
 */
export async function searchAgain(
  question: Question,
  { queries, known }: { readonly queries: readonly string[]; readonly known: readonly Post[] },
  { archive, findEvidence: find = findEvidence, signal }: SearchDependencies,
): Promise<readonly PostReading[]> {
  const options = signal === undefined ? {} : { signal }
  const found = await Promise.all(
    queries
      .slice(0, QUERIES_MAX)
      .map((query) => find(archive, { query, limit: POSTS_PER_QUERY, learns: false }, options)),
  )
  const posts = new Map<PostId, Post>()
  for (let rank = 0; rank < POSTS_PER_QUERY; rank += 1)
    for (const list of found) {
      const hit = list[rank]
      if (hit !== undefined) posts.set(hit.post.id, hit.post)
    }
  const all = [...new Map([...known, ...posts.values()].map((post) => [post.id, post])).values()]
  const [parents, campaigns] = await Promise.all([parentsOf(all, archive), campaignsAmong(all, archive)])
  const readings = inferEvents(question, readPosts(question, all, parents, campaigns))
  const byId = new Map(readings.map((reading) => [reading.post.id, reading]))
  return [...posts.keys()].flatMap((id) => byId.get(id) ?? [])
}

async function parentsOf(posts: readonly Post[], archive: Archive): Promise<ReadonlyMap<PostId, Post>> {
  const wanted = new Set(
    posts.flatMap(({ replyTo, quoteOf, threadRoot, repostOf }) =>
      [replyTo, quoteOf, threadRoot, repostOf].filter((id) => id !== null),
    ),
  )
  const ids = [...wanted].slice(0, PARENTS_MAX)
  const loaded = ids.length === 0 ? [] : await archive.getPosts(ids)
  return new Map(loaded.map((post) => [post.id, post]))
}
