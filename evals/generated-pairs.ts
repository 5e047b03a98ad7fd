import { join } from 'node:path'
import type { ClaimLabel } from '../src/domain/verdict.ts'
import { Random } from '../src/lib/random.ts'
import { readRows } from './read-rows.ts'
import { swapClaim } from './swap-claim.ts'

export type GeneratedPair = {
  readonly group: string
  readonly claim: string
  readonly evidence: string
  readonly label: ClaimLabel
}

const SENTENCES = 3
const LENGTH_MIN = 60
const LENGTH_MAX = 320
/** How many of a sentence's longer words are left out, so that the words held in common do not give a swap away. */
const THINNING = [0, 0.3, 0.5, 0.6]
const CLAIM_THINNING = 0.3
/** Words that carry tense or denial are never left out. */
const KEPT = /^(?:was|were|is|are|has|had|have|will|would|could|can|did|does|not|no)$/i

/**
 * Pairs made by rule from sentences of Wikipedia (CC BY-SA, as fool-me-twice, Apache-2.0, quotes them): a sentence carries itself
 * shortened, is against itself with one thing denied or replaced, and says too little of another sentence of its page.
 */
export async function generatedPairs(dataDir: string): Promise<GeneratedPair[]> {
  const rows = await readRows<{ wikipedia_page: string; retrieved_evidence: { text: string }[] }>(
    join(dataDir, 'claims', 'fool-me-twice', 'dev.jsonl.gz'),
  )
  const random = new Random('swaps')
  return rows.flatMap(({ wikipedia_page: group, retrieved_evidence }) => {
    const sentences = random
      .shuffled(retrieved_evidence.map(({ text }) => text))
      .filter(({ length }) => length > LENGTH_MIN && length < LENGTH_MAX)
      .slice(0, SENTENCES)
    return pairsOf(sentences, random).map((pair) => ({ ...pair, group }))
  })
}

function pairsOf([one, two, three]: readonly string[], random: Random): Omit<GeneratedPair, 'group'>[] {
  if (one === undefined || two === undefined) return []
  const pairs = swapClaim(one, random).map(({ claim, label }) => ({
    claim: random.chance(0.5) ? claim : thinned(claim, random, CLAIM_THINNING),
    evidence:
      thinned(one, random, random.pick(THINNING)) +
      (three !== undefined && random.chance(0.5) ? ` ${three}` : ''),
    label,
  }))
  const other = swapClaim(two, random)[0]?.claim
  const neutral = {
    claim: other !== undefined && random.chance(0.5) ? other : two,
    evidence: one,
    label: 'not_enough' as const,
  }
  return [...pairs, neutral]
}

function thinned(text: string, random: Random, share01: number): string {
  return text
    .split(' ')
    .filter((word, at) => at === 0 || KEPT.test(word) || word.length < 4 || !random.chance(share01))
    .join(' ')
}
