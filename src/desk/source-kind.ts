import type { z } from 'zod'
import type { Timing } from '../lib/timing.ts'
import type { BackfillPage, BackfillQuestion, Recheck, Source } from '../sources/source.ts'

/** What a source is given beside its options. */
export type SourceEnvironment = {
  readonly timing: Timing
  readonly random: () => number
  /** One Jetstream address instead of the public ones; null takes those. */
  readonly jetstreamUrl: string | null
}

/** What the settings of this installation say about networks. */
export type SourceSettings = Pick<SourceEnvironment, 'jetstreamUrl'>

/** One way to ask a network for older posts. */
export type BackfillKind = {
  /** On the command line and over HTTP, e.g. `profile`. */
  readonly name: string
  /** What must be given with it, in words, with an example. */
  readonly target: string
}

type KindFacts = {
  /** In ids, on the command line and over HTTP, e.g. `mastodon`. */
  readonly kind: string
  /** What people call it. */
  readonly title: string
  /** Connected on the first start, without anybody asking. */
  readonly byDefault: boolean
  /** Options that are sealed before they are stored and never shown. */
  readonly secrets: readonly string[]
  /** Options that say what is read, so that a cursor from before a change of them means nothing. */
  readonly streamOptions: readonly string[]
  /** Options that a form asks for at once; the others are for those who look for them. */
  readonly mainOptions: readonly string[]
  /** Whether `authorName` of its posts is what the network alone gives out, so that a filter may go by it. */
  readonly namesAreHandles: boolean
  /** Older posts that can be asked for; none for a network that hands out none. */
  readonly backfills?: readonly BackfillKind[]
}

/** What a kind does with options that passed its schema. */
type KindActs<Options> = {
  /** What one source of this kind is called, e.g. `Mastodon · mastodon.social · #climate`. */
  readonly titleOf: (options: Options) => string
  /** An HTTP address that answers, whatever it says, where the network can be reached; null where there is none to try. */
  readonly reachAt?: (options: Options, settings: SourceSettings) => string | null
  /**
   * Makes the source, whose code loads only now; opens nothing yet.
   *
   * @throws {AppError} invalid_input when they do not go together
   */
  readonly open: (options: Options, environment: SourceEnvironment) => Source | Promise<Source>
  /**
   * Asks the network whether it takes these options, before they are stored; where it cannot be asked they are believed.
   *
   * @throws {AppError} invalid_input in the network's words
   */
  readonly check?: (options: Options, signal: AbortSignal) => Promise<void>
  /** For networks that do not say by themselves what was deleted; null where these options ask for none. */
  readonly recheck?: (options: Options, environment: SourceEnvironment) => Promise<Recheck | null>
  /**
   * Reads older posts, one of `backfills`.
   *
   * @throws {AppError} invalid_input when the target is none; what the network says against it
   */
  readonly backfill?: (
    options: Options,
    question: BackfillQuestion,
    environment: SourceEnvironment,
  ) => Promise<AsyncIterable<BackfillPage>>
}

/** A kind of network that can be connected, as many times as its options differ. */
export type SourceKind = KindFacts &
  KindActs<unknown> & {
    /** Strict: refuses what it does not know. */
    readonly options: z.ZodType
  }

/** One entry of the registry; what its functions receive has passed its schema. */
export function sourceKind<Schema extends z.ZodType>(
  kind: KindFacts & KindActs<z.output<Schema>> & { readonly options: Schema },
): SourceKind {
  // The registry parses options before it hands them on, see `parseOptions`.
  return kind as KindFacts & KindActs<unknown> & { readonly options: Schema }
}
