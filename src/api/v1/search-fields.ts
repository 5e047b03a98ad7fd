import { z } from 'zod'
import type { ChosenSources, Limits } from '../../assistant/choose-sources.ts'
import type { SearchTool, SearchWish } from '../../assistant/generate/generation.ts'
import type { ApiScopes } from '../../domain/api-scopes.ts'
import { AppError } from '../../domain/errors.ts'

/** xAI's documents say 10 and 20; the larger one is accepted. */
const HANDLES_MAX = 20
const SITES_MAX = 5
const DAY = z.iso.date()
/** As the search reads accounts: no spaces, no quotation marks. */
const handle = z
  .string()
  .trim()
  .regex(/^@?[^\s"“”«»@]{1,200}(?:@[^\s"“”«»@]{1,200})?$/, 'is no name of an account')
  .transform((name) => name.replace(/^@/, ''))
const handles = z.array(handle).max(HANDLES_MAX)
const site = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+\/?$/, 'is no domain')
  .transform((name) =>
    name
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/\/$/, ''),
  )
const sites = z.array(site).max(SITES_MAX)

const webSource = z.strictObject({
  type: z.literal('web'),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .nullish(),
  excluded_websites: sites.nullish(),
  allowed_websites: sites.nullish(),
  safe_search: z.boolean().nullish(),
})
const newsSource = z.strictObject({
  type: z.literal('news'),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .nullish(),
  excluded_websites: sites.nullish(),
  safe_search: z.boolean().nullish(),
})
const xSource = z.strictObject({
  type: z.literal('x'),
  included_x_handles: handles.nullish(),
  excluded_x_handles: handles.nullish(),
  x_handles: handles.nullish(),
  post_favorite_count: z.int().min(0).max(999_999_999).nullish(),
  post_view_count: z.int().min(0).nullish(),
})
const rssSource = z.strictObject({ type: z.literal('rss'), links: z.array(z.url()).length(1) })
const source = z.discriminatedUnion('type', [webSource, newsSource, xSource, rssSource])
type Source = z.output<typeof source>

/** Live Search, which upstream has switched off and we still honour. */
export const searchParametersSchema = z.strictObject({
  mode: z.enum(['off', 'auto', 'on']).nullish(),
  return_citations: z.boolean().nullish(),
  from_date: DAY.nullish(),
  to_date: DAY.nullish(),
  max_search_results: z.int().min(1).nullish(),
  sources: z.array(source).max(10).nullish(),
})
export type SearchParameters = z.output<typeof searchParametersSchema>

export const webSearchToolSchema = z.strictObject({
  type: z.enum(['web_search', 'web_search_preview', 'web_search_2025_08_26']),
  allowed_domains: sites.nullish(),
  excluded_domains: sites.nullish(),
  filters: z.strictObject({ allowed_domains: sites.nullish(), excluded_domains: sites.nullish() }).nullish(),
  enable_image_understanding: z.boolean().nullish(),
  enable_image_search: z.boolean().nullish(),
  user_location: z.record(z.string(), z.unknown()).nullish(),
  search_context_size: z.enum(['low', 'medium', 'high']).nullish(),
  external_web_access: z.boolean().nullish(),
})

export const xSearchToolSchema = z.strictObject({
  type: z.literal('x_search'),
  allowed_x_handles: handles.nullish(),
  excluded_x_handles: handles.nullish(),
  from_date: DAY.nullish(),
  to_date: DAY.nullish(),
  enable_image_understanding: z.boolean().nullish(),
  enable_video_understanding: z.boolean().nullish(),
})

export const fileSearchToolSchema = z.strictObject({
  type: z.literal('file_search'),
  vector_store_ids: z.array(z.string().max(200)).max(10).nullish(),
  max_num_results: z.int().min(1).max(50).nullish(),
  filters: z.null().optional(),
  ranking_options: z.record(z.string(), z.unknown()).nullish(),
})

/**
 * What a Live Search asks for. Switched off, the embedded engine answers from what is stored, and no search is reported.
 *
 * @throws {AppError} invalid_input that names what we cannot do or what contradicts itself
 */
export function wishOfParameters(given: SearchParameters): SearchWish {
  const { mode, sources = null } = given
  if (mode === 'off') return { mode: 'auto', tools: [], sources: { kinds: ['posts', 'files'] } }
  const chosen: readonly Source[] = sources ?? [{ type: 'web' }, { type: 'x' }]
  const accounts = { only: [] as string[], except: [] as string[] }
  const pages = { only: [] as string[], except: [] as string[] }
  let likesMin: number | undefined
  for (const [at, one] of chosen.entries()) {
    const param = `search_parameters.sources[${at}]`
    if (one.type === 'rss')
      throw unsupported(`${param}.type`, 'feeds are followed as sources of this server, not per request')
    if (one.type === 'x') {
      if (one.post_view_count)
        throw unsupported(`${param}.post_view_count`, 'views of posts are not known here')
      const only = [...(one.included_x_handles ?? []), ...(one.x_handles ?? [])]
      assertOneOf(only, one.excluded_x_handles ?? [], `${param}.included_x_handles`)
      accounts.only.push(...only)
      accounts.except.push(...(one.excluded_x_handles ?? []))
      likesMin = one.post_favorite_count ?? likesMin
    } else {
      const only = one.type === 'web' ? (one.allowed_websites ?? []) : []
      assertOneOf(only, one.excluded_websites ?? [], `${param}.allowed_websites`)
      pages.only.push(...only)
      pages.except.push(...(one.excluded_websites ?? []))
    }
  }
  const hasPosts = chosen.some(({ type }) => type === 'x')
  const hasWeb = chosen.some(({ type }) => type !== 'x')
  return {
    mode: mode === 'on' ? 'required' : 'auto',
    tools: [...(hasPosts ? (['x_search'] as const) : []), ...(hasWeb ? (['web_search'] as const) : [])],
    sources: {
      kinds: [...(hasPosts ? (['posts'] as const) : []), ...(hasWeb ? (['web'] as const) : []), 'files'],
      ...range(given),
      ...(likesMin !== undefined && { likesMin }),
      ...limits(accounts, pages),
    },
  }
}

export type SearchTools = readonly (
  | z.output<typeof webSearchToolSchema>
  | z.output<typeof xSearchToolSchema>
  | z.output<typeof fileSearchToolSchema>
)[]

/** What the tools of a request ask for together. Null: none of them searches. @throws {AppError} invalid_input */
export function wishOfTools(tools: SearchTools, mode: SearchWish['mode']): SearchWish | null {
  if (tools.length === 0) return null
  const accounts = { only: [] as string[], except: [] as string[] }
  const pages = { only: [] as string[], except: [] as string[] }
  let days: Pick<ChosenSources, 'from' | 'to'> = {}
  for (const tool of tools) {
    if (tool.type === 'file_search') continue
    if (tool.enable_image_understanding)
      throw unsupported('tools.enable_image_understanding', 'no model that looks at pictures is configured')
    if (tool.type === 'x_search') {
      if (tool.enable_video_understanding)
        throw unsupported('tools.enable_video_understanding', 'no model that watches videos is configured')
      assertOneOf(tool.allowed_x_handles ?? [], tool.excluded_x_handles ?? [], 'tools.allowed_x_handles')
      accounts.only.push(...(tool.allowed_x_handles ?? []))
      accounts.except.push(...(tool.excluded_x_handles ?? []))
      days = range(tool)
    } else {
      if (tool.enable_image_search)
        throw unsupported('tools.enable_image_search', 'pictures are not searched')
      const only = tool.allowed_domains ?? tool.filters?.allowed_domains ?? []
      const except = tool.excluded_domains ?? tool.filters?.excluded_domains ?? []
      assertOneOf(only, except, 'tools.allowed_domains')
      pages.only.push(...only)
      pages.except.push(...except)
    }
  }
  const names = [...new Set(tools.map(({ type }) => toolOf(type)))]
  const kinds = { x_search: 'posts', web_search: 'web', file_search: 'files' } as const
  return {
    mode,
    tools: names,
    sources: {
      kinds: [...new Set([...names.map((name) => kinds[name]), 'files' as const])],
      ...days,
      ...limits(accounts, pages),
    },
  }
}

/** Narrows what is searched to what a key may see. @throws {AppError} forbidden when nothing is left */
export function withinScopes(search: SearchWish | null, { sources }: ApiScopes): SearchWish | null {
  if (sources === null) return search
  const kinds = (['posts', 'web', 'files'] as const).filter((kind) => sources.includes(kind))
  const networks = sources.filter((name) => !['posts', 'web', 'files'].includes(name))
  const allowed = [...kinds, ...(networks.length > 0 && !kinds.includes('posts') ? (['posts'] as const) : [])]
  const wanted = search?.sources.kinds ?? ['posts', 'web', 'files']
  const left = wanted.filter((kind) => allowed.includes(kind))
  if (left.every((kind) => kind === 'files') && wanted.some((kind) => kind !== 'files'))
    throw new AppError(
      'forbidden',
      `This key lacks the scope for these sources; it has ${sources.map((name) => `source:${name}`).join(', ')}.`,
    )
  const base: SearchWish = search ?? { mode: 'auto', tools: [], sources: {} }
  return { ...base, sources: { ...base.sources, kinds: left, ...(networks.length > 0 && { networks }) } }
}

function toolOf(type: SearchTools[number]['type']): SearchTool {
  return type === 'x_search' || type === 'file_search' ? type : 'web_search'
}

/** Both are days in UTC; `to_date` itself is no longer meant. */
function range({
  from_date,
  to_date,
}: {
  from_date?: string | null | undefined
  to_date?: string | null | undefined
}) {
  if (from_date != null && to_date != null && from_date >= to_date)
    throw new AppError('invalid_input', 'to_date: must lie after from_date (it is exclusive).', {
      param: 'to_date',
    })
  return {
    ...(from_date != null && { from: Date.parse(`${from_date}T00:00:00Z`) }),
    ...(to_date != null && { to: Date.parse(`${to_date}T00:00:00Z`) }),
  }
}

function limits(accounts: Limits, pages: Limits): Pick<ChosenSources, 'accounts' | 'sites'> {
  const isEmpty = ({ only, except }: Limits) => only.length === 0 && except.length === 0
  return { ...(!isEmpty(accounts) && { accounts }), ...(!isEmpty(pages) && { sites: pages }) }
}

function assertOneOf(only: readonly string[], except: readonly string[], param: string): void {
  if (only.length > 0 && except.length > 0)
    throw new AppError(
      'invalid_input',
      `${param}: name either what is allowed or what is excluded, not both.`,
      { param },
    )
}

export function unsupported(param: string, why: string): AppError {
  return new AppError('invalid_input', `Unsupported parameter: '${param}': ${why}.`, { param })
}
