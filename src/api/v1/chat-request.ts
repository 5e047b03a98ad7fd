import { z } from 'zod'
import type { GenerationRequest, SearchWish } from '../../assistant/generate/generation.ts'
import { AppError } from '../../domain/errors.ts'
import type {
  ChatMessage,
  ChatPart,
  FunctionOffer,
  OutputFormat,
  ToolChoice,
} from '../../models/language/chat-model.ts'
import { searchParametersSchema, unsupported, wishOfParameters } from './search-fields.ts'

const MESSAGES_MAX = 2_000
const TOOLS_MAX = 350
const STOPS_MAX = 4
/** Rounds of tools that run here, where the client says nothing. */
export const TURNS_DEFAULT = 8

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() })
const imagePart = z.looseObject({
  type: z.literal('image_url'),
  image_url: z.looseObject({
    url: z.string().max(20_000_000),
    detail: z.enum(['auto', 'low', 'high']).nullish(),
  }),
})
const filePart = z.looseObject({
  type: z.literal('file'),
  file: z.looseObject({ file_id: z.string().max(200) }),
})
const refusalPart = z.looseObject({ type: z.literal('refusal'), refusal: z.string() })
const content = z.union([
  z.string(),
  z.array(z.discriminatedUnion('type', [textPart, imagePart, filePart, refusalPart])).max(200),
])
type Content = z.output<typeof content>

export const functionCallSchema = z.looseObject({
  id: z.string().min(1).max(400),
  type: z.literal('function').optional(),
  function: z.looseObject({ name: z.string().min(1).max(200), arguments: z.string() }),
})

const message = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('system'), content }),
  z.looseObject({ role: z.literal('developer'), content }),
  z.looseObject({ role: z.literal('user'), content }),
  z.looseObject({
    role: z.literal('assistant'),
    content: content.nullish(),
    tool_calls: z.array(functionCallSchema).max(128).nullish(),
  }),
  z.looseObject({ role: z.literal('tool'), tool_call_id: z.string(), content }),
])

const parameters = z.record(z.string(), z.unknown())
const functionTool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string().regex(/^[\w-]{1,128}$/, 'must consist of letters, digits, _ and -'),
    description: z.string().nullish(),
    parameters: parameters.nullish(),
    strict: z.boolean().nullish(),
  }),
})
const liveSearchTool = z.strictObject({
  type: z.literal('live_search'),
  sources: searchParametersSchema.shape.sources,
})

export const formatSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({
      name: z.string().max(200).nullish(),
      schema: parameters.nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
])

/** Fields that every client may send and that change nothing here. */
const inert = {
  user: z.unknown().optional(),
  safety_identifier: z.unknown().optional(),
  prompt_cache_key: z.unknown().optional(),
  prompt_cache_retention: z.unknown().optional(),
  service_tier: z.unknown().optional(),
  metadata: z.unknown().optional(),
  store: z.unknown().optional(),
  logit_bias: z.unknown().optional(),
  verbosity: z.unknown().optional(),
  prediction: z.unknown().optional(),
}

/** POST /v1/chat/completions. Unknown fields are refused by name: nothing is ignored in silence. */
export const chatBodySchema = z.strictObject({
  model: z.string().min(1).max(300),
  messages: z.array(message).min(1).max(MESSAGES_MAX),
  max_completion_tokens: z.int().min(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: z.int().nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(STOPS_MAX)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z
    .array(z.discriminatedUnion('type', [functionTool, liveSearchTool]))
    .max(TOOLS_MAX)
    .nullish(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }),
    ])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: formatSchema.nullish(),
  reasoning_effort: z.string().max(20).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  search_parameters: searchParametersSchema.nullish(),
  web_search_options: z.record(z.string(), z.unknown()).nullish(),
  deferred: z.boolean().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  include: z.array(z.string().max(100)).max(20).nullish(),
  modalities: z.array(z.string()).nullish(),
  ...inert,
})
export type ChatBody = z.output<typeof chatBodySchema>

type Shared = Pick<GenerationRequest, 'ownerId' | 'baseUrl' | 'locale'>

/** @throws {AppError} invalid_input that names a field we cannot honour */
export function toGenerationRequest(body: ChatBody, shared: Shared): GenerationRequest {
  refuseUnsupported(body)
  const tools = body.tools ?? []
  const functions = tools.flatMap((tool) => (tool.type === 'function' ? [toOffer(tool.function)] : []))
  const effort = body.reasoning_effort ?? null
  return {
    ...shared,
    model: body.model,
    messages: body.messages.map(toMessage),
    functions,
    toolChoice: toChoice(body.tool_choice, functions),
    parallelToolCalls: body.parallel_tool_calls ?? null,
    format: toFormat(body.response_format ?? null),
    sampling: {
      ...(body.temperature != null && { temperature: body.temperature }),
      ...(body.top_p != null && { topP: body.top_p }),
      ...(body.seed != null && { seed: body.seed }),
      ...(body.stop != null && { stop: [body.stop].flat() }),
      ...(body.presence_penalty != null && { presencePenalty: body.presence_penalty }),
      ...(body.frequency_penalty != null && { frequencyPenalty: body.frequency_penalty }),
      ...(effort !== null && { reasoningEffort: effort }),
    },
    outputTokensMax: body.max_completion_tokens ?? body.max_tokens ?? null,
    search: searchOf(body),
    ...{ mcp: [], runsCode: false, turnsMax: TURNS_DEFAULT, citesInline: false },
    depth: isDeep(effort) ? 'deep' : 'quick',
    fileIds: body.messages.flatMap((one) => filesIn(one.content ?? '')),
  }
}

/** High effort asks for more searches and a report. */
export function isDeep(effort: string | null): boolean {
  return effort === 'high' || effort === 'xhigh'
}

function refuseUnsupported(body: ChatBody): void {
  if (body.n != null && body.n !== 1) throw unsupported('n', 'one answer is made for a request')
  if (body.logprobs === true || (body.top_logprobs ?? 0) > 0)
    throw unsupported('logprobs', 'probabilities of words are not given')
  if (body.modalities?.some((modality) => modality !== 'text'))
    throw unsupported('modalities', 'text alone is written here')
}

function searchOf(body: ChatBody): SearchWish | null {
  if (body.search_parameters != null) return wishOfParameters(body.search_parameters)
  const live = body.tools?.find((tool) => tool.type === 'live_search')
  if (live !== undefined) return wishOfParameters({ mode: 'auto', sources: live.sources })
  if (body.web_search_options != null) return wishOfParameters({ mode: 'on', sources: [{ type: 'web' }] })
  return null
}

function toMessage(given: ChatBody['messages'][number]): ChatMessage {
  switch (given.role) {
    case 'system':
    case 'developer':
      return { role: 'system', text: textOf(given.content) }
    case 'user':
      return { role: 'user', parts: toParts(given.content) }
    case 'tool':
      return { role: 'tool', callId: given.tool_call_id, text: textOf(given.content) }
    case 'assistant':
      return {
        role: 'assistant',
        text: textOf(given.content ?? ''),
        calls: (given.tool_calls ?? []).map((call) => ({
          ...{ id: call.id, name: call.function.name, arguments: call.function.arguments },
        })),
      }
  }
}

function toParts(given: Content): ChatPart[] {
  if (typeof given === 'string') return [{ type: 'text', text: given }]
  return given.flatMap((part): ChatPart[] => {
    if (part.type === 'text') return [{ type: 'text', text: part.text }]
    if (part.type !== 'image_url') return []
    return [{ type: 'image', url: imageAddress(part.image_url.url), detail: part.image_url.detail ?? null }]
  })
}

/** @throws {AppError} invalid_input for what is neither an address nor a picture written as one */
export function imageAddress(url: string): string {
  if (/^https?:\/\//i.test(url) || /^data:image\//i.test(url)) return url
  throw new AppError('invalid_input', 'image_url: must be an http(s) or data:image address.', {
    param: 'image_url',
  })
}

function filesIn(given: Content): string[] {
  if (typeof given === 'string') return []
  return given.flatMap((part) => (part.type === 'file' ? [part.file.file_id] : []))
}

function textOf(given: Content): string {
  if (typeof given === 'string') return given
  return given
    .flatMap((part) => (part.type === 'text' ? [part.text] : part.type === 'refusal' ? [part.refusal] : []))
    .join('\n')
}

export function toOffer(given: {
  readonly name: string
  readonly description?: string | null | undefined
  readonly parameters?: Readonly<Record<string, unknown>> | null | undefined
  readonly strict?: boolean | null | undefined
}): FunctionOffer {
  return {
    name: given.name,
    description: given.description ?? null,
    parameters: given.parameters ?? { type: 'object', properties: {} },
    strict: given.strict ?? null,
  }
}

function toChoice(given: ChatBody['tool_choice'], functions: readonly FunctionOffer[]): ToolChoice | null {
  if (given == null || typeof given === 'string') return given ?? null
  return namedChoice(given.function.name, functions)
}

/** @throws {AppError} invalid_input for a function that is not offered */
export function namedChoice(name: string, functions: readonly FunctionOffer[]): ToolChoice {
  if (functions.some((offer) => offer.name === name)) return { name }
  throw new AppError('invalid_input', `tool_choice: "${name}" is not among the tools.`, {
    param: 'tool_choice',
  })
}

export function toFormat(given: z.output<typeof formatSchema> | null): OutputFormat {
  if (given === null || given.type === 'text') return { type: 'text' }
  if (given.type === 'json_object') return { type: 'json_object' }
  const { name, schema, strict } = given.json_schema
  if (schema == null)
    throw new AppError('invalid_input', 'response_format.json_schema.schema: is missing.', {
      param: 'response_format',
    })
  return { type: 'json_schema', name: name ?? 'answer', schema, strict: strict ?? false }
}
