import { AppError } from '../domain/errors.ts'
import type { Post, PostId } from '../domain/post.ts'

/** What a subscriber of the live feed gets. */
export type HubItem =
  | { readonly kind: 'post'; readonly post: Post }
  /** So many posts came faster than they were taken and are not shown; they are stored all the same. */
  | { readonly kind: 'missed'; readonly count: number }
  /** Their authors took these posts away: they must not be shown any longer. */
  | { readonly kind: 'withdrawn'; readonly ids: readonly PostId[] }

type Subscriber = {
  readonly wants: (post: Post) => boolean
  readonly waitingMax: number
  waiting: Post[]
  missed: number
  withdrawn: PostId[]
  wake: (() => void) | null
}

export type SubscribeRequest = {
  readonly signal: AbortSignal
  /** Only posts for which this holds. Called for every stored post, so it must be cheap. */
  readonly wants?: (post: Post) => boolean
  /** Posts kept for a slow reader; the oldest give way. Default 200. */
  readonly waitingMax?: number
}

const SUBSCRIBERS_MAX = 1_000
/** Deletions kept for a slow reader; the oldest give way. */
const WITHDRAWN_MAX = 5_000

/** Hands posts that were just stored to whoever watches. Publishing never waits for a watcher. */
export class PostHub {
  readonly #subscribers = new Set<Subscriber>()

  get subscriberCount(): number {
    return this.#subscribers.size
  }

  publish(posts: readonly Post[]): void {
    for (const subscriber of this.#subscribers) offer(subscriber, posts)
  }

  /** Tells everybody that posts are gone, also those that still wait to be shown. */
  withdraw(ids: readonly PostId[]): void {
    if (ids.length === 0) return
    const gone = new Set(ids)
    for (const subscriber of this.#subscribers) {
      subscriber.waiting = subscriber.waiting.filter((post) => !gone.has(post.id))
      subscriber.withdrawn = [...subscriber.withdrawn, ...ids].slice(-WITHDRAWN_MAX)
      subscriber.wake?.()
    }
  }

  /**
   * Posts from now on, until the signal aborts or the reader stops. Subscribed at once, not at the first read.
   *
   * @throws {AppError} over_limit beyond 1,000 subscribers
   */
  subscribe(request: SubscribeRequest): AsyncIterable<HubItem> {
    if (this.#subscribers.size >= SUBSCRIBERS_MAX) {
      throw new AppError(
        'over_limit',
        'Too many people watch the live feed right now. Try again in a minute.',
      )
    }
    const { wants = () => true, waitingMax = 200 } = request
    const subscriber: Subscriber = { wants, waitingMax, waiting: [], missed: 0, withdrawn: [], wake: null }
    const leave = () => {
      this.#subscribers.delete(subscriber)
      subscriber.wake?.()
    }
    if (!request.signal.aborted) {
      this.#subscribers.add(subscriber)
      request.signal.addEventListener('abort', leave, { once: true })
    }
    return { [Symbol.asyncIterator]: () => read(subscriber, request.signal, leave) }
  }
}

function offer(subscriber: Subscriber, posts: readonly Post[]): void {
  for (const post of posts) if (subscriber.wants(post)) subscriber.waiting.push(post)
  const excess = subscriber.waiting.length - subscriber.waitingMax
  if (excess > 0) {
    subscriber.waiting.splice(0, excess)
    subscriber.missed += excess
  }
  if (subscriber.waiting.length > 0) subscriber.wake?.()
}

async function* read(
  subscriber: Subscriber,
  signal: AbortSignal,
  leave: () => void,
): AsyncGenerator<HubItem> {
  try {
    while (!signal.aborted) {
      if (subscriber.missed > 0) {
        const count = subscriber.missed
        subscriber.missed = 0
        yield { kind: 'missed', count }
      }
      const { waiting, withdrawn } = subscriber
      subscriber.waiting = []
      subscriber.withdrawn = []
      if (withdrawn.length > 0) yield { kind: 'withdrawn', ids: withdrawn }
      for (const post of waiting) yield { kind: 'post', post }
      const isIdle = subscriber.waiting.length + subscriber.withdrawn.length === 0
      if (isIdle && !signal.aborted) await nextOffer(subscriber)
    }
  } finally {
    signal.removeEventListener('abort', leave)
    leave()
  }
}

function nextOffer(subscriber: Subscriber): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  subscriber.wake = () => {
    subscriber.wake = null
    resolve()
  }
  return promise
}
