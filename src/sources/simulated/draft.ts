import type { User } from './world.ts'

/** A post on its way out: its id is given when it leaves, in time order. */
export type Draft = {
  id: string
  readonly at: number
  readonly author: User
  readonly text: string
  readonly lang: string | null
  readonly label: string
  /** Let go when the post leaves, so that a long thread does not stay in memory. */
  replyTo: Draft | null
  repostOf: Draft | null
  quoteOf: Draft | null
  /** Id of the thread's first post; null for a post that answers nothing, and until the post leaves. */
  threadRoot: string | null
  readonly urls: readonly string[]
  /** The fact this post asks for, in a thread where others may answer. */
  readonly asks: string | null
  /** Facts this post states truly, as `<fact>`; for tests of the truth, not part of the post. */
  readonly states: readonly string[]
}

/** A draft with nothing but the required fields. */
export function makeDraft(
  fields: Pick<Draft, 'at' | 'author' | 'text' | 'lang' | 'label'> & Partial<Draft>,
): Draft {
  return {
    id: '',
    replyTo: null,
    repostOf: null,
    quoteOf: null,
    threadRoot: null,
    urls: [],
    asks: null,
    states: [],
    ...fields,
  }
}

/** The last few drafts of a stream, for replies, reposts and quotes. */
export class Recent {
  readonly #drafts: Draft[] = []
  readonly #size: number
  #next = 0

  constructor(size: number) {
    this.#size = size
  }

  add(draft: Draft): void {
    this.#drafts[this.#next] = draft
    this.#next = (this.#next + 1) % this.#size
  }

  /** One of them; null while there is none. */
  pick(share01: number): Draft | null {
    return this.#drafts[Math.floor(share01 * this.#drafts.length)] ?? null
  }
}
