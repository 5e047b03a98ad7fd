import { z } from 'zod'
import type { GenerationRequest, McpServer, SearchWish } from '../../assistant/generate/generation.ts'
import { AppError } from '../../domain/errors.ts'
import type { ChatMessage, ChatPart, FunctionCall, OutputFormat } from '../../models/language/chat-model.ts'
import { imageAddress, isDeep, namedChoice, TURNS_DEFAULT, toFormat, toOffer } from './chat-request.ts'
import {
  fileSearchToolSchema,
  type SearchTools,
  searchParametersSchema,
  unsupported,
  webSearchToolSchema,
  wishOfParameters,
  wishOfTools,
  xSearchToolSchema,
} from './search-fields.ts'

const ITEMS_MAX = 4_000
const TOOLS_MAX = 350
const TURNS_MAX = 30

const inputPart = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('input_text'), text: z.string() }),
  z.looseObject({ type: z.literal('output_text'), text: z.string() }),
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('refusal'), refusal: z.string() }),
  z.looseObject({
    type: z.literal('input_image'),
    image_url: z.string().max(20_000_000).nullish(),
    file_id: z.string().nullish(),
    detail: z.enum(['auto', 'low', 'high']).nullish(),
  }),
  z.looseObject({
    type: z.literal('input_file'),
    file_id: z.string().max(200).nullish(),
    file_data: z.string().nullish(),
    file_url: z.string().nullish(),
    filename: z.string().nullish(),
  }),
])
const content = z.union([z.string(), z.array(inputPart).max(200)])
type Content = z.output<typeof content>

const messageItem = z.looseObject({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content,
})
const callItem = z.looseObject({
  type: z.literal('function_call'),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
})
const outputItem = z.looseObject({
  type: z.literal('function_call_output'),
  call_id: z.string(),
  output: z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]),
})
const compactionItem = z.looseObject({ type: z.literal('compaction'), encrypted_content: z.string() })
/** What we or others put out before and that says nothing to a model: searches, reasoning, tools that ran elsewhere. */
const PASSED_OVER = [
  'reasoning',
  'web_search_call',
  'x_search_call',
  'custom_tool_call',
  'custom_tool_call_output',
  'code_interpreter_call',
  'file_search_call',
  'mcp_call',
  'mcp_list_tools',
  'image_generation_call',
  'tool_search_call',
  'tool_search_output',
  'item_reference',
] as const
const passedOver = z.looseObject({ type: z.enum(PASSED_OVER) })
const item = z.union([callItem, outputItem, compactionItem, passedOver, messageItem])
export type InputItem = z.output<typeof item>

const functionTool = z.looseObject({
  type: z.literal('function'),
  name: z.string().regex(/^[\w-]{1,128}$/, 'must consist of letters, digits, _ and -'),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
})
const codeTool = z.strictObject({
  type: z.enum(['code_interpreter', 'code_execution']),
  container: z.unknown().optional(),
})
const mcpTool = z.strictObject({
  type: z.literal('mcp'),
  server_url: z.url({ protocol: /^https?$/ }),
  server_label: z.string().max(200).nullish(),
  server_description: z.string().nullish(),
  allowed_tools: z
    .union([z.array(z.string()).max(200), z.looseObject({ tool_names: z.array(z.string()).max(200) })])
    .nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  authorization: z.string().nullish(),
  defer_loading: z.boolean().nullish(),
  require_approval: z.unknown().optional(),
})
const tool = z.discriminatedUnion('type', [
  webSearchToolSchema,
  xSearchToolSchema,
  fileSearchToolSchema,
  functionTool,
  codeTool,
  mcpTool,
])
export type ResponsesTool = z.output<typeof tool>

const textFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: z.string().max(200).nullish(),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().nullish(),
  }),
])

/** POST /v1/responses. Unknown fields are refused by name. */
export const responsesBodySchema = z.strictObject({
  model: z.string().min(1).max(300),
  input: z.union([z.string(), z.array(item).max(ITEMS_MAX)]),
  instructions: z.string().nullish(),
  previous_response_id: z.string().max(200).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  tools: z.array(tool).max(TOOLS_MAX).nullish(),
  tool_choice: z
    .union([
      z.enum(['none', 'auto', 'required']),
      z.looseObject({ type: z.string(), name: z.string().optional() }),
    ])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  max_turns: z.int().min(1).nullish(),
  max_tool_calls: z.int().min(1).nullish(),
  reasoning: z.looseObject({ effort: z.string().max(20).nullish() }).nullish(),
  reasoning_effort: z.string().max(20).nullish(),
  text: z.looseObject({ format: textFormat.nullish() }).nullish(),
  include: z.array(z.string().max(100)).max(50).nullish(),
  search_parameters: searchParametersSchema.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  // Every client may send these; they change nothing here.
  top_k: z.unknown().optional(),
  min_p: z.unknown().optional(),
  user: z.unknown().optional(),
  safety_identifier: z.unknown().optional(),
  prompt_cache_key: z.unknown().optional(),
  prompt_cache_retention: z.unknown().optional(),
  service_tier: z.unknown().optional(),
  background: z.unknown().optional(),
  metadata: z.unknown().optional(),
  truncation: z.unknown().optional(),
  context_management: z.unknown().optional(),
  stream_options: z.unknown().optional(),
})
export type ResponsesBody = z.output<typeof responsesBodySchema>

type Shared = Pick<GenerationRequest, 'ownerId' | 'baseUrl' | 'locale'> & {
  /** What was said before, of a stored response. */
  readonly before: readonly ChatMessage[]
}

/** @throws {AppError} invalid_input that names a field we cannot honour */
export function toGenerationRequest(body: ResponsesBody, { before, ...shared }: Shared): GenerationRequest {
  refuseUnsupported(body)
  const functions = (body.tools ?? []).flatMap((one) => (one.type === 'function' ? [toOffer(one)] : []))
  const effort = body.reasoning?.effort ?? body.reasoning_effort ?? null
  const said = typeof body.input === 'string' ? [userMessage(body.input)] : toMessages(body.input)
  return {
    ...shared,
    model: body.model,
    messages: [
      ...(body.instructions == null ? [] : [{ role: 'system', text: body.instructions } as const]),
      ...before,
      ...said,
    ],
    functions,
    toolChoice: toChoice(body, functions),
    parallelToolCalls: body.parallel_tool_calls ?? null,
    format: toOutputFormat(body),
    sampling: {
      ...(body.temperature != null && { temperature: body.temperature }),
      ...(body.top_p != null && { topP: body.top_p }),
      ...(effort !== null && { reasoningEffort: effort }),
    },
    outputTokensMax: body.max_output_tokens ?? null,
    search: searchOf(body),
    mcp: (body.tools ?? []).flatMap((one, at) => (one.type === 'mcp' ? [toMcp(one, at)] : [])),
    runsCode: (body.tools ?? []).some(({ type }) => type === 'code_interpreter' || type === 'code_execution'),
    turnsMax: Math.min(body.max_turns ?? body.max_tool_calls ?? TURNS_DEFAULT, TURNS_MAX),
    depth: isDeep(effort) ? 'deep' : 'quick',
    citesInline: !(body.include?.includes('no_inline_citations') ?? false),
    fileIds: typeof body.input === 'string' ? [] : filesIn(body),
  }
}

/** What is kept of an input, so that a later response can go on from it. */
export function toMessages(items: readonly InputItem[]): ChatMessage[] {
  const messages: ChatMessage[] = []
  for (const given of items) {
    const last = messages.at(-1)
    if (isCall(given)) {
      const call: FunctionCall = { id: given.call_id, name: given.name, arguments: given.arguments }
      // Calls of one round belong to one message.
      if (last?.role === 'assistant')
        messages[messages.length - 1] = { ...last, calls: [...last.calls, call] }
      else messages.push({ role: 'assistant', text: '', calls: [call] })
    } else if (isCallOutput(given)) {
      messages.push({ role: 'tool', callId: given.call_id, text: outputText(given.output) })
    } else if (isCompaction(given)) messages.push(...unpackCompaction(given.encrypted_content))
    else if (isMessage(given)) messages.push(toMessage(given))
  }
  return messages
}

/** Opaque to clients; it holds what was said, shortened, and nothing secret. */
export function packCompaction(messages: readonly ChatMessage[]): string {
  return Buffer.from(JSON.stringify(messages)).toString('base64')
}

const compactedMessage = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), text: z.string() }),
  z.strictObject({
    role: z.literal('user'),
    parts: z.array(z.strictObject({ type: z.literal('text'), text: z.string() })),
  }),
  z.strictObject({ role: z.literal('assistant'), text: z.string(), calls: z.array(z.never()) }),
])

function unpackCompaction(packed: string): ChatMessage[] {
  try {
    return z.array(compactedMessage).parse(JSON.parse(Buffer.from(packed, 'base64').toString('utf8')))
  } catch (cause) {
    throw new AppError('invalid_input', 'input: a compaction item is not one of ours.', {
      param: 'input',
      cause,
    })
  }
}

function refuseUnsupported(body: ResponsesBody): void {
  if (body.instructions != null && body.previous_response_id != null)
    throw new AppError('invalid_input', 'instructions: not together with previous_response_id.', {
      param: 'instructions',
    })
  if (body.logprobs === true || (body.top_logprobs ?? 0) > 0)
    throw unsupported('logprobs', 'probabilities of words are not given')
}

function searchOf(body: ResponsesBody): SearchWish | null {
  const tools = (body.tools ?? []).filter(isSearchTool)
  const isRequired = body.tool_choice === 'required' && tools.length === (body.tools ?? []).length
  if (body.tool_choice === 'none') return null
  const wish = wishOfTools(tools, isRequired ? 'required' : 'auto')
  return wish ?? (body.search_parameters == null ? null : wishOfParameters(body.search_parameters))
}

function toChoice(
  body: ResponsesBody,
  functions: GenerationRequest['functions'],
): GenerationRequest['toolChoice'] {
  const given = body.tool_choice
  if (given == null || typeof given === 'string')
    return given === 'required' && functions.length === 0 ? null : (given ?? null)
  if (given.type === 'function' && given.name !== undefined) return namedChoice(given.name, functions)
  throw unsupported('tool_choice', 'a tool that runs here cannot be forced; offer it alone with "required"')
}

function toOutputFormat({ text }: ResponsesBody): OutputFormat {
  const format = text?.format ?? null
  if (format?.type !== 'json_schema') return format === null ? { type: 'text' } : { type: format.type }
  const { name, schema, strict } = format
  return toFormat({ type: 'json_schema', json_schema: { name, schema, strict } })
}

function toMcp(given: Extract<ResponsesTool, { type: 'mcp' }>, at: number): McpServer {
  const allowed = given.allowed_tools
  return {
    url: given.server_url,
    label: given.server_label ?? `mcp${at}`,
    allowedTools: allowed == null ? null : Array.isArray(allowed) ? allowed : allowed.tool_names,
    headers: {
      ...given.headers,
      ...(given.authorization != null && {
        authorization: `Bearer ${given.authorization.replace(/^Bearer /i, '')}`,
      }),
    },
  }
}

function filesIn({ input, tools }: ResponsesBody): string[] {
  const attached =
    typeof input === 'string'
      ? []
      : input.flatMap((one) =>
          isMessage(one) && typeof one.content !== 'string'
            ? one.content.flatMap((part) =>
                part.type === 'input_file' && part.file_id != null ? [part.file_id] : [],
              )
            : [],
        )
  return [
    ...new Set([
      ...attached,
      ...(tools ?? []).flatMap((one) => (one.type === 'file_search' ? (one.vector_store_ids ?? []) : [])),
    ]),
  ]
}

function userMessage(text: string): ChatMessage {
  return { role: 'user', parts: [{ type: 'text', text }] }
}

function toMessage({ role, content: given }: z.output<typeof messageItem>): ChatMessage {
  if (role === 'user') return { role, parts: toParts(given) }
  if (role === 'assistant') return { role, text: textOf(given), calls: [] }
  return { role: 'system', text: textOf(given) }
}

function toParts(given: Content): ChatPart[] {
  if (typeof given === 'string') return [{ type: 'text', text: given }]
  return given.flatMap((part): ChatPart[] => {
    if (part.type === 'input_image') {
      if (part.image_url == null) throw unsupported('input.image', 'a picture is given as an address')
      return [{ type: 'image', url: imageAddress(part.image_url), detail: part.detail ?? null }]
    }
    if (part.type === 'input_file') {
      if (part.file_id == null)
        throw unsupported('input.file', 'give the file to /v1/files first and name its id')
      return []
    }
    return part.type === 'refusal' ? [] : [{ type: 'text', text: part.text }]
  })
}

function textOf(given: Content): string {
  if (typeof given === 'string') return given
  return given
    .flatMap((part) => ('text' in part && typeof part.text === 'string' ? [part.text] : []))
    .join('\n')
}

function outputText(output: z.output<typeof outputItem>['output']): string {
  return typeof output === 'string' ? output : output.map(({ text }) => text ?? '').join('\n')
}

function isSearchTool(one: ResponsesTool): one is SearchTools[number] {
  return !['function', 'mcp', 'code_interpreter', 'code_execution'].includes(one.type)
}
function isCall(given: InputItem): given is z.output<typeof callItem> {
  return given.type === 'function_call'
}
function isCallOutput(given: InputItem): given is z.output<typeof outputItem> {
  return given.type === 'function_call_output'
}
function isCompaction(given: InputItem): given is z.output<typeof compactionItem> {
  return given.type === 'compaction'
}
function isMessage(given: InputItem): given is z.output<typeof messageItem> {
  return given.type === undefined || given.type === 'message'
}
