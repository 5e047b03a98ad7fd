import type { Post, PostId } from '../../domain/post.ts'
import { PARKED_SAMPLE_LENGTH_MAX, type ParkedSample, type SourceBatch } from '../source.ts'
import type { KnownStatuses } from './known-statuses.ts'
import { type MapContext, type MappedStatus, mapStatus } from './map-status.ts'
import type { StreamEvent } from './read-event.ts'
import type { DroppedReason, ParkedReason } from './reasons.ts'
import { compareLocalIds, timeOfLocalId, unseenPostId } from './status-id.ts'

const SAMPLES_MAX = 3
/**
 * The cursor never moves further ahead of our clock than this, whatever ids a server gives out. Our own clock may be
 * hours behind, and then it must go on moving.
 */
const AHEAD_MAX_MS = 86_400_000

export type BatchContext = Pick<MapContext, 'domain' | 'host'> & {
  readonly known: KnownStatuses
  /** Local id of the newest status so far; null when there was none. */
  readonly cursor: string | null
}

/**
 * Folds events and timeline pages into one batch, so that applying posts, then edits, then deletions gives what they
 * gave in their own order.
 */
export class StatusBatch {
  readonly #context: BatchContext
  readonly #posts = new Map<PostId, Post>()
  readonly #edits = new Map<PostId, Post>()
  readonly #deleted = new Set<PostId>()
  /** Local ids of statuses, as the instance will name them when they are deleted. */
  readonly #aliases = new Map<string, PostId>()
  readonly #deletedAliases = new Set<string>()
  readonly #dropped: Record<string, number> = {}
  readonly #parked: Record<string, number> = {}
  readonly #samples: ParkedSample[] = []
  #cursor: string | null
  #lastEventAt: number | null = null

  constructor(context: BatchContext) {
    this.#context = context
    this.#cursor = context.cursor
  }

  /**
   * Takes one event in.
   *
   * @param now UTC milliseconds
   * @returns false when the event writes again what this batch deletes: the batch must end before it
   */
  add(event: StreamEvent, raw: string, now: number): boolean {
    switch (event.kind) {
      case 'status':
        return this.addStatus(event.status, { raw, now, isEdit: event.isEdit })
      case 'delete':
        this.#delete(event.localId, now)
        return true
      case 'unreadable':
        this.#park(event.reason, raw, now)
        return true
      case 'other':
        if (!event.isEmpty) count(this.#dropped, 'not_a_post')
        return true
      case 'refused':
        return true
    }
  }

  /** Takes one status in, from the stream or from a timeline. @returns as `add` */
  addStatus(status: unknown, of: { raw: string | null; now: number; isEdit: boolean }): boolean {
    const { known, domain, host } = this.#context
    const idOfLocal = (localId: string) => known.idOf(localId)
    const mapped = mapStatus(status, { domain, host, seenAt: of.now, idOfLocal })
    if (mapped.kind === 'keep' && this.#deleted.has(mapped.post.id) && !this.#isDeleted(mapped)) return false
    if (mapped.kind === 'drop') count(this.#dropped, mapped.reason)
    if (mapped.kind === 'park') this.#park(mapped.reason, of.raw ?? JSON.stringify(status) ?? '', of.now)
    if (mapped.kind === 'keep') this.#keep(mapped, of.isEdit)
    if (!of.isEdit && mapped.localId !== null) this.moveTo(mapped.localId, of.now)
    return true
  }

  /** Moves the cursor to this local id, if it is newer and can be true. */
  moveTo(localId: string, now: number): void {
    const isAhead = (timeOfLocalId(localId) ?? 0) > now + AHEAD_MAX_MS
    if (isAhead || (this.#cursor !== null && compareLocalIds(localId, this.#cursor) <= 0)) return
    this.#cursor = localId
  }

  build(): SourceBatch {
    return {
      posts: [...this.#posts.values()],
      edits: [...this.#edits.values()],
      deletions: [
        ...[...this.#deleted].map((postId) => ({ kind: 'post', postId }) as const),
        ...[...this.#deletedAliases].map((alias) => ({ kind: 'alias', alias }) as const),
      ],
      aliases: this.#aliases,
      cursor: this.#cursor === this.#context.cursor ? null : this.#cursor,
      lastEventAt: this.#lastEventAt,
      dropped: this.#dropped,
      parked: this.#parked,
      parkedSamples: this.#samples,
    }
  }

  #keep(mapped: Extract<MappedStatus, { kind: 'keep' }>, isEdit: boolean): void {
    const { post, boosted, editedAt } = mapped
    const refusal = this.#refusalOf(mapped)
    if (refusal !== null) {
      count(this.#dropped, refusal)
      return
    }
    this.#remember(mapped)
    this.#lastEventAt = Math.max(this.#lastEventAt ?? 0, editedAt, post.createdAt ?? 0)
    // A timeline shows an edited status in its newest version, and what is stored may be older.
    if (isEdit || editedAt > 0) this.#put(post)
    else if (this.#posts.has(post.id) || this.#edits.has(post.id)) count(this.#dropped, 'duplicate')
    else this.#posts.set(post.id, post)
    if (boosted?.kind === 'keep') this.#keepBoosted(boosted)
  }

  /** A boost brings the whole status along, which may not have been heard before. */
  #keepBoosted(boosted: Extract<MappedStatus, { kind: 'keep' }>): void {
    const { post } = boosted
    if (this.#refusalOf(boosted) !== null || this.#deleted.has(post.id)) return
    this.#remember(boosted)
    if (!this.#posts.has(post.id) && !this.#edits.has(post.id)) this.#posts.set(post.id, post)
  }

  #remember({ localId, post, editedAt }: Extract<MappedStatus, { kind: 'keep' }>): void {
    if (localId === null) return
    const { known, host } = this.#context
    known.remember(localId, post.id, editedAt)
    this.#aliases.set(unseenPostId(host, localId), post.id)
  }

  #put(post: Post): void {
    if (this.#posts.has(post.id)) this.#posts.set(post.id, post)
    else this.#edits.set(post.id, post)
  }

  #delete(localId: string, now: number): void {
    const id = this.#context.known.markDeleted(localId, now)
    if (id === null) {
      // It may have been stored before this process began to listen.
      count(this.#dropped, 'delete_of_unknown')
      this.#deletedAliases.add(unseenPostId(this.#context.host, localId))
      return
    }
    for (const posts of [this.#posts, this.#edits]) if (posts.delete(id)) count(this.#dropped, 'deleted')
    this.#deleted.add(id)
  }

  /** Why a status is not wanted although it can be read; null when it is. */
  #refusalOf(mapped: Extract<MappedStatus, { kind: 'keep' }>): 'deleted' | 'older_version' | null {
    const { localId, editedAt } = mapped
    if (this.#isDeleted(mapped)) return 'deleted'
    return localId !== null && this.#context.known.isStale(localId, editedAt) ? 'older_version' : null
  }

  #isDeleted({ localId }: MappedStatus): boolean {
    return localId !== null && this.#context.known.isDeleted(localId)
  }

  #park(reason: ParkedReason, raw: string, now: number): void {
    count(this.#parked, reason)
    if (this.#samples.length === SAMPLES_MAX) return
    this.#samples.push({ reason, raw: raw.slice(0, PARKED_SAMPLE_LENGTH_MAX), at: now })
  }
}

function count(counts: Record<string, number>, reason: DroppedReason | ParkedReason): void {
  counts[reason] = (counts[reason] ?? 0) + 1
}
