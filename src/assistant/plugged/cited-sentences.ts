import { splitSentences } from '../../domain/text/sentences.ts'

/** A sentence as a model wrote it: its words without marks and markup, and the numbers of its citations. */
export type DraftSentence = { readonly text: string; readonly cited: readonly number[] }

/** A model that goes on without end is cut here. */
const DRAFT_CHARACTERS_MAX = 20_000
/** Numbers that one range such as `[2-6]` may stand for. */
const RANGE_MAX = 30

/** `[3]`, `[3, 5]`, `[2-4]`, `[^3]`, `[posts 3 and 5]` in square or lenticular brackets, with the space before them. */
const CITATIONS =
  /\s*[[【]\s*(?:posts?\s*|\^)?\d{1,4}(?:\s*(?:[,;–-]|and|et)\s*(?:\^\s*)?\d{1,4})*\s*[\]】]/gi
/** A mark that has begun and may be completed by what the model sends next. */
const BEGUN_CITATION = /\s*[[【](?:\s*(?:p(?:o(?:s(?:ts?)?)?)?)?\s*|\^)[\d\s,;–-]*$/i
/** What a model puts before a line although it was asked not to: bullets, numbers, headings, quotations. */
const LINE_LABEL = /^\s*(?:(?:[-*•–—+>]|\d{1,2}[.)]|#{1,6})\s+)+/
const MARKUP = /\*\*|__|`|<\/?think>/gi

/**
 * Cuts a stream of text into sentences as soon as each is complete. Citations may stand before or
 * after the full stop, also when they arrive later; they belong to the sentence that they close.
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
  yield* readSentences(pending.replace(BEGUN_CITATION, ''))
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
  const cited = [...raw.matchAll(CITATIONS)].flatMap(([mark]) => numbersIn(mark))
  const text = raw
    .replace(CITATIONS, '')
    .replace(LINE_LABEL, '')
    .replace(MARKUP, '')
    .replace(/\s+/g, ' ')
    .trim()
  return { text, cited: [...new Set(cited)] }
}

function numbersIn(mark: string): number[] {
  return [...mark.matchAll(/(\d+)(?:\s*[–-]\s*(\d+))?/g)].flatMap(([, low, high]) => {
    const first = Number(low)
    const last = high === undefined ? first : Number(high)
    const count = last - first + 1
    return count >= 1 && count <= RANGE_MAX
      ? Array.from({ length: count }, (_, at) => first + at)
      : [first, last]
  })
}

/** Marks become spaces of the same length, so that they neither start nor end a sentence and offsets hold. */
function hideMarks(text: string): string {
  const hide = (mark: string) => ' '.repeat(mark.length)
  return text.replace(CITATIONS, hide).replace(BEGUN_CITATION, hide)
}
