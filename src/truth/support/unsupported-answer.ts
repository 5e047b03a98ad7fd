import type { AnswerJudgement, Span } from './judge-answer.ts'
import { readStatements, type Statement } from './read-statements.ts'
import type { Word } from './read-words.ts'
import { sourceForm } from './source-form.ts'

/**
 * Share of the first sentence that names what is spoken about, where the question is not known. From .5 to .7 English,
 * French, Spanish and Italian of mu-shroom stay above marking everything, German beside it. 2026-11-22.
 */
const TOPIC_SHARE = 0.6
/** Words between two new ones that still belong to what they say. */
const GAP_WORDS_MAX = 5

/**
 * An answer with nothing to hold it against: nothing in it is supported. `unsupported` then holds what each sentence
 * asserts beyond what it is about: from its first new telling word to its last. A sentence that adds nothing has no
 * span, save the first.
 *
 * @param question what was asked, where it is known: its words are no assertion
 */
export function unsupportedAnswer(
  answer: string,
  { question = null, lang = null }: { question?: string | null; lang?: string | null } = {},
): AnswerJudgement {
  const form = sourceForm(answer, lang)
  const statements = readStatements(answer, form)
  const asked = question === null ? [] : readStatements(question, form).flatMap(({ words }) => words)
  const topic = new Set((asked.length > 0 ? asked : openingOf(statements[0])).map(({ stem }) => stem))
  return {
    score01: 0,
    sentences: statements.map(({ start, end }) => ({ start, end, support01: 0, sourceIds: [] })),
    unsupported: statements.flatMap((statement, at) => assertedSpans(statement, topic, at === 0)),
  }
}

function openingOf(first: Statement | undefined): readonly Word[] {
  if (first === undefined) return []
  return first.words.slice(0, Math.max(1, Math.floor(first.words.length * TOPIC_SHARE)))
}

function assertedSpans(statement: Statement, topic: ReadonlySet<string>, isFirst: boolean): Span[] {
  const telling = statement.words.flatMap((word, at) => (word.kind === 'function' ? [] : [{ word, at }]))
  const fresh = telling.filter(({ word }) => !topic.has(word.stem))
  const asserted = fresh.length === 0 && isFirst ? telling.slice(-1) : fresh
  const spans: { start: number; end: number; last: number }[] = []
  for (const { word, at } of asserted) {
    const open = spans.at(-1)
    if (open !== undefined && at - open.last - 1 <= GAP_WORDS_MAX)
      Object.assign(open, { end: word.end, last: at })
    else spans.push({ start: word.start, end: word.end, last: at })
  }
  if (spans.length === 0 && isFirst) return [{ start: statement.start, end: statement.end }]
  return spans.map(({ start, end }) => ({ start, end }))
}
