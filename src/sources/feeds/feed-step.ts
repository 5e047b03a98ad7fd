import type { Page } from '../../domain/page.ts'
import type { Post } from '../../domain/post.ts'
import { PARKED_SAMPLE_LENGTH_MAX, type ParkedSample, type ReasonCounts } from '../source.ts'
import type { FeedState } from './feed-state.ts'

/** What came of a part of one reading of one feed. */
export type FeedStep = {
  /** The feed's address in the options. */
  readonly address: string
  /** What to remember of the feed once this step is stored. */
  readonly state: FeedState
  readonly posts: readonly Post[]
  readonly edits: readonly Post[]
  readonly pages: readonly Page[]
  readonly dropped: ReasonCounts
  readonly parked: ReasonCounts
  readonly parkedSamples: readonly ParkedSample[]
}

const SAMPLES_MAX = 3

/** Gathers one step. */
export class StepBuilder {
  readonly posts: Post[] = []
  readonly edits: Post[] = []
  readonly pages: Page[] = []
  readonly #address: string
  readonly #dropped: Record<string, number> = {}
  readonly #parked: Record<string, number> = {}
  readonly #samples: ParkedSample[] = []

  constructor(address: string) {
    this.#address = address
  }

  drop(reason: string): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1
  }

  park(reason: string, raw: string, at: number): void {
    this.#parked[reason] = (this.#parked[reason] ?? 0) + 1
    if (this.#samples.length >= SAMPLES_MAX) return
    this.#samples.push({ reason, raw: raw.slice(0, PARKED_SAMPLE_LENGTH_MAX).toWellFormed(), at })
  }

  build(state: FeedState): FeedStep {
    return {
      address: this.#address,
      state,
      posts: this.posts,
      edits: this.edits,
      pages: this.pages,
      dropped: this.#dropped,
      parked: this.#parked,
      parkedSamples: this.#samples,
    }
  }
}
