import type { Citation } from '../../domain/answer.ts'
import type { Cluster, Support } from '../corroborate/cluster.ts'
import type { Decision } from '../corroborate/decide.ts'
import type { Question } from '../understand/question.ts'
import type { Locale } from '../understand/question-language.ts'
import { chooseQuote, shownQuote } from './choose-quote.ts'
import type { CitationBook } from './citation-book.ts'
import { accounts, capital, fewAccounts, frenchSpacing, quoted, valueText } from './phrases.ts'

/** A sentence before it has its place in the answer. */
export type DraftSentence = {
  readonly text: string
  readonly citations: readonly Citation[]
  readonly independentAccounts: number
  /** The quotes and value the text was built from, for the check. */
  readonly claims: readonly string[]
}

/** Everyone is counted; this many are cited, most telling first. */
const CITATIONS_MAX = 12
const SENTENCES_MAX = 4
const OPINIONS_MAX = 3

type AnswerDecision = Extract<Decision, { kind: 'answer' }>

/** Sentences of an answer: our connecting words around exact quotes, one sentence for all who say the same. */
export function writeAnswer(
  question: Question,
  decision: AnswerDecision,
  book: CitationBook,
): DraftSentence[] {
  const { locale, kind } = question
  const usedQuotes = new Set<string>()
  const draft = (cluster: Cluster, opening: (count: number) => string) =>
    draftSentence(cluster, locale, book, usedQuotes, opening)
  const sentences = [draft(decision.lead, (count) => leadOpening(question, decision, count))]
  if (kind === 'how_many' || kind === 'who' || kind === 'where' || kind === 'when') {
    const rival = decision.others.find(
      (other) => other.firm >= 1 && other.supports.length >= 2 && other.score > 0.2 * decision.lead.score,
    )
    if (rival !== undefined)
      sentences.push(draft(rival, (count) => rivalOpening(rival, decision.lead, count, locale)))
  } else if (kind !== 'is_it_true') {
    const max = kind === 'what_do_people_say' ? OPINIONS_MAX : SENTENCES_MAX - 1
    for (const other of decision.others.slice(0, max))
      sentences.push(draft(other, (count) => OPENINGS[locale].also(count)))
  }
  if (decision.denials !== null && decision.denials.score > 0.15 * decision.lead.score)
    sentences.push(draft(decision.denials, (count) => OPENINGS[locale].deny(count)))
  return sentences.filter((sentence) => sentence !== null).slice(0, SENTENCES_MAX + 1)
}

/** Null when it would only repeat a quote that is already there. */
function draftSentence(
  cluster: Cluster,
  locale: Locale,
  book: CitationBook,
  usedQuotes: Set<string>,
  opening: (count: number) => string,
): DraftSentence | null {
  const shown = bestShown(cluster.supports, usedQuotes)
  if (shown === null) return null
  const quote = shownQuote(quoteOf(shown))
  usedQuotes.add(quote.toLowerCase())
  const ordered = [shown, ...cluster.supports.filter((support) => support !== shown)].slice(0, CITATIONS_MAX)
  const citations = ordered.map((support) =>
    book.cite(support.candidate.statement.reading.post, chooseQuote(support.candidate), true),
  )
  const text = `${spaced(opening(cluster.supports.length), locale)}${locale === 'fr' ? '\u00a0: ' : ': '}${quoted(quote, locale)}${/[.!?…]$/.test(quote) ? '' : '.'}`
  return {
    text,
    citations,
    independentAccounts: cluster.supports.length,
    claims: [quote, valueText(cluster.value, locale)],
  }
}

function spaced(text: string, locale: Locale): string {
  return locale === 'fr' ? frenchSpacing(text) : text
}

/** The quote that shows most by itself: heavy, ties value and question closely, neither a fragment nor a wall. */
function bestShown(supports: readonly Support[], usedQuotes: ReadonlySet<string>): Support | null {
  const fresh = supports.filter((support) => !usedQuotes.has(shownQuote(quoteOf(support)).toLowerCase()))
  const value = (support: Support) =>
    support.weight *
    (support.candidate.statement.reading.topic.total01 + 0.3) *
    lengthFactor(quoteOf(support).length)
  return fresh.sort((a, b) => value(b) - value(a))[0] ?? null
}

function lengthFactor(length: number): number {
  if (length < 25) return 0.6
  return length > 200 ? 0.8 : 1
}

function quoteOf(support: Support): string {
  const { start, end } = chooseQuote(support.candidate)
  return support.candidate.statement.reading.post.text.slice(start, end)
}

type Opening = {
  readonly value: Readonly<Record<string, (count: number, value: string) => string>>
  readonly report: (count: number) => string
  readonly also: (count: number) => string
  readonly say: (count: number) => string
  readonly cause: (count: number) => string
  readonly deny: (count: number) => string
  readonly yes: (count: number) => string
  readonly no: (count: number) => string
  /** Said by many, but by no authority or newsroom: no yes of ours. */
  readonly unattested: (count: number) => string
  readonly earlier: (count: number, value: string) => string
  readonly rival: (count: number, value: string) => string
}

const OPENINGS: Readonly<Record<Locale, Opening>> = {
  en: {
    value: {
      how_many: (count, value) => `${accounts(count, 'en')} ${verb(count, 'says', 'say')} ${value}`,
      who: (count, value) => `${accounts(count, 'en')} ${verb(count, 'names', 'name')} ${value}`,
      where: (count, value) =>
        `${accounts(count, 'en')} ${verb(count, 'gives', 'give')} the place as ${value}`,
      when: (count, value) => `${accounts(count, 'en')} ${verb(count, 'gives', 'give')} the time as ${value}`,
    },
    report: (count) => `${accounts(count, 'en')} ${verb(count, 'reports', 'report')} it`,
    also: (count) => `${accounts(count, 'en')} also ${verb(count, 'says', 'say')}`,
    say: (count) => `${accounts(count, 'en')} ${verb(count, 'says', 'say')} this`,
    cause: (count) => `${accounts(count, 'en')} ${verb(count, 'gives', 'give')} this cause`,
    deny: (count) => `${accounts(count, 'en')} ${verb(count, 'denies', 'deny')} it`,
    yes: (count) => `Yes, ${fewAccounts(count, 'en')} ${verb(count, 'says', 'say')} so`,
    unattested: (count) =>
      `${accounts(count, 'en')} ${verb(count, 'says', 'say')} so, no authority or newsroom among them`,
    no: (count) => `No, ${fewAccounts(count, 'en')} ${verb(count, 'says', 'say')} it is false`,
    earlier: (count, value) => `Earlier, ${fewAccounts(count, 'en')} said ${value}`,
    rival: (count, value) =>
      `${capital(fewAccounts(count, 'en'))} ${verb(count, 'says', 'say')} ${value} instead`,
  },
  fr: {
    value: {
      how_many: (count, value) => `${accounts(count, 'fr')} ${verb(count, 'parle', 'parlent')} de ${value}`,
      who: (count, value) => `${accounts(count, 'fr')} ${verb(count, 'nomme', 'nomment')} ${value}`,
      where: (count, value) =>
        `${accounts(count, 'fr')} ${verb(count, 'indique', 'indiquent')} ce lieu, ${value}`,
      when: (count, value) =>
        `${accounts(count, 'fr')} ${verb(count, 'donne', 'donnent')} ce moment, ${value}`,
    },
    report: (count) => `${accounts(count, 'fr')} ${verb(count, 'le rapporte', 'le rapportent')}`,
    also: (count) => `${accounts(count, 'fr')} ${verb(count, 'ajoute', 'ajoutent')}`,
    say: (count) => `${accounts(count, 'fr')} ${verb(count, 'le dit', 'le disent')}`,
    cause: (count) => `${accounts(count, 'fr')} ${verb(count, 'donne', 'donnent')} cette cause`,
    deny: (count) => `${accounts(count, 'fr')} ${verb(count, 'le dément', 'le démentent')}`,
    yes: (count) => `Oui, ${fewAccounts(count, 'fr')} ${verb(count, 'l’affirme', 'l’affirment')}`,
    unattested: (count) =>
      `${accounts(count, 'fr')} ${verb(count, 'l’affirme', 'l’affirment')}, sans autorité ni rédaction parmi eux`,
    no: (count) => `Non, ${fewAccounts(count, 'fr')} ${verb(count, 'dit', 'disent')} que c’est faux`,
    earlier: (count, value) =>
      `Plus tôt, ${fewAccounts(count, 'fr')} ${verb(count, 'parlait', 'parlaient')} de ${value}`,
    rival: (count, value) =>
      `${capital(fewAccounts(count, 'fr'))} ${verb(count, 'parle', 'parlent')} plutôt de ${value}`,
  },
}

function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many
}

function leadOpening(question: Question, decision: AnswerDecision, count: number): string {
  const openings = OPENINGS[question.locale]
  const valued = openings.value[question.kind]
  if (valued !== undefined && decision.lead.value.kind !== 'statement')
    return valued(count, valueText(decision.lead.value, question.locale))
  if (decision.stance === 'no') return openings.no(count)
  if (decision.stance === 'yes')
    return isAttested(decision.lead) ? openings.yes(count) : openings.unattested(count)
  if (question.kind === 'what_do_people_say') return openings.say(count)
  return question.kind === 'why' ? openings.cause(count) : openings.report(count)
}

/** An authority or a newsroom says it, or somebody cites one. */
function isAttested(cluster: Cluster): boolean {
  return cluster.supports.some(({ candidate }) => {
    const { standing, cues } = candidate.statement.reading
    return standing === 'official' || standing === 'newsroom' || cues.attributed
  })
}

function rivalOpening(rival: Cluster, lead: Cluster, count: number, locale: Locale): string {
  const value = valueText(rival.value, locale)
  const earlier = rival.medianAt !== null && lead.medianAt !== null && rival.medianAt < lead.medianAt
  return earlier ? OPENINGS[locale].earlier(count, value) : OPENINGS[locale].rival(count, value)
}
