import type { z } from 'zod'
import type { Timing } from '../lib/timing.ts'
import type { Source } from '../sources/source.ts'

/** What a source is given beside its options. */
export type SourceEnvironment = {
  readonly timing: Timing
  readonly random: () => number
  /** One Jetstream address instead of the public ones; null takes those. */
  readonly jetstreamUrl: string | null
}

/** What the settings of this installation say about networks. */
export type SourceSettings = Pick<SourceEnvironment, 'jetstreamUrl'>

/** A kind of network that can be connected, as many times as its options differ. */
export type SourceKind = {
  /** In ids, on the command line and over HTTP, e.g. `mastodon`. */
  readonly kind: string
  /** What people call it. */
  readonly title: string
  /** Connected on the first start, without anybody asking. */
  readonly byDefault: boolean
  /** Strict: refuses what it does not know. */
  readonly options: z.ZodType
  /** Options that are sealed before they are stored and never shown. */
  readonly secrets: readonly string[]
  /** Options that say what is read, so that a cursor from before a change of them means nothing. */
  readonly streamOptions: readonly string[]
  /** Options that a form asks for at once; the others are for those who look for them. */
  readonly mainOptions: readonly string[]
  /** Whether `authorName` of its posts is what the network alone gives out, so that a filter may go by it. */
  readonly namesAreHandles: boolean
  /** What one source of this kind is called, e.g. `Mastodon · mastodon.social · #climate`. */
  readonly titleOf: (options: unknown) => string
  /** An HTTP address that answers, whatever it says, where the network can be reached; null where there is none to try. */
  readonly reachAt: (options: unknown, settings: SourceSettings) => string | null
  /**
   * Makes the source, whose code loads only now; opens nothing yet.
   *
   * @param options as `options` parsed them
   * @throws {AppError} invalid_input when they do not go together
   */
  readonly open: (options: unknown, environment: SourceEnvironment) => Promise<Source>
}

type TypedKind<Schema extends z.ZodType> = Omit<SourceKind, 'options' | 'titleOf' | 'reachAt' | 'open'> & {
  readonly options: Schema
  readonly titleOf: (options: z.output<Schema>) => string
  readonly reachAt?: (options: z.output<Schema>, settings: SourceSettings) => string | null
  readonly open: (options: z.output<Schema>, environment: SourceEnvironment) => Source | Promise<Source>
}

/** One entry of the registry; what its functions receive has passed its schema. */
export function sourceKind<Schema extends z.ZodType>(kind: TypedKind<Schema>): SourceKind {
  return {
    ...kind,
    titleOf: (options) => kind.titleOf(options as z.output<Schema>),
    reachAt: (options, settings) => kind.reachAt?.(options as z.output<Schema>, settings) ?? null,
    open: async (options, environment) => kind.open(options as z.output<Schema>, environment),
  }
}
