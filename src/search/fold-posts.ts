import type { Post, PostId } from '../domain/post.ts'
import { foldAccents } from '../domain/text/fold.ts'

type ScoredPost = { readonly post: Post; readonly score: number }
/** A post that stands for others that say the same in the same words; `folded` are their ids. */
export type FoldedPost = ScoredPost & { readonly folded: readonly PostId[] }

/**
 * From this share of common word pairs on, two posts are copies: one edit in a post of fifteen words stays
 * above it, two people who describe the same event in their own words stay far below.
 *
 * @see Broder, "On the Resemblance and Containment of Documents", 1997 (shingles); the threshold follows
 * from the reasoning above, 2026-11-22, and is held by unit tests; it was not tuned on data
 */
const COPY_RESEMBLANCE01 = 0.75
/** Shorter texts are copies only when they are equal: two words in common prove nothing. */
const SHINGLED_WORDS_MIN = 6

/** Words whose absence or presence turns a statement round; a post that differs in one is never a copy. */
const DECISIVE_WORDS = new Set(
  (
    'not no never none nobody nothing without false fake hoax untrue wrong denies denied deny correction corrected ' +
    'update ne pas non jamais aucun aucune rien personne sans faux fausse dement dementi rectificatif correction'
  ).split(' '),
)

/**
 * Folds reposts into what they repost and copies into their earliest post. A group takes the place and the
 * score of its best post. Posts with different numbers or a negation more are never folded: they disagree.
 *
 * @param posts best first
 * @returns best first
 */
export function foldPosts(posts: readonly ScoredPost[]): FoldedPost[] {
  const groups: Group[] = []
  const index = new GroupIndex()
  for (const scored of posts) {
    const traits = traitsOf(scored.post)
    const group = index.find(scored.post, traits)
    if (group !== undefined) group.members.push(scored)
    const own = group ?? { traits, members: [scored] }
    if (group === undefined) groups.push(own)
    index.add(scored.post, traits, own)
  }
  return groups.map(representative)
}

type Traits = { readonly text: string; readonly decisive: string; readonly shingles: ReadonlySet<string> }
type Group = { readonly traits: Traits; readonly members: ScoredPost[] }

/** Finds the group of a post without comparing it with every other one. */
class GroupIndex {
  readonly #byId = new Map<PostId, Group>()
  readonly #byText = new Map<string, Group>()
  readonly #byShingle = new Map<string, Set<Group>>()

  find(post: Post, traits: Traits): Group | undefined {
    const original =
      this.#byId.get(post.id) ?? (post.repostOf === null ? undefined : this.#byId.get(post.repostOf))
    if (original !== undefined) return original
    return traits.text === '' ? undefined : (this.#byText.get(traits.text) ?? this.#resembling(traits))
  }

  add(post: Post, traits: Traits, group: Group): void {
    this.#byId.set(post.id, group)
    if (post.repostOf !== null) this.#byId.set(post.repostOf, group)
    if (traits.text !== '') this.#byText.set(traits.text, group)
    for (const shingle of traits.shingles) {
      const groups = this.#byShingle.get(shingle) ?? new Set()
      this.#byShingle.set(shingle, groups.add(group))
    }
  }

  /**
   * Copies share all but a few pairs, so at least one of the rarest few is among them: only groups that have
   * one of those are compared.
   */
  #resembling({ shingles, decisive }: Traits): Group | undefined {
    const count = Math.floor((1 - COPY_RESEMBLANCE01) * shingles.size) + 1
    const probes = [...shingles].sort((a, b) => this.#groupsWith(a) - this.#groupsWith(b)).slice(0, count)
    const compared = new Set<Group>()
    for (const group of probes.flatMap((shingle) => [...(this.#byShingle.get(shingle) ?? [])])) {
      if (compared.has(group) || group.traits.decisive !== decisive) continue
      compared.add(group)
      if (resemblance01(group.traits.shingles, shingles) >= COPY_RESEMBLANCE01) return group
    }
    return undefined
  }

  #groupsWith(shingle: string): number {
    return this.#byShingle.get(shingle)?.size ?? 0
  }
}

/** Jaccard index of two sets. */
function resemblance01(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = one.intersection(other).size
  const union = one.size + other.size - common
  return union === 0 ? 0 : common / union
}

function representative({ members }: Group): FoldedPost {
  const reposted = new Set(members.map(({ post }) => post.repostOf))
  const first =
    members.find(({ post }) => reposted.has(post.id)) ??
    members.toSorted((a, b) => timeOf(a.post) - timeOf(b.post))[0]
  const best = members[0]
  if (first === undefined || best === undefined) throw new Error('A group has at least one post.')
  return {
    post: first.post,
    score: best.score,
    folded: members.filter((member) => member !== first).map(({ post }) => post.id),
  }
}

/** Posts without a time are taken for copies of those with one. */
function timeOf(post: Post): number {
  return post.createdAt ?? Number.POSITIVE_INFINITY
}

function traitsOf(post: Post): Traits {
  const words = comparableWords(post.text)
  const decisive = words.filter((word) => /\p{N}/u.test(word) || DECISIVE_WORDS.has(word))
  return {
    text: words.join(' '),
    decisive: decisive.toSorted().join(' '),
    shingles: words.length < SHINGLED_WORDS_MIN ? new Set() : pairs(words),
  }
}

/** Words of a text without links, mentions, "RT" and punctuation: what a copy keeps. */
function comparableWords(text: string): string[] {
  const bare = foldAccents(text.toLowerCase())
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]+/gu, ' ')
    .replace(/n['’]t(?![\p{L}])/gu, ' not')
  return [...bare.matchAll(/[\p{L}\p{M}\p{N}]+(?:[.,][\p{N}]+)*/gu)]
    .map(([word]) => word)
    .filter((word, at) => !(at === 0 && word === 'rt'))
}

function pairs(words: readonly string[]): Set<string> {
  return new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`))
}
