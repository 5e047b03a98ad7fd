import type { AnswerEvent, AnswerSection, AnswerSentence } from '../../domain/answer.ts'
import { decide } from '../corroborate/decide.ts'
import type { Decision } from '../corroborate/decision.ts'
import type { PostReading } from '../read/statement.ts'
import type { Question } from '../understand/question.ts'
import type { CitationBook } from '../write/citation-book.ts'
import { frenchSpacing } from '../write/phrases.ts'
import { type DraftSentence, writeAnswer } from '../write/write-answer.ts'
import { ASPECTS, type Aspect, headingOf } from './aspects.ts'
import { TextComposer } from './compose-text.ts'

const SECTIONS_MAX = 6
/** Nothing was claimed that could be true or false; denials stand beside what they deny. */
const NO_SECTION: ReadonlySet<Aspect> = new Set(['is_it_true', 'other'])

export type EmbeddedReport = {
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  readonly sections: readonly AnswerSection[]
}

type ReportWork = {
  readonly question: Question
  readonly readings: readonly PostReading[]
  /** What answers the question itself. */
  readonly summary: readonly DraftSentence[]
  readonly book: CitationBook
  /** Gives drafts their support and fails on a quote that is none. */
  readonly check: (drafts: readonly DraftSentence[]) => readonly AnswerSentence[]
}

/**
 * A report without a model: the answer in short, then what independent accounts agree on for each other aspect of the
 * same event. An aspect that nobody vouches for, or that says nothing new, has no section.
 */
export async function* embeddedReport(work: ReportWork): AsyncGenerator<AnswerEvent, EmbeddedReport> {
  const { question, summary } = work
  const composer = new TextComposer()
  const sentences: AnswerSentence[] = []
  const said = new Set<string>()
  const sections = [{ aspect: 'in_short', drafts: summary } as const, ...aspectDrafts(work)]
  for (const { aspect, drafts } of sections) {
    const fresh = drafts.filter((draft) => isNew(draft, said))
    if (fresh.length === 0) continue
    const heading = headingOf(aspect, question.locale)
    const title = question.locale === 'fr' ? frenchSpacing(heading) : heading
    composer.addSection(title)
    yield { type: 'section', title }
    for (const [at, checked] of work.check(fresh).entries()) {
      const start = composer.addSentence(checked.text)
      const sentence = { ...checked, start, end: start + checked.text.length }
      sentences.push(sentence)
      yield { type: 'sentence', sentence, citations: fresh[at]?.citations ?? [] }
    }
  }
  return { text: composer.text, sentences, sections: composer.sections }
}

function* aspectDrafts({ question, readings, book }: ReportWork) {
  let count = 0
  for (const aspect of ASPECTS) {
    if (aspect === question.kind || NO_SECTION.has(aspect)) continue
    const decision = decideAspect(question, aspect, readings)
    if (decision.kind === 'abstain') continue
    count += 1
    if (count > SECTIONS_MAX) return
    yield { aspect, drafts: writeAnswer({ ...question, kind: aspect }, decision, book) }
  }
}

/** The same event asked about in another way: what the question asked for binds no more, what it is about does. */
function decideAspect(question: Question, aspect: Aspect, readings: readonly PostReading[]): Decision {
  const facets = question.facets
    .filter((facet) => facet.role === 'name' || facet.role === 'event')
    .map((facet) => ({ ...facet, asked: facet.role === 'event' }))
  return decide({ ...question, kind: aspect, detail: 'none', facets, numbers: [], negated: false }, readings)
}

/** What stands in the report already is no news under another heading. */
function isNew({ text }: DraftSentence, said: Set<string>): boolean {
  if (said.has(text)) return false
  said.add(text)
  return true
}
