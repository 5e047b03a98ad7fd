import type { Archive } from '../archive/archive.ts'
import type { Answer, AnswerEvent, AnswerSentence, Citation, ModelUsed, Trace } from '../domain/answer.ts'
import { AppError, toAppError } from '../domain/errors.ts'
import type { PostId } from '../domain/post.ts'
import type { AnswerWriter, Turn } from './answer-writer.ts'
import { checkSentences } from './check-answer.ts'
import { type Decision, decide } from './corroborate/decide.ts'
import { evidenceItems } from './evidence-items.ts'
import { type FindEvidence, type Gathered, gather } from './gather.ts'
import { inferEvents } from './read/infer-events.ts'
import { readPosts } from './read/read-posts.ts'
import type { PostReading } from './read/statement.ts'
import { findTimes } from './read/times.ts'
import { StepClock } from './step-clock.ts'
import type { Question } from './understand/question.ts'
import { type Locale, questionLanguage } from './understand/question-language.ts'
import { smallTalk } from './understand/small-talk.ts'
import { understandQuestion } from './understand/understand-question.ts'
import { CitationBook } from './write/citation-book.ts'
import { frenchSpacing } from './write/phrases.ts'
import { writeAbstention } from './write/write-abstention.ts'
import { writeAnswer } from './write/write-answer.ts'

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
}

export type AskDependencies = {
  readonly archive: Archive
  /** For tests and other searches; see `gather`. */
  readonly findEvidence?: FindEvidence
  /** UTC milliseconds. */
  readonly clock: () => number
  readonly signal?: AbortSignal
  /** A plugged language model; without it, or when it fails, the embedded writer answers. */
  readonly writer?: AnswerWriter
}

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
    yield* run(request, deps)
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
  const question = understandQuestion({
    text: request.question,
    history: request.history ?? [],
    now: await referenceTime(request.question, deps),
    locale: request.locale ?? null,
  })
  steps.end('understand')

  yield { type: 'step', step: 'search', count: null }
  const gathered = await gather(question, deps)
  steps.end('search')
  deps.signal?.throwIfAborted()

  yield { type: 'step', step: 'read', count: gathered.posts.length }
  const readings = inferEvents(question, readPosts(question, gathered.posts, gathered.parents))
  steps.end('read')
  deps.signal?.throwIfAborted()

  const decision = decide(question, readings)
  steps.end('corroborate')
  yield { type: 'step', step: 'write', count: null }
  const work: Work = { request, question, gathered, readings, decision, steps }
  const fallbackReason = deps.writer === undefined ? null : yield* writeWithModel(work, deps.writer, deps)
  if (deps.writer !== undefined && fallbackReason === null) return
  deps.signal?.throwIfAborted()
  yield* writeEmbedded(work, fallbackReason)
}

/** Everything the last steps need. */
type Work = {
  readonly request: AskRequest
  readonly question: Question
  readonly gathered: Gathered
  readonly readings: readonly PostReading[]
  readonly decision: Decision
  readonly steps: StepClock
}

/** "Monday" in a question to an archive that ended in March is a Monday of March. */
async function referenceTime(question: string, deps: AskDependencies): Promise<number> {
  const now = deps.clock()
  if (findTimes(question, now).every((time) => time.day === null)) return now
  const { newestAt } = await deps.archive.stats()
  return newestAt === null ? now : Math.min(now, newestAt)
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
  const book = newBook(work)
  const posts = new Map(work.gathered.posts.map((post) => [post.id, post]))
  if (work.decision.kind === 'abstain')
    return yield { type: 'done', answer: abstention(work, work.decision, book, fallbackReason) }
  const drafts = writeAnswer(work.question, work.decision, book)
  work.steps.end('write')
  yield { type: 'step', step: 'check', count: drafts.length }
  const sentences = checkSentences(drafts, posts)
  work.steps.end('check')
  for (const [at, sentence] of sentences.entries())
    yield { type: 'sentence', sentence, citations: drafts[at]?.citations ?? [] }
  yield { type: 'done', answer: finished(work, sentences, book.all, EMBEDDED, fallbackReason) }
}

function newBook(work: Work): CitationBook {
  return new CitationBook({
    first: work.request.firstCitation ?? 1,
    known: new Map((work.request.cited ?? []).map(({ id, n }) => [id, n])),
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
  return {
    text,
    sentences: [],
    citations,
    abstained: true,
    integrity: null,
    model,
    trace: traceOf(work, fallbackReason, decision.reason),
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
    integrity: null,
    model,
    trace: traceOf(work, fallbackReason, null),
  }
}

function traceOf(work: Work, fallbackReason: string | null, abstainReason: string | null): Trace {
  const { question, gathered, readings, steps } = work
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
  if (abstainReason !== null) dropped[`abstained_${abstainReason}`] = 1
  return {
    kind: question.kind,
    queries: gathered.queries,
    postsFound: gathered.posts.length + gathered.folded,
    postsRead: readings.length,
    dropped,
    stepsMs: steps.all,
    totalMs: steps.totalMs,
    costUsd: 0,
    ...(fallbackReason === null ? {} : { fallbackReason }),
  }
}

/**
 * Lets the plugged model write. Returns null when it finished the answer, or why the embedded writer must:
 * it failed before its first sentence, or nothing it wrote was carried by the evidence.
 */
async function* writeWithModel(
  work: Work,
  writer: AnswerWriter,
  deps: AskDependencies,
): AsyncGenerator<AnswerEvent, string | null> {
  if (work.readings.length === 0) return 'There was nothing for the model to read.'
  const { request, question } = work
  const sentences: AnswerSentence[] = []
  const citations = new Map<string, Citation>()
  let struck = 0
  let failure: string | null = null
  const evidence = evidenceItems(work.readings, {
    first: request.firstCitation ?? 1,
    cited: request.cited ?? [],
  })
  try {
    const asked = {
      question: question.text,
      kind: question.kind,
      history: request.history ?? [],
      evidence,
      locale: question.locale,
    }
    for await (const event of writer.write(asked, { signal: deps.signal ?? new AbortController().signal })) {
      if (event.type === 'unsupported') struck += 1
      else {
        sentences.push(event.sentence)
        for (const citation of event.citations) citations.set(`${citation.n} ${citation.start}`, citation)
      }
      yield event
    }
  } catch (thrown) {
    if (deps.signal?.aborted) throw thrown
    failure = toAppError(thrown).message
  }
  work.steps.end('write')
  if (sentences.length === 0) {
    if (failure !== null) return failure
    if (struck > 0) return 'Nothing the model wrote was carried by the posts.'
    const reason =
      work.decision.kind === 'abstain'
        ? work.decision
        : ({ kind: 'abstain', reason: 'no_value', nearest: [work.decision.lead] } as const)
    yield { type: 'done', answer: abstention(work, reason, newBook(work), null, writer.used) }
    return null
  }
  yield {
    type: 'done',
    answer: finished(
      work,
      sentences,
      [...citations.values()],
      writer.used,
      failure === null ? null : `The model broke off: ${failure}`,
    ),
  }
  return null
}
