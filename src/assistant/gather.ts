import type { Archive } from '../archive/archive.ts'
import type { Post, PostId } from '../domain/post.ts'
import { findEvidence } from '../search/find-evidence.ts'
import { asksThing } from './candidates/thing-candidates.ts'
import { coreWords } from './read/match-facets.ts'
import type { Facet, Question } from './understand/question.ts'
import { conceptById, searchWords } from './words/concepts.ts'
import { fold } from './words/tokens.ts'

/** How posts are found; the embedded search where nothing else is given. */
export type FindEvidence = typeof findEvidence

export type GatherDependencies = {
  readonly archive: Archive
  readonly findEvidence?: FindEvidence
  readonly signal?: AbortSignal
  /** UTC milliseconds: what a question says of days to come was written before them. */
  readonly now?: number
}

/** What was found for a question: posts to read, best first, and the posts they reply to or quote. */
export type Gathered = {
  readonly queries: readonly string[]
  readonly posts: readonly Post[]
  readonly parents: ReadonlyMap<PostId, Post>
  /** Near-duplicates and reposts that search folded away. */
  readonly folded: number
  /** For each post the copies of it that were folded away. */
  readonly copies?: ReadonlyMap<PostId, readonly PostId[]>
}

/** Enough to hear the accounts of one event; more costs time and brings other events. */
const POSTS_PER_QUERY = 60
const POSTS_PER_NAME = 200
const POSTS_MAX = 350
const PARENTS_MAX = 100
const SYNONYMS_MAX = 4
const INSISTED_NAMES_MAX = 2
/** Around the days asked about: a little earlier, to see an event that began before them; later, for what became known. */
const BEFORE_MS = 2 * 86_400_000
const AFTER_MS = 4 * 86_400_000
/** Days to come are spoken of this long before. */
const AHEAD_MS = 14 * 86_400_000

/**
 * Searches with the question's names required, beside the words others use for the same event in either language; and
 * where that finds too little to judge by, or nothing is named, for the question's own words. Parents of what is found
 * are loaded for context.
 */
export async function gather(question: Question, deps: GatherDependencies): Promise<Gathered> {
  const { narrow, loose } = plannedQueries(question)
  if (narrow.length === 0 || asksThing(question))
    return await gatherQueries(question, [...loose, ...narrow], deps)
  const first = await gatherQueries(question, narrow, deps)
  if (first.posts.length >= ENOUGH_POSTS) return first
  return mergeGathered(await gatherQueries(question, loose, deps), first)
}

/** So many posts that hold the names asked about are enough to judge by. */
const ENOUGH_POSTS = 60

/** All of two searches, each post once, those of the first before those of the other. */
export function mergeGathered(one: Gathered, other: Gathered): Gathered {
  const posts = new Map<PostId, Post>()
  for (const post of [...one.posts, ...other.posts]) posts.set(post.id, post)
  return {
    queries: [...one.queries, ...other.queries],
    posts: [...posts.values()],
    parents: new Map([...one.parents, ...other.parents]),
    folded: one.folded + other.folded,
    copies: new Map([...(one.copies ?? []), ...(other.copies ?? [])]),
  }
}

/** What these queries find, within the time the question asks about. */
export async function gatherQueries(
  question: Question,
  queries: readonly string[],
  deps: GatherDependencies,
): Promise<Gathered> {
  const find = deps.findEvidence ?? findEvidence
  const range = rangeOf(question.window, deps.now ?? Number.POSITIVE_INFINITY)
  const options = deps.signal === undefined ? {} : { signal: deps.signal }
  const found = await Promise.all(
    queries.map((query) =>
      find(deps.archive, { query, limit: limitOf(query), learns: false, ...range }, options),
    ),
  )
  const posts = new Map<PostId, Post>()
  const copied = new Map<PostId, readonly PostId[]>()
  let folded = 0
  for (const { post, folded: copies } of interleave(found)) {
    if (posts.size >= POSTS_MAX || posts.has(post.id)) continue
    posts.set(post.id, post)
    folded += copies.length
    if (copies.length > 0) copied.set(post.id, copies)
  }
  const parents = await loadParents([...posts.values()], deps.archive)
  return { queries, posts: [...posts.values()], parents, folded, copies: copied }
}

/** A name alone finds all that is said of it, chatter too: more must be read to see what stands out. */
function limitOf(query: string): number {
  return /^"[^"]+"$/.test(query) ? POSTS_PER_NAME : POSTS_PER_QUERY
}

function rangeOf(window: Question['window'], now: number): { from?: number; to?: number } {
  if (window === null) return {}
  const before = window.from > now ? AHEAD_MS : BEFORE_MS
  return { from: window.from - before, to: window.to + AFTER_MS }
}

/** The plain question first; then names with each event's synonyms. Without names or events the plain one is all. */
export function searchQueries(question: Question): string[] {
  const { loose, narrow } = plannedQueries(question)
  return [...loose, ...narrow]
}

function plannedQueries(question: Question): { readonly loose: string[]; readonly narrow: string[] } {
  const plain = question.facets.map((facet) => facet.text).join(' ')
  const names = question.facets.filter((facet) => facet.role === 'name').map((facet) => facet.text)
  const widened = question.facets
    .filter((facet) => facet.role === 'event' || facet.role === 'unit')
    .flatMap((facet) => [...facet.concepts].flatMap((id) => synonyms(id)))
  const things = question.facets.filter((facet) => facet.role === 'word').map((facet) => facet.text)
  const wide = [...new Set([...names, ...(names.length === 0 ? things : []), ...widened])].join(' ')
  const fallback = plain.trim() === '' ? question.text : plain
  const loose = widened.length > 0 && wide !== fallback ? [fallback, wide] : [fallback]
  const against = question.kind === 'is_it_true' ? [[...names, ...things, ...DENIALS].join(' ')] : []
  return { loose, narrow: [...insisting(question, widened), ...against] }
}

/** What speaks against a claim is looked for in its own right: those who spread it are more. */
const DENIALS = [
  'false',
  'hoax',
  'denied',
  'denies',
  'fake',
  'untrue',
  'faux',
  'dément',
  'démenti',
  'intox',
  'canular',
]

/** The same with a name required: a common event word alone otherwise fills the list with what happened elsewhere. */
function insisting(question: Question, widened: readonly string[]): string[] {
  const names = question.facets.filter((facet) => facet.role === 'name')
  const rest = question.facets.filter((facet) => facet.role !== 'name').map((facet) => facet.text)
  const words = names.flatMap((facet) => requiredWord(facet) ?? [])
  return words
    .slice(0, INSISTED_NAMES_MAX)
    .map((word) => [...new Set([`"${word}"`, ...rest, ...widened])].join(' '))
}

/** As written in the question; of a person the last name. Quotation marks in it would end the operator. */
function requiredWord(facet: Facet): string | null {
  const last = coreWords(facet).at(-1)?.norm
  const written = facet.text.split(' ').find((word) => fold(word) === last) ?? last
  return written === undefined || /["“”«»]/.test(written) ? null : written
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
