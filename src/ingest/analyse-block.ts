import { type EncodedPosts, encodePosts, type StorablePost } from '../archive/encode-posts.ts'
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

/** Parses, analyses and encodes a block of lines. The costly part of an import; runs on worker threads. */
export function analyseBlock({ bytes, onePerLine, format, source, receivedAt }: BlockTask): BlockResult {
  const { posts, parked, lines } = readBlock({ bytes, onePerLine }, format, { source })
  return { encoded: analysePosts({ posts, receivedAt, kept: true }), parked, lines }
}

/** Analyses and encodes posts. */
export function analysePosts({ posts, receivedAt, kept }: PostsTask): EncodedPosts {
  return encodePosts(
    posts.map((post): StorablePost => ({ post, analysed: analyseText(post.text, post), receivedAt, kept })),
  )
}
