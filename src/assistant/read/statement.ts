import type { Post } from '../../domain/post.ts'
import type { PlacedConcept } from '../words/concepts.ts'
import type { Cues, Standing } from '../words/cues.ts'
import type { Token } from '../words/tokens.ts'
import type { NameSpan } from './names.ts'

/** One sentence of a post, read. Offsets are UTF-16 code units into `post.text`; token offsets are too. */
export type Statement = {
  readonly reading: PostReading
  readonly start: number
  readonly end: number
  readonly tokens: readonly Token[]
  readonly concepts: readonly PlacedConcept[]
  readonly names: readonly NameSpan[]
  readonly cues: Cues
}

/** One post, read against a question. */
export type PostReading = {
  readonly post: Post
  readonly standing: Standing
  readonly cues: Cues
  readonly statements: readonly Statement[]
  /** Who counts as the speaker: posts that repeat each other share a voice. */
  readonly voice: string
  readonly topic: TopicMatch
  /** What one statement of this post weighs before its relation to the answer: 0 = nothing, 1 = a plain account. */
  readonly weight: number
}

/** How much of what the question constrains a post is about; thread parents count in part. */
export type TopicMatch = {
  /** Share of the question's names met; 1 when it has none. */
  readonly names01: number
  /** Share of the question's events met; 1 when it has none. */
  readonly events01: number
  /** Share of its other content words met; 1 when it has none. */
  readonly words01: number
  /** Speaks of another kind of event and not of the one asked about. */
  readonly otherEvent: boolean
  readonly total01: number
  /** Share of all the question's facets that the post itself speaks of, without its thread. */
  readonly own01: number
  /** True when the event is not said but inferred from what others say under the same names at that time. */
  readonly inferred?: boolean
}
