import { join } from 'node:path'
import type { Ground } from '../src/truth/support/ground.ts'
import { readGround } from '../src/truth/support/ground.ts'
import {
  type Candidate,
  candidateSentences,
  evidenceFeatures,
  wordWeights,
} from '../src/truth/support/rank-evidence.ts'
import { readWords, type Word } from '../src/truth/support/read-words.ts'
import { readRows } from './read-rows.ts'

export type WiceClaim = {
  readonly label: 'supported' | 'partially_supported' | 'not_supported'
  /** What each annotator took as evidence, as indices into `evidence`. */
  readonly supporting_sentences: readonly (readonly number[])[]
  readonly claim: string
  /** The cited page, sentence by sentence. */
  readonly evidence: readonly string[]
  readonly meta: { readonly id: string; readonly claim_title: string }
}
/** A part of a claim whose words are labelled one by one. */
export type WiceTokens = WiceClaim & {
  readonly claim_tokens: readonly string[]
  readonly non_supported_spans: readonly boolean[]
}

export async function readWice(dataDir: string) {
  const folder = join(dataDir, 'faithfulness', 'wice')
  return {
    claims: await readRows<WiceClaim>(join(folder, 'claim.dev.jsonl.gz')),
    tokensTrain: await readRows<WiceTokens>(join(folder, 'tokens.train.jsonl.gz')),
    tokensDev: await readRows<WiceTokens>(join(folder, 'tokens.dev.jsonl.gz')),
  }
}

export function readClaim({ claim, evidence }: WiceClaim): { statement: readonly Word[]; ground: Ground } {
  return {
    statement: readWords(claim).words,
    ground: readGround(evidence.map((text) => ({ text, form: 'english' }))),
  }
}

/** The share of annotators who took a sentence as evidence, of those who took any. */
export function evidenceShare({ supporting_sentences: sets }: WiceClaim, source: number): number {
  const chosen = sets.filter((set) => set.length > 0)
  return chosen.length === 0 ? 0 : chosen.filter((set) => set.includes(source)).length / chosen.length
}

export function candidatesOf(claim: WiceClaim): { candidate: Candidate; features: number[] }[] {
  const { statement, ground } = readClaim(claim)
  const weights = wordWeights(statement, ground)
  const candidates = candidateSentences(statement, weights, ground)
  const features = evidenceFeatures(statement, weights, candidates, ground)
  return candidates.map((candidate, at) => ({ candidate, features: features[at] ?? [] }))
}

/** For each word of a claim whether annotators found it without support. */
export function wordLabels(
  { claim, claim_tokens, non_supported_spans }: WiceTokens,
  words: readonly Word[],
): boolean[] {
  const struck: { start: number; end: number }[] = []
  let from = 0
  for (const [at, token] of claim_tokens.entries()) {
    const start = claim.indexOf(token, from)
    if (start < 0) continue
    from = start + token.length
    if (non_supported_spans[at] === true) struck.push({ start, end: from })
  }
  return words.map((word) => struck.some(({ start, end }) => start < word.end && word.start < end))
}
