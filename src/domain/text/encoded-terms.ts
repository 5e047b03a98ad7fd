import type { GrowingBytes } from '../../lib/growing-bytes.ts'

/** What `analyseText` finds, with the terms as bytes, ready for the archive. */
export type EncodedTerms = {
  readonly lang: string | null
  readonly count: number
  /** The terms one after the other (`GrowingBytes.addString`). Valid until the next text is analysed. */
  readonly bytes: GrowingBytes
}
