import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import { findEvidence } from '../search/find-evidence.ts'
import type { Question } from './understand/question.ts'
import { conceptById, searchWords } from './words/concepts.ts'

/** How posts are found; the embedded search where nothing else is given. */
export type FindEvidence = typeof findEvidence

type GatherDependencies = {
  readonly archive: Archive
  readonly findEvidence?: FindEvidence
  readonly signal?: AbortSignal
}

/** What was found for a question: posts to read, best first, and the posts they reply to or quote. */
export type Gathered = {
  readonly queries: readonly string[]
  readonly posts: readonly Post[]
  readonly parents: ReadonlyMap<PostId, Post>
  /** Near-duplicates and reposts that search folded away. */
  readonly folded: number
}

/** Enough to hear the accounts of one event; more costs time and brings other events. */
const POSTS_PER_QUERY = 60
const POSTS_MAX = 350
const PARENTS_MAX = 100
const SYNONYMS_MAX = 4
/** Around the days asked about: a little earlier, to see an event that began before them; later, for what became known. */
const BEFORE_MS = 2 * 86_400_000
const AFTER_MS = 4 * 86_400_000

/**
 * Searches for the question's own words, and again with its names beside the words others use for the same event in
 * either language. Parents of what is found are loaded for context.
 */
export async function gather(question: Question, deps: GatherDependencies): Promise<Gathered> {
  const queries = searchQueries(question)
  const find = deps.findEvidence ?? findEvidence
  const range =
    question.window === null
      ? {}
      : { from: question.window.from - BEFORE_MS, to: question.window.to + AFTER_MS }
  const options = deps.signal === undefined ? {} : { signal: deps.signal }
  const found = await Promise.all(
    queries.map((query) =>
      find(deps.archive, { query, limit: POSTS_PER_QUERY, learns: false, ...range }, options),
    ),
  )
  const posts = new Map<PostId, Post>()
  let folded = 0
  for (const { post, folded: copies } of interleave(found)) {
    if (posts.size >= POSTS_MAX || posts.has(post.id)) continue
    posts.set(post.id, post)
    folded += copies.length
  }
  const parents = await loadParents([...posts.values()], deps.archive)
  return { queries, posts: [...posts.values()], parents, folded }
}

/** The plain question first; then names with each event's synonyms. Without names or events the plain one is all. */
function searchQueries(question: Question): string[] {
  const plain = question.facets.map((facet) => facet.text).join(' ')
  const names = question.facets.filter((facet) => facet.role === 'name').map((facet) => facet.text)
  const widened = question.facets
    .filter((facet) => facet.role === 'event' || facet.role === 'unit')
    .flatMap((facet) => [...facet.concepts].flatMap((id) => synonyms(id)))
  const things = question.facets.filter((facet) => facet.role === 'word').map((facet) => facet.text)
  const wide = [...new Set([...names, ...(names.length === 0 ? things : []), ...widened])].join(' ')
  const fallback = plain.trim() === '' ? question.text : plain
  return widened.length > 0 && wide !== fallback ? [fallback, wide] : [fallback]
}

/** A few words of each language: the table holds English first, then French. */
function synonyms(id: string): string[] {
  const concept = conceptById(id)
  if (concept === undefined) return []
  const words = searchWords(concept, 40)
  return [...new Set([...words.slice(0, SYNONYMS_MAX), ...words.slice(-SYNONYMS_MAX)])]
}

function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => (at < list.length ? [list[at] as T] : [])),
  ).flat()
}

async function loadParents(posts: readonly Post[], archive: Archive): Promise<ReadonlyMap<PostId, Post>> {
  const own = new Map(posts.map((post) => [post.id, post]))
  const wanted = new Set(
    posts.flatMap((post) =>
      [post.replyTo, post.quoteOf, post.threadRoot, post.repostOf].filter((id) => id !== null),
    ),
  )
  const missing = [...wanted].filter((id) => !own.has(id)).slice(0, PARENTS_MAX)
  const loaded = missing.length === 0 ? [] : await archive.getPosts(missing)
  const parents = new Map<PostId, Post>()
  for (const id of wanted) {
    const post = own.get(id)
    if (post !== undefined) parents.set(id, post)
  }
  for (const post of loaded) parents.set(post.id, post)
  return parents
}
