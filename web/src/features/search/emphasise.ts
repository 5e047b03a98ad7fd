/** Part of a text, and whether it is one of the words that were searched. */
export type Part = { readonly text: string; readonly isHit: boolean; readonly start: number }

const WORD = /[\p{L}\p{N}]+/gu
/** Operators and words with a minus are no words to look for. */
const OPERATOR = /(?<=^|\s)-?(?:\w+:\S+|(?<=-)\S+)/gu
const collator = new Intl.Collator('en', { sensitivity: 'base' })
/** Endings that search looks behind; only for the eye, search itself stems by language. */
const ENDING = /(?:ing|ed|es|s|e)$/i
const WORD_MIN = 3

/** The words of a query that can stand out in what was found, without their endings. */
export function searchedWords(query: string): string[] {
  const words = query.replace(OPERATOR, ' ').match(WORD) ?? []
  const bare = words.map((word) => (word.length > 4 ? word.replace(ENDING, '') : word))
  return [...new Set(bare.filter((word) => word.length >= WORD_MIN).map((word) => word.toLowerCase()))]
}

/** A text cut into parts, those that begin with a searched word told apart; accents and case do not matter. */
export function emphasise(text: string, words: readonly string[]): Part[] {
  const parts: Part[] = []
  let at = 0
  const push = (end: number, isHit: boolean) => {
    if (end > at) parts.push({ text: text.slice(at, end), isHit, start: at })
    at = end
  }
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!words.some((wanted) => isForm(word, wanted))) continue
    push(index, false)
    push(index + word.length, true)
  }
  push(text.length, false)
  return parts
}

const ENDING_MAX = 4

function isForm(word: string, wanted: string): boolean {
  if (word.length < wanted.length || word.length > wanted.length + ENDING_MAX) return false
  return collator.compare(word.slice(0, wanted.length), wanted) === 0
}
