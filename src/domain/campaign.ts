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
  /** What several members shared, the most unlikely first; at most `OBJECTS_KEPT`. */
  readonly objects: readonly CampaignObject[]
  /** How many such things there are in all. */
  readonly objectCount: number
  /** Accounts outside that shared one of them too. */
  readonly outsiders: number
}

/** Something that several members shared, with what chance would have brought. */
export type CampaignObject = {
  readonly channel: string
  /** An id, an address, tags or words; cut where it is long. */
  readonly key: string
  /** Members that shared it. */
  readonly accounts: number
  /** Accounts outside that shared it too. */
  readonly outsiders: number
  /** UTC milliseconds. */
  readonly firstAt: number
  readonly lastAt: number
  /** How many members chance alone would have brought. */
  readonly expected: number
  readonly postIds: readonly PostId[]
}

/** Two accounts of a campaign whose posts coincide more often than chance explains. */
export type CampaignLink = {
  readonly from: string
  readonly to: string
  /** Posts that coincide. */
  readonly posts: number
  readonly channels: readonly string[]
  readonly pValue: number
  readonly qValue: number
}

/** What is known of a campaign from its posts, beyond the statistics that found it. */
export type CampaignProfile = {
  /** One post that stands for the others, as its author wrote it; null where members only pass on what is not stored. */
  readonly narrative: { readonly text: string; readonly postId: PostId } | null
  readonly languages: readonly { readonly lang: string; readonly posts: number }[]
  /** Members and posts so far, at most 48 steps; times are UTC milliseconds. */
  readonly growth: readonly { readonly at: number; readonly accounts: number; readonly posts: number }[]
  readonly reach: CampaignReach
  /** How improbable it is that the accounts act apart: 0.5 at the limit of what is called significant. */
  readonly coordination01: number
  /** Signs that accounts are not what they seem; null where nothing could be measured. Never merged with the other score. */
  readonly inauthenticity01: number | null
  readonly signs: readonly InauthenticitySign[]
  readonly counterEvidence: readonly CounterEvidence[]
  readonly wouldChange: readonly CampaignChange[]
  readonly techniques: readonly { readonly id: string; readonly name: string }[]
}

/** Counts as far as they are known; null is not known, which is not zero. */
export type CampaignReach = {
  readonly posts: number
  readonly likes: number | null
  readonly reposts: number | null
  readonly replies: number | null
}

/** What may speak of accounts that are not what they seem. `measured` of `of` accounts or posts. */
export type InauthenticitySign = {
  readonly kind: 'created_together' | 'handle_pattern' | 'copied_text' | 'steady_rhythm' | 'lockstep'
  readonly score01: number
  readonly measured: number
  readonly of: number
}

/** Why it may be organic all the same. */
export type CounterEvidence = {
  readonly kind:
    | 'outsiders_share'
    | 'long_standing_accounts'
    | 'few_coincidences'
    | 'single_channel'
    | 'own_words'
    | 'slow'
    | 'same_outlet'
    | 'small_sample'
  readonly value: number
  readonly of: number
}

/** What would change the finding. */
export type CampaignChange =
  | 'more_posts'
  | 'shared_source'
  | 'declared_group'
  | 'quiet_members'
  | 'other_sharers'

/** A campaign as it is kept: with its permanent id, both times, and what its posts say. Times are UTC milliseconds. */
export type StoredCampaign = {
  readonly campaign: Campaign
  readonly profile: CampaignProfile
  readonly links: readonly CampaignLink[]
  readonly firstSeenAt: number
  /** Null while it is provisional. */
  readonly confirmedAt: number | null
  readonly updatedAt: number
}

/** A campaign in a few words, for marks beside posts. */
export type CampaignMark = {
  readonly id: string
  readonly accounts: number
  readonly isConfirmed: boolean
}
