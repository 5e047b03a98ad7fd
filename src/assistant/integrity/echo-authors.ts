import type { Archive } from '../../archive/archive.ts'
import { idLines } from '../../archive/id-lines.ts'
import type { PostId } from '../../domain/post.ts'
import { AUTHORS_OF_POSTS } from './authors-of-posts.sql.ts'

/** Copies that are looked up; a question rarely meets as many. */
const COPIES_MAX = 3_000

/** For each post that was read, the accounts whose copies of it search had folded away. */
export async function echoAuthors(
  copies: ReadonlyMap<PostId, readonly PostId[]> | undefined,
  archive: Pick<Archive, 'query'>,
): Promise<ReadonlyMap<PostId, readonly string[]>> {
  const ids = [...(copies?.values() ?? [])].flat().slice(0, COPIES_MAX)
  if (copies === undefined || ids.length === 0) return new Map()
  const rows = await archive.query<{ id: PostId; author: string }>(AUTHORS_OF_POSTS, { lines: idLines(ids) })
  const authors = new Map(rows.map(({ id, author }) => [id, author]))
  return new Map(
    [...copies].map(([id, echoes]) => [id, [...new Set(echoes.flatMap((echo) => authors.get(echo) ?? []))]]),
  )
}
