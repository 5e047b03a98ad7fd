import type { AnswerEvent, Depth, ModelUsed, QuestionKind } from '../domain/answer.ts'
import type { Post } from '../domain/post.ts'
import type { BudgetSettings, Spending } from './plugged/spending.ts'
import type { CitationBook } from './write/citation-book.ts'

/** One earlier exchange of the chat. */
export type Turn = { readonly question: string; readonly answer: string }

/** A post that a writer may cite. */
export type EvidenceItem = {
  readonly post: Post
  /** Items of one group say it in the same breath (same author, repost, copied text) and count once. */
  readonly independenceGroup: number
}

/** Why a model left a post out. */
export type LeftOut = { readonly item: EvidenceItem; readonly reason: string }

export type WriterRequest = {
  /** Made self-standing from the history. */
  readonly question: string
  readonly kind: QuestionKind
  readonly history: readonly Turn[]
  readonly locale: 'en' | 'fr'
  readonly depth: Depth
  /** UTC milliseconds that "today" is. */
  readonly now: number
  /** What our own searches found, best first. */
  readonly evidence: readonly EvidenceItem[]
  /** Searches again; what these queries find, best first. */
  search(queries: readonly string[]): Promise<readonly EvidenceItem[]>
  /** Numbers what is cited; a post keeps its number through a chat. */
  readonly book: CitationBook
  /** What the answer may spend. */
  readonly spending: Spending
  /** Told what the writer did not use, for the trace. */
  leaveOut(items: readonly LeftOut[]): void
}

/** What a writer yields as it writes: headings, sentences with their citations, and what it had to strike. */
export type WriterEvent = Extract<AnswerEvent, { type: 'step' | 'section' | 'sentence' | 'unsupported' }>

/**
 * Writes an answer from evidence. Offsets of sentences are those of `TextComposer`. Yields no sentence at all when the
 * evidence does not answer the question.
 *
 * @throws {AppError} upstream_failed when the model cannot be reached or breaks off, over_limit when the budget is used up
 */
export type AnswerWriter = {
  readonly used: ModelUsed
  /** What the owner lets it spend on an answer; the defaults where nothing is said. */
  readonly budget?: BudgetSettings
  write(request: WriterRequest, options: { readonly signal: AbortSignal }): AsyncIterable<WriterEvent>
}
