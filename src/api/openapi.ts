import { z } from 'zod'
import { meSchema, retentionSchema, settingsSchema } from '../contract/account.ts'
import { answerEventSchema, answerSchema } from '../contract/answer.ts'
import { apiKeyListSchema, newApiKeyBodySchema, newApiKeySchema } from '../contract/api-key.ts'
import {
  addBotBodySchema,
  botListSchema,
  botReplyListSchema,
  botReplySchema,
  botSchema,
  changeBotBodySchema,
} from '../contract/bot.ts'
import { campaignListSchema, campaignSchema } from '../contract/campaign.ts'
import {
  askBodySchema,
  askStartedSchema,
  chatListSchema,
  chatWithMessagesSchema,
  explainBodySchema,
  questionListSchema,
} from '../contract/chat.ts'
import {
  changeCheckBodySchema,
  checkCreatedSchema,
  checkDetailSchema,
  checkListSchema,
  createCheckBodySchema,
  rateCheckBodySchema,
} from '../contract/checks.ts'
import { errorSchema } from '../contract/error.ts'
import { fileListSchema, fileSchema, fileWithTextSchema } from '../contract/file.ts'
import { frontPageSchema } from '../contract/front-page.ts'
import { backfillBodySchema, jobSchema, simulateBodySchema } from '../contract/job.ts'
import { connectionBodySchema, modelsSchema, roleBodySchema } from '../contract/model.ts'
import {
  changeNotificationSettingsSchema,
  notificationListSchema,
  notificationSettingsSchema,
} from '../contract/notification.ts'
import { pageSchema } from '../contract/page.ts'
import { postPageSchema, postSchema } from '../contract/post.ts'
import { promptListSchema } from '../contract/prompt.ts'
import { searchPageSchema } from '../contract/search.ts'
import {
  addSourceBodySchema,
  changeSourceBodySchema,
  sourceDetailSchema,
  sourceKindListSchema,
  sourceListSchema,
} from '../contract/sources.ts'
import { statusSchema } from '../contract/status.ts'
import { storyDetailSchema, storyListSchema, trendListSchema } from '../contract/story.ts'

import { V1_OPERATIONS } from './v1/operations.ts'

type Operation = {
  readonly summary: string
  readonly body?: z.ZodType
  readonly result?: z.ZodType
  readonly stream?: z.ZodType
  readonly query?: readonly string[]
  readonly streams?: true
}

/** Every route under /api, with the schemas it is checked by. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'get /api/me': { summary: 'Who is asking', result: meSchema },
  'get /api/campaigns': {
    summary: 'Accounts that act in concert; provisional=true adds those that are not confirmed',
    query: ['limit', 'provisional'],
    result: campaignListSchema,
  },
  'get /api/trends': {
    summary:
      'Stories that rise now, against their own past; copies and accounts that act in concert count once',
    query: ['limit', 'lang', 'network', 'about', 'mute'],
    result: trendListSchema,
  },
  'get /api/trends/stream': {
    summary: 'The same, every five seconds',
    query: ['limit', 'lang', 'network', 'about', 'mute'],
    stream: trendListSchema,
  },
  'get /api/trends/rss': {
    summary: 'Stories that rose, as a feed; about=WORDS for a topic',
    query: ['limit', 'lang', 'network', 'about', 'mute'],
  },
  'get /api/front-page': {
    summary: 'Stories with sentences of their posts and the share of those that is coordinated',
    query: ['limit', 'hours', 'risen', 'lang', 'network', 'about', 'mute'],
    result: frontPageSchema,
  },
  'get /api/stories': {
    summary: 'Posts grouped by event, those of most accounts first',
    query: ['limit', 'hours', 'risen', 'lang', 'network', 'about', 'mute'],
    result: storyListSchema,
  },
  'get /api/stories/{id}': { summary: 'One story with its posts and a summary', result: storyDetailSchema },
  'get /api/campaigns/{id}': { summary: 'One campaign with its evidence', result: campaignSchema },
  'get /api/campaigns/{id}/export': {
    summary:
      'The same as a file: format=json, csv (posts), graphml (accounts) or stix (STIX 2.1 with DISARM); pseudonyms=true hides names',
    query: ['format', 'pseudonyms'],
  },
  'get /api/status': { summary: 'Posts stored, rate, sources, engine, retention', result: statusSchema },
  'get /api/status/stream': { summary: 'The same, every two seconds', stream: statusSchema },
  'post /api/ask': {
    summary: 'Ask and wait for the whole answer; nothing is kept',
    body: askBodySchema,
    result: answerSchema,
  },
  'post /api/explain': {
    summary:
      'Explain a stored post: its thread, who else says the same and since when, who denies it, whose it is',
    body: explainBodySchema,
    result: answerSchema,
  },
  'get /api/chats': { summary: 'Your chats, newest first', result: chatListSchema },
  'post /api/chats': {
    summary: 'Start a chat with a question',
    body: askBodySchema,
    result: askStartedSchema,
  },
  'get /api/chats/{id}': { summary: 'A chat with its answers', result: chatWithMessagesSchema },
  'delete /api/chats/{id}': { summary: 'Delete a chat' },
  'post /api/chats/{id}/messages': {
    summary: 'Ask a follow-up',
    body: askBodySchema,
    result: askStartedSchema,
  },
  'get /api/runs/{id}/events': {
    summary: 'Follow an answer; Last-Event-ID resumes',
    stream: answerEventSchema,
  },
  'get /api/runs/{id}/answer': {
    summary: 'A finished answer with its trace, as a file: `json` or `md`',
    result: answerSchema,
    query: ['format'],
  },
  'get /api/prompts': { summary: 'What plugged models are told', result: promptListSchema },
  'delete /api/runs/{id}': { summary: 'Stop an answer' },
  'get /api/checks': {
    summary: 'The board of claims, the last changed first',
    result: checkListSchema,
    query: ['state', 'followed', 'after', 'limit'],
  },
  'post /api/checks': {
    summary: 'Check a claim, or the claims of a text, a stored post or a stored page',
    body: createCheckBodySchema,
    result: checkCreatedSchema,
  },
  'get /api/checks/{id}': {
    summary: 'A claim with its verdict and every revision',
    result: checkDetailSchema,
  },
  'patch /api/checks/{id}': {
    summary: 'Publish a claim, or take it back',
    body: changeCheckBodySchema,
    result: checkDetailSchema,
  },
  'delete /api/checks/{id}': { summary: 'Take a claim off the board' },
  'post /api/checks/{id}/look': { summary: 'Check again now', result: checkDetailSchema },
  'post /api/checks/{id}/follow': { summary: 'Be told when the verdict changes', result: checkDetailSchema },
  'delete /api/checks/{id}/follow': { summary: 'Be told no longer', result: checkDetailSchema },
  'post /api/checks/{id}/rating': {
    summary: 'Rate a verdict; null takes the rating back',
    body: rateCheckBodySchema,
    result: checkDetailSchema,
  },
  'get /api/checks/{id}/claimreview.json': {
    summary: 'The verdict as ClaimReview (schema.org); open to all once published',
  },
  'get /api/bots': { summary: 'Accounts that answer when they are mentioned', result: botListSchema },
  'post /api/bots': {
    summary: 'Add an account, or give a known one its new credentials',
    body: addBotBodySchema,
    result: botSchema,
  },
  'patch /api/bots/{id}': {
    summary: 'Pause an account, or change what it may do',
    body: changeBotBodySchema,
    result: botSchema,
  },
  'delete /api/bots/{id}': { summary: 'Remove an account with all it was asked and answered' },
  'get /api/bots/replies': {
    summary: 'Mentions and what became of them, the last changed first',
    result: botReplyListSchema,
    query: ['bot', 'state', 'limit'],
  },
  'post /api/bots/replies/{id}/approve': { summary: 'Let a draft go out', result: botReplySchema },
  'post /api/bots/replies/{id}/dismiss': { summary: 'Drop what is not out yet', result: botReplySchema },
  'post /api/bots/replies/{id}/retry': { summary: 'Take up again what failed', result: botReplySchema },
  'get /api/notifications': {
    summary: 'What you were told, newest first',
    result: notificationListSchema,
    query: ['limit'],
  },
  'post /api/notifications/read': { summary: 'Mark one or all as read', result: notificationListSchema },
  'get /api/notifications/settings': {
    summary: 'By which ways you are told',
    result: notificationSettingsSchema,
  },
  'patch /api/notifications/settings': {
    summary: 'Choose mail, webhook and kinds; a new webhook shows its secret once',
    body: changeNotificationSettingsSchema,
    result: notificationSettingsSchema,
  },
  'get /api/posts': {
    summary: 'Stored posts, newest first',
    result: postPageSchema,
    query: ['query', 'lang', 'source', 'author', 'before', 'limit'],
  },
  'get /api/posts/stream': {
    summary: 'Posts as they are stored',
    stream: postSchema,
    query: ['query', 'lang', 'source', 'author'],
  },
  'get /api/posts/{id}': { summary: 'One stored post', result: postSchema },
  'get /api/pages/{id}': { summary: 'A web page as it was read: what a citation quotes', result: pageSchema },
  'get /api/files': { summary: 'Your files, and how many there may be', result: fileListSchema },
  'post /api/files': {
    summary: 'Give a file, sent as the body: PDF, Word, HTML, CSV or text',
    result: fileSchema,
    query: ['name'],
  },
  'get /api/files/{id}': { summary: 'One of your files with its text', result: fileWithTextSchema },
  'delete /api/files/{id}': {
    summary: 'Delete one of your files; with `unasked=true` only if no question was asked with it',
    query: ['unasked'],
  },
  'get /api/search': {
    summary:
      'Ranked search, best first; mode top, latest or semantic folds copies and pages (docs/search.md)',
    result: searchPageSchema,
    query: ['query', 'lang', 'source', 'from', 'to', 'limit', 'offset', 'mode'],
  },
  'get /api/questions': {
    summary: 'Up to four questions that the archive can answer now',
    result: questionListSchema,
  },
  'get /api/retention': { summary: 'Who takes how much of the archive', result: retentionSchema },
  'get /api/sources': { summary: 'Live sources and how each is doing', result: sourceListSchema },
  'get /api/sources/kinds': {
    summary: 'Kinds of source that can be added, with their options',
    result: sourceKindListSchema,
  },
  'post /api/sources': {
    summary: 'Add a source; one with the same options is resumed',
    body: addSourceBodySchema,
    result: sourceDetailSchema,
  },
  'get /api/sources/{id}': {
    summary: 'One source with its options, filter, errors and samples',
    result: sourceDetailSchema,
  },
  'patch /api/sources/{id}': {
    summary: 'Pause, resume or change a source while it runs',
    body: changeSourceBodySchema,
    result: sourceDetailSchema,
  },
  'post /api/sources/{id}/backfill': {
    summary: 'Read older posts of a source; a job',
    body: backfillBodySchema,
    result: jobSchema,
  },
  'delete /api/sources/{id}': { summary: 'Remove a source' },
  'post /api/import': { summary: 'Import a file sent as the body', result: jobSchema, query: ['name'] },
  'post /api/simulate': {
    summary: 'Fill the archive with the simulated network',
    body: simulateBodySchema,
    result: jobSchema,
  },
  'get /api/jobs/{id}': { summary: 'How far an import is', result: jobSchema },
  'delete /api/jobs/{id}': { summary: 'Stop an import' },
  'get /api/models': {
    summary: 'Which models do what, what they cost and how they are doing',
    result: modelsSchema,
  },
  'patch /api/models/roles/{role}': {
    summary: 'Who does a role, and what it may take',
    body: roleBodySchema,
    result: modelsSchema,
  },
  'put /api/models/connections/{id}': {
    summary: 'Set up a server of models',
    body: connectionBodySchema,
    result: modelsSchema,
  },
  'delete /api/models/connections/{id}': { summary: 'Remove a server of models', result: modelsSchema },
  'get /api/keys': { summary: 'Your API keys, without the keys themselves', result: apiKeyListSchema },
  'post /api/keys': {
    summary: 'Make an API key; it is shown once',
    body: newApiKeyBodySchema,
    result: newApiKeySchema,
  },
  'delete /api/keys/{id}': { summary: 'Revoke an API key' },
  'get /api/settings': {
    summary: 'How long posts are kept, and whether others may sign up',
    result: settingsSchema,
  },
  'patch /api/settings': {
    summary: 'Change them',
    body: settingsSchema.partial(),
    result: settingsSchema,
  },
}

/** The OpenAPI 3.1 description of the web app's own API, made from the schemas that check it. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [route, operation] of Object.entries({ ...OPERATIONS, ...V1_OPERATIONS })) {
    const [method = 'get', path = '/'] = route.split(' ')
    paths[path] = { ...paths[path], [method]: describe(path, operation) }
  }
  return {
    ...{ openapi: '3.1.0', info: { title: 'Verity', version, license: { name: 'Apache-2.0' } }, paths },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    security: [{ key: [] }, {}],
  }
}

function describe(path: string, { summary, body, result, stream, streams, query = [] }: Operation): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  return {
    summary,
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...query.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    ],
    ...(body !== undefined && { requestBody: { required: true, content: json(body) } }),
    responses: {
      ...(stream !== undefined && {
        200: {
          description: 'Server-sent events',
          content: { 'text/event-stream': { schema: schemaOf(stream) } },
        },
      }),
      ...(result !== undefined && {
        200: {
          description: 'Done',
          content: {
            ...json(result),
            ...(streams === true && { 'text/event-stream': { schema: { type: 'string' } } }),
          },
        },
      }),
      ...(stream === undefined && result === undefined && { 204: { description: 'Done' } }),
      default: { description: 'Failed', content: json(errorSchema) },
    },
  }
}

function json(schema: z.ZodType): object {
  return { 'application/json': { schema: schemaOf(schema) } }
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

/** Paths as the document names them, so that a test can hold the document against the routes. */
export function documentedRoutes(): string[] {
  return Object.keys(OPERATIONS)
}
