import { type EncodedPosts, PostEncoder } from '../archive/encode-posts.ts'
import type { Post } from '../domain/post.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
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

/** Rows with their terms are mostly less than this much larger than the lines they come from. */
const ENCODED_SHARE = 1.8

/**
 * Parses, analyses and encodes a block of lines. The costly part of an import; runs on worker threads. Each post is let
 * go when its row is written, so that the garbage collector finds little alive.
 */
export function analyseBlock({ bytes, onePerLine, format, source, receivedAt }: BlockTask): BlockResult {
  const encoder = new PostEncoder(Math.ceil(bytes.length * ENCODED_SHARE))
  const { parked, lines } = readBlock({ bytes, onePerLine }, format, { source }, (post) =>
    encoder.add({ post, analysed: analyseText(post.text, post), receivedAt, kept: true }),
  )
  return { encoded: encoder.finish(), parked, lines }
}

/** Analyses and encodes posts. */
export function analysePosts({ posts, receivedAt, kept }: PostsTask): EncodedPosts {
  const encoder = new PostEncoder()
  for (const post of posts) encoder.add({ post, analysed: analyseText(post.text, post), receivedAt, kept })
  return encoder.finish()
}
