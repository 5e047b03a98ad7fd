import { AppError } from '../../domain/errors.ts'
import type { ChatModel } from '../../models/language/chat-model.ts'
import type { AnswerWriter } from '../answer-writer.ts'
import type { AskDependencies } from '../ask.ts'
import type { AskedFile } from '../documents/evidence-document.ts'
import { answerFromEvidence } from './from-evidence.ts'
import type { GenerationEvent, GenerationRequest } from './generation.ts'
import { type OpenServerTools, searchOffer } from './server-tools.ts'
import { converseWithModel } from './with-model.ts'

/** The engine that needs no model; always there. */
export const EMBEDDED_MODEL = 'verity-embedded'
/** The best that is set up: the answer model with evidence, else the embedded engine. */
export const BEST_MODEL = 'verity'

export type GenerateDependencies = {
  readonly ask: AskDependencies
  /** A model by its id; null where none is called so. */
  readonly chatModel: (id: string) => Promise<ChatModel | null>
  /** Writes from evidence with that model; null: with whatever answers, and the embedded engine where nothing is set up. */
  readonly writerFor: (id: string | null) => Promise<AnswerWriter | null>
  /** The models that answer; null where none is set up. */
  readonly answerChain: () => Promise<ChatModel | null>
  readonly filesOf: (ownerId: string, ids: readonly string[]) => Promise<readonly AskedFile[]>
  readonly openTools: OpenServerTools
}

/**
 * Goes on with a conversation: the embedded engine from evidence alone, a plugged model as its client wants it.
 *
 * @throws {AppError} not_found for an unknown model, invalid_input for what the model cannot do, else what it fails with
 */
export async function* generate(
  request: GenerationRequest,
  deps: GenerateDependencies,
  signal: AbortSignal,
): AsyncGenerator<GenerationEvent> {
  const { model: name } = request
  const isGrounded = name === EMBEDDED_MODEL || name === BEST_MODEL
  const best = name === BEST_MODEL ? await deps.answerChain() : null
  const model = isGrounded ? best : await deps.chatModel(name)
  if (!isGrounded && model === null) throw unknownModel(name)
  if (isGrounded) refuseForEvidence(request, name)
  const fromEvidence = async function* (): AsyncGenerator<GenerationEvent> {
    const writer = model === null ? null : await deps.writerFor(best === null ? name : null)
    const files = await deps.filesOf(request.ownerId, request.fileIds)
    yield* answerFromEvidence(request, { deps: deps.ask, writer, formatter: model, files, signal })
  }
  if (model === null || isGrounded || request.search?.mode === 'required') return yield* fromEvidence()
  await using opened = await deps.openTools(request, signal)
  yield* converseWithModel(request, {
    ...{ model, tools: opened.tools, search: searchOffer(request), fromEvidence, signal },
  })
}

export function unknownModel(name: string): AppError {
  return new AppError('not_found', `There is no model "${name}"; /v1/models lists those there are.`, {
    param: 'model',
  })
}

/** What an answer from evidence cannot do, so that nothing is ignored in silence. */
function refuseForEvidence(request: GenerationRequest, name: string): void {
  const needsModel = (param: string, what: string) =>
    new AppError(
      'invalid_input',
      `${param}: ${name} ${what}. Configure a language model (VERITY_MODEL, or Models in the settings) and name it.`,
      { param },
    )
  const { toolChoice } = request
  if (toolChoice !== null && toolChoice !== 'auto' && toolChoice !== 'none' && request.functions.length > 0)
    throw needsModel('tool_choice', 'never calls functions of a client')
  if (request.mcp.length > 0) throw needsModel('tools', 'does not call MCP servers')
  if (request.runsCode) throw needsModel('tools', 'does not write code')
  for (const message of request.messages)
    if (message.role === 'user' && message.parts.some(({ type }) => type === 'image'))
      throw needsModel('messages', 'cannot look at pictures')
}
