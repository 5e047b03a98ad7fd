/**
 * What of a live source is kept. Every part narrows further; an empty list asks nothing. Lists hold what a person wrote;
 * how it is compared is `filterPost`'s business.
 */
export type SourceFilter = {
  /** Primary language subtags such as `fr`; `und` keeps posts whose language cannot be told. */
  readonly languages: readonly string[]
  /** Words or phrases of which a post must hold at least one. */
  readonly keywordsAny: readonly string[]
  /** Words or phrases that a post must not hold. */
  readonly keywordsNone: readonly string[]
  /** Accounts that are kept, all others are not; `*` at the beginning stands for anything. */
  readonly accountsAllow: readonly string[]
  readonly accountsDeny: readonly string[]
  /** Share of posts that is kept, > 0 and at most 1; always the same ones. */
  readonly share01: number
}

/** Keeps everything. */
export const NO_FILTER: SourceFilter = {
  languages: [],
  keywordsAny: [],
  keywordsNone: [],
  accountsAllow: [],
  accountsDeny: [],
  share01: 1,
}
