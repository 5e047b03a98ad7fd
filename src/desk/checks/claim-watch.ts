import type { Post } from '../../domain/post.ts'
import { foldAccents } from '../../domain/text/fold.ts'

/** A claim as it is watched for. */
type Watched = { readonly id: string; readonly stems: ReadonlySet<string>; readonly needed: number }

/** Shorter words tell nothing and are too many. */
const WORD_LENGTH_MIN = 4
/** Words are compared by their beginning: a crude stem that holds for English and French and costs nothing. */
const STEM_LENGTH = 6
/** A post bears on a claim when it holds this share of its words. Rather too many than too few: the check decides. */
const SHARE_NEEDED = 0.5
const WORDS_NEEDED_MIN = 2
/** A post is read up to here. */
const POST_LENGTH_MAX = 2_000

/**
 * Recognises posts that may bear on claims under watch, fast enough to be asked for every stored post: by the words they
 * share, no more. What it recognises is looked at again by a check.
 */
export class ClaimWatch {
  #byStem: ReadonlyMap<string, readonly Watched[]> = new Map()

  /** Replaces what is watched for. */
  set(claims: readonly { readonly id: string; readonly text: string }[]): void {
    const byStem = new Map<string, Watched[]>()
    for (const { id, text } of claims) {
      const stems = stemsOf(text)
      if (stems.size < WORDS_NEEDED_MIN) continue
      const needed = Math.max(WORDS_NEEDED_MIN, Math.ceil(stems.size * SHARE_NEEDED))
      const watched = { id, stems, needed }
      for (const stem of stems) {
        const known = byStem.get(stem)
        if (known === undefined) byStem.set(stem, [watched])
        else known.push(watched)
      }
    }
    this.#byStem = byStem
  }

  /** Ids of the claims that a post may bear on. */
  match({ text }: Pick<Post, 'text'>): string[] {
    if (this.#byStem.size === 0) return []
    const hits = new Map<Watched, number>()
    for (const stem of stemsOf(text.slice(0, POST_LENGTH_MAX)))
      for (const watched of this.#byStem.get(stem) ?? []) hits.set(watched, (hits.get(watched) ?? 0) + 1)
    return [...hits].filter(([watched, count]) => count >= watched.needed).map(([{ id }]) => id)
  }
}

function stemsOf(text: string): Set<string> {
  const words = foldAccents(text.toLowerCase()).split(/[^\p{L}\p{N}]+/u)
  return new Set(
    words
      .filter((word) => word.length >= WORD_LENGTH_MIN || /^\d{2,}$/.test(word))
      .map((word) => word.slice(0, STEM_LENGTH)),
  )
}
