import type { Citation, WebNote } from '../../domain/answer.ts'
import type { PostId } from '../../domain/post.ts'
import type { Gathered } from '../gather.ts'
import type { GatheredDocuments } from './gather-documents.ts'
import type { Passage } from './passages.ts'

/** Posts, pages and files that were found for a question. `posts` holds the passages too, those of files first. */
export type GatheredAll = Gathered & {
  /** By the id under which a passage is read as a post. */
  readonly passages: ReadonlyMap<PostId, Passage>
  /** Stored texts by the id that a citation names. */
  readonly texts: ReadonlyMap<string, string>
  readonly web: WebNote | null
  /** The posts and passages that citations quote. */
  readonly citedPosts: (citations: readonly Citation[]) => ReadonlySet<PostId>
}

/** Puts pages and files beside the posts that were found. */
export function withDocuments(found: Gathered, documents: GatheredDocuments): GatheredAll {
  const { passages, titles, note } = documents
  const files = passages.filter(({ document }) => document.kind === 'file')
  const pages = passages.filter(({ document }) => document.kind === 'page')
  const posts = [...files.map(({ post }) => post), ...found.posts, ...pages.map(({ post }) => post)]
  const texts = new Map(posts.map((post) => [post.id, post.text]))
  for (const { document } of passages) texts.set(document.id, document.text)
  return {
    ...found,
    posts,
    parents: new Map([...found.parents, ...titles]),
    passages: new Map(passages.map((passage) => [passage.post.id, passage])),
    texts,
    web: note,
    citedPosts: (citations) => new Set(citations.map((citation) => citedPost(citation, passages))),
  }
}

function citedPost({ kind, id, start }: Citation, passages: readonly Passage[]): PostId {
  if (kind === 'post') return id
  const passage = passages.find(
    ({ document, start: from, post }) =>
      document.id === id && from <= start && start < from + post.text.length,
  )
  return passage?.post.id ?? id
}
