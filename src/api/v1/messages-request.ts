import { z } from 'zod'
import type { GenerationRequest } from '../../assistant/generate/generation.ts'
import { AppError } from '../../domain/errors.ts'
import type {
  ChatMessage,
  ChatPart,
  FunctionCall,
  OutputFormat,
  ToolChoice,
} from '../../models/language/chat-model.ts'
import { TURNS_DEFAULT, toOffer } from './chat-request.ts'
import {
  type SearchTools,
  unsupported,
  webSearchToolSchema,
  wishOfTools,
  xSearchToolSchema,
} from './search-fields.ts'

const MESSAGES_MAX = 2_000

const textBlock = z.looseObject({ type: z.literal('text'), text: z.string() })
const imageBlock = z.looseObject({
  type: z.literal('image'),
  source: z.discriminatedUnion('type', [
    z.looseObject({
      type: z.literal('base64'),
      media_type: z.string().regex(/^image\/[\w.+-]+$/),
      data: z.string(),
    }),
    z.looseObject({ type: z.literal('url'), url: z.url({ protocol: /^https?$/ }) }),
  ]),
})
const toolUseBlock = z.looseObject({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
})
const toolResultBlock = z.looseObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z
    .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
    .nullish(),
  is_error: z.boolean().nullish(),
})
/** What we or others said before and that a model need not read again. */
const passedOver = z.looseObject({
  type: z.enum([
    'thinking',
    'redacted_thinking',
    'server_tool_use',
    'web_search_tool_result',
    'mcp_tool_use',
    'mcp_tool_result',
  ]),
})
const block = z.discriminatedUnion('type', [textBlock, imageBlock, toolUseBlock, toolResultBlock, passedOver])
type Block = z.output<typeof block>

const customTool = z.looseObject({
  type: z.literal('custom').nullish(),
  name: z.string().regex(/^[\w-]{1,128}$/, 'must consist of letters, digits, _ and -'),
  description: z.string().nullish(),
  input_schema: z.record(z.string(), z.unknown()),
})
const searchTool = z.strictObject({
  type: z.string().regex(/^web_search_\d{8}$/),
  name: z.literal('web_search'),
  max_uses: z.int().min(1).nullish(),
  allowed_domains: webSearchToolSchema.shape.allowed_domains,
  blocked_domains: webSearchToolSchema.shape.excluded_domains,
  user_location: z.unknown().optional(),
  cache_control: z.unknown().optional(),
})
const tool = z.union([xSearchToolSchema, searchTool, customTool])
export type MessagesTool = z.output<typeof tool>

const common = {
  model: z.string().min(1).max(300),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['user', 'assistant']),
        content: z.union([z.string(), z.array(block).max(500)]),
      }),
    )
    .min(1)
    .max(MESSAGES_MAX),
  system: z.union([z.string(), z.array(textBlock)]).nullish(),
  tools: z.array(tool).max(350).nullish(),
  tool_choice: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('auto'), disable_parallel_tool_use: z.boolean().nullish() }),
      z.looseObject({ type: z.literal('any'), disable_parallel_tool_use: z.boolean().nullish() }),
      z.looseObject({
        type: z.literal('tool'),
        name: z.string(),
        disable_parallel_tool_use: z.boolean().nullish(),
      }),
      z.looseObject({ type: z.literal('none') }),
    ])
    .nullish(),
  thinking: z.looseObject({ type: z.string() }).nullish(),
  output_config: z
    .looseObject({
      format: z
        .looseObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) })
        .nullish(),
    })
    .nullish(),
}

/** POST /v1/messages, as Anthropic's clients send it. Unknown fields are refused by name. */
export const messagesBodySchema = z.strictObject({
  ...common,
  max_tokens: z.int().min(1),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  stop_sequences: z.array(z.string().min(1)).max(100).nullish(),
  // Every client may send these; they change nothing here.
  top_k: z.unknown().optional(),
  metadata: z.unknown().optional(),
  service_tier: z.unknown().optional(),
  container: z.null().optional(),
  cache_control: z.unknown().optional(),
})
/** POST /v1/messages/count_tokens. */
export const countBodySchema = z.strictObject({ ...common, cache_control: z.unknown().optional() })
export type MessagesBody = z.output<typeof messagesBodySchema>

type Shared = Pick<GenerationRequest, 'ownerId' | 'baseUrl' | 'locale'>

/** @throws {AppError} invalid_input that names a field we cannot honour */
export function toGenerationRequest(body: MessagesBody, shared: Shared): GenerationRequest {
  const functions = (body.tools ?? []).flatMap((one) =>
    'input_schema' in one
      ? [toOffer({ name: one.name, description: one.description, parameters: one.input_schema })]
      : [],
  )
  const choice = body.tool_choice ?? null
  const isParallel =
    choice !== null && 'disable_parallel_tool_use' in choice
      ? choice.disable_parallel_tool_use !== true
      : null
  return {
    ...shared,
    model: body.model,
    messages: toMessages(body),
    functions,
    toolChoice: toChoice(choice, functions),
    parallelToolCalls: isParallel,
    format: toFormat(body),
    sampling: {
      ...(body.temperature != null && { temperature: body.temperature }),
      ...(body.top_p != null && { topP: body.top_p }),
      ...(body.stop_sequences != null && { stop: body.stop_sequences }),
    },
    outputTokensMax: body.max_tokens,
    search: wishOfTools((body.tools ?? []).flatMap(toSearchTool), 'auto'),
    ...{ mcp: [], runsCode: false, turnsMax: TURNS_DEFAULT, citesInline: false, fileIds: [] },
    depth: body.thinking?.type === 'enabled' ? 'deep' : 'quick',
  }
}

export function toMessages({ system, messages }: Pick<MessagesBody, 'system' | 'messages'>): ChatMessage[] {
  const instructions =
    system == null ? '' : typeof system === 'string' ? system : system.map(({ text }) => text).join('\n')
  return [
    ...(instructions === '' ? [] : [{ role: 'system', text: instructions } as const]),
    ...messages.flatMap(({ role, content }) => {
      const blocks: Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content
      return role === 'assistant' ? [toAssistant(blocks)] : toUser(blocks)
    }),
  ]
}

function toAssistant(blocks: readonly Block[]): ChatMessage {
  const calls = blocks.flatMap((one): FunctionCall[] =>
    one.type === 'tool_use' ? [{ id: one.id, name: one.name, arguments: JSON.stringify(one.input) }] : [],
  )
  return { role: 'assistant', text: textOf(blocks), calls }
}

/** Results of tools come before what the person says with them. */
function toUser(blocks: readonly Block[]): ChatMessage[] {
  const results = blocks.flatMap((one): ChatMessage[] => {
    if (one.type !== 'tool_result') return []
    const text =
      typeof one.content === 'string'
        ? one.content
        : (one.content ?? []).map((part) => part.text ?? '').join('\n')
    return [{ role: 'tool', callId: one.tool_use_id, text: one.is_error === true ? `Error: ${text}` : text }]
  })
  const parts = blocks.flatMap((one): ChatPart[] => {
    if (one.type === 'text') return [{ type: 'text', text: one.text }]
    return one.type === 'image' ? [{ type: 'image', url: imageUrl(one), detail: null }] : []
  })
  return parts.length === 0 ? results : [...results, { role: 'user', parts }]
}

function imageUrl({ source }: z.output<typeof imageBlock>): string {
  return source.type === 'url' ? source.url : `data:${source.media_type};base64,${source.data}`
}

function textOf(blocks: readonly Block[]): string {
  return blocks.flatMap((one) => (one.type === 'text' ? [one.text] : [])).join('\n')
}

function toSearchTool(one: MessagesTool): SearchTools[number][] {
  if ('input_schema' in one) return []
  if (one.type === 'x_search') return [one as z.output<typeof xSearchToolSchema>]
  const { allowed_domains, blocked_domains } = one as z.output<typeof searchTool>
  return [{ type: 'web_search' as const, allowed_domains, excluded_domains: blocked_domains }]
}

function toChoice(
  choice: NonNullable<MessagesBody['tool_choice']> | null,
  functions: GenerationRequest['functions'],
): ToolChoice | null {
  if (choice === null) return null
  if (choice.type === 'any') return functions.length > 0 ? 'required' : null
  if (choice.type !== 'tool') return choice.type
  if (functions.some(({ name }) => name === choice.name)) return { name: choice.name }
  throw new AppError('invalid_input', `tool_choice: "${choice.name}" is not among the tools.`, {
    param: 'tool_choice',
  })
}

function toFormat({ output_config }: MessagesBody): OutputFormat {
  const format = output_config?.format
  if (format == null) return { type: 'text' }
  if (Object.keys(format.schema).length === 0) throw unsupported('output_config.format.schema', 'it is empty')
  return { type: 'json_schema', name: 'answer', schema: format.schema, strict: true }
}
