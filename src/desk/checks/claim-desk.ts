import type { Archive } from '../../archive/archive.ts'
import type { ClaimCheck } from '../../domain/claim-check.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import type { PageId } from '../../domain/page.ts'
import type { Post, PostId } from '../../domain/post.ts'
import { withdrawFromCheck } from '../../domain/withdraw-from-check.ts'
import type { ClaimOrigin, Claims, RevisionReason, StoredClaim } from '../../ledger/claims.ts'
import type { Locks } from '../../ledger/locks.ts'
import type { Log } from '../../lib/log.ts'
import type { Timing } from '../../lib/timing.ts'
import { claimsWorthChecking, findClaims } from '../../truth/claims/find-claims.ts'
import type { PostHub } from '../post-hub.ts'
import { ClaimWatch } from './claim-watch.ts'
import { isRevised, nextLookMs } from './verdict-change.ts'

export type ClaimDeskDependencies = {
  readonly claims: Claims
  readonly archive: Pick<Archive, 'getPosts' | 'getPages'>
  readonly hub: Pick<PostHub, 'subscribe'>
  readonly locks: Pick<Locks, 'hold'>
  readonly timing: Timing
  readonly log: Log
  /** The check itself; `assistant/verdict` does it. */
  readonly check: (
    request: { readonly claim: string; readonly lang: string | null; readonly origin: Post | null },
    signal: AbortSignal,
  ) => Promise<ClaimCheck>
  /** Tells those who follow a claim that its verdict changed. */
  readonly tellFollowers: (claim: StoredClaim, before: ClaimCheck) => Promise<void>
}

export type NewClaim = {
  readonly text: string
  readonly lang: string | null
  readonly origin: ClaimOrigin
  readonly personId: string | null
  readonly isPublished: boolean
}

/** Claims taken from one post, page or text. */
const CLAIMS_PER_TEXT_MAX = 5
/** Looked at side by side: each reads the archive for a second or so. */
const LOOKS_AT_ONCE = 2
const ROUND_MS = 15_000
const LOOKS_PER_ROUND = 10
/** Claims that live posts are held against: the last changed. */
const WATCHED_MAX = 5_000
/** However much is said of a claim, it is not looked at more often. */
const LOOK_EVERY_MS = 60_000
const AFTER_FAILURE_MS = 5 * 60_000
const LEASE_MS = 60_000
const SUM_LENGTH_MAX = 200

/**
 * The board at work: claims are taken in, looked at, and looked at again when posts arrive that bear on them or when time has
 * passed; a verdict that changed is a revision, and who follows it is told.
 */
export class ClaimDesk implements AsyncDisposable {
  readonly #deps: ClaimDeskDependencies
  readonly #watch = new ClaimWatch()
  readonly #looks = new Map<string, Promise<void>>()
  readonly #stopping = new AbortController()
  #turns: Promise<void>[] = Array.from({ length: LOOKS_AT_ONCE }, () => Promise.resolve())
  #nextTurn = 0

  constructor(deps: ClaimDeskDependencies) {
    this.#deps = deps
  }

  /** Puts one claim on the board, word for word, and begins to look at it. */
  async add(claim: NewClaim): Promise<StoredClaim> {
    const { text, lang, origin, personId, isPublished } = claim
    const stored = await this.#deps.claims.add({ text, lang, origin, createdBy: personId, isPublished })
    if (stored.claim.revision === 0) void this.look(stored.claim.id, 'first')
    return stored.claim
  }

  /**
   * Puts the claims of a post or a page on the board, those most worth checking first.
   *
   * @throws {AppError} not_found when it is not stored; invalid_input when nothing in it can be checked
   */
  async addFrom(
    origin: { readonly kind: 'post'; readonly id: PostId } | { readonly kind: 'page'; readonly id: PageId },
    by: Pick<NewClaim, 'personId' | 'isPublished'>,
  ): Promise<StoredClaim[]> {
    const { text, lang } = await this.#textOf(origin)
    return await this.#addAll(text, lang, origin, by)
  }

  /** The same for a text that holds more than a claim. @throws {AppError} invalid_input when nothing in it can be checked */
  async addFromText(
    text: string,
    lang: string | null,
    by: Pick<NewClaim, 'personId' | 'isPublished'>,
  ): Promise<StoredClaim[]> {
    return await this.#addAll(text, lang, { kind: 'text', id: null }, by)
  }

  /** Looks at a claim, after those that wait before it. A look that is under way or waits is not doubled. Never rejects. */
  look(id: string, reason: RevisionReason): Promise<void> {
    const known = this.#looks.get(id)
    if (known !== undefined) return known
    const slot = this.#nextTurn++ % LOOKS_AT_ONCE
    const turn = (this.#turns[slot] ?? Promise.resolve())
      .then(() => (this.#stopping.signal.aborted ? undefined : this.#lookNow(id, reason)))
      .catch((err) =>
        this.#deps.log.warn({ err, claim: id }, 'A claim could not be checked; it is tried again.'),
      )
      .finally(() => this.#looks.delete(id))
    this.#turns[slot] = turn
    this.#looks.set(id, turn)
    return turn
  }

  /** Takes the words of deleted posts out of every stored verdict and has those looked at again. */
  async withdraw(withdrawn: Parameters<Claims['citing']>[0]): Promise<void> {
    const cited = await this.#deps.claims.citing(withdrawn)
    const byClaim = Map.groupBy(cited, ({ claimId }) => claimId)
    for (const [claimId, posts] of byClaim) {
      const ids = new Set(posts.map(({ postId }) => postId))
      await this.#deps.claims.rewrite(claimId, (check) => withdrawFromCheck(check, ({ id }) => ids.has(id)))
    }
  }

  /** Keeps verdicts up to date until the signal aborts, in one process of all that share the ledger. Never throws. */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { locks, timing, log } = this.#deps
    while (!signal.aborted) {
      try {
        const request = { name: 'claims', ttlMs: LEASE_MS, signal, wait: timing.wait }
        await locks.hold(request, (held) => this.#rounds(held))
      } catch (err) {
        if (!signal.aborted) log.warn({ err }, 'Claims are not kept up for a while; it is tried again.')
      }
      await timing.wait(ROUND_MS, signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#turns)
  }

  async #rounds(signal: AbortSignal): Promise<void> {
    const following = this.#followPosts(signal)
    while (!signal.aborted) {
      this.#watch.set(await this.#deps.claims.watched(WATCHED_MAX))
      await this.#round()
      await this.#deps.timing.wait(ROUND_MS, signal)
    }
    await following
  }

  async #round(): Promise<void> {
    const due = await this.#deps.claims.due(this.#deps.timing.now(), LOOKS_PER_ROUND)
    await Promise.all(due.map(({ id, revision }) => this.look(id, revision === 0 ? 'first' : 'new_evidence')))
  }

  /** New posts bring the next look of what they may bear on forward; a flood of them does so once a minute at most. */
  async #followPosts(signal: AbortSignal): Promise<void> {
    const { hub, claims, timing, log } = this.#deps
    const calledAt = new Map<string, number>()
    const wants = (post: Post) => this.#watch.match(post).length > 0
    for await (const item of hub.subscribe({ signal, wants })) {
      if (item.kind !== 'post') continue
      const now = timing.now()
      const ids = this.#watch.match(item.post).filter((id) => (calledAt.get(id) ?? 0) <= now - LOOK_EVERY_MS)
      if (ids.length === 0) continue
      if (calledAt.size > WATCHED_MAX) calledAt.clear()
      for (const id of ids) calledAt.set(id, now)
      await claims
        .bringForward(ids, now)
        .catch((err) =>
          log.warn({ err }, 'New posts about claims could not be noted; time will bring them up.'),
        )
    }
  }

  async #lookNow(id: string, reason: RevisionReason): Promise<void> {
    const { claims, timing } = this.#deps
    const claim = await claims.get(id)
    if (claim === null) return
    await claims.begin(id)
    try {
      const origin = await this.#originOf(claim)
      const request = { claim: claim.text, lang: claim.lang, origin }
      const check = await this.#deps.check(request, this.#stopping.signal)
      await this.#keep(claim, check, reason)
    } catch (thrown) {
      if (this.#stopping.signal.aborted) return
      const { code, message } = toAppError(thrown)
      await claims.fail(id, { code, message }, timing.now() + AFTER_FAILURE_MS)
      throw thrown
    }
  }

  async #keep(claim: StoredClaim, check: ClaimCheck, reason: RevisionReason): Promise<void> {
    const { claims, timing } = this.#deps
    const before = claim.check
    if (before !== null && !isRevised(before, check)) {
      await claims.noteQuiet(claim.id, check, timing.now() + nextLookMs(claim.quietChecks + 1))
      return
    }
    const why = before === null ? 'first' : reason === 'first' ? 'new_evidence' : reason
    const revised = await claims.revise(claim.id, check, {
      reason: why,
      nextCheckAt: timing.now() + nextLookMs(0),
    })
    if (revised !== null && before !== null) await this.#deps.tellFollowers(revised, before)
  }

  async #originOf({ origin }: StoredClaim): Promise<Post | null> {
    if (origin.kind !== 'post' || origin.id === null) return null
    return (await this.#deps.archive.getPosts([origin.id]))[0] ?? null
  }

  async #textOf(origin: {
    readonly kind: 'post' | 'page'
    readonly id: string
  }): Promise<{ text: string; lang: string | null }> {
    const { archive } = this.#deps
    const [found] =
      origin.kind === 'post' ? await archive.getPosts([origin.id]) : await archive.getPages([origin.id])
    if (found === undefined)
      throw new AppError('not_found', 'This is not stored: it is past the retention, or never arrived.')
    return found
  }

  async #addAll(
    text: string,
    lang: string | null,
    origin: ClaimOrigin,
    by: Pick<NewClaim, 'personId' | 'isPublished'>,
  ): Promise<StoredClaim[]> {
    const worthy = claimsWorthChecking(text, { lang }).map((claim) => claim.text)
    const claims = worthy.length === 0 && isSum(text) ? [text.trim()] : worthy.slice(0, CLAIMS_PER_TEXT_MAX)
    if (claims.length === 0) throw new AppError('invalid_input', nothingToCheck(text, lang))
    const added: StoredClaim[] = []
    for (const claim of claims) added.push(await this.add({ text: claim, lang, origin, ...by }))
    return added
  }
}

/** "40 % of 250 is 100": hardly a word in it, and yet it can be worked out. */
function isSum(text: string): boolean {
  return text.length < SUM_LENGTH_MAX && (text.match(/\d+/g)?.length ?? 0) >= 2
}

/** Says what the text is instead of a claim: the honest refusal "nothing to check". */
function nothingToCheck(text: string, lang: string | null): string {
  const kinds = new Set(findClaims(text, { lang }).map(({ kind }) => String(kind)))
  const what = [...kinds].join(', ').replaceAll('_', ' ')
  return what === ''
    ? 'There is nothing to check in this: it says too little.'
    : `There is nothing to check in this: what it says is no statement of fact (${what}).`
}
