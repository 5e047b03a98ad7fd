import type { Transaction } from 'kysely'
import type { Answer } from '../domain/answer.ts'
import type { PostId } from '../domain/post.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'

/** Values in one statement: SQLite takes 32,766, PostgreSQL 65,535. */
const LIST_MAX = 1_000

/** A post that an answer cites. */
export type CitedPost = { readonly runId: string; readonly postId: PostId }

/** Which answers cite which posts, whoever owns them: for what must leave every answer at once. */
export class CitedPosts {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Citations of these posts. */
  async ofPosts(ids: readonly PostId[]): Promise<CitedPost[]> {
    const found: CitedPost[] = []
    for (let start = 0; start < ids.length; start += LIST_MAX) {
      const rows = await this.#citations()
        .where('post_id', 'in', ids.slice(start, start + LIST_MAX))
        .execute()
      found.push(...rows.map(toCitedPost))
    }
    return found
  }

  /** Citations of everything that one account wrote on one network, also of posts that are not stored any more. */
  async ofAuthor({ author, source }: { author: string; source: string }): Promise<CitedPost[]> {
    const rows = await this.#citations().where('author', '=', author).execute()
    return rows.map(toCitedPost).filter(({ postId }) => postId.startsWith(`${source}:`))
  }

  /** Posts that one answer cites. */
  async ofRun(runId: string): Promise<CitedPost[]> {
    return (await this.#citations().where('run_id', '=', runId).execute()).map(toCitedPost)
  }

  /**
   * Writes an answer anew. The events that told it are dropped with their words, as they are after a day: who reads on gets the
   * answer. One that is gone meanwhile, or stays as it is, is left alone.
   */
  async rewrite(runId: string, rewrite: (answer: Answer) => Answer): Promise<void> {
    await this.#store.db.transaction().execute(async (transaction) => {
      // An update of nothing locks the row, so that two rewrites follow one another.
      const run = await transaction
        .updateTable('runs')
        .set((row) => ({ answer: row.ref('answer') }))
        .where('id', '=', runId)
        .returning('answer')
        .executeTakeFirst()
      if (run === undefined || run.answer === null) return
      const before = parseStored<Answer>(run.answer)
      const after = rewrite(before)
      if (after === before) return
      const answer = JSON.stringify(after)
      await transaction.updateTable('runs').set({ answer }).where('id', '=', runId).execute()
      await transaction.deleteFrom('run_events').where('run_id', '=', runId).execute()
    })
  }

  #citations() {
    return this.#store.db.selectFrom('cited_posts').select(['run_id', 'post_id'])
  }
}

/** Notes what an answer cites; part of the transaction that stores it. */
export async function noteCitations(
  transaction: Transaction<Tables>,
  runId: string,
  { citations, verdict, integrity }: Pick<Answer, 'citations' | 'verdict' | 'integrity'>,
): Promise<void> {
  const polls = (integrity?.polls ?? []).map(({ post_id: id, author }) => ({ id, author }))
  const cited = [...citations, ...(verdict?.evidence ?? []), ...(integrity?.quoted ?? []), ...polls]
  const rows = [...new Map(cited.map(({ id, author }) => [id, author]))].map(([post_id, author]) => ({
    ...{ post_id, author },
    run_id: runId,
  }))
  for (let start = 0; start < rows.length; start += LIST_MAX) {
    const query = transaction.insertInto('cited_posts').values(rows.slice(start, start + LIST_MAX))
    await query.onConflict((conflict) => conflict.doNothing()).execute()
  }
}

function toCitedPost(row: { run_id: string; post_id: string }): CitedPost {
  return { runId: row.run_id, postId: row.post_id }
}
