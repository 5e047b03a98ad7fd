import { join } from 'node:path'
import type { TermForm } from '../src/domain/text/stem.ts'
import type { ClaimLabel } from '../src/domain/verdict.ts'
import { hash32 } from '../src/lib/random.ts'
import { bestOfEachSource } from '../src/truth/check/judge-claim.ts'
import { pairFeatures } from '../src/truth/check/pair-features.ts'
import { readPairs } from '../src/truth/check/read-pairs.ts'
import { readGround } from '../src/truth/support/ground.ts'
import { rankEvidence } from '../src/truth/support/rank-evidence.ts'
import { readWords } from '../src/truth/support/read-words.ts'
import { SUPPORT_MODEL } from '../src/truth/support/support-model.ts'
import { readClaimSet } from './claim-sets.ts'
import { generatedPairs } from './generated-pairs.ts'
import { readRows } from './read-rows.ts'
import { readWice } from './wice-data.ts'

/** A claim and one passage as training sees them. */
export type PairExample = {
  readonly set: TrainingSet
  readonly group: string
  readonly label: ClaimLabel
  readonly features: Float64Array
}
export type TrainingSet = 'rte3-fr' | 'daccord-fr' | 'fool-me-twice' | 'same-page' | 'wice' | 'generated'

const FOLDS = 5
/** All examples of one group (claim, premise or page) fall into one fold. */
export function foldOf(group: string): number {
  return hash32(group, FOLDS) % FOLDS
}
export const FOLD_NUMBERS = Array.from({ length: FOLDS }, (_, fold) => fold)

/** Every pair that may train: see docs/models/verdicts.md for licences. */
export async function trainingPairs(dataDir: string): Promise<PairExample[]> {
  const examples: PairExample[] = []
  const add = (set: TrainingSet, form: TermForm, { claim, text, label, group }: Pair) => {
    const features = featuresOf(claim, text, form)
    if (features !== null) examples.push({ set, group, label, features })
  }
  for (const set of ['rte3-fr', 'daccord-fr', 'fool-me-twice'] as const)
    for (const { claim, evidence, label, group, lang } of await readClaimSet(set, dataDir))
      add(set, lang === 'fr' ? 'french' : 'english', {
        claim,
        text: evidence.map(({ text }) => text).join(' '),
        label,
        group,
      })
  for (const pair of await samePagePairs(dataDir)) add('same-page', 'english', pair)
  for (const { claim, evidence, label, meta } of (await readWice(dataDir)).claims)
    add('wice', 'english', {
      claim,
      text: evidence.join(' '),
      label: label === 'supported' ? 'supported' : 'not_enough',
      group: meta.claim_title,
    })
  for (const { claim, evidence, label, group } of await generatedPairs(dataDir))
    add('generated', 'english', { claim, text: evidence, label, group })
  return examples
}

type Pair = {
  readonly claim: string
  readonly text: string
  readonly label: ClaimLabel
  readonly group: string
}

export function featuresOf(claim: string, text: string, form: TermForm): Float64Array | null {
  const ground = readGround([{ text, form }])
  const words = readWords(claim, form).words.slice(0, 150)
  const ranked = rankEvidence(words, ground, { limit: 50, model: SUPPORT_MODEL.evidence })
  const [pair] = readPairs(words, bestOfEachSource(ranked, ground, [text]), { ground, texts: [text], form })
  return pair === undefined ? null : pairFeatures(pair)
}

/** A claim of fool-me-twice beside sentences of its page that are not its evidence: near, and say too little. */
async function samePagePairs(dataDir: string): Promise<Pair[]> {
  const rows = await readRows<{
    text: string
    gold_evidence: { text: string }[]
    retrieved_evidence: { text: string }[]
    wikipedia_page: string
  }>(join(dataDir, 'claims', 'fool-me-twice', 'dev.jsonl.gz'))
  return rows.flatMap(({ text: claim, gold_evidence, retrieved_evidence, wikipedia_page: group }) => {
    const gold = new Set(gold_evidence.map(({ text }) => text))
    const others = retrieved_evidence.map(({ text }) => text).filter((text) => !gold.has(text))
    const ground = readGround(others.map((text) => ({ text, form: 'english' })))
    const ranked = rankEvidence(readWords(claim).words, ground, { limit: 50, model: SUPPORT_MODEL.evidence })
    const sources = [...new Set(ranked.map(({ sentence }) => sentence.source))]
    // The nearest may be evidence that nobody marked.
    return sources
      .slice(1, 3)
      .map((source) => ({ claim, text: others[source] ?? '', label: 'not_enough' as const, group }))
  })
}
