import { asArray, asObject, asString } from '../../lib/unknown-json.ts'
import type { Answer, InstanceClient } from './instance-client.ts'
import { compareLocalIds, isLocalId, rewindLocalId } from './status-id.ts'

/** The most a page can hold, and what a page holds by default: a shorter page is the last one. */
const PAGE_MAX = 40
const FULL_PAGE = 20
/** How often one page is asked for when the instance asks us to slow down. */
const TRIES = 3
/** Statuses of other instances take this long to arrive in most cases, and are filed under when they were written. */
const REWIND_MS = 30_000

/** Statuses of one page, oldest first, and the id to go on from. */
export type TimelinePage = { readonly statuses: readonly unknown[]; readonly newestId: string | null }

export type GapEnd =
  | { readonly kind: 'complete' }
  /** There is more than may be asked for. */
  | { readonly kind: 'too_long' }
  | Exclude<Answer, { kind: 'ok' }>

export type GapRequest = {
  readonly client: InstanceClient
  readonly timeline: URL
  /** Local id of the newest status known. */
  readonly after: string
  readonly pagesMax: number
}

/**
 * Reads a timeline forward from a status, page by page, until it has caught up. Begins a little earlier, so that
 * statuses that arrived late are among them; readers must tolerate repeats.
 *
 * @see https://docs.joinmastodon.org/api/guidelines/#pagination
 */
export async function* readGap(request: GapRequest): AsyncGenerator<TimelinePage, GapEnd> {
  let after = rewindLocalId(request.after, REWIND_MS)
  for (let pages = 0; pages < request.pagesMax; pages += 1) {
    const url = new URL(request.timeline)
    url.searchParams.set('limit', String(PAGE_MAX))
    url.searchParams.set('min_id', after)
    const page = await readPage(request.client, url)
    if ('kind' in page) return page
    if (page.statuses.length > 0) yield page
    const isLast = page.statuses.length < FULL_PAGE || page.newestId === null
    if (isLast || compareLocalIds(page.newestId, after) <= 0) return { kind: 'complete' }
    after = page.newestId
  }
  return { kind: 'too_long' }
}

/** The id of the newest status of a timeline; null when it is empty. */
export async function readNewestId(
  client: InstanceClient,
  timeline: URL,
): Promise<{ newestId: string | null } | Exclude<Answer, { kind: 'ok' }>> {
  const url = new URL(timeline)
  url.searchParams.set('limit', '1')
  return await readPage(client, url)
}

async function readPage(
  client: InstanceClient,
  url: URL,
): Promise<TimelinePage | Exclude<Answer, { kind: 'ok' }>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await client.get(url)
    if (answer.kind === 'ok') return pageOf(answer)
    // The client waits before the next request for as long as it was told to.
    const isBusy = answer.kind === 'refused' && answer.status === 429 && answer.retryAfterMs !== null
    if (!isBusy || tries === TRIES) return answer
  }
}

function pageOf(answer: Extract<Answer, { kind: 'ok' }>): TimelinePage | Exclude<Answer, { kind: 'ok' }> {
  if (!Array.isArray(answer.json)) return { kind: 'failed', code: 'ANSWER_NOT_A_TIMELINE' }
  // More than was asked for is not read: it would not be bounded.
  const statuses = asArray(answer.json).slice(0, PAGE_MAX).toReversed()
  const ids = [newerThanPage(answer.link), ...statuses.map((status) => asString(asObject(status)?.['id']))]
  const newestId = ids.filter((id) => id !== null && isLocalId(id)).reduce(newer, null)
  return { statuses, newestId }
}

/**
 * Where the `Link` header says that newer statuses begin. Only the id is taken from it, never the address. It can be
 * newer than every status of the page, when the instance left some out.
 */
function newerThanPage(link: string | null): string | null {
  for (const [, target = ''] of link?.matchAll(/<([^<>]{1,2000})>\s*;[^,<]{0,100}?rel="?prev"?/g) ?? []) {
    if (URL.canParse(target)) return new URL(target).searchParams.get('min_id')
  }
  return null
}

function newer(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return compareLocalIds(a, b) >= 0 ? a : b
}
