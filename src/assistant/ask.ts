import type { Archive } from '../archive/archive.ts'
import type {
  Answer,
  AnswerEvent,
  AnswerSentence,
  Citation,
  Depth,
  ModelUsed,
  Trace,
} from '../domain/answer.ts'
import type { CampaignMark } from '../domain/campaign.ts'
import { AppError, toAppError } from '../domain/errors.ts'
import type { PostId } from '../domain/post.ts'
import type { AnswerWriter, Turn } from './answer-writer.ts'
import { checkSentences } from './check-answer.ts'
import { type ChosenSources, withChosenSources } from './choose-sources.ts'
import type { Decision } from './corroborate/decision.ts'
import { decideWithFiles } from './documents/decide-with-files.ts'
import { withDocumentStanding } from './documents/document-standing.ts'
import type { AskedFile } from './documents/evidence-document.ts'
import { type FindPagesFor, gatherDocuments } from './documents/gather-documents.ts'
import { nameSpeakers } from './documents/name-speakers.ts'
import { quoteFiles } from './documents/quote-files.ts'
import { webSentence } from './documents/web-sentence.ts'
import { type GatheredAll, withDocuments } from './documents/with-documents.ts'
import { followUpsFor } from './follow-ups.ts'
import { type FindEvidence, gather } from './gather.ts'
import { answerIntegrity } from './integrity/answer-integrity.ts'
import { type CampaignsByAuthor, campaignMarks, campaignsAmong } from './integrity/campaigns-among.ts'
import { type Echoes, echoAuthors } from './integrity/echo-authors.ts'
import { pollsAmong } from './integrity/polls-among.ts'
import { withModelSteps } from './model-steps.ts'
import { answerWithModel, type ModelOutcome } from './plugged/answer-with-model.ts'
import { searchAgain } from './plugged/search-again.ts'
import { BUDGET_DEFAULTS, budgetsOf, Spending } from './plugged/spending.ts'
import { answerQuotation } from './quotation-answer.ts'
import { inferEvents } from './read/infer-events.ts'
import { readPosts } from './read/read-posts.ts'
import type { PostReading } from './read/statement.ts'
import { readingNotes } from './reading-notes.ts'
import { referenceTime } from './reference-time.ts'
import { embeddedReport } from './report/embedded-report.ts'
import { reportQueries } from './report/report-queries.ts'
import { secondLook } from './second-look.ts'
import { StepClock } from './step-clock.ts'
import { withTypedOperators } from './typed-operators.ts'
import type { Question } from './understand/question.ts'
import { type Locale, questionLanguage } from './understand/question-language.ts'
import { quotationAsked } from './understand/quotation-asked.ts'
import { smallTalk } from './understand/small-talk.ts'
import { understandQuestion } from './understand/understand-question.ts'
import { understoodOf } from './understand/understood-of.ts'
import { withVerdict } from './verdict/with-verdict.ts'
import { CitationBook } from './write/citation-book.ts'
import { frenchSpacing } from './write/phrases.ts'
import { writeAbstention } from './write/write-abstention.ts'
import { type DraftSentence, writeAnswer } from './write/write-answer.ts'

export type AskRequest = {
  readonly question: string
  /** Earlier exchanges of the chat, oldest first. */
  readonly history?: readonly Turn[]
  /** First citation number this answer may use, from 1: numbers go on through a chat. */
  readonly firstCitation?: number
  /** Posts that already have a number in this chat; they keep it. */
  readonly cited?: readonly { readonly id: PostId; readonly n: number }[]
  /** Language where the question does not tell its own. */
  readonly locale?: Locale | null
  /** `deep`: more searches and a report with sections. Quick where nothing is said. */
  readonly depth?: Depth
  /** What the answer may rest on, where its asker chose. */
  readonly sources?: ChosenSources
  /** Operators that were typed in the question and taken out of it; every search of posts already has them. */
  readonly operators?: readonly string[]
  /** Files that the person gave: they are searched first. */
  readonly files?: readonly AskedFile[]
}

export type AskDependencies = {
  readonly archive: Archive
  /** For tests and other searches; see `gather`. */
  readonly findEvidence?: FindEvidence
  /** UTC milliseconds. */
  readonly clock: () => number
  readonly signal?: AbortSignal
  /** How web pages are found; without it none are. */
  readonly findPages?: FindPagesFor
  /** Whether a web search service is configured. */
  readonly isWebConfigured?: boolean
  /** A plugged language model; without it, or when it fails, the embedded writer answers. */
  readonly writer?: AnswerWriter
}

/** So many earlier questions can lend the day they speak of. */
const TIMED_TURNS_MAX = 3

const EMBEDDED: ModelUsed = { provider: 'verity', model: 'embedded', embedded: true }

/**
 * Answers a question from stored posts: understand → gather → read → corroborate → decide → write → check.
 *
 * Small talk is answered by text alone: `sentences` is empty and nothing is cited, so that the promise "every sentence
 * of an answer has a citation" holds. An abstention has its reason in `text`, what came nearest in `citations`, and no
 * sentences. A failure is the last event, never an exception; a stopped run ends with `failed` and code `cancelled`.
 */
export async function* ask(request: AskRequest, deps: AskDependencies): AsyncGenerator<AnswerEvent> {
  try {
    const typed = withTypedOperators(request, deps)
    const chosen = withChosenSources(typed.request, typed.deps)
    for await (const event of run(chosen.request, chosen.deps))
      yield event.type === 'done'
        ? { ...event, answer: await withVerdict(event.answer, chosen.request, chosen.deps) }
        : event
  } catch (thrown) {
    const error = deps.signal?.aborted
      ? new AppError('cancelled', 'The answer was stopped.', { cause: thrown })
      : toAppError(thrown)
    yield { type: 'failed', code: error.code, message: error.message }
  }
}

/** The whole answer at once. @throws {AppError} what `ask` reports as `failed` */
export async function answer(request: AskRequest, deps: AskDependencies): Promise<Answer> {
  for await (const event of ask(request, deps)) {
    if (event.type === 'done') return event.answer
    if (event.type === 'failed') throw new AppError(event.code as AppError['code'], event.message)
  }
  throw new AppError('internal', 'The answer ended without a result.')
}

async function* run(request: AskRequest, deps: AskDependencies): AsyncGenerator<AnswerEvent> {
  const steps = new StepClock(deps.clock)
  yield { type: 'step', step: 'understand', count: null }
  const talk = talkReply(request)
  if (talk !== null) return yield { type: 'done', answer: conversational(talk, steps) }
  const quotation = quotationAsked(request.question)
  if (quotation !== null) return yield* answerQuotation(quotation, request, { ...deps, steps })
  const earlier = (request.history ?? []).slice(-TIMED_TURNS_MAX).map((turn) => turn.question)
  const now = await referenceTime([request.question, ...earlier].join('\n'), deps)
  const question = understandQuestion({
    text: request.question,
    history: request.history ?? [],
    now,
    locale: request.locale ?? null,
  })
  steps.end('understand')

  yield { type: 'step', step: 'search', count: null }
  const [posts, documents] = await Promise.all([
    gather(question, { ...deps, now }),
    gatherDocuments(question, {
      ...deps,
      files: request.files ?? [],
      isWebConfigured: deps.isWebConfigured ?? false,
    }),
  ])
  const gathered = withDocuments(posts, documents)
  const echoes = await echoAuthors(posts.copies, deps.archive)
  const campaigns = await campaignsAmong(gathered.posts, deps.archive, echoes.values())
  steps.end('search')
  deps.signal?.throwIfAborted()

  yield { type: 'step', step: 'read', count: gathered.posts.length }
  const read = readPosts(question, gathered.posts, gathered.parents, campaigns)
  const first = inferEvents(question, withDocumentStanding(read, gathered.passages))
  const readings = request.depth === 'deep' ? await readMore(question, first, deps) : first
  steps.end('read')
  deps.signal?.throwIfAborted()

  const decided = decideWithFiles(question, readings, gathered.passages)
  steps.end('corroborate')
  const look = { question, gathered, readings, decision: decided, campaigns, echoes }
  const { decision, ...seen } = (await lookAgain(look, { ...deps, now })) ?? look
  steps.end('second_look')
  deps.signal?.throwIfAborted()
  const marks = await campaignMarks(seen.gathered.posts, deps.archive)
  const budgets = budgetsOf(deps.writer?.budget ?? BUDGET_DEFAULTS)
  const spending = new Spending(budgets[request.depth ?? 'quick'], deps.clock)
  const work: Work = { request, ...seen, decision, marks, now, steps, spending, model: null }
  const fallbackReason = deps.writer === undefined ? null : yield* writeWithModel(work, deps.writer, deps)
  if (deps.writer !== undefined && fallbackReason === null) return
  deps.signal?.throwIfAborted()
  yield* writeEmbedded(work, fallbackReason)
}

type Look = Pick<Work, 'question' | 'gathered' | 'readings' | 'decision' | 'campaigns' | 'echoes'>

/** Null where nothing more can be tried, or where trying did not answer either. */
async function lookAgain(
  first: Look,
  deps: AskDependencies & { readonly now: number },
): Promise<Look | null> {
  const wider = await secondLook(first, deps)
  if (wider === null) return null
  const { question } = wider
  const { passages } = first.gathered
  const found = wider.gathered.posts.map((post) => [post.id, post.text] as const)
  const texts = new Map([...found, ...first.gathered.texts])
  const gathered = { ...first.gathered, ...wider.gathered, texts }
  const campaigns = await campaignsAmong(gathered.posts, deps.archive, first.echoes.values())
  const read = readPosts(question, gathered.posts, gathered.parents, campaigns)
  const readings = inferEvents(question, withDocumentStanding(read, passages))
  const decision = decideWithFiles(question, readings, passages)
  return decision.kind === 'answer'
    ? { question, gathered, readings, decision, campaigns, echoes: first.echoes }
    : null
}

/** Everything the last steps need. */
type Work = {
  readonly request: AskRequest
  readonly question: Question
  readonly gathered: GatheredAll
  readonly readings: readonly PostReading[]
  readonly decision: Decision
  /** Accounts that act in concert, among those that were read. */
  readonly campaigns: CampaignsByAuthor
  /** Accounts whose copies of a post search had folded away. */
  readonly echoes: Echoes
  /** Posts that are part of a campaign. */
  readonly marks: ReadonlyMap<PostId, CampaignMark>
  /** UTC milliseconds: the time "now" means in the question. */
  readonly now: number
  readonly steps: StepClock
  readonly spending: Spending
  /** What came of the plugged model, once it was asked. */
  model: ModelOutcome | null
}

function talkReply(request: AskRequest): string | null {
  const locale = questionLanguage(request.question, request.locale ?? 'en')
  const text = smallTalk(request.question, locale)
  return text === null || locale === 'en' ? text : frenchSpacing(text)
}

function conversational(text: string, steps: StepClock): Answer {
  const trace: Trace = {
    kind: 'small_talk',
    queries: [],
    postsFound: 0,
    postsRead: 0,
    dropped: {},
    stepsMs: steps.all,
    totalMs: steps.totalMs,
    costUsd: 0,
  }
  return { text, sentences: [], citations: [], abstained: false, integrity: null, model: EMBEDDED, trace }
}

async function* writeEmbedded(work: Work, fallbackReason: string | null): AsyncGenerator<AnswerEvent> {
  yield { type: 'step', step: 'write', count: null }
  const book = newBook(work)
  const quotes =
    work.decision.kind === 'abstain'
      ? quoteFiles(work.question, work.readings, work.gathered.passages, book)
      : []
  if (work.decision.kind === 'abstain' && quotes.length === 0)
    return yield { type: 'done', answer: abstention(work, work.decision, book, fallbackReason) }
  const written = work.decision.kind === 'abstain' ? quotes : writeAnswer(work.question, work.decision, book)
  const drafts = written.map((draft) => nameSpeakers(draft, work.question.locale))
  work.steps.end('write')
  yield { type: 'step', step: 'check', count: drafts.length }
  const texts = textsOf(work)
  if (work.request.depth === 'deep') return yield* reportOf(work, { drafts, book, texts, fallbackReason })
  const sentences = checkSentences(drafts, texts)
  work.steps.end('check')
  for (const [at, sentence] of sentences.entries())
    yield { type: 'sentence', sentence, citations: drafts[at]?.citations ?? [] }
  yield { type: 'done', answer: finished(work, sentences, book.all, EMBEDDED, fallbackReason) }
}

/** A report reads more than a quick answer: other words for the same event, and each of its aspects. */
async function readMore(
  question: Question,
  first: readonly PostReading[],
  deps: AskDependencies,
): Promise<readonly PostReading[]> {
  const known = first.map(({ post }) => post)
  const found = await searchAgain(question, { queries: reportQueries(question), known }, deps)
  const ids = new Set(known.map(({ id }) => id))
  return [...first, ...found.filter(({ post }) => !ids.has(post.id))]
}

/** Stored texts of everything that was read, by the id that a citation names. */
function textsOf({ gathered, readings }: Work): ReadonlyMap<string, string> {
  const read = readings.map(({ post }): [string, string] => [post.id, post.text])
  return new Map([...read, ...gathered.texts])
}

type ReportParts = {
  readonly drafts: readonly DraftSentence[]
  readonly book: CitationBook
  readonly texts: ReadonlyMap<string, string>
  readonly fallbackReason: string | null
}

async function* reportOf(work: Work, parts: ReportParts): AsyncGenerator<AnswerEvent> {
  const { drafts, book, texts, fallbackReason } = parts
  const { question, readings } = work
  const check = (some: readonly DraftSentence[]) => checkSentences(some, texts)
  const report = yield* embeddedReport({ question, readings, summary: drafts, book, check })
  work.steps.end('check')
  const written = finished(work, report.sentences, book.all, EMBEDDED, fallbackReason)
  yield { type: 'done', answer: { ...written, text: report.text, sections: report.sections } }
}

function newBook(work: Work): CitationBook {
  return new CitationBook({
    first: work.request.firstCitation ?? 1,
    known: new Map((work.request.cited ?? []).map(({ id, n }) => [id, n])),
    passages: work.gathered.passages,
    marks: work.marks,
  })
}

function abstention(
  work: Work,
  decision: Extract<Decision, { kind: 'abstain' }>,
  book: CitationBook,
  fallbackReason: string | null,
  model: ModelUsed = EMBEDDED,
): Answer {
  const { text, citations } = writeAbstention(
    work.question,
    decision,
    { queries: work.gathered.queries, postsRead: work.readings.length },
    book,
  )
  work.steps.end('write')
  const web = webSentence(work.gathered.web, work.question.locale)
  return {
    text: web === null ? text : `${text} ${web}`,
    sentences: [],
    citations,
    abstained: true,
    integrity: integrityOf(work),
    model,
    trace: traceOf(work, { fallbackReason, abstainReason: decision.reason, citations }),
  }
}

function finished(
  work: Work,
  sentences: readonly AnswerSentence[],
  citations: readonly Citation[],
  model: ModelUsed,
  fallbackReason: string | null,
): Answer {
  return {
    text: sentences.map((sentence) => sentence.text).join(' '),
    sentences,
    citations,
    abstained: false,
    integrity: integrityOf(work),
    model,
    ...followUpsOf(work),
    trace: traceOf(work, { fallbackReason, abstainReason: null, citations }),
  }
}

function integrityOf(work: Work): Answer['integrity'] {
  const integrity = answerIntegrity(work.decision, work, work.question.locale)
  const polls = pollsAmong(work.readings)
  return integrity === null || polls.length === 0 ? integrity : { ...integrity, polls }
}

/** Left out where nothing more can be answered from what was read. */
function followUpsOf({ question, readings, gathered, now, steps }: Work): Pick<Answer, 'followUps'> {
  const { parents } = gathered
  const followUps = followUpsFor({ question, readings, parents, now, clock: () => steps.totalMs })
  steps.end('follow_ups')
  return followUps.length === 0 ? {} : { followUps }
}

type Ending = {
  readonly fallbackReason: string | null
  readonly abstainReason: string | null
  readonly citations: readonly Citation[]
}

function traceOf(work: Work, { fallbackReason, abstainReason, citations }: Ending): Trace {
  const { question, gathered, steps, spending, model } = work
  const readings = model?.readings ?? work.readings
  const more = work.request.depth === 'deep' ? reportQueries(question) : []
  const dropped: Record<string, number> = {}
  const drop = (reason: string, count: number) => {
    if (count > 0) dropped[reason] = count
  }
  drop('repeated', gathered.folded)
  drop('joke', readings.filter((reading) => reading.cues.joke || reading.standing === 'joker').length)
  drop('other_event', readings.filter((reading) => reading.topic.otherEvent).length)
  drop(
    'other_name',
    readings.filter((reading) => !reading.topic.otherEvent && reading.topic.names01 < 0.4).length,
  )
  for (const reason of model?.leftOut.values() ?? [])
    drop(`model_${reason}`, (dropped[`model_${reason}`] ?? 0) + 1)
  if (abstainReason !== null) dropped[`abstained_${abstainReason}`] = 1
  return {
    kind: question.kind,
    understood: understoodOf(question, work.request.operators ?? []),
    queries: [...new Set([...gathered.queries, ...more, ...(model?.queries ?? [])])],
    postsFound: readings.length + gathered.folded,
    postsRead: readings.length,
    dropped,
    stepsMs: withModelSteps(steps.all, spending.calls),
    totalMs: steps.totalMs,
    costUsd: spending.costUsd,
    depth: work.request.depth ?? 'quick',
    ...(model === null ? {} : { budget: spending.budget, modelCalls: spending.calls }),
    reading: readingNotes(readings, {
      cited: gathered.citedPosts(citations),
      leftOut: model?.leftOut ?? new Map(),
    }),
    ...(fallbackReason === null ? {} : { fallbackReason }),
    ...(gathered.web === null ? {} : { web: gathered.web }),
  }
}

/**
 * Lets the plugged model answer. Returns null when it finished the answer, or why the embedded writer must: it failed
 * before its first sentence, or nothing it wrote was carried by the evidence.
 */
async function* writeWithModel(
  work: Work,
  writer: AnswerWriter,
  deps: AskDependencies,
): AsyncGenerator<AnswerEvent, string | null> {
  const { request, question, readings, spending } = work
  const book = newBook(work)
  const depth = request.depth ?? 'quick'
  const outcome = yield* answerWithModel(
    { question, history: request.history ?? [], depth, now: deps.clock(), readings, book, spending },
    { ...deps, writer },
  )
  work.steps.end('write')
  work.model = outcome
  if (outcome.kind === 'fell_back') return outcome.reason
  if (outcome.kind === 'abstained') {
    const reason =
      work.decision.kind === 'abstain'
        ? work.decision
        : ({ kind: 'abstain', reason: 'no_value', nearest: [work.decision.lead] } as const)
    yield { type: 'done', answer: abstention(work, reason, newBook(work), null, writer.used) }
    return null
  }
  const written = finished(work, outcome.sentences, book.all, writer.used, outcome.reason)
  yield {
    type: 'done',
    answer: {
      ...written,
      text: outcome.text,
      ...(outcome.sections.length > 0 && { sections: outcome.sections }),
      ...(outcome.struck.length > 0 && { unsupported: outcome.struck }),
    },
  }
  return null
}
