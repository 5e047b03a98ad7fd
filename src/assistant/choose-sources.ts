import { findEvidence } from '../search/find-evidence.ts'
import type { AskDependencies, AskRequest } from './ask.ts'
import type { FindPagesFor } from './documents/gather-documents.ts'

/** What an answer may rest on. Everything that is not named is allowed. */
export type ChosenSources = {
  readonly kinds?: readonly SourceKind[]
  /** Networks as post ids begin: `bluesky`, `mastodon`, `x`, `file`. */
  readonly networks?: readonly string[]
  /** UTC milliseconds; `to` is exclusive. */
  readonly from?: number
  readonly to?: number
  /** Accounts whose posts alone may be read, or may not. */
  readonly accounts?: Limits
  /** Sites whose pages alone may be read, or may not; their subdomains with them. */
  readonly sites?: Limits
  /** Least likes of a post. */
  readonly likesMin?: number
}

/** An empty `only` allows everything. */
export type Limits = { readonly only: readonly string[]; readonly except: readonly string[] }

export type SourceKind = 'posts' | 'web' | 'files'

/** Posts of other networks are found and put aside, so more are looked for. */
const READ_AHEAD = 3
const LIMIT_MAX = 500

/** Narrows what a question may read to what its asker chose; every search of the answer goes through this. */
export function withChosenSources(
  request: AskRequest,
  deps: AskDependencies,
): { readonly request: AskRequest; readonly deps: AskDependencies } {
  const { sources } = request
  if (sources === undefined) return { request, deps }
  const allows = (kind: SourceKind) => sources.kinds === undefined || sources.kinds.includes(kind)
  const { findPages, ...others } = deps
  return {
    request: allows('files') ? request : { ...request, files: [] },
    deps: {
      ...others,
      findEvidence: allows('posts') ? narrowed(sources, deps) : async () => [],
      ...(findPages !== undefined && allows('web') && { findPages: ofSites(findPages, sources.sites) }),
    },
  }
}

function narrowed(
  sources: ChosenSources,
  deps: AskDependencies,
): NonNullable<AskDependencies['findEvidence']> {
  const { networks, from, to } = sources
  const find = deps.findEvidence ?? findEvidence
  return async (archive, asked, options) => {
    const limit = asked.limit ?? LIMIT_MAX
    const found = await find(
      archive,
      {
        ...asked,
        query: [asked.query, ...operators(sources)].join(' '),
        from: latest(asked.from, from),
        to: earliest(asked.to, to),
        limit: networks === undefined ? limit : Math.min(LIMIT_MAX, limit * READ_AHEAD),
      },
      options,
    )
    if (networks === undefined) return found
    return found.filter(({ post }) => isOfNetworks(post.id, sources)).slice(0, limit)
  }
}

/** What the search itself can decide, as it is written in a query. */
function operators({ accounts, likesMin }: ChosenSources): string[] {
  return [
    ...(accounts?.only ?? []).map((account) => `from:${account}`),
    ...(accounts?.except ?? []).map((account) => `-from:${account}`),
    ...(likesMin === undefined ? [] : [`min_likes:${likesMin}`]),
  ]
}

function ofSites(find: FindPagesFor, sites: Limits | undefined): FindPagesFor {
  if (sites === undefined) return find
  return async (request, signal) => {
    const found = await find(request, signal)
    return { ...found, pages: found.pages.filter(({ url }) => isOfSites(url, sites)) }
  }
}

function isOfSites(url: string, { only, except }: Limits): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  const isOf = (site: string) => hostname === site || hostname.endsWith(`.${site}`)
  return (only.length === 0 || only.some(isOf)) && !except.some(isOf)
}

/** Whether a post may be read, as far as its network decides. */
export function isOfNetworks(id: string, { networks }: ChosenSources): boolean {
  return networks === undefined || networks.includes(networkOf(id))
}

function networkOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(':')))
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other)
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)
}
