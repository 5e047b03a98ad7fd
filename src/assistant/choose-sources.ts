import { findEvidence } from '../search/find-evidence.ts'
import type { AskDependencies, AskRequest } from './ask.ts'

/** What an answer may rest on. Everything that is not named is allowed. */
export type ChosenSources = {
  readonly kinds?: readonly SourceKind[]
  /** Networks as post ids begin: `bluesky`, `mastodon`, `x`, `file`. */
  readonly networks?: readonly string[]
  /** UTC milliseconds; `to` is exclusive. */
  readonly from?: number
  readonly to?: number
}

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
      ...(findPages !== undefined && allows('web') && { findPages }),
    },
  }
}

function narrowed(
  { networks, from, to }: ChosenSources,
  deps: AskDependencies,
): NonNullable<AskDependencies['findEvidence']> {
  const find = deps.findEvidence ?? findEvidence
  return async (archive, asked, options) => {
    const limit = asked.limit ?? LIMIT_MAX
    const found = await find(
      archive,
      {
        ...asked,
        from: latest(asked.from, from),
        to: earliest(asked.to, to),
        limit: networks === undefined ? limit : Math.min(LIMIT_MAX, limit * READ_AHEAD),
      },
      options,
    )
    if (networks === undefined) return found
    return found.filter(({ post }) => networks.includes(networkOf(post.id))).slice(0, limit)
  }
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
