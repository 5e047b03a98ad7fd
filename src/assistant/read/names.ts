import { tokenConcepts } from '../words/concepts.ts'
import { LABEL_WORDS, MONTHS, STOP_WORDS, WEEKDAYS } from '../words/stop-words.ts'
import type { Token } from '../words/tokens.ts'

/** A run of tokens that reads as a proper name. Positions are indexes into the tokens given. */
export type NameSpan = {
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
  readonly words: readonly string[]
}

const INSIDE = new Set([
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'd',
  'l',
  'of',
  'van',
  'von',
  'der',
  'el',
  'al',
  'bin',
  'ben',
  'the',
  'aux',
  'sur',
  'sous',
  'en',
])
const JOIN_MARKS = new Set(['-', "'", '’', '.', '‑'])
const NAME_WORDS_MAX = 7

/** Which words of the posts read are ordinary words: seen in lower case, away from a sentence's start. */
export type CommonWords = ReadonlySet<string>

/**
 * Finds proper names by capitals: runs of capitalised words with the small words that join them. A capitalised word
 * that opens a sentence counts only when it is not also an ordinary word. Text all in capitals or all in lower case has none.
 */
export function findNames(tokens: readonly Token[], common: CommonWords): NameSpan[] {
  if (!casingTells(tokens)) return []
  const names: NameSpan[] = []
  for (let at = 0; at < tokens.length; ) {
    const last = runEnd(tokens, at, common)
    if (last === null) at += 1
    else {
      names.push(toSpan(tokens, at, last))
      at = last + 1
    }
  }
  return names
}

/** Capitals say something only where most words have none. */
function casingTells(tokens: readonly Token[]): boolean {
  const words = tokens.filter((token) => token.kind === 'word' && token.norm.length > 1)
  const capitals = words.filter((token) => token.capital).length
  const shouted = words.filter(
    (token) => token.text.length > 2 && token.text === token.text.toUpperCase(),
  ).length
  return (
    words.length > 0 &&
    capitals > 0 &&
    shouted < words.length * 0.6 &&
    (capitals < words.length * 0.8 || words.length <= 4)
  )
}

function runEnd(tokens: readonly Token[], at: number, common: CommonWords): number | null {
  if (!opensName(tokens, at, common)) return null
  let last = at
  for (let next = at + 1; next < tokens.length && next - at < NAME_WORDS_MAX * 2; next += 1) {
    const token = tokens[next]
    const before = tokens[next - 1]
    if (token === undefined || before === undefined) break
    const gap = token.start - before.end
    if (JOIN_MARKS.has(token.text) && gap === 0) continue
    if (token.kind === 'mark' || gap > 1) break
    if (token.kind === 'word' && isShouted(token) !== isShouted(tokens[at])) break
    if (isNameWord(token) || (token.kind === 'word' && token.capital && !LABEL_WORDS.has(token.norm)))
      last = next
    else if (
      token.kind === 'number' &&
      /^\d{1,3}$/.test(token.text) &&
      tokens[next + 1]?.kind !== 'word' &&
      last === next - 1
    )
      break
    else if (!INSIDE.has(token.norm)) break
  }
  return last
}

function opensName(tokens: readonly Token[], at: number, common: CommonWords): boolean {
  const token = tokens[at]
  if (token === undefined || !isNameWord(token)) return false
  if (!startsSentence(tokens, at)) return !(common.has(token.norm) && tokenConcepts(token).length > 0)
  const next = tokens[at + 1]
  const followedByName =
    next !== undefined && next.kind === 'word' && isNameWord(next) && next.start - token.end <= 1
  if (common.has(token.norm) || tokenConcepts(token).length > 0)
    return followedByName && tokenConcepts(token).length === 0 && !common.has(token.norm)
  return true
}

/** Words in capitals stand beside a name ("WATCH Ann Roe", "Ann Roe DENIES"), seldom in it; short ones may be part of one (FC, EU). */
function isShouted(token: Token | undefined): boolean {
  return token !== undefined && token.text.length > 3 && token.text === token.text.toUpperCase()
}

function isNameWord(token: Token): boolean {
  return (
    token.kind === 'word' &&
    token.capital &&
    token.norm.length > 1 &&
    !STOP_WORDS.has(token.norm) &&
    !LABEL_WORDS.has(token.norm) &&
    !WEEKDAYS.has(token.norm) &&
    !(MONTHS.has(token.norm) && token.norm !== 'mar' && token.norm !== 'may')
  )
}

/** First word, or first after a mark that ends or opens a sentence. */
function startsSentence(tokens: readonly Token[], at: number): boolean {
  for (let before = at - 1; before >= 0; before -= 1) {
    const token = tokens[before]
    if (token === undefined) return true
    if (token.kind === 'hashtag' || token.kind === 'mention' || token.kind === 'url') continue
    if (token.kind === 'mark') {
      if (/^[.!?:;…|»"“”>•·—–]$/u.test(token.text) || /\p{Extended_Pictographic}/u.test(token.text))
        return true
      if (/^[#@«('"]$/.test(token.text)) continue
      return false
    }
    return false
  }
  return true
}

function toSpan(tokens: readonly Token[], first: number, last: number): NameSpan {
  const words = tokens
    .slice(first, last + 1)
    .filter((token) => token.kind === 'word' && !INSIDE.has(token.norm))
  return {
    first,
    last,
    start: tokens[first]?.start ?? 0,
    end: tokens[last]?.end ?? 0,
    words: words.map((token) => token.norm),
  }
}

/** Ordinary words of many token runs: lower-case occurrences that do not open a sentence. */
export function collectCommonWords(runs: Iterable<readonly Token[]>): CommonWords {
  const lower = new Map<string, number>()
  const upper = new Map<string, number>()
  for (const tokens of runs) {
    if (!casingTells(tokens)) continue
    tokens.forEach((token, at) => {
      if (token.kind !== 'word') return
      if (!token.capital) lower.set(token.norm, (lower.get(token.norm) ?? 0) + 1)
      else if (!startsSentence(tokens, at)) upper.set(token.norm, (upper.get(token.norm) ?? 0) + 1)
    })
  }
  return new Set(
    [...lower].filter(([norm, count]) => count > 2 * (upper.get(norm) ?? 0)).map(([norm]) => norm),
  )
}
