import type { PostId } from './post.ts'

/** A span of a stored post or page that stands as evidence. Offsets are UTF-16 code units into the stored text. */
export type Citation = {
  /** Number shown to the reader, from 1; the same post keeps the same number through a whole chat. */
  readonly n: number
  readonly kind: 'post' | 'page'
  readonly id: PostId
  readonly url: string | null
  readonly author: string
  readonly authorName: string | null
  /** UTC milliseconds. */
  readonly createdAt: number | null
  readonly quote: string
  readonly start: number
  readonly end: number
  readonly snapshotId: string
  /** False when this item repeats another one (same author, repost, near-duplicate text). */
  readonly independent: boolean
}

export type AnswerSentence = {
  readonly text: string
  /** Offsets into `Answer.text`. */
  readonly start: number
  readonly end: number
  /** How well the cited spans carry the sentence: 1 = quoted from them, 0 = nothing supports it. */
  readonly support01: number
  /** `n` of its citations, most telling first. */
  readonly citations: readonly number[]
  /** How many independent accounts say this. */
  readonly independentAccounts: number
}

export type ModelUsed = { readonly provider: string; readonly model: string; readonly embedded: boolean }

/** What was done for an answer: shown behind "show the work". Times in milliseconds. */
export type Trace = {
  readonly kind: QuestionKind
  readonly queries: readonly string[]
  readonly postsFound: number
  readonly postsRead: number
  readonly dropped: Readonly<Record<string, number>>
  readonly stepsMs: Readonly<Record<string, number>>
  readonly totalMs: number
  readonly costUsd: number
  /** Why the configured model did not write this answer, when the embedded engine took over. */
  readonly fallbackReason?: string
}

export type QuestionKind =
  | 'who'
  | 'when'
  | 'where'
  | 'how_many'
  | 'what_happened'
  | 'what_do_people_say'
  | 'is_it_true'
  | 'why'
  | 'other'
  | 'small_talk'

export type Answer = {
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  readonly citations: readonly Citation[]
  /** True when the evidence was too thin: `text` then says what was searched and what would help. */
  readonly abstained: boolean
  readonly integrity: null
  readonly model: ModelUsed
  readonly trace: Trace
}

/** What a running answer says as it happens. `done` or `failed` is always last. */
export type AnswerEvent =
  | {
      readonly type: 'step'
      readonly step: 'understand' | 'search' | 'read' | 'write' | 'check'
      readonly count: number | null
    }
  | { readonly type: 'sentence'; readonly sentence: AnswerSentence; readonly citations: readonly Citation[] }
  /** A sentence a model wrote that its evidence does not carry; shown struck through, never part of the answer. */
  | {
      readonly type: 'unsupported'
      readonly text: string
      readonly reason: 'no_citation' | 'invented_number' | 'invented_url' | 'not_in_evidence'
    }
  | { readonly type: 'done'; readonly answer: Answer }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
