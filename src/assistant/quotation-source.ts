import type { Archive } from '../archive/archive.ts'
import type { Post } from '../domain/post.ts'
import { findEvidence } from '../search/find-evidence.ts'
import { searchPages } from '../search/search-pages.ts'
import { findQuotation, type QuotationSearch } from '../truth/quotes/find-quotation.ts'
import { plainQuery } from './archive-sources.ts'
import { type AskedFile, fileDocument, pageDocument } from './documents/evidence-document.ts'
import { type Passage, wholeDocument } from './documents/passages.ts'
import type { FindEvidence } from './gather.ts'

/** Texts that hold most of the quotation's words, looked at letter by letter. */
const POSTS_MAX = 100
const PAGES_MAX = 20

export type QuotationSource = {
  readonly search: QuotationSearch
  /** Everything that was looked at, by the id under which `search` names it; pages and files as whole passages. */
  readonly read: ReadonlyMap<string, Post>
  readonly passages: ReadonlyMap<string, Passage>
}

export type QuotationSources = {
  readonly archive: Archive
  readonly findEvidence?: FindEvidence
  /** Also stored pages. */
  readonly withPages?: boolean
  readonly files?: readonly AskedFile[]
  readonly signal?: AbortSignal | undefined
}

/** Looks among stored posts, pages and the person's files for the text that a quotation comes from. */
export async function quotationSource(
  quotation: string,
  sources: QuotationSources,
): Promise<QuotationSource> {
  const query = plainQuery(quotation)
  const [posts, pages] = await Promise.all([findPosts(query, sources), findPages(query, sources)])
  const files = (sources.files ?? []).map((file) => wholeDocument(fileDocument(file)))
  const passages = new Map([...pages, ...files].map((passage) => [passage.post.id, passage]))
  const read = new Map(
    [...posts, ...[...passages.values()].map(({ post }) => post)].map((post) => [post.id, post]),
  )
  return { search: findQuotation(quotation, [...read.values()]), read, passages }
}

/** Copies too: the earliest may be one that search folds away. */
async function findPosts(query: string, { archive, signal, ...sources }: QuotationSources): Promise<Post[]> {
  const find = sources.findEvidence ?? findEvidence
  const found = await find(archive, { query, limit: POSTS_MAX, learns: false }, { signal })
  const copies = await archive.getPosts(
    found.flatMap(({ folded }) => folded),
    { signal },
  )
  return [...found.map(({ post }) => post), ...copies]
}

async function findPages(
  query: string,
  { archive, signal, withPages }: QuotationSources,
): Promise<Passage[]> {
  if (withPages !== true) return []
  const hits = await searchPages(archive, { query, limit: PAGES_MAX }, { signal })
  const pages = await archive.getPages(
    hits.map(({ pageId }) => pageId),
    { signal },
  )
  return pages.map((page) => wholeDocument(pageDocument(page)))
}
