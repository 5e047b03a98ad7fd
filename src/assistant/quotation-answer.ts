import type { Answer, AnswerEvent, AnswerSentence, Citation, Trace } from '../domain/answer.ts'
import type { Post } from '../domain/post.ts'
import type { QuotationPlace } from '../truth/quotes/find-quotation.ts'
import type { AskDependencies, AskRequest } from './ask.ts'
import { checkSentences } from './check-answer.ts'
import { type QuotationSource, quotationSource } from './quotation-source.ts'
import type { StepClock } from './step-clock.ts'
import { type Locale, questionLanguage } from './understand/question-language.ts'
import { shownQuote } from './write/choose-quote.ts'
import { CitationBook } from './write/citation-book.ts'
import type { DraftSentence } from './write/draft-sentence.ts'
import { quoted } from './write/phrases.ts'

/** Sources named beside the first one. */
const OTHERS_MAX = 4

/** Answers who said a quotation: its source word for word, with author and date, or that none was found. */
export async function* answerQuotation(
  quotation: string,
  request: AskRequest,
  deps: AskDependencies & { readonly steps: StepClock },
): AsyncGenerator<AnswerEvent> {
  const { steps } = deps
  // The quotation may be in another language than the question about it.
  const locale = questionLanguage(request.question.replace(quotation, ' '), request.locale ?? 'en')
  steps.end('understand')
  yield { type: 'step', step: 'search', count: null }
  const found = await quotationSource(quotation, {
    ...deps,
    ...pagesAllowed(request),
    files: request.files ?? [],
  })
  steps.end('search')
  deps.signal?.throwIfAborted()
  yield { type: 'step', step: 'write', count: null }
  const book = new CitationBook({
    first: request.firstCitation ?? 1,
    known: new Map((request.cited ?? []).map(({ id, n }) => [id, n])),
    passages: found.passages,
  })
  const drafts = writeSource(found, locale, book)
  const sentences = checkSentences(drafts, textsOf(found))
  steps.end('write')
  const answer = finished({ quotation, found, sentences, citations: book.all, locale, steps })
  for (const [at, sentence] of sentences.entries())
    yield { type: 'sentence', sentence, citations: drafts[at]?.citations ?? [] }
  yield { type: 'done', answer }
}

function pagesAllowed({ sources }: AskRequest): { withPages: boolean } {
  return { withPages: sources?.kinds === undefined || sources.kinds.includes('web') }
}

function textsOf({ read, passages }: QuotationSource): ReadonlyMap<string, string> {
  const documents = [...passages.values()].map(({ document }): [string, string] => [
    document.id,
    document.text,
  ])
  return new Map([...[...read.values()].map(({ id, text }): [string, string] => [id, text]), ...documents])
}

/** Empty where no source is known, or several are and nothing tells which. */
function writeSource(found: QuotationSource, locale: Locale, book: CitationBook): DraftSentence[] {
  const { search, read } = found
  if (search.kind !== 'found') return []
  const [first, ...others] = search.places.flatMap((place) => placed(place, read))
  if (first === undefined) return []
  const quote = shownQuote(first.post.text.slice(first.place.start, first.place.end))
  const words = WORDS[locale]
  const isVerbatim = first.place.isVerbatim
  const opening = words.from(speaker(first.post), dayOf(first.post, locale), isVerbatim)
  const lead: DraftSentence = {
    text: `${opening}${quoted(quote, locale)}${/[.!?…]$/.test(quote) ? '' : '.'}`,
    citations: [book.cite(first.post, first.place, true)],
    independentAccounts: 1,
    claims: [quote],
  }
  return others.length === 0 ? [lead] : [lead, alsoThere(others.slice(0, OTHERS_MAX), locale, book)]
}

type Placed = { readonly place: QuotationPlace; readonly post: Post }

function placed(place: QuotationPlace, read: ReadonlyMap<string, Post>): Placed[] {
  const post = read.get(place.id)
  return post === undefined ? [] : [{ place, post }]
}

function alsoThere(others: readonly Placed[], locale: Locale, book: CitationBook): DraftSentence {
  return {
    text: WORDS[locale].also(others.map(({ post }) => speaker(post)).join(', ')),
    citations: others.map(({ post, place }) => book.cite(post, place, false)),
    independentAccounts: new Set(others.map(({ post }) => post.author)).size,
    claims: [],
  }
}

function speaker({ author, authorName }: Post): string {
  return shownQuote(authorName ?? author)
}

/** Empty where the time is not known. */
function dayOf({ createdAt }: Post, locale: Locale): string {
  if (createdAt === null) return ''
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', style).format(createdAt)
}

type Words = {
  readonly from: (speaker: string, day: string, isVerbatim: boolean) => string
  readonly also: (speakers: string) => string
  readonly missing: Readonly<Record<'not_found' | 'ambiguous' | 'too_short', string>>
}

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    from: (who, day, isVerbatim) =>
      `${isVerbatim ? 'The earliest text I hold with these words is by' : 'Not word for word, but nearly, it was said by'} ${who}${day === '' ? '' : `, ${day}`}: `,
    also: (speakers) => `The same words also stand in texts by ${speakers}.`,
    missing: {
      not_found: 'No stored post, page or file holds these words, and none comes close.',
      ambiguous: 'Several stored texts say something like this, none of them word for word, so I name none.',
      too_short: 'The quotation is too short to name a source: many people say these words.',
    },
  },
  fr: {
    from: (who, day, isVerbatim) =>
      `${isVerbatim ? 'Le plus ancien texte que je possède avec ces mots est de' : 'Pas mot pour mot, mais presque, c’est de'} ${who}${day === '' ? '' : `, ${day}`}\u00a0: `,
    also: (speakers) => `Les mêmes mots figurent aussi dans des textes de ${speakers}.`,
    missing: {
      not_found: 'Aucun message, page ou fichier enregistré ne contient ces mots, ni n’en approche.',
      ambiguous:
        'Plusieurs textes enregistrés disent quelque chose d’approchant, aucun mot pour mot\u00a0: je n’en nomme aucun.',
      too_short: 'La citation est trop courte pour nommer une source\u00a0: beaucoup emploient ces mots.',
    },
  },
}

type Finished = {
  readonly quotation: string
  readonly found: QuotationSource
  readonly sentences: readonly AnswerSentence[]
  readonly citations: readonly Citation[]
  readonly locale: Locale
  readonly steps: StepClock
}

function finished({ quotation, found, sentences, citations, locale, steps }: Finished): Answer {
  const { search, read } = found
  const reason = search.kind === 'found' ? 'not_found' : search.kind
  const isFound = sentences.length > 0
  const trace: Trace = {
    kind: 'who',
    queries: [quotation],
    postsFound: read.size,
    postsRead: read.size,
    dropped: isFound ? {} : { [`abstained_quotation_${reason}`]: 1 },
    stepsMs: steps.all,
    totalMs: steps.totalMs,
    costUsd: 0,
  }
  return {
    text: isFound ? sentences.map(({ text }) => text).join(' ') : WORDS[locale].missing[reason],
    sentences,
    citations,
    abstained: !isFound,
    integrity: null,
    model: { provider: 'verity', model: 'embedded', embedded: true },
    trace,
  }
}
