import type { ModelUsed } from '../../domain/answer.ts'
import type {
  ChatDelta,
  ChatMessage,
  ChatModel,
  FunctionCall,
  FunctionOffer,
} from '../../models/language/chat-model.ts'
import { countTokens } from '../../models/language/count-tokens.ts'
import { costUsd } from '../../models/language/prices.ts'
import { textOfParts } from './conversation.ts'
import {
  type GenerationEvent,
  type GenerationRequest,
  type GenerationUsage,
  NOTHING_USED,
} from './generation.ts'
import type { ServerTool } from './server-tools.ts'

export type ModelParts = {
  readonly model: ChatModel
  /** Tools that run here when the model asks for them. */
  readonly tools: readonly ServerTool[]
  /** Answers from evidence instead, when the model asks to search; null where it may not. */
  readonly search: ServerTool | null
  readonly fromEvidence: () => AsyncGenerator<GenerationEvent>
  readonly signal: AbortSignal
}

/** What the model said in one round. */
type Round = {
  readonly calls: FunctionCall[]
  text: string
  reasoning: string
  end: ChatDelta & { type: 'end' }
}

/**
 * Passes a conversation on to a model, word by word. Functions of the client come back as calls; tools that run here run,
 * and the model goes on, for as many rounds as are allowed. When it asks to search, the answer is written from evidence:
 * a model that has seen posts calls nothing any more.
 */
export async function* converseWithModel(
  request: GenerationRequest,
  parts: ModelParts,
): AsyncGenerator<GenerationEvent> {
  const ours = new Map(
    [...parts.tools, ...(parts.search === null ? [] : [parts.search])].map((tool) => [tool.offer.name, tool]),
  )
  const offers = [...request.functions, ...[...ours.values()].map(({ offer }) => offer)]
  const messages: ChatMessage[] = [...request.messages]
  let usage = NOTHING_USED
  for (let turn = 1; ; turn += 1) {
    const isLast = turn >= request.turnsMax
    const round = emptyRound()
    yield* listen(round, {
      request,
      parts,
      messages,
      offers: isLast ? request.functions : offers,
      hides: (name) => ours.has(name),
    })
    usage = addUsage(usage, { request, round, messages, model: parts.model })
    const own = round.calls.filter(({ name }) => ours.has(name))
    if (own.length === 0 || own.length < round.calls.length || isLast)
      return yield ending(round, own, usage, parts.model.used)
    if (own.some(({ name }) => name === parts.search?.offer.name)) return yield* parts.fromEvidence()
    messages.push({ role: 'assistant', text: round.text, calls: own })
    for (const call of own) {
      const tool = ours.get(call.name)
      if (tool === undefined) continue
      const { run, output } = await tool.run(call.arguments, parts.signal)
      usage =
        run.kind === 'mcp'
          ? { ...usage, mcpCalls: usage.mcpCalls + 1 }
          : { ...usage, codeRuns: usage.codeRuns + 1 }
      yield { type: 'tool', run }
      messages.push({ role: 'tool', callId: call.id, text: output })
    }
  }
}

type Listening = {
  readonly request: GenerationRequest
  readonly parts: ModelParts
  readonly messages: readonly ChatMessage[]
  readonly offers: readonly FunctionOffer[]
  readonly hides: (name: string) => boolean
}

async function* listen(
  round: Round,
  { request, parts, messages, offers, hides }: Listening,
): AsyncGenerator<GenerationEvent> {
  const { toolChoice, parallelToolCalls, format, sampling, outputTokensMax } = request
  const asked = {
    ...{ messages, functions: offers, toolChoice, parallelToolCalls, format, sampling, outputTokensMax },
  }
  for await (const delta of parts.model.stream(asked, { signal: parts.signal })) {
    if (delta.type === 'end') round.end = delta
    else if (delta.type === 'call') {
      round.calls.push(delta.call)
      if (!hides(delta.call.name)) yield delta
    } else {
      if (delta.type === 'text') round.text += delta.text
      else round.reasoning += delta.text
      yield delta
    }
  }
}

function emptyRound(): Round {
  const tokens = { input: null, output: null, reasoning: null, cached: null }
  return { calls: [], text: '', reasoning: '', end: { type: 'end', finish: 'stop', tokens } }
}

/** Calls of tools that ran out of rounds are not shown: nobody could answer them. */
function ending(
  round: Round,
  own: readonly FunctionCall[],
  usage: GenerationUsage,
  used: ModelUsed,
): GenerationEvent {
  const hasClientCalls = round.calls.length > own.length
  const finish = round.end.finish === 'tool_calls' && !hasClientCalls ? 'stop' : round.end.finish
  return { type: 'end', finish, used, usage, citations: [], answer: null }
}

type Counting = {
  readonly request: GenerationRequest
  readonly round: Round
  readonly messages: readonly ChatMessage[]
  readonly model: ChatModel
}

/** What the server counted where that can be true, else our estimate. */
function addUsage(usage: GenerationUsage, { request, round, messages, model }: Counting): GenerationUsage {
  const { tokens } = round.end
  const read = messages.reduce(
    (sum, message) => sum + lengthOf(message),
    JSON.stringify(request.functions).length,
  )
  const said = round.text.length + round.reasoning.length + JSON.stringify(round.calls).length
  const report = { inputTokens: tokens.input, outputTokens: tokens.output }
  const hasPictures = messages.some(
    (message) => message.role === 'user' && message.parts.some(({ type }) => type === 'image'),
  )
  const counted =
    hasPictures && tokens.input !== null && tokens.output !== null
      ? { input: tokens.input, output: tokens.output, isEstimated: false }
      : countTokens(report, { input: read, output: said })
  const cost = costUsd(model.price, counted)
  return {
    ...usage,
    inputTokens: usage.inputTokens + counted.input,
    outputTokens: usage.outputTokens + counted.output,
    reasoningTokens: usage.reasoningTokens + Math.min(tokens.reasoning ?? 0, counted.output),
    cachedTokens: usage.cachedTokens + Math.min(tokens.cached ?? 0, counted.input),
    isEstimated: usage.isEstimated || counted.isEstimated,
    costUsd: usage.costUsd === null || cost === null ? null : usage.costUsd + cost,
  }
}

function lengthOf(message: ChatMessage): number {
  return message.role === 'user' ? textOfParts(message.parts).length : message.text.length
}
