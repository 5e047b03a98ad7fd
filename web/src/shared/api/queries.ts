import { queryOptions } from '@tanstack/react-query'
import { meSchema, retentionSchema, settingsSchema } from '../../../../src/contract/account.ts'
import { apiKeyListSchema } from '../../../../src/contract/api-key.ts'
import { chatListSchema, chatWithMessagesSchema, questionListSchema } from '../../../../src/contract/chat.ts'
import { fileListSchema, fileWithTextSchema } from '../../../../src/contract/file.ts'
import { jobSchema } from '../../../../src/contract/job.ts'
import { modelsSchema } from '../../../../src/contract/model.ts'
import { pageSchema } from '../../../../src/contract/page.ts'
import { postSchema } from '../../../../src/contract/post.ts'
import { sourceListSchema } from '../../../../src/contract/sources.ts'
import { ApiError, getJson } from './client.ts'

/** Server data by name; every screen reads it through one cache. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => getJson('/api/me', meSchema, { signal }),
  staleTime: 60_000,
})

export const chatsQuery = queryOptions({
  queryKey: ['chats'],
  queryFn: ({ signal }) => getJson('/api/chats', chatListSchema, { signal }),
})

export const chatQuery = (chatId: string) =>
  queryOptions({
    queryKey: ['chats', chatId],
    queryFn: ({ signal }) =>
      getJson(`/api/chats/${encodeURIComponent(chatId)}`, chatWithMessagesSchema, { signal }),
  })

export const questionsQuery = queryOptions({
  queryKey: ['questions'],
  queryFn: ({ signal }) => getJson('/api/questions', questionListSchema, { signal }),
  staleTime: 60_000,
})

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => getJson('/api/sources', sourceListSchema, { signal }),
  refetchInterval: 3_000,
})

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => getJson('/api/settings', settingsSchema, { signal }),
})

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => getJson('/api/models', modelsSchema, { signal }),
})

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => getJson('/api/keys', apiKeyListSchema, { signal }),
})

/** Who takes how much of the archive; for the owner. */
export const usageQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) => getJson('/api/retention', retentionSchema, { signal }),
})

export const postQuery = (postId: string) =>
  queryOptions({
    queryKey: ['posts', postId],
    queryFn: ({ signal }) => getJson(`/api/posts/${encodeURIComponent(postId)}`, postSchema, { signal }),
    staleTime: 300_000,
  })

export const filesQuery = queryOptions({
  queryKey: ['files'],
  queryFn: ({ signal }) => getJson('/api/files', fileListSchema, { signal }),
})

export const fileQuery = (fileId: string) =>
  queryOptions({
    queryKey: ['files', fileId],
    queryFn: ({ signal }) =>
      getJson(`/api/files/${encodeURIComponent(fileId)}`, fileWithTextSchema, { signal }),
    staleTime: 300_000,
  })

export const pageQuery = (pageId: string) =>
  queryOptions({
    queryKey: ['pages', pageId],
    queryFn: ({ signal }) => getJson(`/api/pages/${encodeURIComponent(pageId)}`, pageSchema, { signal }),
    staleTime: 300_000,
  })

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['jobs', jobId],
    queryFn: ({ signal }) => getJson(`/api/jobs/${encodeURIComponent(jobId)}`, jobSchema, { signal }),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'running' ? false : 700),
  })

/** Only what may pass by itself is tried again: no answer, or a server that says it is busy. */
export function retryQuery(failures: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return false
  return failures < 2 && (error.code === 'network' || error.status >= 500)
}
