import { readGround } from './ground.ts'
import { readStatements, type Statement } from './read-statements.ts'
import type { Word } from './read-words.ts'
import { sourceForm } from './source-form.ts'
import { type StatementSupport, statementSupport, supported01 } from './statement-support.ts'
import { SUPPORT_MODEL } from './support-model.ts'

/** A text that an answer may rest on. */
export type Source = { readonly id: string; readonly text: string }

/** Offsets are UTF-16 code units into the answer. */
export type Span = { readonly start: number; readonly end: number }

export type JudgedSentence = Span & {
  /** Ranks; below .5 exactly where the sentence has an unsupported span. Not a probability. */
  readonly support01: number
  /** Sources that carry it, best first. */
  readonly sourceIds: readonly string[]
}

export type AnswerJudgement = {
  /** Ranks: about the probability that all of the answer is carried; 0 where there is nothing to carry. */
  readonly score01: number
  readonly sentences: readonly JudgedSentence[]
  readonly unsupported: readonly Span[]
}

/** A sentence of a source carries a statement where it bears on it at least this much. Set by hand, 2026-11-22. */
const CARRIES_MIN01 = 0.15
/** What is left of the score of an answer all of whose sentences are denied by their sources. */
const DENIED_FACTOR = 0.5

/**
 * Holds an answer against its sources, sentence by sentence: how well it is carried, by which of them, and which
 * words nothing carries. Sources there must be; see `unsupportedAnswer` for where there are none.
 *
 * @param lang declared language of the answer, used where it does not tell its own
 */
export function judgeAnswer(
  answer: string,
  sources: readonly Source[],
  lang: string | null = null,
): AnswerJudgement {
  const ground = readGround(sources.map(({ text }) => ({ text, form: sourceForm(text, lang) })))
  const judged = readStatements(answer, sourceForm(answer, lang)).map((statement) => {
    const support = statementSupport(statement.words, ground)
    return { statement, support, unsupported: struckSpans(statement, support) }
  })
  return {
    score01: answerScore01(judged.map(({ support }) => support)),
    sentences: judged.map((one) => judgedSentence(one, sources)),
    unsupported: judged.flatMap(({ unsupported }) => unsupported),
  }
}

/** All words of the answer, each beside the evidence of its own sentence, weighed like one statement. */
function answerScore01(supports: readonly StatementSupport[]): number {
  const words = supports.flatMap((support) => support.words)
  if (words.length === 0 || supports.every(({ ranked }) => ranked.length === 0)) return 0
  const grounds = supports.flatMap((support) => support.grounds)
  const score = supported01({ words, grounds, unsupported01: supports.flatMap((one) => one.unsupported01) })
  const denied = supports.filter(({ isDenied }) => isDenied).flatMap((support) => support.words)
  return score * (1 - (1 - DENIED_FACTOR) * (denied.length / words.length))
}

type Judged = {
  readonly statement: Statement
  readonly support: StatementSupport
  readonly unsupported: readonly Span[]
}

function judgedSentence(
  { statement, support, unsupported }: Judged,
  sources: readonly Source[],
): JudgedSentence {
  const carriers = support.ranked.filter(({ relevance01 }) => relevance01 >= CARRIES_MIN01)
  const half = support.supported01 / 2
  return {
    start: statement.start,
    end: statement.end,
    support01: unsupported.length > 0 ? Math.min(half, 0.499) : 0.5 + half,
    sourceIds: [...new Set(carriers.flatMap(({ sentence }) => sources[sentence.source]?.id ?? []))],
  }
}

/** What is to be struck from a statement: its unsupported words, all of it where they cannot be told; empty where it stands. */
export function struckSpans(statement: Statement, support: StatementSupport): Span[] {
  const { strikeAbove01, markAbove01 } = SUPPORT_MODEL
  const whole = [{ start: statement.start, end: statement.end }]
  if (support.ranked.length === 0 || support.isDenied) return whole
  if (support.weakest01 <= strikeAbove01) return []
  const marked = support.unsupported01.map((probability) => probability > markAbove01)
  const spans = runsOf(statement.words, marked)
  return spans.length > 0 ? spans : whole
}

/** The stretches of neighbouring words that are marked. */
export function runsOf(words: readonly Word[], marked: readonly boolean[]): Span[] {
  const spans: { start: number; end: number }[] = []
  for (const [at, { start, end }] of words.entries()) {
    if (marked[at] !== true) continue
    const last = spans.at(-1)
    if (last !== undefined && marked[at - 1] === true) last.end = end
    else spans.push({ start, end })
  }
  return spans
}
