/** What the evidence says of a claim. `not_enough`: too little was found, which says nothing about the claim. */
export const CLAIM_LABELS = ['supported', 'refuted', 'conflicting', 'not_enough'] as const
export type ClaimLabel = (typeof CLAIM_LABELS)[number]

/** How a span of evidence stands to a claim. */
export const STANCES = ['supports', 'refutes', 'neutral'] as const
export type Stance = (typeof STANCES)[number]

/** How a reply stands to the post that it answers. */
export const REPLY_STANCES = ['support', 'deny', 'query', 'comment'] as const
export type ReplyStance = (typeof REPLY_STANCES)[number]

/** A span of a piece of evidence. Offsets are UTF-16 code units into its text. */
export type ClaimEvidence = {
  readonly id: string
  readonly stance: Stance
  /** Calibrated probability that the stance is right. */
  readonly confidence01: number
  /** How much the span bears on the claim, whatever its stance, beside those ranked before it. */
  readonly relevance01: number
  readonly start: number
  readonly end: number
}

export type ClaimProbabilities = Readonly<Record<ClaimLabel, number>>

/**
 * What a verdict rests on: evidence that was compared with the claim, or the claim's own numbers, dates and units
 * worked out (`exact`; needs no evidence).
 */
export type VerdictBasis = 'evidence' | 'exact'

/**
 * What would move a verdict, as a code that screens put in words; `detail` names the thing it is about, in the words of
 * the claim (a number, a name, a date), null where there is none.
 */
export const CHANGE_KINDS = [
  /** Nothing found bears on the claim: any evidence would change it. */
  'any_evidence',
  /** It rests on one piece of evidence: a second, independent one would. */
  'second_source',
  /** Evidence stands on both sides: a source that settles which is right would. */
  'settle_conflict',
  /** The evidence says nothing of this number, date or name. */
  'missing_detail',
  /** A source that says it of this person, place or thing, or denies it, in so many words. */
  'direct_statement',
  /** The claim is about how things stand now: newer evidence would. */
  'newer_evidence',
  /** Only other numbers than those in the claim would: the sum is settled. */
  'other_numbers',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]
export type VerdictChange = { readonly kind: ChangeKind; readonly detail: string | null }

/** How many items a verdict shows for and against. */
export const BEST_EVIDENCE_MAX = 3

/** Is it true? As far as the evidence given goes, and as of a time. */
export type Verdict = {
  /** The best guess, always. */
  readonly label: ClaimLabel
  /** Calibrated probability that the label is right, comparable across claims (docs/models/verdicts.md). */
  readonly confidence01: number
  /** Sum to 1. */
  readonly probabilities: ClaimProbabilities
  /** Whether it is sure enough to be shown as a verdict; what is not committed is shown as evidence only. */
  readonly committed: boolean
  readonly basis: VerdictBasis
  /** Strongest first, at most `BEST_EVIDENCE_MAX`, one for each piece of evidence. */
  readonly bestFor: readonly ClaimEvidence[]
  readonly bestAgainst: readonly ClaimEvidence[]
  /** The likeliest to matter first. */
  readonly whatWouldChange: readonly VerdictChange[]
  /** The time it was true for: that of the newest evidence, UTC milliseconds; null where none is dated. */
  readonly validAt: number | null
}
