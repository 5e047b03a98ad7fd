import type {
  AnswerEvent,
  AnswerSection,
  AnswerSentence,
  Depth,
  StruckSentence,
} from '../../domain/answer.ts'
import { toAppError } from '../../domain/errors.ts'
import type { AnswerWriter, Turn, WriterRequest } from '../answer-writer.ts'
import { evidenceItems, foundItems, VoiceGroups } from '../evidence-items.ts'
import type { FindEvidence } from '../gather.ts'
import type { PostReading } from '../read/statement.ts'
import { TextComposer } from '../report/compose-text.ts'
import type { Question } from '../understand/question.ts'
import type { CitationBook } from '../write/citation-book.ts'
import { searchAgain } from './search-again.ts'
import { speaksToModels } from './speaks-to-models.ts'
import type { Spending } from './spending.ts'

export type ModelWork = {
  readonly question: Question
  readonly history: readonly Turn[]
  readonly depth: Depth
  readonly now: number
  /** What our own searches found and read. */
  readonly readings: readonly PostReading[]
  readonly book: CitationBook
  readonly spending: Spending
}

type ModelDependencies = {
  readonly writer: AnswerWriter
  readonly archive: Parameters<typeof searchAgain>[2]['archive']
  readonly findEvidence?: FindEvidence
  readonly signal?: AbortSignal
}

/** What came of letting a model answer, beside the events. */
export type ModelOutcome = {
  /** `fell_back`: nothing it wrote can be shown as an answer, and `reason` says why. */
  readonly kind: 'answered' | 'abstained' | 'fell_back'
  /** Why the model broke off or did not answer; null when it did all it was asked. */
  readonly reason: string | null
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  readonly sections: readonly AnswerSection[]
  readonly struck: readonly StruckSentence[]
  readonly queries: readonly string[]
  /** Everything that was read, what the model's searches added included. */
  readonly readings: readonly PostReading[]
  /** Why the model left posts out, by post id. */
  readonly leftOut: ReadonlyMap<string, string>
}

/**
 * Lets the plugged model answer from what was found, and from what it searches for itself. Its events are passed on;
 * a failure is no exception but an outcome, so that the embedded engine can take over.
 *
 * @throws when the signal aborted
 */
export async function* answerWithModel(
  work: ModelWork,
  deps: ModelDependencies,
): AsyncGenerator<AnswerEvent, ModelOutcome> {
  const state = new ModelAnswer(work, deps)
  try {
    if (work.readings.length > 0) yield* state.write()
  } catch (thrown) {
    if (deps.signal?.aborted) throw thrown
    state.failure = toAppError(thrown).message
  }
  return state.outcome
}

class ModelAnswer {
  readonly #work: ModelWork
  readonly #deps: ModelDependencies
  readonly #groups = new VoiceGroups()
  readonly #sentences: AnswerSentence[] = []
  readonly #struck: StruckSentence[] = []
  readonly #queries: string[] = []
  readonly #composer = new TextComposer()
  readonly #leftOut = new Map<string, string>()
  readonly #readings: Map<string, PostReading>
  failure: string | null = null

  constructor(work: ModelWork, deps: ModelDependencies) {
    this.#work = work
    this.#deps = deps
    this.#readings = new Map(work.readings.map((reading) => [reading.post.id, reading]))
  }

  async *write(): AsyncGenerator<AnswerEvent> {
    const signal = this.#deps.signal ?? new AbortController().signal
    for await (const event of this.#deps.writer.write(this.#request(), { signal })) {
      if (event.type === 'section') this.#composer.addSection(event.title)
      if (event.type === 'sentence') {
        this.#composer.addSentence(event.sentence.text)
        this.#sentences.push(event.sentence)
      }
      if (event.type === 'unsupported') {
        const { text, reason } = event
        this.#struck.push({ text, reason, after: this.#sentences.length })
      }
      yield event
    }
  }

  get outcome(): ModelOutcome {
    return {
      ...this.#verdict(),
      text: this.#composer.text,
      sentences: this.#sentences,
      sections: this.#composer.sections,
      struck: this.#struck,
      queries: this.#queries,
      readings: [...this.#readings.values()],
      leftOut: this.#leftOut,
    }
  }

  #verdict(): Pick<ModelOutcome, 'kind' | 'reason'> {
    const { failure } = this
    if (this.#sentences.length > 0)
      return { kind: 'answered', reason: failure === null ? null : `The model broke off: ${failure}` }
    if (this.#work.readings.length === 0)
      return { kind: 'fell_back', reason: 'There was nothing for the model to read.' }
    if (failure !== null) return { kind: 'fell_back', reason: failure }
    if (this.#struck.length > 0)
      return { kind: 'fell_back', reason: 'Nothing the model wrote was carried by the posts.' }
    return { kind: 'abstained', reason: null }
  }

  #request(): WriterRequest {
    const { question, history, depth, now, readings, book, spending } = this.#work
    return {
      question: question.text,
      kind: question.kind,
      history,
      locale: question.locale,
      depth,
      now,
      evidence: evidenceItems(this.#withoutOrders(readings), this.#groups),
      search: (queries) => this.#search(queries),
      book,
      spending,
      leaveOut: (items) => {
        for (const { item, reason } of items) this.#leftOut.set(item.post.id, reason)
      },
    }
  }

  async #search(queries: readonly string[]) {
    this.#queries.push(...queries)
    const known = [...this.#readings.values()].map(({ post }) => post)
    const found = await searchAgain(this.#work.question, { queries, known }, this.#deps)
    for (const reading of found) this.#readings.set(reading.post.id, reading)
    return foundItems(this.#withoutOrders(found), this.#groups)
  }

  /** What gives orders to models is not shown to one. */
  #withoutOrders(readings: readonly PostReading[]): readonly PostReading[] {
    return readings.filter(({ post }) => {
      const isOrder = speaksToModels(post.text)
      if (isOrder) this.#leftOut.set(post.id, 'speaks_to_models')
      return !isOrder
    })
  }
}
