import { moodsOf } from '../support/moods.ts'
import type { Word } from '../support/read-words.ts'
import type { AlignedPair } from './align-pair.ts'
import { DENIALS, QUIET_DENIALS } from './pair-words.ts'

/** How claim and evidence differ in what they deny; counts are damped, flags 0 or 1. */
export type NegationFeatures = {
  /** Share of the aligned words that only one side denies. */
  readonly denied: number
  /** 1 where one side holds a denial near what both speak of and the other holds none at all. */
  readonly difference: number
  readonly inClaim: number
  readonly inEvidence: number
  readonly quiet: number
  /** 1 where a word that both share is denied on one side only, and it is no aside: most shared words stand around it. */
  readonly main: number
}

/** Words on either side of what both share that still belong to it. */
const REACH = 4

export function negationFeatures({ claim, evidence, alignments }: AlignedPair): NegationFeatures {
  const said = moodsOf(claim)
  const there = moodsOf(evidence)
  let shared = 0
  let denied = 0
  for (const [at, { match01, place }] of alignments.entries()) {
    if (match01 === 0 || claim[at]?.kind === 'function' || claim[at]?.kind === 'number') continue
    shared++
    if (said[at]?.isDenied !== there[place]?.isDenied) denied++
  }
  const inClaim = claim.filter(isDenial).length
  const near = nearShared(
    evidence,
    alignments.map(({ place }) => place),
  )
  const inEvidence = near.filter(isDenial).length
  return {
    denied: shared === 0 ? 0 : denied / shared,
    difference: Number(inClaim % 2 !== inEvidence % 2),
    inClaim: Math.log1p(inClaim),
    inEvidence: Math.log1p(inEvidence),
    quiet: Math.log1p(near.filter(({ norm }) => QUIET_DENIALS.has(norm)).length),
    main: Number(denied > 0 && shared >= 2),
  }
}

function isDenial({ norm }: Word): boolean {
  return DENIALS.has(norm)
}

function nearShared(evidence: readonly Word[], places: readonly number[]): Word[] {
  const near = new Set<number>()
  for (const place of places) {
    if (place < 0 || evidence[place]?.kind === 'function') continue
    for (let at = place - REACH; at <= place + REACH; at++) near.add(at)
  }
  return evidence.filter((_, at) => near.has(at))
}
