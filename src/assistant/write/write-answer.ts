import type { Cluster } from '../corroborate/cluster.ts'
import type { Decision } from '../corroborate/decision.ts'
import type { Question } from '../understand/question.ts'
import type { CitationBook } from './citation-book.ts'
import { Drafter, type DraftSentence } from './draft-sentence.ts'
import { isAttested, OPENINGS, type Ways } from './openings.ts'
import { valueText } from './phrases.ts'
import { writePositions } from './write-positions.ts'
import { writeTimeline } from './write-timeline.ts'

export type { DraftSentence } from './draft-sentence.ts'

/** Beside the lead: more would be a list. */
const OTHERS_MAX = 3
const COMPARED_MAX = 4
const SENTENCES_MAX = 5
/** A rival is shown when so much of the lead's weight stands behind it. */
const RIVAL_SHARE = 0.2
const DENIAL_SHARE = 0.15

export type AnswerDecision = Extract<Decision, { kind: 'answer' }>

/**
 * Sentences of an answer, each kind of question in its own way: a value with who says otherwise, a story in its order,
 * positions with their shares, what speaks for and against. Our words stand around exact quotes.
 */
export function writeAnswer(
  question: Question,
  decision: AnswerDecision,
  book: CitationBook,
): DraftSentence[] {
  const drafter = new Drafter(question.locale, book)
  const sentences = [...body(question, decision, drafter), denial(question, decision, drafter)]
  return sentences.filter((sentence) => sentence !== null).slice(0, SENTENCES_MAX)
}

function body(question: Question, decision: AnswerDecision, drafter: Drafter): (DraftSentence | null)[] {
  if (decision.lead.value.kind !== 'statement') return writeValue(question, decision, drafter)
  if (decision.stance !== null) return writeTruth(question, decision, drafter)
  if (question.kind === 'what_do_people_say') return writePositions(question.locale, decision, drafter)
  if (question.kind === 'what_happened') return writeTimeline(question.locale, decision, drafter)
  return writeStatements(question, decision, drafter)
}

/** What most report, then what else they say: of each side where two are compared, and why where that is agreed on. */
function writeStatements(
  { kind, locale }: Question,
  { lead, others }: AnswerDecision,
  drafter: Drafter,
): (DraftSentence | null)[] {
  const openings = OPENINGS[locale]
  const first = kind === 'why' ? openings.cause : openings.report
  const shown = others.slice(0, kind === 'compare' ? COMPARED_MAX : OTHERS_MAX)
  return [
    drafter.draft(lead, (count) => sideOpening(lead, locale, count) ?? first(count)),
    ...shown.map((other) =>
      drafter.draft(other, (count) => {
        const side = sideOpening(other, locale, count)
        if (side !== null) return side
        return other.value.kind === 'cause' ? openings.cause(count) : openings.also(count)
      }),
    ),
  ]
}

function sideOpening({ value }: Cluster, locale: Question['locale'], count: number): Ways | null {
  const about = value.kind === 'statement' ? value.about : undefined
  return about === undefined ? null : OPENINGS[locale].side(count, about)
}

/** The value most independent accounts give, then the strongest other one, marked as earlier or as somebody else's. */
function writeValue(
  { kind, locale }: Question,
  { lead, others }: AnswerDecision,
  drafter: Drafter,
): (DraftSentence | null)[] {
  const openings = OPENINGS[locale]
  const value = valueText(lead.value, locale)
  const valued = openings.value[kind]
  const first = drafter.draft(lead, (count) => {
    if (valued === undefined || value === '')
      return lead.value.kind === 'cause' ? openings.cause(count) : openings.report(count)
    const ways = valued(count, value)
    return lead.official && count > 1 ? [`${ways[0]}${openings.official}`, ...ways] : ways
  })
  const rival = others.find((other) => isRival(other, lead))
  return rival === undefined ? [first] : [first, writeRival(rival, lead, locale, drafter)]
}

function isRival(other: Cluster, lead: Cluster): boolean {
  return (
    lead.value.kind !== 'thing' &&
    other.firm >= 1 &&
    other.supports.length >= 2 &&
    other.score > RIVAL_SHARE * lead.score
  )
}

function writeRival(
  rival: Cluster,
  lead: Cluster,
  locale: Question['locale'],
  drafter: Drafter,
): DraftSentence | null {
  const openings = OPENINGS[locale]
  if (rival.value.kind === 'cause') return drafter.draft(rival, openings.otherCause)
  const value = valueText(rival.value, locale)
  const isEarlier = rival.medianAt !== null && lead.medianAt !== null && rival.medianAt < lead.medianAt
  return drafter.draft(rival, (count) => (isEarlier ? openings.earlier : openings.rival)(count, value))
}

/** Whether it is so as far as accounts go, with both sides heard. Verdicts are somebody else's. */
function writeTruth(
  { locale }: Question,
  { lead, others, stance }: AnswerDecision,
  drafter: Drafter,
): (DraftSentence | null)[] {
  const openings = OPENINGS[locale]
  if (stance === 'yes') return [drafter.draft(lead, isAttested(lead) ? openings.yes : openings.unattested)]
  const [claimed] = others
  return [
    drafter.draft(lead, openings.no),
    claimed === undefined ? null : drafter.draft(claimed, openings.claimed),
  ]
}

function denial(
  { locale }: Question,
  { lead, denials }: AnswerDecision,
  drafter: Drafter,
): DraftSentence | null {
  if (denials === null || denials.score <= DENIAL_SHARE * lead.score) return null
  return drafter.draft(denials, OPENINGS[locale].deny)
}
