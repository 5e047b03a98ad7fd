import type { AuthorChange } from '../domain/author-change.ts'
import type { CountChange } from '../domain/count-change.ts'
import type { Page } from '../domain/page.ts'
import type { Post, PostId } from '../domain/post.ts'

/** Something that must leave the archive because its network said so. */
export type Deletion =
  | { readonly kind: 'post'; readonly postId: PostId }
  /** Everything one account wrote: it was deleted, deactivated or taken down. */
  | { readonly kind: 'author'; readonly author: string; readonly source: string }
  /** A post that is stored under another name than the network uses now; see `SourceBatch.aliases`. */
  | { readonly kind: 'alias'; readonly alias: string }

/** How many items met one fate, by reason. */
export type ReasonCounts = Readonly<Record<string, number>>

/** An item that could not be understood, as it arrived, cut to `PARKED_SAMPLE_LENGTH_MAX` characters. */
export type ParkedSample = { readonly reason: string; readonly raw: string; readonly at: number }

export const PARKED_SAMPLE_LENGTH_MAX = 1_000

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
  /** Other names of posts of this batch, by which their network may delete them later; stored with them. */
  readonly aliases?: ReadonlyMap<string, PostId>
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

/** One of several things that a source follows: a rule, a feed. */
export type SourcePart = {
  readonly name: string
  readonly state: 'working' | 'waiting' | 'refused'
  /** Why it is refused, or what else a person should know; null when there is nothing to say. */
  readonly note: string | null
}

export type SourceRun = {
  /** Cursor of the last batch that was dealt with; null starts at now. */
  readonly cursor: string | null
  readonly signal: AbortSignal
  readonly onLine: (state: LineState) => void
  /** Hears of all parts whenever one of them changes, from sources that have parts. */
  readonly onParts?: (parts: readonly SourcePart[]) => void
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

/** What a network said of stored posts when it was asked. */
export type FoundChanges = Pick<SourceBatch, 'deletions' | 'edits'>

/** For networks that do not say by themselves what was deleted. */
export type Recheck = {
  /** How often the network is asked about everything that is stored of it. */
  readonly everyMs: number
  /**
   * @param stored posts of this network, in pages
   * @throws {AppError} where the network cannot be asked or refuses
   */
  readonly find: (stored: AsyncIterable<readonly Post[]>, signal: AbortSignal) => AsyncIterable<FoundChanges>
}

/** Older posts, a page at a time. */
export type BackfillPage = Pick<SourceBatch, 'posts' | 'aliases' | 'dropped' | 'parked' | 'parkedSamples'> & {
  /** Goes on after this page, also another day; null: there is no more. */
  readonly cursor: string | null
}

/** Which older posts: `what` is one of the kinds that a network offers, `target` names the account, tag, query, … */
export type BackfillQuestion = {
  readonly what: string
  readonly target: string
  /** Cursor of the last page that was dealt with; null from the beginning. */
  readonly cursor: string | null
  readonly pagesMax: number
  readonly signal: AbortSignal
}
