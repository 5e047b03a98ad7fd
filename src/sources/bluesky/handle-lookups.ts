import type { AuthorChange } from '../../domain/author-change.ts'
import { AppError } from '../../domain/errors.ts'
import type { Timing } from '../../lib/timing.ts'
import { asArray, asObject, asString } from '../../lib/unknown-json.ts'
import type { AppView } from './app-view.ts'
import type { BoundedCache } from './bounded-cache.ts'
import type { AuthorLookups } from './follow-stream.ts'
import { asDisplayName, asHandle } from './network-event.ts'

/** As many as one question may name. */
const PER_QUESTION = 25
/** Questions are collected for this long, so that few of them are nearly empty. */
const COLLECT_MS = 2_000
/** Authors that wait. More than that are not asked for now; their next post brings them back. */
const WAITING_MAX = 5_000
/** What was learned and not fetched; the oldest goes first. */
const CHANGES_MAX = 5_000
/** After a server gave no answer in several tries. */
const REST_MS = 60_000

/**
 * Asks an application view for handles and names of authors, 25 at a time, beside the stream: posts are stored
 * without waiting, and get their author's handle when their author writes again or through `AuthorChange`.
 *
 * @see https://docs.bsky.app/docs/api/app-bsky-actor-get-profiles
 */
export class HandleLookups implements AuthorLookups {
  readonly #appView: Pick<AppView, 'query'>
  readonly #handles: BoundedCache<string, string | null>
  readonly #timing: Timing
  readonly #waiting = new Set<string>()
  #changes: AuthorChange[] = []
  #wake: () => void = () => undefined

  constructor(of: {
    appView: Pick<AppView, 'query'>
    handles: BoundedCache<string, string | null>
    timing: Timing
  }) {
    this.#appView = of.appView
    this.#handles = of.handles
    this.#timing = of.timing
  }

  want(author: string): void {
    if (this.#waiting.size < WAITING_MAX) this.#waiting.add(author)
    this.#wake()
  }

  takeChanges(): readonly AuthorChange[] {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  /** Works until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#waiting.size === 0) await this.#somebodyWaits(signal)
      if (this.#waiting.size < PER_QUESTION) await this.#timing.wait(COLLECT_MS, signal)
      if (signal.aborted) return
      const authors = [...this.#waiting].slice(0, PER_QUESTION)
      for (const author of authors) this.#waiting.delete(author)
      if (!(await this.#ask(authors, signal))) await this.#timing.wait(REST_MS, signal)
    }
  }

  /** @returns false when the server is not well */
  async #ask(authors: readonly string[], signal: AbortSignal): Promise<boolean> {
    // Whoever is not in the answer is gone or unknown there, and is not asked for again soon.
    for (const author of authors) this.#handles.set(author, null)
    try {
      const answer = await this.#appView.query('app.bsky.actor.getProfiles', { actors: authors }, signal)
      for (const profile of asArray(answer['profiles']).slice(0, PER_QUESTION)) this.#learn(profile, authors)
      return true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      for (const author of authors) this.#handles.delete(author)
      return false
    }
  }

  #learn(value: unknown, asked: readonly string[]): void {
    const profile = asObject(value)
    const author = asString(profile?.['did'])
    const handle = asHandle(profile?.['handle'])
    if (author === null || handle === undefined || !asked.includes(author)) return
    this.#handles.set(author, handle)
    const displayName = asDisplayName(profile?.['displayName'])
    this.#changes.push({ author, source: 'bluesky', handle, displayName })
    if (this.#changes.length > CHANGES_MAX) this.#changes.shift()
  }

  async #somebodyWaits(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = () => resolve()
    this.#wake = wake
    signal.addEventListener('abort', wake, { once: true })
    if (!signal.aborted) await promise
    signal.removeEventListener('abort', wake)
  }
}
