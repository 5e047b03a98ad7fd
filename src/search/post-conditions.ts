import type { Post } from '../domain/post.ts'
import type { SearchQuery } from './query.ts'
import type { CountKind, HasKind } from './query-operators.ts'
import { isStoredKind } from './search.sql.ts'

/** What only a post that was read can tell: its pictures, its poll, how it was received. */
export type PostCondition = (post: Post) => boolean

/**
 * The part of a query that the archive cannot decide by itself; null where there is none. A count that is not known is not
 * enough for `min_…:`.
 */
export function postCondition(query: SearchQuery): PostCondition | null {
  const has = query.has.filter((kind) => !isStoredKind(kind))
  const hasNot = query.hasNot.filter((kind) => !isStoredKind(kind))
  const counts = Object.entries(query.atLeast) as [CountKind, number][]
  if (has.length + hasNot.length + counts.length === 0) return null
  return (post) =>
    has.every((kind) => hasKind(post, kind)) &&
    !hasNot.some((kind) => hasKind(post, kind)) &&
    counts.every(([kind, least]) => (post[kind] ?? -1) >= least)
}

function hasKind({ media, poll }: Post, kind: HasKind): boolean {
  if (kind === 'poll') return poll !== null
  if (kind === 'images') return media.some((one) => one.kind === 'image')
  if (kind === 'videos') return media.some((one) => one.kind === 'video')
  return media.some((one) => one.kind !== 'link')
}
