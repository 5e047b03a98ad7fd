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

/** A finished answer as blocks: its sentences, and what stands between them where that is more than space. */
export function answerBlocks(answer: AnswerJson): AnswerBlock[] {
  const { text, sentences } = answer.answer
  const blocks: AnswerBlock[] = []
  let position = 0
  for (const sentence of sentences) {
    blocks.push(...plainBlocks(text.slice(position, sentence.start)), { kind: 'sentence', sentence })
    position = Math.max(position, sentence.end)
  }
  return [...blocks, ...plainBlocks(text.slice(position))]
}

function plainBlocks(text: string): AnswerBlock[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').map((line) => ({ kind: 'plain', text: line }))
}

/**
 * The blocks a reader has seen while streaming, brought in line with the finished answer. Where the sentences
 * agree nothing moves, and struck-through ones stay in their place; otherwise the finished answer stands.
 */
export function settleBlocks(streamed: readonly AnswerBlock[], answer: AnswerJson): readonly AnswerBlock[] {
  const final = answerBlocks(answer)
  const supported = streamed.filter((block) => block.kind !== 'unsupported')
  const agrees =
    supported.length === final.length &&
    supported.every((block, index) => blockText(block) === blockText(final[index]))
  if (!agrees) return final
  let next = 0
  return streamed.map((block) => (block.kind === 'unsupported' ? block : (final[next++] ?? block)))
}

function blockText(block: AnswerBlock | undefined): string | null {
  if (!block) return null
  return block.kind === 'sentence' ? block.sentence.text : block.text
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
