import { findConcepts } from '../words/concepts.ts'
import { MONTHS, QUESTION_SCAFFOLD, STOP_WORDS, WEEKDAYS } from '../words/stop-words.ts'
import { fold, type Token } from '../words/tokens.ts'
import type { AskedDetail } from './question-kind.ts'

/** A word that says what a question is about: no function word, no frame, no date. */
export function isContent(token: Token): boolean {
  if (token.kind === 'number') return false
  if (token.kind !== 'word' || token.norm.length < 2) return false
  return (
    !STOP_WORDS.has(token.norm) &&
    !QUESTION_SCAFFOLD.has(token.norm) &&
    !WEEKDAYS.has(token.norm) &&
    !(MONTHS.has(token.norm) && !/^(?:may|mar|march|mars)$/.test(token.norm))
  )
}

const WH = new Set([
  'que',
  'qu',
  'quoi',
  'who',
  'whom',
  'which',
  'what',
  'qui',
  'quel',
  'quelle',
  'quels',
  'quelles',
  'combien',
  'many',
  'much',
  'comment',
  'where',
  'when',
  'ou',
  'quand',
  'why',
  'pourquoi',
])
const RANGE_ENDS = new Set([
  'in',
  'at',
  'on',
  'of',
  'after',
  'during',
  'about',
  'for',
  'from',
  'by',
  'near',
  'following',
  'to',
  'lors',
  'dans',
  'a',
  'au',
  'aux',
  'de',
  'd',
  'du',
  'des',
  'apres',
  'pendant',
  'sur',
  'pour',
  'suite',
  'the',
  'chez',
])

/** Positions from the question word to the first preposition after a content word: what is asked, without where and when. */
export function askedRange(tokens: readonly Token[]): ReadonlySet<number> {
  const from = tokens.findIndex((token) => WH.has(token.norm))
  const range = new Set<number>()
  if (from < 0) return range
  for (let at = from + 1; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined || /^[,?;:]$/.test(token.text)) break
    if (
      RANGE_ENDS.has(token.norm) &&
      token.norm !== 'the' &&
      range.size > 0 &&
      tokens.slice(from + 1, at).some(isContent)
    )
      break
    range.add(at)
  }
  return range
}

const COUNT_OPENERS = new Set([
  'many',
  'much',
  'combien',
  'number',
  'nombre',
  'toll',
  'bilan',
  'count',
  'total',
])
const COUNTED: ReadonlySet<string> = new Set([
  'centimetre',
  'metre',
  'kilometre',
  'area',
  'litre',
  'tonne',
  'degree',
  'passenger',
  'ill',
  'object',
  'customer',
  'injured',
  'hospitalised',
  'dead',
  'missing',
  'arrest',
  'evacuation',
  'rescued',
  'displaced',
  'crowd',
  'score',
])

/** Positions of the words that say what is counted: the noun after "how many" and the outcome it had ("were hurt"). */
export function unitPositions(
  tokens: readonly Token[],
  text: string,
  detail: AskedDetail,
): ReadonlySet<number> {
  const units = new Set<number>()
  if (detail === 'money' || detail === 'duration' || detail === 'percent' || detail === 'score') return units
  const opener = tokens.findIndex((token) => COUNT_OPENERS.has(token.norm))
  if (opener >= 0) addNounAfter(tokens, opener, units)
  for (const { concept, first, last } of findConcepts(tokens)) {
    if (COUNTED.has(concept.id)) for (let at = first; at <= last; at += 1) units.add(at)
  }
  if (fold(text).includes('toll') && units.size === 0)
    for (const [at, token] of tokens.entries()) if (token.norm === 'toll') units.add(at)
  return units
}

function addNounAfter(tokens: readonly Token[], opener: number, units: Set<number>): void {
  for (let at = opener + 1; at < tokens.length && at <= opener + 5; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.capital) return
    if (token.kind !== 'word' || STOP_WORDS.has(token.norm)) {
      if (units.size > 0) return
      continue
    }
    if (/^(?:y|eu|t|il|elle|on)$/.test(token.norm)) continue
    units.add(at)
    // "how many fire engines": an adjective or noun before the counted noun belongs to it.
    if (!/^(?:more|new|other|total|different|autres|nouveaux|nouvelles)$/.test(token.norm)) return
  }
}
