/**
 * What analysis makes of a text. Stored posts and queries go through the same `analyseText`, so a
 * term matches exactly when both sides agree on it.
 */
export type AnalysedText = {
  /** Detected language (`en`, `fr`, …) or null when the text is too short or ambiguous to tell. */
  readonly lang: string | null
  /**
   * Search terms in reading order, repeats kept: lower case, accents folded, stemmed for English and
   * French. Prefixed terms are exact: `#tag`, `@account`, `url:<canonical url>`, `host:<host>`.
   */
  readonly terms: readonly string[]
}
