import type { Archive } from '../archive/archive.ts'
import { findEvidence } from '../search/find-evidence.ts'
import type { Source } from '../truth/support/judge-answer.ts'

/** Posts looked at for one statement. */
const POSTS_PER_STATEMENT = 10
/** Longer texts are not searched for in full: the first statements stand for them. */
const STATEMENTS_MAX = 20
/** Search weighs the rarest words of a longer query only. */
const QUERY_CHARACTERS_MAX = 600

/** The stored posts that speak about any of these statements: what they can be held against. Empty where none does. */
export async function archiveSources(
  archive: Archive,
  statements: readonly string[],
  signal?: AbortSignal,
): Promise<Source[]> {
  const sources = new Map<string, Source>()
  for (const statement of statements.slice(0, STATEMENTS_MAX)) {
    const query = plainQuery(statement)
    const found = await findEvidence(
      archive,
      { query, limit: POSTS_PER_STATEMENT, learns: false },
      { signal },
    )
    for (const { post } of found) sources.set(post.id, { id: post.id, text: post.text })
  }
  return [...sources.values()]
}

/** A statement as a query: its quotes, colons and hyphens are no operators. */
export function plainQuery(statement: string): string {
  return statement.slice(0, QUERY_CHARACTERS_MAX).replace(/["“”:-]/g, ' ')
}
