import type { PostId } from '../domain/post.ts'
import { escapeField } from './escape-field.ts'

/** The ids of `{lines:String}` as a table of one column, `id`. */
export const IDS_IN_LINES = "format(TSV, 'id String', {lines:String})"

/** Condition on `posts`: the id's hash is among those of `{lines:String}`. Other ids may share a hash. */
export const ID_HASH_IN_LINES = `id_hash IN (SELECT xxh3(id) FROM ${IDS_IN_LINES})`

/** Condition on `posts`: the id is among `{lines:String}`. */
export const ID_IN_LINES = `${ID_HASH_IN_LINES} AND id IN (SELECT id FROM ${IDS_IN_LINES})`

/** Ids as lines of a tab-separated text. An empty list has no such text: ask for nothing instead. */
export function idLines(ids: readonly PostId[]): string {
  return ids.map(escapeField).join('\n')
}
