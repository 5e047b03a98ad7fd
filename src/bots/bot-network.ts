import type { Post } from '../domain/post.ts'
import type { DraftPost, PublishedPost, SeenMention } from '../ledger/bot-replies.ts'

/** A post of a conversation as its network shows it to the account. */
export type ThreadPost = {
  /** The network's own id. */
  readonly id: string
  readonly post: Post
  /** Written by the account itself. */
  readonly isOurs: boolean
  /** Its author says that a program writes there. */
  readonly isAutomated: boolean
  /** The post that it quotes; null where it quotes none, or one that cannot be seen. */
  readonly quoted: ThreadPost | null
}

/** A mention with what stands above it, read anew. */
export type Thread =
  | {
      readonly kind: 'thread'
      readonly mention: ThreadPost
      /** The posts it replies to, the nearest first; ends where one cannot be seen. */
      readonly above: readonly ThreadPost[]
      /** The network's own id of the conversation. */
      readonly rootId: string
      /** Where a reply to the mention goes: the network's own words for it. */
      readonly place: unknown
      readonly isReplyAllowed: boolean
    }
  /** `not_public`: not everybody may read it, so what it says is not repeated in public. */
  | { readonly kind: 'none'; readonly reason: 'deleted' | 'not_public' }

/** How long a post may be, and how links stand in it. */
export type PostStyle = {
  readonly graphemesMax: number
  /** `words`: a link is words that point somewhere; `address`: it is the address itself. */
  readonly links: 'words' | 'address'
  /** What an address counts, however long it is; null: its own length. */
  readonly addressLength: number | null
}

export type MentionPage = {
  readonly mentions: readonly SeenMention[]
  readonly cursor: string
  /** Announcements that could not be understood. */
  readonly unreadable: number
}

/** One post to be put out. */
export type OutgoingPost = DraftPost & {
  readonly lang: 'en' | 'fr'
  readonly place: unknown
  /** Names this post for good: under one key there is never more than one post. */
  readonly key: string
  /** UTC milliseconds, the same at every try. */
  readonly at: number
}

/**
 * An account on a network, as far as answering goes. Methods throw an AppError: `over_limit` and `upstream_failed` pass by themselves,
 * `unauthorized` needs new credentials, `invalid_input` means that the network will never take it.
 */
export interface BotNetwork {
  /** How posts have to be written. */
  style(signal: AbortSignal): Promise<PostStyle>
  /**
   * Mentions since the cursor, in any order; some may come twice.
   *
   * @param cursor null at the first look, which finds out where now is
   */
  mentionsSince(cursor: string | null, signal: AbortSignal): Promise<MentionPage>
  thread(mentionId: string, signal: AbortSignal): Promise<Thread>
  /** Whether a post of the account is still there. */
  hasOwn(id: string, signal: AbortSignal): Promise<boolean>
  /** The post that is already out under this key, whether or not anybody was told so; null where there is none. */
  find(post: OutgoingPost, signal: AbortSignal): Promise<PublishedPost | null>
  publish(post: OutgoingPost, signal: AbortSignal): Promise<PublishedPost>
}
