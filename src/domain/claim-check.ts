import type { CitedDocument, ModelUsed, WebNote } from './answer.ts'
import type { Stance, Verdict } from './verdict.ts'

/** A span that speaks for or against a claim, or beside it. Offsets are UTF-16 code units into the stored text. */
export type CheckEvidence = {
  readonly kind: 'post' | 'page'
  readonly id: string
  readonly url: string | null
  readonly author: string
  readonly authorName: string | null
  /** UTC milliseconds. */
  readonly createdAt: number | null
  readonly quote: string
  readonly start: number
  readonly end: number
  readonly snapshotId: string
  readonly stance: Stance
  readonly confidence01: number
  readonly relevance01: number
  /** Said by those whose business it is: an authority, or whom the claim names. */
  readonly isPrimary: boolean
  /** How many posts and pages repeat it and count as this one: same owner, same text, same link. At least 1. */
  readonly repeats: number
  /** Of a page or a file. */
  readonly document?: CitedDocument
}

/** What was looked for and not found. */
export const MISSING_KINDS = [
  'anything',
  'for',
  'against',
  'primary_source',
  'pages',
  'web_search',
  'recent',
] as const
export type MissingKind = (typeof MISSING_KINDS)[number]

/** What was searched for a verdict. */
export type CheckSearch = {
  readonly queries: readonly string[]
  readonly postsRead: number
  readonly pagesRead: number
  /** Independent voices that were held against the claim. */
  readonly voices: number
  /** Posts and pages that count with another one. */
  readonly repeated: number
  /** What was set aside, by reason: jokes, questions, the post that the claim is from. */
  readonly setAside: Readonly<Record<string, number>>
  readonly missing: readonly MissingKind[]
  /** Null where pages were not looked for. */
  readonly web: WebNote | null
}

/** Somebody else's published check of the same claim. */
export type KnownCheck = {
  readonly id: string
  /** The claim as they reviewed it. */
  readonly claim: string
  readonly claimant: string | null
  readonly publisher: string
  readonly url: string
  readonly title: string | null
  /** Their own words for the verdict, e.g. "Pants on Fire". */
  readonly rating: string | null
  /** UTC milliseconds. */
  readonly reviewedAt: number | null
  /** Where we know it from. */
  readonly from: 'page' | 'feed' | 'google' | 'local'
}

/** Why there is no verdict to show, when there is none. */
export type CheckRefusal = 'nothing_to_check' | 'not_enough_evidence'

/** One check of one claim: what the evidence at that time says. */
export type ClaimCheck = {
  readonly claim: string
  readonly lang: string | null
  readonly verdict: Verdict
  /**
   * How far the confidence in the label moves when any one voice is left out: a verdict that hangs on one voice has a
   * wide range. Both 0 to 1; equal where nothing was found.
   */
  readonly range: { readonly low01: number; readonly high01: number }
  /** Strongest first, one for each voice, at most three. */
  readonly bestFor: readonly CheckEvidence[]
  readonly bestAgainst: readonly CheckEvidence[]
  /** All that was held against the claim, those that bear most on it first. */
  readonly evidence: readonly CheckEvidence[]
  readonly searched: CheckSearch
  readonly alreadyChecked: readonly KnownCheck[]
  /** Null where the verdict may be shown. */
  readonly refusal: CheckRefusal | null
  /** UTC milliseconds. */
  readonly checkedAt: number
  readonly totalMs: number
  readonly model: ModelUsed
}
