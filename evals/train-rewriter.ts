import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConversation, stemOf } from '../src/assistant/understand/standalone/mentions.ts'
import {
  type RewriteModels,
  type RewriteOption,
  readRewrite,
  rewriteOptions,
} from '../src/assistant/understand/standalone/rewrite-question.ts'
import { carryCandidates, readSigns } from '../src/assistant/understand/standalone/word-features.ts'
import type { BoostedTrees } from '../src/lib/boosted-trees.ts'
import { Random } from '../src/lib/random.ts'
import { growTrees, type TreeExample } from './grow-trees.ts'
import { missingWords, type RewriteItem, rougeF1 } from './rewriting-set.ts'

const FOLD_NUMBERS = [0, 1, 2, 3, 4]
/** Of the words that do not belong into the question; those kept weigh as many times more. */
const NEGATIVES_SHARE = 0.12
const PLACEMENTS_SHARE = 0.6
const WORD_MODELS = 3
const PLACEMENT_MODELS = 2
const WORD_GROWTH = {
  predicts: 'log_odds',
  trees: 80,
  depth: 4,
  learningRate: 0.09,
  limits: 10,
  leafExamplesMin: 20,
  shrinkage: 5,
  share01: 0.5,
} as const
const PLACEMENT_GROWTH = {
  predicts: 'value',
  trees: 90,
  depth: 5,
  learningRate: 0.1,
  limits: 12,
  leafExamplesMin: 40,
  shrinkage: 20,
  share01: 0.5,
} as const

export type TrainedRewriter = {
  /** For what ships: trained on everything. */
  readonly all: RewriteModels
  /** By fold: trained on the other folds. */
  readonly unseen: readonly RewriteModels[]
}

/**
 * Trains the trees of `rewriteQuestion`. Placements learn from word probabilities of models that have not seen the
 * question, as it will be in use.
 */
export function trainRewriter(items: readonly RewriteItem[]): TrainedRewriter {
  const examples = new Map(items.map((item) => [item, wordExamples(item)]))
  const trainWords = (fold: number | null) =>
    growWords(items.flatMap((item) => (foldOf(item) === fold ? [] : (examples.get(item) ?? []))))
  const words = FOLD_NUMBERS.map(trainWords)
  const placements = new Map(
    items.map((item) => [
      item,
      placementExamples(item, { words: words[foldOf(item)] ?? [], placements: [] }),
    ]),
  )
  const trainPlacements = (fold: number | null) =>
    growPlacements(items.flatMap((item) => (foldOf(item) === fold ? [] : (placements.get(item) ?? []))))
  return {
    all: { words: trainWords(null), placements: trainPlacements(null) },
    unseen: FOLD_NUMBERS.map((fold) => ({ words: words[fold] ?? [], placements: trainPlacements(fold) })),
  }
}

/** Writes the trees beside the code that uses them. */
export function writeRewriter({ words, placements }: RewriteModels): void {
  const folder = join(import.meta.dirname, '..', 'src', 'assistant', 'understand', 'standalone')
  write(join(folder, 'word-trees.json'), words)
  write(join(folder, 'placement-trees.json'), placements)
}

function write(file: string, models: readonly BoostedTrees[]): void {
  const lines = models.map(({ base, trees }) => {
    const rows = trees.map((tree) => JSON.stringify(tree)).join(',\n')
    return `{"base":${base},"trees":[\n${rows}\n]}`
  })
  writeFileSync(file, `[${lines.join(',\n')}]\n`)
}

/** Topics are dealt out to folds by their name, so that a conversation is never on both sides. */
export function foldOf({ topic }: RewriteItem): number {
  return new Random(topic).uint32() % FOLD_NUMBERS.length
}

function growWords(examples: readonly TreeExample[]): BoostedTrees[] {
  const positives = examples.filter(({ target }) => target === 1)
  const negatives = examples.filter(({ target }) => target === 0)
  return Array.from({ length: WORD_MODELS }, (_, at) => {
    const kept = sampled(negatives, NEGATIVES_SHARE, `words ${at}`).map((example) => ({
      ...example,
      weight: 1 / NEGATIVES_SHARE,
    }))
    return growTrees([...positives, ...kept], { ...WORD_GROWTH, seed: `words ${at}` })
  })
}

function growPlacements(examples: readonly TreeExample[]): BoostedTrees[] {
  return Array.from({ length: PLACEMENT_MODELS }, (_, at) =>
    growTrees(sampled(examples, PLACEMENTS_SHARE, `placements ${at}`), {
      ...PLACEMENT_GROWTH,
      seed: `placements ${at}`,
    }),
  )
}

function wordExamples(item: RewriteItem): TreeExample[] {
  const conversation = readConversation(item.history)
  const missing = new Set([...missingWords(item)].map(stemOf))
  return carryCandidates(conversation, readSigns(item.question, conversation), item.profile).map(
    ({ stem, features }) => ({ features, target: missing.has(stem) ? 1 : 0, weight: 1 }),
  )
}

/** Each placement with what it does to ROUGE-2, for the first phrase and for a second one after a likely first. */
function placementExamples(item: RewriteItem, models: RewriteModels): TreeExample[] {
  const reading = readRewrite(item.history, item.question, item.profile, models)
  const state = { text: item.question.trim(), stems: reading.signs.stems, locale: 'en' as const }
  const first = rewriteOptions(reading, { ...state, round: 0 })
  const lead = first.toSorted(
    (one, other) =>
      other.phrase.gain - one.phrase.gain ||
      gain(item, item.question, other) - gain(item, item.question, one),
  )[0]
  const toExample = (before: string) => (option: RewriteOption) => ({
    features: option.features,
    target: gain(item, before, option),
    weight: 1,
  })
  if (lead === undefined) return []
  const text = lead.placement.text
  const stems = new Set([...state.stems, ...lead.phrase.stems])
  const second = rewriteOptions(reading, { ...state, text, stems, round: 1 })
  return [...first.map(toExample(item.question)), ...second.map(toExample(text))]
}

function gain(item: RewriteItem, before: string, { placement }: RewriteOption): number {
  return rougeF1(2, placement.text, item.wanted) - rougeF1(2, before, item.wanted)
}

function sampled<Example>(examples: readonly Example[], share01: number, seed: string): Example[] {
  const random = new Random(seed)
  return examples.filter(() => random.uint32() / 2 ** 32 < share01)
}
