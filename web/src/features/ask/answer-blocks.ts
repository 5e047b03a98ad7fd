import type {
  AnswerEventJson,
  AnswerJson,
  CitationJson,
  SentenceJson,
} from '../../../../src/contract/answer.ts'

export type UnsupportedReason = Extract<AnswerEventJson, { type: 'unsupported' }>['reason']

/** A piece of an answer in reading order. `plain` is text that belongs to no sentence, as in an abstention. */
export type AnswerBlock =
  | { readonly kind: 'sentence'; readonly sentence: SentenceJson }
  | { readonly kind: 'unsupported'; readonly text: string; readonly reason: UnsupportedReason }
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'section'; readonly title: string }

type Piece = { readonly start: number; readonly end: number; readonly block: AnswerBlock }

/**
 * A finished answer as blocks: its headings and sentences, what stands between them where that is more than space, and
 * what was struck, each behind the sentence it followed.
 */
export function answerBlocks(answer: AnswerJson): AnswerBlock[] {
  const { text } = answer.answer
  const blocks: AnswerBlock[] = struckAfter(answer, 0)
  let position = 0
  let sentences = 0
  for (const { start, end, block } of pieces(answer)) {
    blocks.push(...plainBlocks(text.slice(position, start)), block)
    position = Math.max(position, end)
    if (block.kind === 'sentence') blocks.push(...struckAfter(answer, ++sentences))
  }
  return [...blocks, ...plainBlocks(text.slice(position))]
}

function struckAfter({ unsupported = [] }: AnswerJson, count: number): AnswerBlock[] {
  return unsupported
    .filter(({ after }) => after === count)
    .map(({ text, reason }) => ({ kind: 'unsupported', text, reason }))
}

function pieces({ answer, sections = [] }: AnswerJson): Piece[] {
  const headings = sections.map(
    ({ start, end, title }): Piece => ({ start, end, block: { kind: 'section', title } }),
  )
  const sentences = answer.sentences.map(
    (sentence): Piece => ({
      start: sentence.start,
      end: sentence.end,
      block: { kind: 'sentence', sentence },
    }),
  )
  return [...headings, ...sentences].sort((a, b) => a.start - b.start)
}

/** The mark of a heading is no text of its own. */
const HEADING_MARK = /^#+$/

function plainBlocks(text: string): AnswerBlock[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines
    .filter((line) => line !== '' && !HEADING_MARK.test(line))
    .map((line) => ({ kind: 'plain', text: line }))
}

/**
 * The blocks a reader has seen while streaming, brought in line with the finished answer. Where the sentences
 * agree nothing moves, and struck-through ones stay in their place; otherwise the finished answer stands.
 */
export function settleBlocks(streamed: readonly AnswerBlock[], answer: AnswerJson): readonly AnswerBlock[] {
  const final = answerBlocks(answer)
  const isTold = (block: AnswerBlock) => block.kind !== 'unsupported'
  const supported = streamed.filter(isTold)
  const told = final.filter(isTold)
  const agrees =
    supported.length === told.length &&
    told.every((block, index) => blockText(block) === blockText(supported[index] ?? block))
  if (!agrees) return final
  let next = 0
  return streamed.map((block) => (block.kind === 'unsupported' ? block : (told[next++] ?? block)))
}

/** The words of a block, whatever it is. */
export function blockText(block: AnswerBlock): string {
  if (block.kind === 'sentence') return block.sentence.text
  return block.kind === 'section' ? block.title : block.text
}

/**
 * How many different accounts stand behind an answer, repeats left out. Not every one of them is cited, so a sentence
 * may know of more than its citations show.
 */
export function independentAccounts({ citations, answer }: Pick<AnswerJson, 'citations' | 'answer'>): number {
  const cited = new Set(
    citations.filter((citation) => citation.independent).map((citation) => citation.author),
  ).size
  return Math.max(cited, ...answer.sentences.map((sentence) => sentence.independent_accounts))
}

/** Adds newly arrived citations, in the order of their numbers; a number that is there already stays as it was. */
export function mergeCitations(
  known: readonly CitationJson[],
  arrived: readonly CitationJson[],
): readonly CitationJson[] {
  const numbers = new Set(known.map((citation) => citation.n))
  const added = arrived.filter((citation) => !numbers.has(citation.n))
  return added.length === 0 ? known : [...known, ...added].sort((a, b) => a.n - b.n)
}
