import type { TermForm } from '../../domain/text/stem.ts'
import { keysOf } from '../support/ground.ts'
import type { Word } from '../support/read-words.ts'
import { areOpposite, oppositesOf } from './opposites.ts'

/** A word of the claim and what stands for it in the evidence. */
export type Alignment = {
  /** 1: the same word or number; 0.5: one of its root; 0: nothing. */
  readonly match01: number
  /** Index of that word; -1 where there is none. */
  readonly place: number
}

/** Words of the claim that the evidence replaces by others: what stands between the same neighbours on both sides. */
export type Replacement = { readonly said: readonly Word[]; readonly there: readonly Word[] }

export type AlignedPair = {
  readonly claim: readonly Word[]
  readonly evidence: readonly Word[]
  readonly alignments: readonly Alignment[]
  readonly replacements: readonly Replacement[]
  /** Pairs of words that exclude each other, where the evidence does not also hold the claim's own word. */
  readonly opposites: number
  readonly form: TermForm
}

const SAME_ROOT = 0.5
const GAP_MAX = 4

/** Lays a claim beside one passage of evidence, word by word; of several places the one nearest to its neighbour's is taken. */
export function alignPair(claim: readonly Word[], evidence: readonly Word[], form: TermForm): AlignedPair {
  const places = new Map<string, number[]>()
  for (const [place, word] of evidence.entries()) {
    for (const key of keysOf(word)) {
      const known = places.get(key)
      if (known === undefined) places.set(key, [place])
      else known.push(place)
    }
  }
  let last = -1
  const alignments = claim.map((word): Alignment => {
    const found = nearest(word, places, evidence, last)
    if (found.place >= 0 && word.kind !== 'function') last = found.place
    return found
  })
  return {
    claim,
    evidence,
    alignments,
    replacements: replacementsOf(claim, evidence, alignments),
    opposites: oppositesIn(claim, evidence, { alignments, form, places }),
    form,
  }
}

function nearest(
  word: Word,
  places: ReadonlyMap<string, readonly number[]>,
  evidence: readonly Word[],
  last: number,
): Alignment {
  for (const key of keysOf(word)) {
    const found = places.get(key)
    if (found === undefined) continue
    const place = found.reduce((best, one) =>
      Math.abs(one - last - 1) < Math.abs(best - last - 1) ? one : best,
    )
    const unit = evidence[place]?.unit ?? null
    if (word.unit !== null && unit !== null && word.unit !== unit) continue
    return { match01: key.endsWith('*') ? SAME_ROOT : 1, place }
  }
  return { match01: 0, place: -1 }
}

function replacementsOf(
  claim: readonly Word[],
  evidence: readonly Word[],
  alignments: readonly Alignment[],
): Replacement[] {
  const telling = claim.flatMap((word, at) => (word.kind === 'function' ? [] : [at]))
  const found: Replacement[] = []
  let gap: number[] = []
  let left = -1
  for (const at of telling) {
    const place = alignments[at]?.place ?? -1
    if (place < 0) {
      gap.push(at)
      continue
    }
    if (gap.length > 0 && gap.length <= GAP_MAX) add(gap, left, place)
    gap = []
    left = place
  }
  if (gap.length > 0 && gap.length <= GAP_MAX && left >= 0) add(gap, left, evidence.length)
  return found

  function add(said: readonly number[], from: number, to: number): void {
    const taken = new Set(alignments.map(({ place }) => place))
    const between = evidence
      .map((word, place) => ({ word, place }))
      .slice(from + 1, Math.max(from + 1, to))
      .filter(({ word, place }) => word.kind !== 'function' && !taken.has(place))
      .slice(0, GAP_MAX + 1)
    if (between.length === 0 || between.length > GAP_MAX) return
    found.push({
      said: said.flatMap((at) => claim[at] ?? []),
      there: between.map(({ word }) => word),
    })
  }
}

function oppositesIn(
  claim: readonly Word[],
  evidence: readonly Word[],
  {
    alignments,
    form,
    places,
  }: {
    alignments: readonly Alignment[]
    form: TermForm
    places: ReadonlyMap<string, readonly number[]>
  },
): number {
  let count = 0
  for (const [at, word] of claim.entries()) {
    if (word.kind === 'number' || (alignments[at]?.match01 ?? 0) === 1) continue
    const opposites = oppositesOf(word, form)
    if (opposites === undefined) continue
    const isThere = [...opposites].some((stem) => places.has(stem))
    if (isThere && evidence.some((other) => areOpposite(word, other, form))) count++
  }
  return count
}
