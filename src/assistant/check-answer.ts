import type { AnswerSentence, Citation } from '../domain/answer.ts'
import { AppError } from '../domain/errors.ts'
import { shownQuote } from './write/choose-quote.ts'
import type { DraftSentence } from './write/write-answer.ts'

/** A value resolved from what was said ("yesterday" → a date) is ours, not the post's: a little less than a plain quote. */
const RESOLVED_SUPPORT01 = 0.9

/**
 * Gives each sentence its place in the answer and how well its citations carry it. A broken invariant (no citation,
 * a quote that is not the stored text at its offsets) fails the answer: it is never patched over.
 *
 * @param texts stored texts of posts, pages and files, by the id that a citation names
 * @throws {AppError} internal when a sentence has no citation or a quote does not match its text
 */
export function checkSentences(
  drafts: readonly DraftSentence[],
  texts: ReadonlyMap<string, string>,
): AnswerSentence[] {
  let start = 0
  return drafts.map((draft) => {
    if (draft.citations.length === 0)
      throw new AppError('internal', 'A sentence of the answer has no evidence.')
    for (const citation of draft.citations) checkOffsets(citation, texts)
    const sentence: AnswerSentence = {
      text: draft.text,
      start,
      end: start + draft.text.length,
      support01: support01(draft),
      citations: draft.citations.map((citation) => citation.n),
      independentAccounts: draft.independentAccounts,
    }
    start = sentence.end + 1
    return sentence
  })
}

function checkOffsets(citation: Citation, texts: ReadonlyMap<string, string>): void {
  const text = texts.get(citation.id)
  if (
    text === undefined ||
    text.slice(citation.start, citation.end) !== citation.quote ||
    citation.quote === ''
  ) {
    throw new AppError('internal', 'A quote does not match the stored text.')
  }
}

function support01(draft: DraftSentence): number {
  const cited = draft.citations.map((citation) => shownQuote(citation.quote).toLowerCase())
  const literal = draft.claims.every(
    (claim) => claim === '' || cited.some((quote) => quote.includes(claim.toLowerCase())),
  )
  return literal ? 1 : RESOLVED_SUPPORT01
}
