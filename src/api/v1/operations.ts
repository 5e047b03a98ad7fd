import { z } from 'zod'
import { chatBodySchema } from './chat-request.ts'
import { countBodySchema, messagesBodySchema } from './messages-request.ts'
import { responsesBodySchema } from './responses-request.ts'

/** One route of `/v1` as `/api/openapi.json` tells of it. */
export type V1Operation = {
  readonly summary: string
  readonly body?: z.ZodType
  readonly result?: z.ZodType
  /** Whether it can stream, as server-sent events. */
  readonly streams?: true
  readonly query?: readonly string[]
}

const answer = z.looseObject({ id: z.string(), object: z.string().optional(), model: z.string().optional() })
const list = z.looseObject({
  object: z.string().optional(),
  data: z.array(z.looseObject({ id: z.string() })).optional(),
})
const deleted = z.object({ id: z.string(), object: z.string(), deleted: z.literal(true) })

/** Every route under `/v1`, with the schemas that check what is sent. */
export const V1_OPERATIONS: Readonly<Record<string, V1Operation>> = {
  'get /v1/models': { summary: 'Models, with prices and what they can do', result: list },
  'get /v1/models/{id}': { summary: 'One model', result: answer },
  'get /v1/language-models': { summary: 'Models as xAI tells of them', result: z.looseObject({}) },
  'get /v1/api-key': { summary: 'The key that was sent, and its scopes', result: z.looseObject({}) },
  'get /v1/me': { summary: 'Whose key it is', result: z.looseObject({}) },
  'post /v1/tokenize-text': {
    summary: 'Tokens of the embedded engine',
    body: z.object({ text: z.string(), model: z.string() }),
    result: z.looseObject({}),
  },
  'post /v1/chat/completions': {
    summary: 'Go on with a conversation (OpenAI and xAI)',
    ...{ body: chatBodySchema, result: answer, streams: true },
  },
  'get /v1/chat/deferred-completion/{id}': {
    summary: 'A deferred answer; 202 until it is there',
    result: answer,
  },
  'post /v1/responses': {
    summary: 'Go on with a conversation, with searches and tools that run here',
    ...{ body: responsesBodySchema, result: answer, streams: true },
  },
  'get /v1/responses/{id}': { summary: 'A stored response', result: answer },
  'delete /v1/responses/{id}': { summary: 'Delete a stored response', result: deleted },
  'get /v1/responses/{id}/input_items': {
    summary: 'What a stored response was asked with',
    ...{ result: list, query: ['limit', 'order', 'after'] },
  },
  'post /v1/messages': {
    summary: 'Go on with a conversation (Anthropic)',
    ...{ body: messagesBodySchema, result: answer, streams: true },
  },
  'post /v1/messages/count_tokens': {
    summary: 'Count tokens',
    body: countBodySchema,
    result: z.looseObject({}),
  },
  'get /v1/files': { summary: 'Your files', result: list, query: ['limit', 'order', 'after'] },
  'post /v1/files': { summary: 'Give a file, as multipart form', result: answer },
  'get /v1/files/{id}': { summary: 'One of your files', result: answer },
  'delete /v1/files/{id}': { summary: 'Delete one of your files', result: deleted },
  'get /v1/files/{id}/content': { summary: 'Its text' },
  'post /v1/documents/search': {
    summary: 'Passages of your files',
    body: z.looseObject({ query: z.string() }),
    result: z.looseObject({}),
  },
  'get /v1/batches': { summary: 'Your batches', result: z.looseObject({}) },
  'post /v1/batches': {
    summary: 'Make a batch',
    body: z.object({ name: z.string() }),
    result: z.looseObject({}),
  },
  'get /v1/batches/{id}': { summary: 'How far a batch is', result: z.looseObject({}) },
  'post /v1/batches/{id}/requests': {
    summary: 'Give a batch its requests',
    body: z.looseObject({}),
    result: z.looseObject({}),
  },
  'get /v1/batches/{id}/results': { summary: 'What became of them', result: z.looseObject({}) },
  'post /v1/embeddings': {
    summary: 'Vectors, by the model of the role embed',
    body: z.looseObject({ input: z.unknown() }),
    result: z.looseObject({}),
  },
  'post /v1/images/generations': {
    summary: 'Pictures, by the model of the role draw',
    body: z.looseObject({ prompt: z.string() }),
    result: z.looseObject({}),
  },
}
