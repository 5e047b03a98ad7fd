import { visibleText } from '../../domain/text/safe-text.ts'
import type { Candidate } from '../candidates/candidate.ts'

/** A span of the stored text: offsets are UTF-16 code units. */
export type QuoteSpan = { readonly start: number; readonly end: number }

/** Longer sentences are cut to the words around what is cited; a quote is read in one glance. */
const QUOTE_CHARACTERS_MAX = 240
const TAIL =
  /(?:\s|https?:\/\/\S*|www\.\S+|#[\p{L}\p{N}_]+|@[\w.-]+|[|>•·—–-]|\p{Extended_Pictographic}|\ufe0f)+$/u
const HEAD = /^(?:\s|https?:\/\/\S*|[|>•·]|\p{Extended_Pictographic}|\ufe0f|RT\s+@[\w.-]+:?)+/u

/** The words of the post that carry a candidate: its sentence, without links and tags at the ends, cut when long. */
export function chooseQuote(candidate: Candidate): QuoteSpan {
  const { statement } = candidate
  const text = statement.reading.post.text
  const span = trimEnds(text, statement.start, statement.end)
  const covers = candidate.start >= span.start && candidate.end <= span.end
  const whole = covers ? span : { start: statement.start, end: statement.end }
  return whole.end - whole.start <= QUOTE_CHARACTERS_MAX ? whole : cutAround(text, whole, candidate)
}

function trimEnds(text: string, start: number, end: number): QuoteSpan {
  const sentence = text.slice(start, end)
  const head = HEAD.exec(sentence)?.[0].length ?? 0
  const tail = TAIL.exec(sentence)?.[0].length ?? 0
  return sentence.length - head - tail > 12 ? { start: start + head, end: end - tail } : { start, end }
}

/** Cut at white space, so that the candidate stands inside with its neighbours. */
function cutAround(text: string, span: QuoteSpan, candidate: Candidate): QuoteSpan {
  const isWhole = candidate.end - candidate.start > QUOTE_CHARACTERS_MAX
  const middle = isWhole ? span.start + QUOTE_CHARACTERS_MAX / 2 : (candidate.start + candidate.end) / 2
  let start = Math.max(
    span.start,
    Math.min(Math.floor(middle - QUOTE_CHARACTERS_MAX / 2), span.end - QUOTE_CHARACTERS_MAX),
  )
  let end = Math.min(span.end, start + QUOTE_CHARACTERS_MAX)
  if (start > span.start) start = nextGap(text, start, isWhole ? end : candidate.start)
  if (end < span.end) end = previousGap(text, end, isWhole ? start : candidate.end)
  return { start, end }
}

function nextGap(text: string, from: number, limit: number): number {
  for (let at = from; at < limit; at += 1) if (/\s/.test(text.charAt(at))) return at + 1
  return splitsPair(text, from) ? from + 1 : from
}

function previousGap(text: string, from: number, limit: number): number {
  for (let at = from; at > limit; at -= 1) if (/\s/.test(text.charAt(at))) return at
  return splitsPair(text, from) ? from - 1 : from
}

function splitsPair(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text.charAt(at)) && /[\ud800-\udbff]/.test(text.charAt(at - 1))
}

/** How a quote is shown: one line, no control, bidi or invisible characters, quotation marks that do not close ours. */
export function shownQuote(text: string): string {
  return visibleText(text)
    .replace(/\s+/g, ' ')
    .replace(/[“”«»„]/g, '"')
    .trim()
}
