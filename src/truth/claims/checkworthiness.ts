import { splitSentences } from '../../domain/text/sentences.ts'
import type { TermForm } from '../../domain/text/stem.ts'
import { readWords } from '../support/read-words.ts'
import { sourceForm } from '../support/source-form.ts'
import { logistic, weigh } from '../support/weigh.ts'
import weights from './checkworthy-weights.json' with { type: 'json' }
import { sentenceSignals } from './sentence-signals.ts'

/** Longer texts are judged by their first part. */
const READ_CHARACTERS = 20_000
const LINK = /https?:\/\/\S+|\b(?:pic\.twitter\.com|t\.co)\/\S+/g
const RETWEET = /^\s*(?:RT|MT)\s+@\w+:?\s*/

/**
 * How much a text is worth checking: the chance that at least one of its sentences says something that can be looked up.
 * Ranks texts; no calibrated probability. Knows English and French (docs/models/verdicts.md). About 20 µs a sentence.
 *
 * @param lang declared language, used where the text does not tell its own
 */
export function checkworthiness(text: string, lang: string | null = null): number {
  const cleaned = text.slice(0, READ_CHARACTERS).replace(RETWEET, '').replace(LINK, ' ')
  const form = sourceForm(cleaned, lang)
  const sentences = new Set(splitSentences(cleaned).map((sentence) => sentence.text))
  let none = 1
  for (const sentence of sentences) none *= 1 - sentenceWorth(sentence, form)
  return 1 - none
}

/** The same for one sentence, read as a whole. */
export function sentenceWorth(sentence: string, form: TermForm): number {
  const { words } = readWords(sentence, form)
  return words.length === 0 ? 0 : logistic(weigh(sentenceSignals(sentence, words, form), weights.sentence))
}
