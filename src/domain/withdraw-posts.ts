import type { Answer, AnswerSection, AnswerSentence, Citation } from './answer.ts'
import type { PostId } from './post.ts'
import { analyseText } from './text/analyse-text.ts'
import { withdrawFromCheck } from './withdraw-from-check.ts'

/** What became of a post after it was cited. Times are UTC milliseconds. */
export type Withdrawal = {
  readonly at: number
  /** Of the text that was cited, in hexadecimal; null where it was not stored any more. */
  readonly textSha256: string | null
} & (
  | { readonly how: 'deleted' }
  /** `text` is what the post says now: a quote that still stands in it stays. */
  | { readonly how: 'edited'; readonly text: string }
)

/** Words in a row that make a sentence a repetition of what it cites. */
const RUN_OF_CITED = 4
/** The same for a sentence that does not cite the post: shorter runs are how everybody speaks. */
const RUN_OF_OTHERS = 8
/** A shorter quote outside of sentences may be anybody's words. */
const SCRUBBED_LENGTH_MIN = 20

const MARKS = {
  en: { deleted: '[deleted by its author]', edited: '[changed by its author]' },
  fr: { deleted: '[supprimé par son auteur]', edited: '[modifié par son auteur]' },
} as const

/**
 * Takes posts out of an answer that their authors deleted or changed: of a citation stay the account, the time and a hash;
 * sentences that repeat it, or rest on nothing else, say what happened instead. Offsets are right again afterwards.
 */
export function withdrawFromAnswer(answer: Answer, withdrawals: ReadonlyMap<PostId, Withdrawal>): Answer {
  const told = withdrawFromVerdict(withdrawFromPositions(answer, withdrawals), withdrawals)
  return withdrawFromSentences(told, withdrawals)
}

/** Whether words, on one line and perhaps cut, no longer stand in their post. */
function isGone(words: string, withdrawal: Withdrawal | undefined): boolean {
  if (withdrawal === undefined) return false
  if (withdrawal.how === 'deleted') return true
  const line = (text: string) => text.replace(/\s+/g, ' ').trim()
  return !line(withdrawal.text).includes(line(words.replace(/…$/, '')))
}

/** Positions that were worded by such a post lose their words, and polls in one go; the shares stay. */
function withdrawFromPositions(answer: Answer, withdrawals: ReadonlyMap<PostId, Withdrawal>): Answer {
  const { integrity } = answer
  const quoted = integrity?.quoted?.filter(({ id, position }) => isGone(position, withdrawals.get(id))) ?? []
  const polls = integrity?.polls?.filter(({ post_id, text }) => !isGone(text, withdrawals.get(post_id)))
  if (integrity === null || (quoted.length === 0 && polls?.length === integrity.polls?.length)) return answer
  const marks = MARKS[analyseText(answer.text).lang === 'fr' ? 'fr' : 'en']
  const words = new Map(
    quoted.map(({ position, id }) => [position, marks[withdrawals.get(id)?.how ?? 'deleted']]),
  )
  const reword = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reword)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        name === 'position' ? (words.get(part as string) ?? part) : reword(part),
      ]),
    )
  }
  const { polls: _, ...rest } = integrity
  return {
    ...answer,
    integrity: { ...(reword(rest) as typeof rest), ...(polls === undefined ? {} : { polls }) },
  }
}

function withdrawFromVerdict(answer: Answer, withdrawals: ReadonlyMap<PostId, Withdrawal>): Answer {
  if (answer.verdict === undefined) return answer
  const verdict = withdrawFromCheck(answer.verdict, ({ id, quote }) => {
    const withdrawal = withdrawals.get(id)
    return withdrawal !== undefined && (withdrawal.how === 'deleted' || !withdrawal.text.includes(quote))
  })
  return verdict === answer.verdict ? answer : { ...answer, verdict }
}

function withdrawFromSentences(answer: Answer, withdrawals: ReadonlyMap<PostId, Withdrawal>): Answer {
  const citations = answer.citations.map((citation) => withdrawCitation(citation, withdrawals))
  const isLost = answer.citations.map((citation, at) => citation.quote !== '' && citations[at]?.quote === '')
  const isSame = citations.every((citation, at) => citation === answer.citations[at])
  if (isSame) return answer
  const lost = answer.citations.filter((_, at) => isLost[at])
  const marks = MARKS[analyseText(answer.text).lang === 'fr' ? 'fr' : 'en']
  const markOf = (n: number) =>
    marks[citations.find((citation) => citation.n === n)?.withdrawn?.how ?? 'deleted']
  const scrub = scrubber(lost.map((citation) => [citation.quote, markOf(citation.n)]))
  const sentences = answer.sentences.map((sentence) => {
    const n = lostNumber(sentence, lost, citations)
    return n === null ? sentence : { ...sentence, text: markOf(n), support01: 0, withdrawn: true }
  })
  const { citations: _, sentences: __, text: ___, sections, ...rest } = answer
  return {
    ...(scrub(rest) as typeof rest),
    ...rebuild(answer, { sentences, scrub, sections: sections ?? [] }),
    citations,
  }
}

function withdrawCitation(citation: Citation, withdrawals: ReadonlyMap<PostId, Withdrawal>): Citation {
  const withdrawal = withdrawals.get(citation.id)
  if (withdrawal === undefined || citation.kind !== 'post') return citation
  const { how, at, textSha256 } = withdrawal
  if (how === 'edited') {
    if (citation.quote === '') return citation
    const start = placeOf(citation, withdrawal.text)
    if (start === citation.start) return citation
    if (start !== null) return { ...citation, start, end: start + citation.quote.length }
  }
  if (citation.withdrawn?.how === how) return citation
  return {
    ...citation,
    ...{ url: how === 'deleted' ? null : citation.url, authorName: null, quote: '', start: 0, end: 0 },
    withdrawn: { how, at, textSha256: citation.withdrawn?.textSha256 ?? textSha256 },
  }
}

/** Where the quote stands in the new text, preferably where it stood; null when it is gone. */
function placeOf({ quote, start }: Citation, text: string): number | null {
  if (text.startsWith(quote, start)) return start
  const found = text.indexOf(quote)
  return found < 0 ? null : found
}

/** The citation on whose account a sentence cannot stay; null when it can. */
function lostNumber(
  sentence: AnswerSentence,
  lost: readonly Citation[],
  citations: readonly Citation[],
): number | null {
  const cited = lost.filter(({ n }) => sentence.citations.includes(n))
  const kept = citations.filter(({ n, quote }) => sentence.citations.includes(n) && quote !== '')
  const [first] = cited
  if (first !== undefined && kept.length === 0) return first.n
  const others = kept.map(({ quote }) => quote).join('\n')
  const repeated =
    cited.find(({ quote }) => repeats(sentence.text, { quote, others, words: RUN_OF_CITED })) ??
    lost.find(({ quote }) => repeats(sentence.text, { quote, others, words: RUN_OF_OTHERS }))
  return repeated?.n ?? null
}

/** Whether a text shares so many words in a row with a quote that do not stand in the others. */
function repeats(text: string, of: { quote: string; others: string; words: number }): boolean {
  const mine = runsOf(of.quote, of.words)
  const theirs = runsOf(of.others, of.words)
  return [...runsOf(text, of.words)].some((run) => mine.has(run) && !theirs.has(run))
}

function runsOf(text: string, length: number): Set<string> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const runs = new Set<string>()
  for (let at = 0; at + length <= words.length; at += 1) runs.add(words.slice(at, at + length).join(' '))
  return runs
}

/** Puts the text together again, with what stood between the sentences. */
function rebuild(
  { text }: Answer,
  of: {
    sentences: readonly AnswerSentence[]
    sections: readonly AnswerSection[]
    scrub: (value: unknown) => unknown
  },
): Pick<Answer, 'text' | 'sentences' | 'sections'> {
  const moved = new Map<AnswerSentence, AnswerSentence>()
  const shifts: { readonly from: number; readonly by: number }[] = []
  let built = ''
  let read = 0
  for (const sentence of [...of.sentences].sort((a, b) => a.start - b.start)) {
    if (sentence.start < read) {
      moved.set(sentence, sentence)
      continue
    }
    built += String(of.scrub(text.slice(read, sentence.start)))
    shifts.push({ from: sentence.start, by: built.length - sentence.start })
    const start = built.length
    built += sentence.text
    moved.set(sentence, { ...sentence, start, end: built.length })
    read = sentence.end
    shifts.push({ from: read, by: built.length - read })
  }
  built += String(of.scrub(text.slice(read)))
  const shift = (at: number) => at + (shifts.findLast(({ from }) => from <= at)?.by ?? 0)
  const sections = of.sections.map((section) => {
    return { ...section, start: shift(section.start), end: shift(section.start) + section.title.length }
  })
  return {
    text: built,
    sentences: of.sentences.map((sentence) => moved.get(sentence) ?? sentence),
    ...(sections.length > 0 && { sections }),
  }
}

/** Takes quotes out of every text inside a value. */
function scrubber(quotes: readonly (readonly [string, string])[]): (value: unknown) => unknown {
  const long = quotes.filter(([quote]) => quote.length >= SCRUBBED_LENGTH_MIN)
  const scrub = (value: unknown): unknown => {
    if (typeof value === 'string')
      return long.reduce((text, [quote, mark]) => text.replaceAll(quote, mark), value)
    if (Array.isArray(value)) return value.map(scrub)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, scrub(part)]))
  }
  return scrub
}
