import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  askStartedSchema,
  type ChatWithMessagesJson,
  type MessageJson,
} from '../../../../src/contract/chat.ts'
import { getJson, sendOnly } from '../../shared/api/client.ts'
import { chatQuery, chatsQuery } from '../../shared/api/queries.ts'

type AskStarted = z.infer<typeof askStartedSchema>

/** Asks in a chat, or in a new one when `chatId` is null; the chat on screen shows the question at once. */
export function useAsk(chatId: string | null) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (question: string) =>
      getJson(
        chatId === null ? '/api/chats' : `/api/chats/${encodeURIComponent(chatId)}/messages`,
        askStartedSchema,
        {
          method: 'POST',
          body: { question },
        },
      ),
    onSuccess: (started, question) => {
      addToChat(queries, started, question)
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

function addToChat(queries: QueryClient, started: AskStarted, question: string): void {
  const now = new Date().toISOString()
  const added: MessageJson[] = [
    { id: `${started.message_id}-question`, role: 'user', text: question, created_at: now },
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
