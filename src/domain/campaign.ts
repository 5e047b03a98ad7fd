import type { PostId } from './post.ts'

/**
 * A set of accounts whose joint behaviour is too unlikely to be chance. It says that they act in concert, never who or
 * what they are.
 */
export type Campaign = {
  readonly id: string
  /** Strongest first. */
  readonly accounts: readonly { readonly id: string; readonly score01: number }[]
  /** Posts that coincide, oldest first. */
  readonly postIds: readonly PostId[]
  /** Ways in which the posts coincide, most frequent first. */
  readonly channels: readonly string[]
  /** UTC milliseconds of the first and last of these posts. */
  readonly firstAt: number
  readonly lastAt: number
  /** Of the weakest link that holds the group together: the chance of so many coincidences between two accounts. */
  readonly pValue: number
  /** The same after correction for all pairs that were tested (false discovery rate). */
  readonly qValue: number
  /** At least three accounts, each with at least three posts that coincide. */
  readonly isConfirmed: boolean
  /** What was seen, in a sentence. */
  readonly why: string
}
