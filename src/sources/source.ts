import type { Page } from '../domain/page.ts'
import type { Post, PostId } from '../domain/post.ts'

/** Something that must leave the archive because its network said so. */
export type Deletion =
  | { readonly kind: 'post'; readonly postId: PostId }
  /** Everything one account wrote: it was deleted, deactivated or taken down. */
  | { readonly kind: 'author'; readonly author: string; readonly source: string }

/** How many items met one fate, by reason. */
export type ReasonCounts = Readonly<Record<string, number>>

/** An item that could not be understood, as it arrived, cut to `PARKED_SAMPLE_LENGTH_MAX` characters. */
export type ParkedSample = { readonly reason: string; readonly raw: string; readonly at: number }

export const PARKED_SAMPLE_LENGTH_MAX = 1_000

/**
 * How often others reacted to a post since the batch before, to be added to what was known; negative when more was
 * withdrawn than given. A change says nothing about the total of a post whose beginning was not heard.
 */
export type CountChange = { readonly likes: number; readonly reposts: number; readonly replies: number }

/** What an account is called from now on. Absent: no news about it; null: it has none any more. */
export type AuthorChange = {
  readonly author: string
  readonly source: string
  /** How people address the account, e.g. `alice.example`. */
  readonly handle?: string | null
  readonly displayName?: string | null
}

/**
 * What a source saw since its last batch. Applied in this order: posts are stored, edits replace what is stored,
 * deletions remove. No post of a batch is deleted by the same batch.
 */
export type SourceBatch = {
  readonly posts: readonly Post[]
  /** Snapshots of web pages that posts of this batch are about; stored before them. */
  readonly pages?: readonly Page[]
  /** New versions of posts that may be stored already. */
  readonly edits: readonly Post[]
  readonly deletions: readonly Deletion[]
  /** Reactions to posts of this batch and to older ones; counted at most twice around a restart. */
  readonly countChanges?: ReadonlyMap<PostId, CountChange>
  /** In order; the last one about an account counts. */
  readonly authorChanges?: readonly AuthorChange[]
  /** Where to go on from once everything in this batch is stored, dropped or parked; null when unchanged. */
  readonly cursor: string | null
  /** UTC milliseconds of the newest event of the batch, as the network dates it; null when it had none. */
  readonly lastEventAt: number | null
  readonly dropped: ReasonCounts
  readonly parked: ReasonCounts
  /** At most a few of the parked items. */
  readonly parkedSamples: readonly ParkedSample[]
}

/** What a source says about its line to the network. */
export type LineState =
  | { readonly kind: 'connecting'; readonly endpoint: string }
  | {
      readonly kind: 'connected'
      readonly endpoint: string
      /** A stretch of time that the network can no longer replay, so that posts in it are missing. UTC ms. */
      readonly missed: { readonly from: number; readonly to: number } | null
    }
  | {
      readonly kind: 'unreachable'
      readonly endpoint: string
      readonly error: string
      readonly retryAt: number
    }

export type SourceRun = {
  /** Cursor of the last batch that was dealt with; null starts at now. */
  readonly cursor: string | null
  readonly signal: AbortSignal
  readonly onLine: (state: LineState) => void
}

/**
 * A network that yields posts for as long as it is read. Reconnects by itself and never throws for anything the
 * network does; ends when the signal aborts. Reading slowly pushes back: memory stays bounded. After a restart
 * from a cursor some events come again (at least once), so readers must tolerate repeats.
 */
export type Source = {
  /** Which network, e.g. `bluesky`; also the `source` of its posts. */
  readonly kind: string
  /** What people call it. */
  readonly title: string
  run(request: SourceRun): AsyncIterable<SourceBatch>
}
