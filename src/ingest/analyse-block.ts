import { isUtf8 } from 'node:buffer'
import { type EncodedPosts, PostEncoder } from '../archive/encode-posts.ts'
import { PlainPostLine } from '../domain/plain-post-line.ts'
import type { Post } from '../domain/post.ts'
import { encodeLineTerms, encodeTerms } from '../domain/text/analyse-text.ts'
import type { FileFormat } from '../sources/files/file-block.ts'
import { type ParkedRecord, readBlock } from '../sources/files/read-block.ts'

/** Lines of a file to turn into rows for the archive. */
export type BlockTask = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly onePerLine: boolean
  readonly format: FileFormat
  readonly source: string
  /** UTC milliseconds. */
  readonly receivedAt: number
}

export type BlockResult = {
  readonly encoded: EncodedPosts
  readonly parked: readonly ParkedRecord[]
  /** Line breaks in the block. */
  readonly lines: number
}

/** Posts from a live source, or from a program, to turn into rows for the archive. */
export type PostsTask = {
  readonly posts: readonly Post[]
  readonly receivedAt: number
  readonly kept: boolean
}

/**
 * Text is decoded by pieces of this size: a string as large as a block would be garbage that only a full collection
 * finds, and each block would cause one.
 */
const PIECE_BYTES = 65_536
const NEWLINE = 10

/** Used for one batch after the other, because its columns keep their memory. */
const encoder = new PostEncoder()
const plainLine = new PlainPostLine()

/**
 * Parses, analyses and encodes a block of lines. The costly part of an import; runs on worker threads. Each post is let
 * go when its row is written, so that the garbage collector finds little alive.
 */
export function analyseBlock(task: BlockTask): BlockResult {
  encoder.clear()
  const report: BlockReport = { parked: [], lines: 0 }
  const isLines = task.onePerLine || task.format.kind === 'ndjson'
  const bytes = Buffer.from(task.bytes.buffer, task.bytes.byteOffset, task.bytes.length)
  if (task.format.kind === 'ndjson' && isUtf8(bytes)) readPlainLines(task, bytes, report)
  else for (const piece of isLines ? linePieces(bytes) : [bytes]) readPiece(task, piece, report)
  return { encoded: encoder.finish(), ...report }
}

type BlockReport = { readonly parked: ParkedRecord[]; lines: number }

/** Takes plain lines over as they are, and reads what stands between them as any other. */
function readPlainLines(task: BlockTask, bytes: Buffer, report: BlockReport): void {
  const { source, receivedAt } = task
  let read = 0
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, from)
    const to = found < 0 ? bytes.length : found
    const next = found < 0 ? to : found + 1
    if (plainLine.read(bytes, from, to)) {
      if (read < from) readPiece(task, bytes.subarray(read, from), report)
      encoder.addPlain(encodeLineTerms(plainLine), { line: plainLine, source, receivedAt, kept: true })
      if (found >= 0) report.lines++
      read = next
    } else if (next - read >= PIECE_BYTES) {
      readPiece(task, bytes.subarray(read, next), report)
      read = next
    }
    from = next
  }
  if (read < bytes.length) readPiece(task, bytes.subarray(read), report)
}

function readPiece(task: BlockTask, bytes: Uint8Array, report: BlockReport): void {
  const { onePerLine, format, source, receivedAt } = task
  const piece = readBlock({ bytes, onePerLine }, format, { source }, (post) =>
    encoder.addEncoded(encodeTerms(post.text, post), { post, receivedAt, kept: true }),
  )
  for (const record of piece.parked) report.parked.push({ ...record, line: report.lines + record.line })
  report.lines += piece.lines
}

/** Whole lines, `PIECE_BYTES` at a time or one longer line. */
function* linePieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const last = from + PIECE_BYTES < bytes.length ? bytes.lastIndexOf(NEWLINE, from + PIECE_BYTES) : -1
    const end = last >= from ? last : bytes.indexOf(NEWLINE, from + PIECE_BYTES)
    const to = from + PIECE_BYTES >= bytes.length || end < 0 ? bytes.length : end + 1
    yield bytes.subarray(from, to)
    from = to
  }
}

/** Analyses and encodes posts. */
export function analysePosts({ posts, receivedAt, kept }: PostsTask): EncodedPosts {
  encoder.clear()
  for (const post of posts) encoder.addEncoded(encodeTerms(post.text, post), { post, receivedAt, kept })
  return encoder.finish()
}
