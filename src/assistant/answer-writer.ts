import type { AnswerEvent, ModelUsed, QuestionKind } from '../domain/answer.ts'
import type { Post } from '../domain/post.ts'

/** One earlier exchange of the chat. */
export type Turn = { readonly question: string; readonly answer: string }

/** A post that a writer may cite, under the number that the reader will see. */
export type EvidenceItem = {
  readonly n: number
  readonly post: Post
  /** Items of one group say it in the same breath (same author, repost, copied text) and count once. */
  readonly independenceGroup: number
}

export type WriterRequest = {
  /** Made self-standing from the history. */
  readonly question: string
  readonly kind: QuestionKind
  readonly history: readonly Turn[]
  /** Best first; numbers are unique. */
  readonly evidence: readonly EvidenceItem[]
  readonly locale: 'en' | 'fr'
}

/** What a writer yields as it writes: sentences with their citations, and what it had to strike. */
export type WriterEvent = Extract<AnswerEvent, { type: 'sentence' | 'unsupported' }>

/**
 * Writes an answer from numbered evidence. Offsets of sentences count from the first sentence, which
 * are joined by one space. Yields no sentence at all when the evidence does not answer the question.
 *
 * @throws {AppError} upstream_failed when the model cannot be reached or breaks off
 */
export type AnswerWriter = {
  readonly used: ModelUsed
  write(request: WriterRequest, options: { readonly signal: AbortSignal }): AsyncIterable<WriterEvent>
}
