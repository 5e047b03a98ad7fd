import type { Archive } from '../../archive/archive.ts'
import { idLines } from '../../archive/id-lines.ts'
import type { PostId } from '../../domain/post.ts'
import { AUTHORS_OF_POSTS } from './authors-of-posts.sql.ts'
import type { Speaker } from './speaker.ts'

/** Copies that are looked up; a question rarely meets as many. */
const COPIES_MAX = 3_000

/** Who copied which post, as far as search had folded the copies away. */
export type Echoes = ReadonlyMap<PostId, readonly Speaker[]>

type Row = {
  readonly id: PostId
  readonly author: string
  readonly source: string
  readonly lang: string | null
  readonly created_ms: number | null
}

/** For each post that was read, those whose copies of it search had folded away. */
export async function echoAuthors(
  copies: ReadonlyMap<PostId, readonly PostId[]> | undefined,
  archive: Pick<Archive, 'query'>,
): Promise<Echoes> {
  const ids = [...(copies?.values() ?? [])].flat().slice(0, COPIES_MAX)
  if (copies === undefined || ids.length === 0) return new Map()
  const rows = await archive.query<Row>(AUTHORS_OF_POSTS, { lines: idLines(ids) })
  const speakers = new Map(
    rows.map(({ id, created_ms, ...speaker }) => [id, { ...speaker, createdAt: created_ms }]),
  )
  return new Map([...copies].map(([id, echoes]) => [id, echoes.flatMap((echo) => speakers.get(echo) ?? [])]))
}
