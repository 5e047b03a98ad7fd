import { z } from 'zod'
import { answerSchema, depthSchema } from './answer.ts'

export const messageSchema = z.discriminatedUnion('role', [
  z.object({
    id: z.string(),
    role: z.literal('user'),
    text: z.string(),
    /** Files that it was asked with; one may have been deleted since. */
    files: z.array(z.object({ id: z.string(), name: z.string() })),
    created_at: z.string(),
  }),
  z.object({
    id: z.string(),
    role: z.literal('assistant'),
    /** Null while the run is under way, or when it failed or was stopped before a first sentence. */
    answer: answerSchema.nullable(),
    run: z.object({
      id: z.string(),
      state: z.enum(['running', 'done', 'stopped', 'failed']),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
    created_at: z.string(),
  }),
])

export const chatSchema = z.object({
  id: z.string(),
  title: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})
export const chatListSchema = z.object({ chats: z.array(chatSchema) })
export const chatWithMessagesSchema = chatSchema.extend({ messages: z.array(messageSchema) })

/** What an answer may rest on; what is not named is allowed. Times are ISO 8601, `to` is exclusive. */
export const chosenSourcesSchema = z.strictObject({
  kinds: z
    .array(z.enum(['posts', 'web', 'files']))
    .min(1)
    .max(3)
    .optional(),
  networks: z.array(z.string().max(40)).min(1).max(20).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})

/** `POST /api/explain`: which stored post to explain. */
export const explainBodySchema = z.strictObject({ post_id: z.string().min(1).max(500) })

/** `POST /api/chats` and `POST /api/chats/:id/messages` take the question and start a run. */
export const askBodySchema = z.strictObject({
  question: z.string().trim().min(1).max(4_000),
  model: z.string().optional(),
  /** `deep`: more searches and a report with sections; `quick` where nothing is said. */
  depth: depthSchema.optional(),
  /** Ids of your files that it is asked with; they are searched first, and for the rest of the chat. */
  files: z.array(z.string()).max(10).optional(),
  sources: chosenSourcesSchema.optional(),
})
export const askStartedSchema = z.object({ chat_id: z.string(), message_id: z.string(), run_id: z.string() })

/** Four questions taken from what is rising now; empty when too little is stored to suggest any. */
export const questionListSchema = z.object({ questions: z.array(z.string()) })

export type ChosenSourcesJson = z.infer<typeof chosenSourcesSchema>
export type MessageJson = z.infer<typeof messageSchema>
export type ChatJson = z.infer<typeof chatSchema>
export type ChatWithMessagesJson = z.infer<typeof chatWithMessagesSchema>
