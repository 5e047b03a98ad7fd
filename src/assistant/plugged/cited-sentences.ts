import { splitSentences } from '../../domain/text/sentences.ts'

/** A sentence as a model wrote it: its words without the citation marks, and the numbers of those. */
export type DraftSentence = { readonly text: string; readonly cited: readonly number[] }

/** A model that goes on without end is cut here. */
const DRAFT_CHARACTERS_MAX = 20_000

/** `[3]`, `[3, 5]`, `[3][5]` in square or lenticular brackets, with the space before them. */
const CITATIONS = /\s*[[【]\s*\d{1,4}(?:\s*[,;]\s*\d{1,4})*\s*[\]】]/g

/**
 * Cuts a stream of text into sentences as soon as each is complete. Citations may stand before or
 * after the full stop; they belong to the sentence that they close.
 */
export async function* draftSentences(deltas: AsyncIterable<string>): AsyncGenerator<DraftSentence> {
  let pending = ''
  let total = 0
  for await (const delta of deltas) {
    pending += delta
    total += delta.length
    const cut = endOfCompleteSentences(pending)
    if (cut > 0) {
      yield* readSentences(pending.slice(0, cut))
      pending = pending.slice(cut)
    }
    if (total >= DRAFT_CHARACTERS_MAX) return
  }
  yield* readSentences(pending)
}

/** Everything before the last sentence that has begun: that one, with marks that may still follow, waits. */
function endOfCompleteSentences(text: string): number {
  const starts = sentenceStarts(text)
  return starts.length < 2 ? 0 : (starts.at(-1) ?? 0)
}

function sentenceStarts(text: string): number[] {
  const hidden = hideMarks(text)
  return splitSentences(hidden)
    .map(({ start }) => start)
    .filter((start) => hidden.slice(start).trim() !== '')
}

function* readSentences(text: string): Generator<DraftSentence> {
  const starts = sentenceStarts(text)
  for (const [index, start] of starts.entries()) {
    const from = index === 0 ? 0 : start
    const sentence = readSentence(text.slice(from, starts[index + 1] ?? text.length))
    if (sentence.text !== '') yield sentence
  }
}

function readSentence(raw: string): DraftSentence {
  const cited = [...raw.matchAll(CITATIONS)].flatMap(([mark]) => (mark.match(/\d+/g) ?? []).map(Number))
  const text = raw.replace(CITATIONS, '').replace(/\s+/g, ' ').trim()
  return { text, cited: [...new Set(cited)] }
}

/** Marks become spaces of the same length, so that they neither start nor end a sentence and offsets hold. */
function hideMarks(text: string): string {
  return text.replace(CITATIONS, (mark) => ' '.repeat(mark.length))
}
