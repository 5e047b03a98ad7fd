import type { WebNote } from '../../domain/answer.ts'
import type { Post, PostId } from '../../domain/post.ts'
import type { FoundPages, PagesRequest } from '../../search/web/find-pages.ts'
import type { Question } from '../understand/question.ts'
import { choosePassages, type RankedPassage } from './choose-passages.ts'
import { type AskedFile, type EvidenceDocument, fileDocument, pageDocument } from './evidence-document.ts'
import { titlePost } from './passages.ts'

/** How pages are found: `findPages` with its providers and budget. */
export type FindPagesFor = (request: PagesRequest, signal: AbortSignal) => Promise<FoundPages>

type DocumentDependencies = {
  /** Absent: no pages are looked for. */
  readonly findPages?: FindPagesFor
  readonly files: readonly AskedFile[]
  /** Whether a search service is configured. */
  readonly isWebConfigured: boolean
  readonly signal?: AbortSignal
}

/** Passages of pages and files to be read beside posts. */
export type GatheredDocuments = {
  /** Best first; those of files before those of pages. */
  readonly passages: readonly RankedPassage[]
  /** Titles, by the id under which passages name them as what they reply to. */
  readonly titles: ReadonlyMap<PostId, Post>
  /** Null when neither pages nor files were looked for. */
  readonly note: WebNote | null
}

const PAGE_PASSAGES = { perDocument: 6, total: 60 } as const
const FILE_PASSAGES = { perDocument: 30, total: 60 } as const
/** As `gather` does for posts: a little earlier than the days asked about, later for what became known. */
const BEFORE_MS = 2 * 86_400_000
const AFTER_MS = 4 * 86_400_000

/**
 * Finds pages about the question, and the passages of them and of the person's files that speak of it.
 *
 * @throws {AppError} what the archive throws
 */
export async function gatherDocuments(
  question: Question,
  { findPages, files, isWebConfigured, signal }: DocumentDependencies,
): Promise<GatheredDocuments> {
  if (findPages === undefined && files.length === 0) return { passages: [], titles: new Map(), note: null }
  const words = questionWords(question)
  const request = { queries: [words], lang: question.locale, ...windowOf(question) }
  const found = await findPages?.(request, signal ?? new AbortController().signal)
  const fileDocuments = files.map(fileDocument)
  const pageDocuments = (found?.pages ?? []).map(pageDocument)
  return {
    passages: [
      ...choosePassages(words, fileDocuments, FILE_PASSAGES),
      ...choosePassages(words, pageDocuments, PAGE_PASSAGES),
    ],
    titles: titlesOf([...fileDocuments, ...pageDocuments]),
    note: {
      isConfigured: isWebConfigured,
      searches: (found?.searches ?? []).map(({ provider, host, query, results, failure, detail }) => {
        return { provider, host, query, results, failure: failure === null ? null : (detail ?? failure) }
      }),
      pagesRead: pageDocuments.length,
      pagesFetched: found?.fetched ?? 0,
      filesRead: fileDocuments.length,
      dropped: found?.dropped ?? {},
    },
  }
}

/** A follow-up takes over what it is about from the questions before it. */
function questionWords({ followUp, facets, text }: Question): string {
  const taken = facets.map((facet) => facet.text).join(' ')
  return followUp && taken.trim() !== '' ? taken : text
}

function windowOf({ window }: Question): { from: number | null; to: number | null } {
  return window === null
    ? { from: null, to: null }
    : { from: window.from - BEFORE_MS, to: window.to + AFTER_MS }
}

function titlesOf(documents: readonly EvidenceDocument[]): ReadonlyMap<PostId, Post> {
  return new Map(documents.flatMap((document) => titlePost(document) ?? []).map((post) => [post.id, post]))
}
