import type { PostId } from '../../domain/post.ts'

type Known = {
  /** Null when only its deletion was heard. */
  readonly id: PostId | null
  /** UTC milliseconds of the newest version heard; 0 for the first. */
  editedAt: number
  /** UTC milliseconds at which its deletion was heard; null while it stands. */
  deletedAt: number | null
}

/**
 * What the local ids of one instance mean, for the statuses heard last. Deletions and replies name statuses by local
 * id only; a deletion of a status that fell out of here cannot be carried out.
 */
export class KnownStatuses {
  readonly #byLocalId = new Map<string, Known>()
  readonly #max: number

  /** @param max statuses remembered; each takes some 360 bytes */
  constructor(max: number) {
    this.#max = max
  }

  idOf(localId: string): PostId | null {
    return this.#byLocalId.get(localId)?.id ?? null
  }

  isDeleted(localId: string): boolean {
    return this.#byLocalId.get(localId)?.deletedAt != null
  }

  /** Whether a newer version than this one was heard already. */
  isStale(localId: string, editedAt: number): boolean {
    return (this.#byLocalId.get(localId)?.editedAt ?? 0) > editedAt
  }

  remember(localId: string, id: PostId, editedAt: number): void {
    const known = this.#byLocalId.get(localId)
    if (known !== undefined) this.#byLocalId.delete(localId)
    const newest = Math.max(editedAt, known?.editedAt ?? 0)
    this.#add(localId, { id, editedAt: newest, deletedAt: known?.deletedAt ?? null })
  }

  /** Notes a deletion, also of a status never heard: its text may still be on the way. @returns its id, when known */
  markDeleted(localId: string, at: number): PostId | null {
    const known = this.#byLocalId.get(localId)
    this.#byLocalId.delete(localId)
    this.#add(localId, { id: known?.id ?? null, editedAt: known?.editedAt ?? 0, deletedAt: at })
    return known?.id ?? null
  }

  /** Statuses whose deletion was heard at this time or later. */
  deletedSince(from: number): readonly PostId[] {
    return [...this.#byLocalId.values()].flatMap(({ id, deletedAt }) =>
      id !== null && deletedAt !== null && deletedAt >= from ? [id] : [],
    )
  }

  #add(localId: string, known: Known): void {
    this.#byLocalId.set(localId, known)
    if (this.#byLocalId.size <= this.#max) return
    const [oldest] = this.#byLocalId.keys()
    if (oldest !== undefined) this.#byLocalId.delete(oldest)
  }
}
