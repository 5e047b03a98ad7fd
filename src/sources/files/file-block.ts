import type { PostParkReason } from '../../domain/post-json.ts'

/** Why a stretch of a file is not even a line that could be a post. */
export type FileParkReason = 'too_long' | 'not_text' | 'wrong_csv' | 'broken_gzip'
export type LineParkReason = PostParkReason | FileParkReason

/** Longest line (or CSV record) that is read; a longer one is parked without being held in memory. */
export const LINE_BYTES_MAX = 1_048_576
/** A block is handed on when its complete lines reach this size: 10,000 to 20,000 posts, which the archive stores best. */
export const BLOCK_BYTES = 4_000_000
/** Parked lines are kept as samples of at most this many characters. */
export const SAMPLE_CHARS_MAX = 1_000

export type FileFormat =
  | { readonly kind: 'ndjson' }
  | { readonly kind: 'csv'; readonly delimiter: CsvDelimiter; readonly columns: readonly string[] }
export type CsvDelimiter = ',' | ';' | '\t'

/** A piece of a file that begins and ends with a line. `endOffset` is where it ends in the unpacked file, in bytes. */
export type FileBlock =
  | {
      readonly kind: 'records'
      /** Owns its buffer, so that it can be transferred to another thread. */
      readonly bytes: Uint8Array<ArrayBuffer>
      /** CSV only: quotes do not span lines here, because one was never closed. */
      readonly onePerLine: boolean
      readonly endOffset: number
    }
  | {
      readonly kind: 'parked'
      readonly reason: FileParkReason
      readonly sample: string
      readonly endOffset: number
    }
