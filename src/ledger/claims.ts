import type { ExpressionBuilder, Selectable, Transaction } from 'kysely'
import type { ClaimCheck } from '../domain/claim-check.ts'
import { AppError } from '../domain/errors.ts'
import type { PostId } from '../domain/post.ts'
import { foldAccents } from '../domain/text/fold.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'

/** Where a claim stands: not looked at yet, being checked, with its first verdict, or with a later one. */
export const CLAIM_STATES = ['new', 'checking', 'verdict', 'revised', 'failed'] as const
export type ClaimState = (typeof CLAIM_STATES)[number]

/** Why there is a revision. `withdrawn`: what it rested on was deleted by its author. */
export type RevisionReason = 'first' | 'new_evidence' | 'asked' | 'withdrawn'

export type ClaimOrigin = { readonly kind: 'text' | 'post' | 'page' | 'answer'; readonly id: string | null }

/** A claim on the board. Times are UTC milliseconds. */
export type StoredClaim = {
  readonly id: string
  readonly text: string
  readonly lang: string | null
  readonly origin: ClaimOrigin
  readonly createdBy: string | null
  readonly state: ClaimState
  /** Of the verdict, from 1; 0 before the first. */
  readonly revision: number
  readonly check: ClaimCheck | null
  /** Whether people who are not signed in may see it. */
  readonly isPublished: boolean
  /** Checks in a row that changed nothing. */
  readonly quietChecks: number
  readonly createdAt: number
  readonly checkedAt: number | null
  readonly changedAt: number
  readonly nextCheckAt: number
  readonly error: { readonly code: string; readonly message: string } | null
}

export type ClaimRevision = {
  readonly revision: number
  readonly reason: RevisionReason
  readonly check: ClaimCheck
  readonly at: number
}

export type ClaimPage = {
  readonly claims: readonly StoredClaim[]
  /** Where the next page begins; null at the end. */
  readonly next: string | null
}

/** A reader's judgement of a verdict. */
export const RATING_LEVELS = ['helpful', 'somewhat', 'not_helpful'] as const
export type RatingLevel = (typeof RATING_LEVELS)[number]
export type ClaimRating = { readonly claimId: string; readonly personId: string; readonly level: RatingLevel }

/** Claims that one installation keeps. */
export const CLAIMS_MAX = 100_000
const PAGE_MAX = 100
const DUE_MAX = 100
/** Values in one statement: SQLite takes 32,766. */
const LIST_MAX = 1_000

/** The board: claims, their verdicts with every revision, and who follows and rates them. */
export class Claims {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Puts a claim on the board; the same words are the same claim, however they are written.
   *
   * @throws {AppError} over_limit when the board is full
   */
  async add(claim: {
    readonly text: string
    readonly lang: string | null
    readonly origin: ClaimOrigin
    readonly createdBy: string | null
    readonly isPublished: boolean
  }): Promise<{ readonly claim: StoredClaim; readonly isNew: boolean }> {
    const { db, clock, newId } = this.#store
    const textKey = textKeyOf(claim.text)
    const known = await this.#where('text_key', textKey)
    if (known !== null) {
      if (claim.isPublished && !known.isPublished) await this.publish(known.id, true)
      return { claim: { ...known, isPublished: known.isPublished || claim.isPublished }, isNew: false }
    }
    await this.#assertRoom()
    const now = clock()
    await db
      .insertInto('claims')
      .values({
        ...{ id: newId(), text: claim.text, text_key: textKey, lang: claim.lang },
        ...{ origin_kind: claim.origin.kind, origin_id: claim.origin.id, created_by: claim.createdBy },
        ...{ state: 'new', revision: 0, published: claim.isPublished ? 1 : 0, quiet_checks: 0 },
        ...{ created_at: now, changed_at: now, next_check_at: now },
      })
      .onConflict((conflict) => conflict.column('text_key').doNothing())
      .execute()
    const stored = await this.#where('text_key', textKey)
    if (stored === null) throw new AppError('store_failed', 'The claim could not be stored. Try again.')
    return { claim: stored, isNew: true }
  }

  get(id: string): Promise<StoredClaim | null> {
    return this.#where('id', id)
  }

  /**
   * One column of the board, the last changed first.
   *
   * @param options.after `next` of the page before
   */
  async list(options: {
    readonly states?: readonly ClaimState[]
    readonly isPublished?: boolean
    readonly followedBy?: string
    readonly after?: string
    readonly limit: number
  }): Promise<ClaimPage> {
    const limit = Math.max(1, Math.min(PAGE_MAX, options.limit))
    let query = this.#store.db.selectFrom('claims').selectAll('claims')
    if (options.states !== undefined) query = query.where('state', 'in', [...options.states])
    if (options.isPublished !== undefined) query = query.where('published', '=', options.isPublished ? 1 : 0)
    if (options.followedBy !== undefined) {
      const followed = this.#store.db
        .selectFrom('claim_follows')
        .select('claim_id')
        .where('person_id', '=', options.followedBy)
      query = query.where('id', 'in', followed)
    }
    const after = placeOf(options.after)
    if (after !== null) query = query.where((row) => isBehind(row, after))
    const rows = await query
      .orderBy('changed_at', 'desc')
      .orderBy('id')
      .limit(limit + 1)
      .execute()
    const claims = rows.slice(0, limit).map(toClaim)
    const last = claims.at(-1)
    return { claims, next: rows.length > limit && last !== undefined ? `${last.changedAt}.${last.id}` : null }
  }

  /** How many there are in each state. */
  async counts(): Promise<Readonly<Record<ClaimState, number>>> {
    const rows = await this.#store.db
      .selectFrom('claims')
      .select((row) => ['state', row.fn.countAll<number>().as('count')])
      .groupBy('state')
      .execute()
    const counts = Object.fromEntries(CLAIM_STATES.map((state) => [state, 0])) as Record<ClaimState, number>
    for (const { state, count } of rows) counts[state as ClaimState] = Number(count)
    return counts
  }

  /** Says that a claim is being looked at for the first time. */
  async begin(id: string): Promise<void> {
    const query = this.#store.db.updateTable('claims').set({ state: 'checking', error_code: null })
    await query.where('id', '=', id).where('state', 'in', ['new', 'failed']).execute()
  }

  /**
   * Keeps a verdict as the next revision.
   *
   * @param options.nextCheckAt when it is to be looked at again
   */
  async revise(
    id: string,
    check: ClaimCheck,
    { reason, nextCheckAt }: { readonly reason: RevisionReason; readonly nextCheckAt: number },
  ): Promise<StoredClaim | null> {
    const now = this.#store.clock()
    await this.#store.db.transaction().execute(async (transaction) => {
      const row = await transaction
        .updateTable('claims')
        .set((claim) => ({
          ...{ state: 'revised', verdict: JSON.stringify(check), lang: check.lang, quiet_checks: 0 },
          ...{ checked_at: now, changed_at: now, next_check_at: nextCheckAt },
          ...{ error_code: null, error_message: null },
          revision: claim('revision', '+', 1),
        }))
        .where('id', '=', id)
        .returning('revision')
        .executeTakeFirst()
      if (row === undefined) return
      const revision = Number(row.revision)
      if (revision === 1)
        await transaction.updateTable('claims').set({ state: 'verdict' }).where('id', '=', id).execute()
      await transaction
        .insertInto('claim_revisions')
        .values({ claim_id: id, revision, reason, verdict: JSON.stringify(check), at: now })
        .execute()
      await noteCited(transaction, id, check)
    })
    return this.get(id)
  }

  /** Notes that a look brought nothing new: the verdict stays, with the evidence as it was found this time. */
  async noteQuiet(id: string, check: ClaimCheck, nextCheckAt: number): Promise<void> {
    await this.#store.db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('claims')
        .set((claim) => ({
          ...{ verdict: JSON.stringify(check), checked_at: this.#store.clock(), next_check_at: nextCheckAt },
          quiet_checks: claim('quiet_checks', '+', 1),
        }))
        .where('id', '=', id)
        .execute()
      await noteCited(transaction, id, check)
    })
  }

  async fail(id: string, error: { code: string; message: string }, nextCheckAt: number): Promise<void> {
    const now = this.#store.clock()
    await this.#store.db
      .updateTable('claims')
      .set((claim) => ({
        ...{ error_code: error.code, error_message: error.message, next_check_at: nextCheckAt },
        ...{ changed_at: now, quiet_checks: claim('quiet_checks', '+', 1) },
      }))
      .where('id', '=', id)
      .execute()
    const first = this.#store.db.updateTable('claims').set({ state: 'failed' }).where('id', '=', id)
    await first.where('revision', '=', 0).execute()
  }

  /** Claims whose next look is due, the longest due first; those that never were checked are among them. */
  async due(now: number, limit: number): Promise<StoredClaim[]> {
    const query = this.#store.db.selectFrom('claims').selectAll().where('next_check_at', '<=', now)
    const rows = await query.orderBy('next_check_at').limit(Math.min(limit, DUE_MAX)).execute()
    return rows.map(toClaim)
  }

  /** Brings the next look forward; one that is due earlier stays so. */
  async bringForward(ids: readonly string[], at: number): Promise<void> {
    for (let start = 0; start < ids.length; start += LIST_MAX)
      await this.#store.db
        .updateTable('claims')
        .set({ next_check_at: at })
        .where('id', 'in', ids.slice(start, start + LIST_MAX))
        .where('next_check_at', '>', at)
        .execute()
  }

  /** Texts of the claims that were looked at or changed last, to recognise what bears on them. */
  async watched(limit: number): Promise<{ readonly id: string; readonly text: string }[]> {
    const query = this.#store.db.selectFrom('claims').select(['id', 'text']).where('revision', '>', 0)
    return await query.orderBy('changed_at', 'desc').limit(limit).execute()
  }

  /** Newest first. */
  async revisions(id: string): Promise<ClaimRevision[]> {
    const query = this.#store.db.selectFrom('claim_revisions').selectAll().where('claim_id', '=', id)
    const rows = await query.orderBy('revision', 'desc').execute()
    return rows.map(({ revision, reason, verdict, at }) => {
      return {
        revision,
        reason: reason as RevisionReason,
        check: parseStored<ClaimCheck>(verdict),
        at: Number(at),
      }
    })
  }

  async publish(id: string, isPublished: boolean): Promise<boolean> {
    const query = this.#store.db.updateTable('claims').set({ published: isPublished ? 1 : 0 })
    return (await query.where('id', '=', id).executeTakeFirst()).numUpdatedRows > 0n
  }

  async remove(id: string): Promise<boolean> {
    return (
      (await this.#store.db.deleteFrom('claims').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n
    )
  }

  async follow(claimId: string, personId: string): Promise<void> {
    await this.#store.db
      .insertInto('claim_follows')
      .values({ claim_id: claimId, person_id: personId, created_at: this.#store.clock() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  async unfollow(claimId: string, personId: string): Promise<void> {
    const query = this.#store.db.deleteFrom('claim_follows').where('claim_id', '=', claimId)
    await query.where('person_id', '=', personId).execute()
  }

  async followers(claimId: string): Promise<string[]> {
    const query = this.#store.db
      .selectFrom('claim_follows')
      .select('person_id')
      .where('claim_id', '=', claimId)
    return (await query.orderBy('created_at').execute()).map(({ person_id }) => person_id)
  }

  /** A person rates a claim once; rating again changes the rating, null takes it back. */
  async rate(claimId: string, personId: string, level: RatingLevel | null): Promise<void> {
    const { db, clock } = this.#store
    if (level === null) {
      const query = db.deleteFrom('claim_ratings').where('claim_id', '=', claimId)
      await query.where('person_id', '=', personId).execute()
      return
    }
    await db
      .insertInto('claim_ratings')
      .values({ claim_id: claimId, person_id: personId, level, created_at: clock() })
      .onConflict((conflict) => conflict.columns(['claim_id', 'person_id']).doUpdateSet({ level }))
      .execute()
  }

  /** All ratings of all claims: the bridging algorithm looks at them together. */
  async ratings(): Promise<ClaimRating[]> {
    const rows = await this.#store.db.selectFrom('claim_ratings').selectAll().execute()
    return rows.map((row) => {
      return { claimId: row.claim_id, personId: row.person_id, level: row.level as RatingLevel }
    })
  }

  async ratingsOf(claimId: string): Promise<ClaimRating[]> {
    const query = this.#store.db.selectFrom('claim_ratings').selectAll().where('claim_id', '=', claimId)
    return (await query.execute()).map((row) => {
      return { claimId, personId: row.person_id, level: row.level as RatingLevel }
    })
  }

  /** Claims whose stored verdicts hold words of these posts, or of everything that one account wrote on one network. */
  async citing(withdrawn: {
    readonly posts: readonly PostId[]
    readonly authors: readonly { readonly author: string; readonly source: string }[]
  }): Promise<{ readonly claimId: string; readonly postId: PostId }[]> {
    const found: { claim_id: string; post_id: string }[] = []
    const cited = () => this.#store.db.selectFrom('claim_posts').select(['claim_id', 'post_id'])
    for (let start = 0; start < withdrawn.posts.length; start += LIST_MAX)
      found.push(
        ...(await cited()
          .where('post_id', 'in', withdrawn.posts.slice(start, start + LIST_MAX))
          .execute()),
      )
    for (const { author, source } of withdrawn.authors) {
      const rows = await cited().where('author', '=', author).execute()
      found.push(...rows.filter(({ post_id }) => post_id.startsWith(`${source}:`)))
    }
    return found.map(({ claim_id, post_id }) => ({ claimId: claim_id, postId: post_id }))
  }

  /** Writes every stored verdict of a claim anew, and has it looked at again at once. */
  async rewrite(id: string, rewrite: (check: ClaimCheck) => ClaimCheck): Promise<void> {
    await this.#store.db.transaction().execute(async (transaction) => {
      const claim = await transaction
        .updateTable('claims')
        .set({ next_check_at: this.#store.clock() })
        .where('id', '=', id)
        .returning('verdict')
        .executeTakeFirst()
      if (claim === undefined) return
      if (claim.verdict !== null) {
        const check = rewrite(parseStored<ClaimCheck>(claim.verdict))
        await transaction
          .updateTable('claims')
          .set({ verdict: JSON.stringify(check) })
          .where('id', '=', id)
          .execute()
      }
      const rows = await transaction
        .selectFrom('claim_revisions')
        .select(['revision', 'verdict'])
        .where('claim_id', '=', id)
        .execute()
      for (const { revision, verdict } of rows)
        await transaction
          .updateTable('claim_revisions')
          .set({ verdict: JSON.stringify(rewrite(parseStored<ClaimCheck>(verdict))) })
          .where('claim_id', '=', id)
          .where('revision', '=', revision)
          .execute()
    })
  }

  async #where(column: 'id' | 'text_key', value: string): Promise<StoredClaim | null> {
    const query = this.#store.db.selectFrom('claims').selectAll().where(column, '=', value)
    const row = await query.executeTakeFirst()
    return row === undefined ? null : toClaim(row)
  }

  async #assertRoom(): Promise<void> {
    const { count } = await this.#store.db
      .selectFrom('claims')
      .select((row) => row.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(count) >= CLAIMS_MAX)
      throw new AppError('over_limit', `The board holds ${CLAIMS_MAX} claims. Delete some first.`)
  }
}

/** Words alone: case, accents, marks and spaces make no other claim. */
function textKeyOf(text: string): string {
  return foldAccents(text.toLowerCase())
    .replace(/[^\p{L}\p{N}%€$£+.,-]+/gu, ' ')
    .replace(/[.,-]+(?= |$)/g, '')
    .trim()
}

async function noteCited(
  transaction: Transaction<Tables>,
  claimId: string,
  check: ClaimCheck,
): Promise<void> {
  const posts = new Map(
    [...check.bestFor, ...check.bestAgainst, ...check.evidence]
      .filter(({ kind }) => kind === 'post')
      .map(({ id, author }) => [id, author]),
  )
  if (posts.size === 0) return
  const rows = [...posts].map(([postId, author]) => ({ claim_id: claimId, post_id: postId, author }))
  await transaction
    .insertInto('claim_posts')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

type Place = { readonly at: number; readonly id: string }

function placeOf(after: string | undefined): Place | null {
  const parts = /^(\d{1,15})\.(.+)$/.exec(after ?? '')
  return parts === null ? null : { at: Number(parts[1]), id: parts[2] ?? '' }
}

function isBehind(row: ExpressionBuilder<Tables, 'claims'>, { at, id }: Place) {
  return row.or([row('changed_at', '<', at), row.and([row('changed_at', '=', at), row('id', '>', id)])])
}

function toClaim(row: Selectable<Tables['claims']>): StoredClaim {
  return {
    ...{ id: row.id, text: row.text, lang: row.lang, createdBy: row.created_by },
    origin: { kind: row.origin_kind as ClaimOrigin['kind'], id: row.origin_id },
    state: row.state as ClaimState,
    revision: Number(row.revision),
    check: row.verdict === null ? null : parseStored<ClaimCheck>(row.verdict),
    isPublished: row.published === 1,
    quietChecks: Number(row.quiet_checks),
    createdAt: Number(row.created_at),
    checkedAt: row.checked_at === null ? null : Number(row.checked_at),
    changedAt: Number(row.changed_at),
    nextCheckAt: Number(row.next_check_at),
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
  }
}
