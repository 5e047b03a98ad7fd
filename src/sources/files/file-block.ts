import type { PostParkReason } from '../../domain/post-json.ts'

/** Why a stretch of a file is not even a line that could be a post. */
export type FileParkReason = 'too_long' | 'not_text' | 'wrong_csv' | 'broken_gzip' | ArchiveParkReason

/** Why something in an archive export is not stored. */
export type ArchiveParkReason =
  /** Its author deleted it, or showed it to followers only: it is not public. */
  | 'deleted'
  | 'private'
  /** An activity of another kind. */
  | 'not_a_post'
  /** An archive in which there is nothing we know. */
  | 'no_posts'
  | 'encrypted'
  /** Packed by a method we do not unpack. */
  | 'unsupported'
  | 'unsafe_path'
  | 'too_large'
  | 'unreadable'
  | 'broken_zip'
  | 'broken_tar'
  | 'broken_car'
  /** In a Bluesky repository: a block is not there, is not what its address says, or is not what belongs there. */
  | 'missing_block'
  | 'wrong_hash'
  | 'wrong_tree'
  | 'not_cbor'
export type LineParkReason = PostParkReason | FileParkReason

/** Longest line (or CSV record) that is read; a longer one is parked without being held in memory. */
export const LINE_BYTES_MAX = 1_048_576
/** A block is handed on when its complete lines reach this size, some 3,000 posts; the archive stores several together. */
export const BLOCK_BYTES = 1_000_000
/** Parked lines are kept as samples of at most this many characters. */
export const SAMPLE_CHARS_MAX = 1_000

export type FileFormat =
  | { readonly kind: 'ndjson' }
  /** What an archive export holds, a line each; see `formatItemLine`. */
  | { readonly kind: 'items' }
  | { readonly kind: 'csv'; readonly delimiter: CsvDelimiter; readonly columns: readonly string[] }
export type CsvDelimiter = ',' | ';' | '\t'

/**
 * A piece of a file that begins and ends with a line. `endOffset` is where it ends: bytes of the unpacked file, or items of an
 * archive export.
 */
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

/** An input that can be opened but is not what it says it is, or holds nothing for us. */
export type RefusedInput = {
  readonly kind: 'refused'
  readonly reason: FileParkReason
  readonly message: string
  readonly sample: string
}
