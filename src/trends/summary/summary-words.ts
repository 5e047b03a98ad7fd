import { foldAccents } from '../../domain/text/fold.ts'
import { functionWordMask } from '../../domain/text/function-words.ts'

const WORD = /[\p{L}\p{M}\p{N}]+/gu

/** Words of a text for comparing sentences: lower case, accents folded, in order. */
export function comparedWords(text: string): string[] {
  return foldAccents(text.toLowerCase()).match(WORD) ?? []
}

/** How long a text is, however one counts: pieces between spaces, or runs of letters and digits, whichever are more. */
export function wordCount(text: string): number {
  const pieces = text.trim() === '' ? 0 : text.trim().split(/\s+/).length
  return Math.max(pieces, text.match(WORD)?.length ?? 0)
}

export function isFunctionWord(word: string): boolean {
  return functionWordMask(word) !== 0
}
