import type { AuthorChange } from '../domain/author-change.ts'
import type { Post } from '../domain/post.ts'
import { AUTHOR_NAMES } from './companion-tables.ts'
import type { Connections } from './connections.ts'
import { escapeField } from './escape-field.ts'

const CHANGES_BATCH = 5_000
const NAME_LENGTH_MAX = 640
const LINE = "'source String, author String, field String, value String'"

/** Notes what accounts are called from now on. Of several changes of one account the last counts. */
export async function noteAuthorNames(
  connections: Connections,
  changes: readonly AuthorChange[],
  at: number,
): Promise<void> {
  const lines = [...new Map(changes.flatMap(nameLines))].map(([key, value]) => `${key}\t${value}`)
  for (let start = 0; start < lines.length; start += CHANGES_BATCH) {
    await connections.command({
      sql:
        `INSERT INTO ${AUTHOR_NAMES.name} (source, author, field, value, changed_at) ` +
        'SELECT source, author, field, value, fromUnixTimestamp64Milli({at:Int64}) ' +
        `FROM format(TSV, ${LINE}, {names:String})`,
      params: { names: lines.slice(start, start + CHANGES_BATCH).join('\n'), at },
    })
  }
}

/** Posts with what their authors are called now, where a change of it was heard; a handle says more than a display name. */
export async function withAuthorNames(
  connections: Connections,
  posts: readonly Post[],
  signal: AbortSignal | undefined,
): Promise<Post[]> {
  if (posts.length === 0) return []
  const authors = [...new Set(posts.map(({ author }) => author))]
  const rows = await connections.read<{ source: string; author: string; value: string }>({
    sql:
      `SELECT source, author, argMax(value, changed_at) AS value FROM ${AUTHOR_NAMES.name} ` +
      "WHERE author IN (SELECT author FROM format(TSV, 'author String', {authors:String})) AND source IN {sources:Array(String)} " +
      "AND field = 'handle' GROUP BY source, author",
    params: {
      authors: authors.map(escapeField).join('\n'),
      sources: [...new Set(posts.map(({ source }) => source))],
    },
    signal,
  })
  const names = new Map(rows.map(({ source, author, value }) => [keyOf({ source, author }), value]))
  return posts.map((post) => {
    const name = names.get(keyOf(post))
    return name === undefined ? post : { ...post, authorName: name === '' ? null : name }
  })
}

function nameLines(change: AuthorChange): (readonly [string, string])[] {
  const fields = { handle: change.handle, display_name: change.displayName }
  return Object.entries(fields).flatMap(([field, value]) =>
    value === undefined
      ? []
      : [
          [
            [escapeField(change.source), escapeField(change.author), field].join('\t'),
            nameField(value),
          ] as const,
        ],
  )
}

function nameField(value: string | null): string {
  return escapeField((value ?? '').slice(0, NAME_LENGTH_MAX).toWellFormed())
}

function keyOf({ source, author }: Pick<Post, 'source' | 'author'>): string {
  return `${source}\n${author}`
}
