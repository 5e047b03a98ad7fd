import type { Question } from '../api/environment.ts'
import type { Archive } from '../archive/archive.ts'
import type { AnswerRuns } from '../assistant/answer-runs.ts'
import type { AnswerWriter, Turn } from '../assistant/answer-writer.ts'
import { type AskDependencies, type AskRequest, answer, ask } from '../assistant/ask.ts'
import type { AskedFile } from '../assistant/documents/evidence-document.ts'
import type { Answer, AnswerEvent } from '../domain/answer.ts'
import { AppError } from '../domain/errors.ts'
import type { AskStarted, Message } from '../ledger/chats.ts'
import type { FileWithText } from '../ledger/files.ts'
import type { Ledger } from '../ledger/ledger.ts'

export type AnsweringDependencies = {
  readonly archive: Archive
  readonly ledger: Ledger
  readonly runs: AnswerRuns
  readonly clock: () => number
  /** @param model see `Question.model` */
  readonly openWriter: (model: string | null) => Promise<AnswerWriter | null>
  /** How web pages are found. */
  readonly web: Pick<AskDependencies, 'findPages' | 'isWebConfigured'>
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
    const started = await ledger.chats.ask(ownerId, {
      ...{ chatId, question: question.question, fileIds: question.fileIds },
    })
    runs.start({ ownerId, runId: started.runId }, (signal) => this.#events(question, started, signal))
    return started
  }

  /** The whole answer, without a chat. */
  async once(question: Question, signal: AbortSignal): Promise<Answer> {
    const files = await this.#filesOf(question)
    return await answer({ ...requestOf(question), files }, await this.#askDependencies(question, signal))
  }

  async *#events(question: Question, started: AskStarted, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    const messages = await this.#deps.ledger.chats.messages(question.ownerId, started.chatId)
    const files = await this.#deps.ledger.files.ofChat(question.ownerId, started.chatId)
    const asked = {
      ...{ ...requestOf(question), ...whatWasSaid(messages, started.runId) },
      files: files.map(toAskedFile),
    }
    yield* ask(asked, await this.#askDependencies(question, signal))
  }

  async #askDependencies({ model }: Question, signal: AbortSignal): Promise<AskDependencies> {
    const { archive, clock, web } = this.#deps
    const writer = await this.#deps.openWriter(model)
    return { archive, clock, signal, ...web, ...(writer !== null && { writer }) }
  }

  async #filesOf({ ownerId, fileIds }: Question): Promise<AskedFile[]> {
    const files = await Promise.all(fileIds.map((id) => this.#deps.ledger.files.get(ownerId, id)))
    return files.map((file) => {
      if (file === null)
        throw new AppError('not_found', 'A file of this question is not there any more. Add it again.')
      return toAskedFile(file)
    })
  }
}

function requestOf({ question, locale, depth, sources }: Question): AskRequest {
  return { question, locale, depth, ...(sources !== null && { sources }) }
}

export function toAskedFile(file: FileWithText): AskedFile {
  const { id, name, title, text, pageStarts, kind, createdAt } = file
  return { id: `file:${id}`, name, title, text, pageStarts, isTable: kind === 'csv', addedAt: createdAt }
}

type Said = Pick<AskRequest, 'history' | 'firstCitation' | 'cited'>

/** The exchanges before a run, the numbers that cited posts have in this chat, and the first free one. */
function whatWasSaid(messages: readonly Message[], runId: string): Said {
  const history: Turn[] = []
  const cited = new Map<string, number>()
  let highest = 0
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
    for (const { id, n } of given.citations) {
      // A post quoted at two places has two numbers: its first one stays with it.
      if (!cited.has(id)) cited.set(id, n)
      highest = Math.max(highest, n)
    }
  }
  return {
    history: history.slice(-HISTORY_TURNS_MAX),
    firstCitation: highest + 1,
    cited: [...cited].map(([id, n]) => ({ id, n })),
  }
}
