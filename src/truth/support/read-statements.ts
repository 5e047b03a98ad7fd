import type { TermForm } from '../../domain/text/stem.ts'
import { readWords, type Word } from './read-words.ts'

/** A sentence, or a piece of a very long one. Offsets are UTF-16 code units into the text. */
export type Statement = { readonly start: number; readonly end: number; readonly words: readonly Word[] }

/** Longer sentences are lists or attacks: they are held against sources in pieces. */
const STATEMENT_WORDS_MAX = 150

/** Cuts a text into the statements that are judged one by one, in order; white space belongs to none. */
export function readStatements(text: string, form: TermForm): Statement[] {
  const { sentences, words } = readWords(text, form)
  const grouped = sentences.map((): Word[] => [])
  for (const word of words) grouped[word.sentence]?.push(word)
  return sentences.flatMap(({ start, end }, at) => pieces({ start, end, words: grouped[at] ?? [] }))
}

function pieces(sentence: Statement): Statement[] {
  const { words } = sentence
  if (words.length <= STATEMENT_WORDS_MAX) return [sentence]
  const found: Statement[] = []
  for (let from = 0; from < words.length; from += STATEMENT_WORDS_MAX) {
    const part = words.slice(from, from + STATEMENT_WORDS_MAX)
    const next = words[from + STATEMENT_WORDS_MAX]
    found.push({
      start: from === 0 ? sentence.start : (part[0]?.start ?? sentence.start),
      end: next === undefined ? sentence.end : (part.at(-1)?.end ?? sentence.end),
      words: part,
    })
  }
  return found
}
