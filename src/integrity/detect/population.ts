import type { CoincidenceChannel } from './coincidence-channel.ts'

/** What is known of posts that are not in the table, where it holds only those that share something. */
export type Population = {
  /** For each channel the objects that one account alone shared; null where the table holds them. */
  readonly singles: Readonly<Record<CoincidenceChannel, number>> | null
  /** Accounts that share nothing with anybody. */
  readonly silentAccounts: number
  /** Their posts, each account's counted up to `POSTS_COUNTED_MAX`. */
  readonly silentPosts: number
}

/** Everything is in the table. */
export const NOBODY_ELSE: Population = { singles: null, silentAccounts: 0, silentPosts: 0 }
