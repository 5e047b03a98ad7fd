import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  askStartedSchema,
  type ChatWithMessagesJson,
  type MessageJson,
} from '../../../../src/contract/chat.ts'
import { getJson, sendOnly } from '../../shared/api/client.ts'
import { chatQuery, chatsQuery, filesQuery } from '../../shared/api/queries.ts'
import { askOptions, optionsBody } from './ask-options.ts'

type AskStarted = z.infer<typeof askStartedSchema>

/** A question with the files that it is asked with. */
export type Asked = {
  readonly question: string
  readonly files: readonly { readonly id: string; readonly name: string }[]
}

/** Asks in a chat, or in a new one when `chatId` is null; the chat on screen shows the question at once. */
export function useAsk(chatId: string | null) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ question, files }: Asked) =>
      getJson(
        chatId === null ? '/api/chats' : `/api/chats/${encodeURIComponent(chatId)}/messages`,
        askStartedSchema,
        {
          method: 'POST',
          body: {
            question,
            ...(files.length > 0 && { files: files.map(({ id }) => id) }),
            ...optionsBody(askOptions.getSnapshot(), Date.now()),
          },
        },
      ),
    onSuccess: (started, asked) => {
      addToChat(queries, started, asked)
      if (asked.files.length > 0) void queries.invalidateQueries({ queryKey: filesQuery.queryKey })
      void queries.invalidateQueries({ queryKey: chatsQuery.queryKey, exact: true })
    },
  })
}

export function useDeleteChat() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (chatId: string) =>
      sendOnly(`/api/chats/${encodeURIComponent(chatId)}`, { method: 'DELETE' }),
    onSuccess: (_, chatId) => {
      queries.removeQueries({ queryKey: chatQuery(chatId).queryKey })
      return queries.invalidateQueries({ queryKey: chatsQuery.queryKey, exact: true })
    },
  })
}

/** Tells the server to stop; the reader has already seen it stop. */
export function stopRunOnServer(runId: string): Promise<void> {
  return sendOnly(`/api/runs/${encodeURIComponent(runId)}`, { method: 'DELETE' }).catch(() => undefined)
}

function addToChat(queries: QueryClient, started: AskStarted, { question, files }: Asked): void {
  const now = new Date().toISOString()
  const named = files.map(({ id, name }) => ({ id, name }))
  const added: MessageJson[] = [
    { id: `${started.message_id}-question`, role: 'user', text: question, files: named, created_at: now },
    {
      id: started.message_id,
      role: 'assistant',
      answer: null,
      run: { id: started.run_id, state: 'running', error: null },
      created_at: now,
    },
  ]
  queries.setQueryData(chatQuery(started.chat_id).queryKey, (chat): ChatWithMessagesJson => {
    const base = chat ?? {
      id: started.chat_id,
      title: question,
      created_at: now,
      updated_at: now,
      messages: [],
    }
    return { ...base, messages: [...base.messages, ...added] }
  })
}
