import type { Archive } from '../archive/archive.ts'
import { frequentTerms, termStatistics } from './search.sql.ts'
import type { TermStatistics } from './term-weights.ts'

type Options = { readonly signal?: AbortSignal | undefined }

/**
 * What is remembered of how common terms are, so that most searches ask the archive for nothing but its best posts. A
 * weight is the logarithm of a share, so a share that is some minutes old orders posts as well as a new one; a term that
 * is not remembered is always asked for, so what has just been stored is found at once.
 *
 * Asking takes as long as counting the posts that have the words (1 M posts, 2026-11-22: 12 of 60 ms).
 */
export const TERM_SHARES = {
  /** Smaller archives answer in a millisecond or two, and are asked each time. */
  postsMin: 100_000,
  /** Read at once: of a million posts, all terms that stand in 17 or more. About 5 MB. */
  frequentTermsMax: 50_000,
  /** With those that were asked for; then all are forgotten. */
  termsMax: 70_000,
  /** So old, they are forgotten too. */
  ageMsMax: 300_000,
  /** Parts of the archive with fewer posts of a term do not count for it when the frequent ones are read: 0.5 s instead of 2. */
  postsInPartMin: 8,
} as const

/** What was read at one time. It only grows, so that a search that began with it can end with it. */
type Memory = {
  readonly readAt: number
  readonly shares: Map<string, number>
  posts: number
  /** Whether the frequent terms have been asked for. */
  isFull: boolean
  /** In how many posts the rarest of the frequent terms stands; null until they are there. */
  rarest: number | null
}

/** Shares of the posts that terms stand in, of one archive. */
export class TermShares {
  readonly #archive: Archive
  readonly #clock: () => number
  #memory: Memory | null = null
  #reading: Promise<void> = Promise.resolve()

  constructor(archive: Archive, clock: () => number = () => performance.now()) {
    this.#archive = archive
    this.#clock = clock
  }

  /**
   * In how many posts the terms of some words stand. Where one form of a word is remembered, the others are not asked for:
   * they are rare or in no post at all.
   */
  async statistics(words: readonly (readonly string[])[], options: Options = {}): Promise<TermStatistics> {
    const memory = this.#usableMemory()
    const unknown = words.filter((forms) => !forms.some((term) => memory.shares.has(term))).flat()
    if (unknown.length > 0 || memory.posts === 0) await this.#ask(memory, unknown, options)
    const asked = new Set(unknown)
    return frequenciesOf(words.flat(), memory, (term) => (asked.has(term) ? 0 : null))
  }

  /** As far as it is remembered: a large archive is not asked, and terms that are not among its frequent ones count as the rarest. */
  async remembered(terms: readonly string[], options: Options = {}): Promise<TermStatistics> {
    const memory = this.#memory
    if (memory === null || memory.rarest === null)
      return this.statistics(
        terms.map((term) => [term]),
        options,
      )
    const { rarest } = memory
    return frequenciesOf(terms, memory, () => rarest)
  }

  /** Resolves when nothing is being read in the background. */
  settled(): Promise<void> {
    return this.#reading
  }

  #usableMemory(): Memory {
    const known = this.#memory
    const isUsable =
      known !== null &&
      known.shares.size < TERM_SHARES.termsMax &&
      this.#clock() - known.readAt < TERM_SHARES.ageMsMax
    return isUsable
      ? known
      : { readAt: this.#clock(), shares: new Map(), posts: 0, isFull: false, rarest: null }
  }

  async #ask(memory: Memory, terms: readonly string[], options: Options): Promise<void> {
    const { sql, params } = termStatistics(terms)
    const rows = await this.#archive.query<{ term: string; posts: number }>(sql, params, options)
    const posts = rows.find(({ term }) => term === '')?.posts ?? 0
    memory.posts = posts
    for (const row of rows)
      if (row.term !== '' && row.posts > 0) memory.shares.set(row.term, row.posts / posts)
    if (posts < TERM_SHARES.postsMin) return
    this.#memory = memory
    if (!memory.isFull) this.#readFrequent(memory)
  }

  /** In the background: searches meanwhile ask for their own terms. */
  #readFrequent(memory: Memory): void {
    memory.isFull = true
    const { sql, params } = frequentTerms(TERM_SHARES.frequentTermsMax, TERM_SHARES.postsInPartMin)
    this.#reading = this.#archive.query<{ term: string; posts: number }>(sql, params).then(
      (rows) => {
        for (const { term, posts } of rows) {
          if (!memory.shares.has(term)) memory.shares.set(term, Math.min(1, posts / memory.posts))
        }
        memory.rarest = rows.at(-1)?.posts ?? null
      },
      // Without them, searches take a little longer until they are read again.
      () => undefined,
    )
  }
}

/** @param otherwise in how many posts a term stands that is not remembered; null where that is not known */
function frequenciesOf(
  terms: readonly string[],
  { shares, posts }: Memory,
  otherwise: (term: string) => number | null,
): TermStatistics {
  const frequencies = new Map<string, number>()
  for (const term of terms) {
    const share = shares.get(term)
    const count = share === undefined ? otherwise(term) : Math.max(1, Math.round(share * posts))
    if (count !== null) frequencies.set(term, count)
  }
  return { posts, frequencies }
}

const remembered = new WeakMap<Archive, TermShares>()

export function termSharesOf(archive: Archive): TermShares {
  const known = remembered.get(archive)
  if (known !== undefined) return known
  const shares = new TermShares(archive)
  remembered.set(archive, shares)
  return shares
}
