import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { frontPageSchema } from '../../../../src/contract/front-page.ts'
import { storyDetailSchema, trendListSchema } from '../../../../src/contract/story.ts'
import { getJson } from './client.ts'

/** What of the stories is wanted; kept in the address. */
export type StoryFilter = {
  readonly hours: string
  readonly lang: string
  readonly topic: string
  readonly showsCalm: boolean
}

const FRONT_STORIES = 18
const LIVE_MS = 15_000

export const frontPageQuery = ({ hours, lang, topic, showsCalm }: StoryFilter) =>
  queryOptions({
    queryKey: ['stories', 'front', hours, lang, topic, showsCalm],
    queryFn: ({ signal }) => {
      const wanted = { hours, limit: String(FRONT_STORIES), risen: String(!showsCalm), lang, about: topic }
      return getJson(`/api/front-page?${filled(wanted)}`, frontPageSchema, { signal })
    },
    refetchInterval: LIVE_MS,
  })

export const storyQuery = (id: string) =>
  queryOptions({
    queryKey: ['stories', 'one', id],
    queryFn: ({ signal }) => getJson(`/api/stories/${encodeURIComponent(id)}`, storyDetailSchema, { signal }),
    refetchInterval: LIVE_MS,
  })

export const trendsQuery = (filter: { readonly lang: string; readonly topic: string }) =>
  queryOptions({
    queryKey: ['trends', filter.lang, filter.topic],
    queryFn: ({ signal }) =>
      getJson(
        `/api/trends?${filled({ limit: '50', lang: filter.lang, about: filter.topic })}`,
        trendListSchema,
        { signal },
      ),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  })

function filled(params: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams(Object.entries(params).filter(([, value]) => value !== ''))
}
