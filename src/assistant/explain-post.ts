import type { Archive } from '../archive/archive.ts'
import type { Answer } from '../domain/answer.ts'
import { AppError } from '../domain/errors.ts'
import type { Post, PostId } from '../domain/post.ts'
import { findEvidence } from '../search/find-evidence.ts'
import { checkSentences } from './check-answer.ts'
import { AUTHOR_POSTS } from './explain-post.sql.ts'
import type { FindEvidence } from './gather.ts'
import { type Echo, findEchoes } from './read/echoes.ts'
import { StepClock } from './step-clock.ts'
import type { Locale } from './understand/question-language.ts'
import { CitationBook } from './write/citation-book.ts'
import { type PostContext, writeExplanation } from './write/write-explanation.ts'

type ExplainDependencies = {
  readonly archive: Pick<Archive, 'getPosts' | 'query'>
  readonly findEvidence?: FindEvidence
  /** UTC milliseconds. */
  readonly clock: () => number
  readonly signal?: AbortSignal
}

/** Posts looked at for who else says the same. */
const ECHOES_SOUGHT = 80
const QUERY_CHARACTERS_MAX = 600

/**
 * Explains one stored post: the thread it stands in, who else says the same and since when, who denies it, and whose
 * post it is. Each sentence cites what it says, as those of an answer do.
 *
 * @throws {AppError} not_found when the post is not stored
 */
export async function explainPost(
  { id, locale }: { readonly id: PostId; readonly locale: Locale },
  deps: ExplainDependencies,
): Promise<Answer> {
  const steps = new StepClock(deps.clock)
  const [post] = await deps.archive.getPosts([id])
  if (post === undefined)
    throw new AppError('not_found', 'This post is not stored: it is past the retention, or never arrived.')
  const query = queryOf(post.text)
  const [context, echoes, author] = await Promise.all([
    readContext(post, deps),
    readEchoes(post, query, deps),
    readAuthor(post, deps),
  ])
  steps.end('search')
  const book = new CitationBook({ first: 1, known: new Map() })
  const drafts = writeExplanation({ post, context, echoes, author, locale }, book)
  const cited = [post, ...Object.values(context), ...echoes.map((echo) => echo.post)]
  const texts = new Map(cited.flatMap((one) => (one === null ? [] : [[one.id, one.text] as const])))
  const sentences = checkSentences(drafts, texts)
  steps.end('write')
  return {
    text: sentences.map((sentence) => sentence.text).join(' '),
    sentences,
    citations: book.all,
    abstained: false,
    integrity: null,
    model: { provider: 'verity', model: 'embedded', embedded: true },
    trace: {
      kind: 'other',
      queries: [query],
      postsFound: echoes.length,
      postsRead: echoes.length + 1,
      dropped: {},
      stepsMs: steps.all,
      totalMs: steps.totalMs,
      costUsd: 0,
    },
  }
}

/** The post's own words: its quotes, colons and hyphens are no operators. */
function queryOf(text: string): string {
  return text.slice(0, QUERY_CHARACTERS_MAX).replace(/["“”«»:-]/g, ' ')
}

async function readContext(post: Post, { archive }: ExplainDependencies): Promise<PostContext> {
  const ids = [post.threadRoot, post.replyTo, post.quoteOf].filter((id) => id !== null && id !== post.id)
  const posts = ids.length === 0 ? [] : await archive.getPosts([...new Set(ids)] as PostId[])
  const found = (id: PostId | null) => posts.find((one) => one.id === id) ?? null
  const parent = found(post.replyTo)
  const root = found(post.threadRoot)
  return { root: root?.id === parent?.id ? null : root, parent, quoted: found(post.quoteOf) }
}

async function readEchoes(post: Post, query: string, deps: ExplainDependencies): Promise<readonly Echo[]> {
  const find = deps.findEvidence ?? findEvidence
  const options = deps.signal === undefined ? {} : { signal: deps.signal }
  const found = await find(deps.archive as Archive, { query, limit: ECHOES_SOUGHT, learns: false }, options)
  return findEchoes(
    post,
    found.map((hit) => hit.post),
  )
}

async function readAuthor(
  { author, createdAt }: Post,
  { archive, signal }: ExplainDependencies,
): Promise<{ posts: number; agoMs: number | null }> {
  const [row] = await archive.query<{ posts: number | string; oldest_at: number | string }>(
    AUTHOR_POSTS,
    { author },
    { signal },
  )
  const oldestAt = Number(row?.oldest_at ?? Number.NaN)
  const agoMs = createdAt === null || !Number.isFinite(oldestAt) ? null : Math.max(0, createdAt - oldestAt)
  return { posts: Number(row?.posts ?? 0), agoMs }
}
