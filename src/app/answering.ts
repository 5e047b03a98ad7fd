import type { Question } from '../api/environment.ts'
import type { Archive } from '../archive/archive.ts'
import type { AnswerRuns } from '../assistant/answer-runs.ts'
import type { AnswerWriter, Turn } from '../assistant/answer-writer.ts'
import { type AskRequest, answer, ask } from '../assistant/ask.ts'
import type { Answer, AnswerEvent } from '../domain/answer.ts'
import type { AskStarted, Message } from '../ledger/chats.ts'
import type { Ledger } from '../ledger/ledger.ts'

export type AnsweringDependencies = {
  readonly archive: Archive
  readonly ledger: Ledger
  readonly runs: AnswerRuns
  readonly clock: () => number
  /** @param model see `Question.model` */
  readonly openWriter: (model: string | null) => Promise<AnswerWriter | null>
}

/** Earlier exchanges of a chat that an answer may lean on, newest last. */
const HISTORY_TURNS_MAX = 6

/** Questions of people become answers: as runs of a chat that are kept, or once and forgotten. */
export class Answering {
  readonly #deps: AnsweringDependencies

  constructor(deps: AnsweringDependencies) {
    this.#deps = deps
  }

  /** Writes the question down and starts its run; does not wait for the answer. */
  async start(question: Question & { readonly chatId: string | null }): Promise<AskStarted> {
    const { ledger, runs } = this.#deps
    runs.assertRoom()
    const { ownerId, chatId } = question
    const started = await ledger.chats.ask(ownerId, { chatId, question: question.question })
    runs.start({ ownerId, runId: started.runId }, (signal) => this.#events(question, started, signal))
    return started
  }

  /** The whole answer, without a chat. */
  async once({ question, locale, model }: Question, signal: AbortSignal): Promise<Answer> {
    return await answer({ question, locale }, await this.#askDependencies(model, signal))
  }

  async *#events(question: Question, started: AskStarted, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    const messages = await this.#deps.ledger.chats.messages(question.ownerId, started.chatId)
    const asked = {
      question: question.question,
      locale: question.locale,
      ...whatWasSaid(messages, started.runId),
    }
    yield* ask(asked, await this.#askDependencies(question.model, signal))
  }

  async #askDependencies(model: string | null, signal: AbortSignal) {
    const { archive, clock } = this.#deps
    const writer = await this.#deps.openWriter(model)
    return { archive, clock, signal, ...(writer !== null && { writer }) }
  }
}

type Said = Pick<AskRequest, 'history' | 'firstCitation' | 'cited'>

/** The exchanges before a run, the numbers that cited posts have in this chat, and the first free one. */
function whatWasSaid(messages: readonly Message[], runId: string): Said {
  const history: Turn[] = []
  const cited = new Map<string, number>()
  let question = ''
  for (const message of messages) {
    if (message.role === 'user') {
      question = message.text
      continue
    }
    if (message.run.id === runId) break
    const given = message.run.answer
    if (given === null) continue
    history.push({ question, answer: given.text })
    for (const { id, n } of given.citations) cited.set(id, n)
  }
  return {
    history: history.slice(-HISTORY_TURNS_MAX),
    firstCitation: Math.max(0, ...cited.values()) + 1,
    cited: [...cited].map(([id, n]) => ({ id, n })),
  }
}
