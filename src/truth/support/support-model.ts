import weights from './support-weights.json' with { type: 'json' }
import type { Weights } from './weigh.ts'

/** Three small regressions and two thresholds; data, figures and limits: docs/models/support.md. */
export type SupportModel = {
  /** Does a sentence bear on a statement? See `evidenceFeatures`. */
  readonly evidence: Weights
  /** Is a word of a statement carried by nothing? See `wordFeatures`. */
  readonly words: Weights
  /** Is all of a statement carried? See `statementFeatures`. */
  readonly statement: Weights
  /** A statement is struck where `weakest01` is above this. */
  readonly strikeAbove01: number
  /** In a struck statement, words are marked whose probability is above this. */
  readonly markAbove01: number
}

export const SUPPORT_MODEL: SupportModel = weights
