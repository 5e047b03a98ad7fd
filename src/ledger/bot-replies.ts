import type { Selectable, SelectQueryBuilder } from 'kysely'
import type { ClaimLabel } from '../domain/verdict.ts'
import type { Store } from './store.ts'
import { parseStored } from './stored-json.ts'
import type { Tables } from './tables.ts'

/**
 * What becomes of a mention: `seen` → `drafting` → `waiting` (for approval) → `approved` → `publishing` → `published`.
 * From any of them to `skipped` (on purpose) or `failed` (not to be tried again). What is `drafting` or `publishing` when a process
 * dies is gone on with by the next one.
 */
export const BOT_REPLY_STATES = [
  ...(['seen', 'drafting', 'waiting', 'approved', 'publishing', 'published'] as const),
  ...(['skipped', 'failed'] as const),
] as const
export type BotReplyState = (typeof BOT_REPLY_STATES)[number]

/** Why a mention is not answered. */
export const SKIP_REASONS = [
  ...([
    'deleted',
    'self',
    'automated',
    'blocked',
    'not_public',
    'replies_closed',
    'not_asked',
    'too_old',
  ] as const),
  ...(['thread_limit', 'author_limit', 'repeated', 'dismissed', 'outdated'] as const),
] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** Words of one post, with the links in them. Offsets are UTF-16 code units. */
export type DraftPost = {
  readonly text: string
  readonly links: readonly { readonly start: number; readonly end: number; readonly url: string }[]
}

export type Draft = {
  readonly kind: 'verdict' | 'answer' | 'refusal' | 'correction'
  readonly lang: 'en' | 'fr'
  /** The claim or question as it was understood. */
  readonly asked: string
  readonly posts: readonly DraftPost[]
  /** What the first post answers: the network's own words for it. */
  readonly place: unknown
}

/** A post of ours that is out. */
export type PublishedPost = {
  readonly id: string
  readonly url: string | null
  /** Where a post below it goes: the network's own words for it. */
  readonly place: unknown
}

/** The mention as it was announced. */
export type SeenMention = {
  /** The network's own id of the post. */
  readonly id: string
  readonly url: string | null
  readonly authorId: string
  readonly authorName: string
  readonly text: string
  /** UTC milliseconds. */
  readonly at: number
}

/** A mention, or a correction of what was answered to one. Times are UTC milliseconds. */
export type BotReply = {
  readonly id: string
  readonly botId: string
  /** What it answers, once: the post, or the revision of a verdict. */
  readonly eventKey: string
  /** The reply that this one corrects. */
  readonly corrects: string | null
  readonly mention: SeenMention
  readonly threadId: string | null
  readonly state: BotReplyState
  readonly reason: SkipReason | null
  readonly draft: Draft | null
  readonly published: readonly PublishedPost[]
  readonly claimId: string | null
  /** Revision of the verdict that was last held against what is said here. */
  readonly claimRevision: number
  /** The verdict as said: a label, or `not_enough` where none was committed to. */
  readonly saidLabel: ClaimLabel | null
  readonly attempts: number
  readonly nextAt: number
  readonly error: string | null
  readonly createdAt: number
  readonly changedAt: number
  readonly publishedAt: number | null
}

export type BotReplyPatch = Partial<
  Pick<
    BotReply,
    | 'threadId'
    | 'state'
    | 'reason'
    | 'draft'
    | 'published'
    | 'claimId'
    | 'claimRevision'
    | 'saidLabel'
    | 'attempts'
    | 'nextAt'
    | 'error'
    | 'publishedAt'
  >
>

/** States in which a reply is out, or may be. */
const OUT: readonly BotReplyState[] = ['publishing', 'published']
/** States from which a reply may still go out. */
const COMING: readonly BotReplyState[] = ['waiting', 'approved', 'publishing', 'published']
const PAGE_MAX = 200
const DUE_MAX = 50
const SKIPPED_KEPT_MS = 90 * 86_400_000

/** Mentions of accounts that answer, and what became of each. */
export class BotReplies {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Notes mentions and how far they were read, together; one that is known already stays as it is. @returns how many are new */
  async note(botId: string, mentions: readonly SeenMention[], cursor: string): Promise<number> {
    return await this.#store.db.transaction().execute(async (transaction) => {
      let added = 0
      for (const mention of mentions) {
        const row = this.#newRow({ botId, mention, eventKey: `mention:${mention.id}`, corrects: null })
        const query = transaction.insertInto('bot_replies').values(row)
        const result = await query
          .onConflict((conflict) => conflict.columns(['bot_id', 'event_key']).doNothing())
          .executeTakeFirst()
        added += Number(result.numInsertedOrUpdatedRows ?? 0n)
      }
      const seen = { cursor, seen_at: this.#store.clock(), trouble: null, trouble_at: null }
      await transaction.updateTable('bots').set(seen).where('id', '=', botId).execute()
      return added
    })
  }

  /** Begins the correction of a reply that is out; null when this revision of its verdict was dealt with already. */
  async addCorrection(of: BotReply, revision: number): Promise<BotReply | null> {
    const { botId, mention } = of
    const row = {
      ...this.#newRow({ botId, mention, eventKey: `correction:${of.id}:${revision}`, corrects: of.id }),
      ...{ thread_id: of.threadId, claim_id: of.claimId },
    }
    const result = await this.#store.db
      .insertInto('bot_replies')
      .values(row)
      .onConflict((conflict) => conflict.columns(['bot_id', 'event_key']).doNothing())
      .executeTakeFirst()
    return Number(result.numInsertedOrUpdatedRows ?? 0n) === 0 ? null : this.get(row.id)
  }

  async get(id: string): Promise<BotReply | null> {
    const row = await this.#all().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : toReply(row)
  }

  /** The last changed first. */
  async list(options: {
    readonly botId?: string
    readonly states?: readonly BotReplyState[]
    readonly limit: number
  }): Promise<BotReply[]> {
    let query = this.#all()
    if (options.botId !== undefined) query = query.where('bot_id', '=', options.botId)
    if (options.states !== undefined) query = query.where('state', 'in', [...options.states])
    const limit = Math.max(1, Math.min(PAGE_MAX, options.limit))
    return (await query.orderBy('changed_at', 'desc').orderBy('id').limit(limit).execute()).map(toReply)
  }

  /** What is to be gone on with now, the oldest mention first. */
  async due(botId: string, states: readonly BotReplyState[], now: number): Promise<BotReply[]> {
    const query = this.#all()
      .where('bot_id', '=', botId)
      .where('state', 'in', [...states])
      .where('next_at', '<=', now)
    const rows = await query
      .orderBy('mentioned_at')
      .orderBy('created_at')
      .orderBy('id')
      .limit(DUE_MAX)
      .execute()
    return rows.map(toReply)
  }

  /**
   * Changes what the patch names.
   *
   * @param from where given, only a reply in one of these states is changed
   * @returns false when nothing was changed
   */
  async update(id: string, patch: BotReplyPatch, from?: readonly BotReplyState[]): Promise<boolean> {
    const columns = { ...toColumns(patch), changed_at: this.#store.clock() }
    let query = this.#store.db.updateTable('bot_replies').set(columns).where('id', '=', id)
    if (from !== undefined) query = query.where('state', 'in', [...from])
    return (await query.executeTakeFirst()).numUpdatedRows > 0n
  }

  /** Lets a draft that waits go out. @returns null when there is none that waits under this id */
  async approve(id: string): Promise<BotReply | null> {
    const patch = { state: 'approved', nextAt: this.#store.clock() } as const
    return (await this.update(id, patch, ['waiting'])) ? this.get(id) : null
  }

  /** Drops what has not gone out yet. @returns null when there is nothing to drop under this id */
  async dismiss(id: string): Promise<BotReply | null> {
    const patch = { state: 'skipped', reason: 'dismissed' } as const
    const open: BotReplyState[] = ['seen', 'drafting', 'waiting', 'approved', 'failed']
    return (await this.update(id, patch, open)) ? this.get(id) : null
  }

  /** Takes up again what failed for good. @returns null when nothing failed under this id */
  async retry(id: string): Promise<BotReply | null> {
    const reply = await this.get(id)
    if (reply === null) return null
    // What was begun may be out: it is gone on with, so that it is looked for first.
    const state = reply.publishedAt !== null ? 'publishing' : 'seen'
    const patch = { state, attempts: 0, nextAt: this.#store.clock(), error: null } as const
    return (await this.update(id, patch, ['failed'])) ? this.get(id) : null
  }

  /** How many replies went out since then, or are going out. */
  async countOut(botId: string, since: number): Promise<number> {
    const query = this.#counted()
      .where('bot_id', '=', botId)
      .where('state', 'in', [...OUT])
      .where('published_at', '>', since)
    return Number((await query.executeTakeFirstOrThrow()).count)
  }

  /** How many mentions of one account are answered, or will be, since then. */
  async countComing(botId: string, authorId: string, since: number): Promise<number> {
    const query = this.#counted()
      .where('bot_id', '=', botId)
      .where('author_id', '=', authorId)
      .where('state', 'in', [...COMING])
      .where('mentioned_at', '>', since)
      .where('corrects', 'is', null)
    return Number((await query.executeTakeFirstOrThrow()).count)
  }

  /** Replies in one conversation that are out or will be; corrections are not counted among them. */
  async inThread(botId: string, threadId: string): Promise<BotReply[]> {
    const query = this.#all().where('bot_id', '=', botId).where('thread_id', '=', threadId)
    const rows = await query
      .where('state', 'in', [...COMING])
      .where('corrects', 'is', null)
      .limit(PAGE_MAX)
      .execute()
    return rows.map(toReply)
  }

  /** Replies that are out and whose claim has a later verdict than the one they were held against. */
  async behindVerdict(botId: string): Promise<BotReply[]> {
    const query = this.#all()
      .where('bot_id', '=', botId)
      .where('state', '=', 'published')
      .where('corrects', 'is', null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('claims')
            .select('claims.id')
            .whereRef('claims.id', '=', 'bot_replies.claim_id')
            .whereRef('claims.revision', '>', 'bot_replies.claim_revision'),
        ),
      )
    return (await query.limit(DUE_MAX).execute()).map(toReply)
  }

  /** Corrections of one reply, the oldest first. */
  async correctionsOf(id: string): Promise<BotReply[]> {
    const query = this.#all().where('corrects', '=', id).orderBy('created_at').orderBy('id')
    return (await query.limit(PAGE_MAX).execute()).map(toReply)
  }

  /** Forgets what was left unanswered on purpose longer than 90 days ago: it is too old to be asked again. */
  async forgetSkipped(): Promise<void> {
    const query = this.#store.db.deleteFrom('bot_replies').where('state', '=', 'skipped')
    await query.where('changed_at', '<', this.#store.clock() - SKIPPED_KEPT_MS).execute()
  }

  /** How many replies of an account are in each state. */
  async counts(botId: string): Promise<Readonly<Record<BotReplyState, number>>> {
    const rows = await this.#store.db
      .selectFrom('bot_replies')
      .select((row) => ['state', row.fn.countAll<number>().as('count')])
      .where('bot_id', '=', botId)
      .groupBy('state')
      .execute()
    const counts = Object.fromEntries(BOT_REPLY_STATES.map((state) => [state, 0])) as Record<
      BotReplyState,
      number
    >
    for (const { state, count } of rows) counts[state as BotReplyState] = Number(count)
    return counts
  }

  #all(): SelectQueryBuilder<Tables, 'bot_replies', Selectable<Tables['bot_replies']>> {
    return this.#store.db.selectFrom('bot_replies').selectAll('bot_replies')
  }

  #counted() {
    return this.#store.db.selectFrom('bot_replies').select((row) => row.fn.countAll<number>().as('count'))
  }

  #newRow(of: Pick<BotReply, 'botId' | 'mention' | 'eventKey' | 'corrects'>) {
    const now = this.#store.clock()
    return {
      ...{ id: this.#store.newId(), bot_id: of.botId, event_key: of.eventKey, corrects: of.corrects },
      ...{ mention: JSON.stringify(of.mention), author_id: of.mention.authorId, mentioned_at: of.mention.at },
      ...{ state: 'seen', published: '[]', claim_revision: 0, attempts: 0 },
      ...{ next_at: now, created_at: now, changed_at: now },
    }
  }
}

function toColumns(patch: BotReplyPatch): Partial<Tables['bot_replies']> {
  const { threadId, state, reason, draft, published, claimId, claimRevision, saidLabel } = patch
  const { attempts, nextAt, error, publishedAt } = patch
  return {
    ...(threadId !== undefined && { thread_id: threadId }),
    ...(state !== undefined && { state }),
    ...(reason !== undefined && { reason }),
    ...(draft !== undefined && { draft: draft === null ? null : JSON.stringify(draft) }),
    ...(published !== undefined && { published: JSON.stringify(published) }),
    ...(claimId !== undefined && { claim_id: claimId }),
    ...(claimRevision !== undefined && { claim_revision: claimRevision }),
    ...(saidLabel !== undefined && { said_label: saidLabel }),
    ...(attempts !== undefined && { attempts }),
    ...(nextAt !== undefined && { next_at: nextAt }),
    ...(error !== undefined && { error }),
    ...(publishedAt !== undefined && { published_at: publishedAt }),
  }
}

function toReply(row: Selectable<Tables['bot_replies']>): BotReply {
  return {
    ...{ id: row.id, botId: row.bot_id, eventKey: row.event_key, corrects: row.corrects },
    mention: parseStored<SeenMention>(row.mention),
    threadId: row.thread_id,
    state: row.state as BotReplyState,
    reason: row.reason as SkipReason | null,
    draft: row.draft === null ? null : parseStored<Draft>(row.draft),
    published: parseStored<PublishedPost[]>(row.published),
    ...{ claimId: row.claim_id, claimRevision: row.claim_revision },
    saidLabel: row.said_label as ClaimLabel | null,
    ...{ attempts: row.attempts, nextAt: Number(row.next_at), error: row.error },
    ...{ createdAt: Number(row.created_at), changedAt: Number(row.changed_at) },
    publishedAt: row.published_at === null ? null : Number(row.published_at),
  }
}
