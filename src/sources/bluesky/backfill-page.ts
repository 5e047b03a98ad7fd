import type { Post } from '../../domain/post.ts'
import { asArray, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { type BackfillPage, PARKED_SAMPLE_LENGTH_MAX, type ParkedSample } from '../source.ts'
import type { AppView, QueryParameters } from './app-view.ts'
import { mapPostView } from './map-post-view.ts'
import type { DroppedReason } from './reasons.ts'

export type BackfillRequest = {
  readonly appView: Pick<AppView, 'query'>
  readonly signal: AbortSignal
  /** Cursor of the last page that was dealt with. */
  readonly cursor?: string | null
  /** Pages to take at most. Default 100. */
  readonly pagesMax?: number
  /** UTC milliseconds. */
  readonly now: () => number
}

const PAGES_MAX = 100
/** The most that these queries allow. */
export const PER_PAGE = 100
const SAMPLES_MAX = 3
/** A page of another server may hold anything; ours holds no more than this. */
const VIEWS_MAX = 1_000

/**
 * Follows the cursor of a query, newest posts first. Ends with the last page, after `pagesMax` pages, when a server
 * hands out the same cursor again, or when the signal aborts.
 *
 * @param question.viewsIn takes the post views out of an answer; what it leaves out is counted under its reason
 * @throws {AppError} as `AppView.query`, except that stopping just ends it
 */
export async function* followPages(
  request: BackfillRequest,
  question: {
    readonly method: string
    readonly parameters: QueryParameters
    readonly viewsIn: (answer: JsonObject) => readonly ViewOrReason[]
  },
): AsyncGenerator<BackfillPage> {
  const { appView, signal, pagesMax = PAGES_MAX, now } = request
  let cursor = request.cursor ?? undefined
  for (let page = 0; page < pagesMax && !signal.aborted; page += 1) {
    const parameters = { ...question.parameters, limit: PER_PAGE, cursor }
    const answer = await appView.query(question.method, parameters, signal)
    const next = asString(answer['cursor'])?.slice(0, 2_000) ?? null
    const isLast = next === null || next === '' || next === cursor
    yield { ...mapViews(question.viewsIn(answer), now()), cursor: isLast ? null : next }
    if (isLast) return
    cursor = next
  }
}

/** A post view, or why an item of the answer is none that we want. */
export type ViewOrReason = { readonly view: unknown } | { readonly leftOut: DroppedReason }

export function viewsAt(answer: JsonObject, field: string): readonly ViewOrReason[] {
  return asArray(answer[field]).map((view) => ({ view }))
}

export function mapViews(items: readonly ViewOrReason[], now: number): Omit<BackfillPage, 'cursor'> {
  const posts = new Map<string, Post>()
  const dropped: Record<string, number> = {}
  const parked: Record<string, number> = {}
  const parkedSamples: ParkedSample[] = []
  for (const item of items.slice(0, VIEWS_MAX)) {
    const mapped =
      'view' in item ? mapPostView(item.view, now) : ({ kind: 'drop', reason: item.leftOut } as const)
    if (mapped.kind === 'keep') posts.set(mapped.post.id, mapped.post)
    else if (mapped.kind === 'drop') dropped[mapped.reason] = (dropped[mapped.reason] ?? 0) + 1
    else {
      parked[mapped.reason] = (parked[mapped.reason] ?? 0) + 1
      if (parkedSamples.length < SAMPLES_MAX) parkedSamples.push(sampleOf(mapped.reason, item, now))
    }
  }
  return { posts: [...posts.values()], dropped, parked, parkedSamples }
}

function sampleOf(reason: string, item: ViewOrReason, at: number): ParkedSample {
  return { reason, raw: JSON.stringify(item).slice(0, PARKED_SAMPLE_LENGTH_MAX), at }
}
