import type { Kysely } from 'kysely'

const RUNS_A_PAGE = 200

type CitedLedger = {
  runs: { id: string; answer: string | null }
  cited_posts: { post_id: string; run_id: string; author: string }
}

/** Which answers cite which posts, so that a post that its author takes away is found in the answers that quote it. */
export async function addCitedPosts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cited_posts')
    .addColumn('post_id', 'text', (each) => each.notNull())
    .addColumn('run_id', 'text', (each) => each.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('author', 'text', (each) => each.notNull())
    .addPrimaryKeyConstraint('cited_posts_key', ['post_id', 'run_id'])
    .execute()
  await db.schema.createIndex('cited_posts_by_author').on('cited_posts').column('author').execute()
  await db.schema.createIndex('cited_posts_by_run').on('cited_posts').column('run_id').execute()
  await indexAnswers(db as Kysely<CitedLedger>)
}

/** Answers from before this step. One that cannot be read cites nothing. */
async function indexAnswers(db: Kysely<CitedLedger>): Promise<void> {
  for (let after = ''; ; ) {
    const query = db.selectFrom('runs').select(['id', 'answer']).where('answer', 'is not', null)
    const runs = await query.where('id', '>', after).orderBy('id').limit(RUNS_A_PAGE).execute()
    const rows = runs.flatMap(({ id, answer }) =>
      citationsIn(answer ?? '').map(({ postId, author }) => ({ post_id: postId, run_id: id, author })),
    )
    for (const row of rows)
      await db
        .insertInto('cited_posts')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    after = runs.at(-1)?.id ?? ''
    if (runs.length < RUNS_A_PAGE) return
  }
}

function citationsIn(answer: string): { postId: string; author: string }[] {
  try {
    const { citations } = JSON.parse(answer) as { citations?: { id?: unknown; author?: unknown }[] }
    return (citations ?? []).flatMap(({ id, author }) =>
      typeof id === 'string' ? [{ postId: id, author: typeof author === 'string' ? author : '' }] : [],
    )
  } catch {
    return []
  }
}
