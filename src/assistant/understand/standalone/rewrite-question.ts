import { type BoostedTrees, scoreTrees } from '../../../lib/boosted-trees.ts'
import type { Locale } from '../question-language.ts'
import { type Phrase, rankPhrases } from './choose-phrases.ts'
import { type Conversation, type Message, readConversation } from './mentions.ts'
import { placementFeatures } from './placement-features.ts'
import placementTrees from './placement-trees.json' with { type: 'json' }
import { type Placement, placementsOf, shapeOf } from './placements.ts'
import { carryCandidates, type QuestionSigns, readSigns } from './word-features.ts'
import wordTrees from './word-trees.json' with { type: 'json' }

export type RewriteRequest = {
  /** Earlier messages, oldest first. */
  readonly history: readonly Message[]
  readonly question: string
  /** What the person said of themselves, a sentence each. */
  readonly profile: readonly string[]
  readonly locale: Locale
}

export type Rewrite = {
  /** The question as it would be asked without the conversation; as it was where nothing was missing. */
  readonly standalone: string
  /** What was written into it. */
  readonly carried: readonly Phrase[]
  /** Words that probably belong to the question and are not in `standalone`, most probable first: for search alone. */
  readonly searchWords: readonly string[]
}

/** Trees that give each word a log-odds of belonging into the question, and each placement its gain; averaged. */
export type RewriteModels = {
  readonly words: readonly BoostedTrees[]
  readonly placements: readonly BoostedTrees[]
}

const SHIPPED: RewriteModels = {
  words: wordTrees as unknown as readonly BoostedTrees[],
  placements: placementTrees as unknown as readonly BoostedTrees[],
}

/** Longer questions are pasted text and stand alone. */
const QUESTION_CHARS_MAX = 1_000
const PROFILE_LINES_MAX = 40
const PROFILE_CHARS_MAX = 300
const PHRASES_WRITTEN_MAX = 3
/**
 * How much finding a missing word is worth against wording that the person would not have used, chosen on 2026-11-22 on
 * cast-ikat, five folds by conversation: the largest at which wording stays as good as the question's own.
 */
const RECALL_WORTH = 0.165
/** Less probable words are not worth a place in a query. */
const SEARCH_WORD_MIN01 = 0.1
const SEARCH_WORDS_MAX = 8
const EXPECTED_WORD_MIN01 = 0.08

/** Writes what a question leaves unsaid into it, from the conversation before it. Never fails. */
export function rewriteQuestion(request: RewriteRequest, models: RewriteModels = SHIPPED): Rewrite {
  const { question, locale } = request
  const unchanged: Rewrite = { standalone: question, carried: [], searchWords: [] }
  const profile = request.profile.slice(0, PROFILE_LINES_MAX).map((line) => line.slice(0, PROFILE_CHARS_MAX))
  if (question.length > QUESTION_CHARS_MAX || (request.history.length === 0 && profile.length === 0))
    return unchanged
  const reading = readRewrite(request.history, question, profile, models)
  const carried: Phrase[] = []
  let standalone = question.trim()
  let stems: ReadonlySet<string> = reading.signs.stems
  while (carried.length < PHRASES_WRITTEN_MAX) {
    const best = bestOption(
      rewriteOptions(reading, { text: standalone, stems, locale, round: carried.length }),
      models,
    )
    if (best === null) break
    standalone = best.placement.text
    stems = new Set([...stems, ...best.phrase.stems])
    carried.push(best.phrase)
  }
  return { standalone, carried, searchWords: searchWords(reading, stems) }
}

/** What is read once for a question. */
export type RewriteReading = {
  readonly conversation: Conversation
  readonly signs: QuestionSigns
  readonly profile: readonly string[]
  readonly probabilities: ReadonlyMap<string, number>
  /** How many words the question probably lacks. */
  readonly expectedWords: number
  readonly hasAnswers: boolean
}

export function readRewrite(
  history: readonly Message[],
  question: string,
  profile: readonly string[],
  models: RewriteModels,
): RewriteReading {
  const conversation = readConversation(history)
  const signs = readSigns(question, conversation)
  const probabilities = new Map(
    carryCandidates(conversation, signs, profile).map(({ stem, features }) => [
      stem,
      mean(models.words.map((trees) => 1 / (1 + Math.exp(-scoreTrees(trees, features))))),
    ]),
  )
  const likely = [...probabilities.values()].filter((chance) => chance > EXPECTED_WORD_MIN01)
  return {
    conversation,
    signs,
    profile,
    probabilities,
    expectedWords: likely.reduce((sum, chance) => sum + chance, 0),
    hasAnswers: conversation.chunks.some(({ mentions }) => mentions[0]?.role === 'assistant'),
  }
}

export type RewriteOption = {
  readonly phrase: Phrase
  readonly placement: Placement
  readonly features: Float64Array
  /** Share of what is missing that the phrase probably brings, 0 to 1 or a little more. */
  readonly recall01: number
}

export type RewriteState = {
  readonly text: string
  readonly stems: ReadonlySet<string>
  readonly locale: Locale
  readonly round: number
}

/** Each phrase worth trying in each way it can be written. */
export function rewriteOptions(reading: RewriteReading, state: RewriteState): RewriteOption[] {
  const { probabilities, conversation, profile, hasAnswers, expectedWords } = reading
  const shape = shapeOf(state.text, state.locale)
  const context = {
    shape,
    probabilities,
    questionStems: state.stems,
    hasAnswers,
    round: Math.min(1, state.round),
    expectedWords,
  }
  return rankPhrases(conversation, { probabilities, questionStems: state.stems, profile }).flatMap((phrase) =>
    placementsOf(shape, phrase).map((placement) => {
      const features = placementFeatures(phrase, placement, context)
      return { phrase, placement, features, recall01: (features[0] ?? 0) / Math.max(1, expectedWords) }
    }),
  )
}

function bestOption(options: readonly RewriteOption[], models: RewriteModels): RewriteOption | null {
  let best: { option: RewriteOption; worth: number } | null = null
  for (const option of options) {
    const wording = mean(models.placements.map((trees) => scoreTrees(trees, option.features)))
    const worth = wording + RECALL_WORTH * option.recall01
    if (worth > (best?.worth ?? 0)) best = { option, worth }
  }
  return best?.option ?? null
}

/** In the form in which they were last said. */
function searchWords({ probabilities, conversation }: RewriteReading, stems: ReadonlySet<string>): string[] {
  const forms = new Map(
    conversation.chunks.flatMap(({ mentions }) =>
      mentions.map(({ stem, token }) => [stem, token.text] as const),
    ),
  )
  return [...probabilities]
    .filter(([stem, chance]) => chance >= SEARCH_WORD_MIN01 && !stems.has(stem))
    .toSorted((one, other) => other[1] - one[1])
    .slice(0, SEARCH_WORDS_MAX)
    .map(([stem]) => forms.get(stem) ?? stem)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
