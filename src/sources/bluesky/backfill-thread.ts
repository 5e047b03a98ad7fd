import { asArray, asInteger, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import type { BackfillPage } from '../source.ts'
import { type BackfillRequest, mapViews, type ViewOrReason } from './backfill-page.ts'

/** Levels of replies asked for at once. Deeper ones are asked for from where the answer ends. */
const DEPTH = 10
const PARENTS = 100
const PAGES_MAX = 50
/** Posts taken from one answer. */
const NODES_MAX = 1_000
/** Places in the thread that wait to be asked for. */
const PENDING_MAX = 200

/**
 * A post with what it replies to and all replies to it that the view shows. Long threads come in several pages:
 * wherever an answer ends at a post that has replies, that post is asked for next.
 *
 * @param uri AT URI of any post of the thread
 * @returns pages whose cursor lists the places that are still to be asked for
 * @throws {AppError} as `AppView.query`, except that stopping just ends it
 * @see https://docs.bsky.app/docs/api/app-bsky-feed-get-post-thread
 */
export async function* backfillThread(uri: string, request: BackfillRequest): AsyncGenerator<BackfillPage> {
  const { appView, signal, pagesMax = PAGES_MAX, now } = request
  const pending = request.cursor?.split(' ').slice(0, PENDING_MAX) ?? [uri]
  const asked = new Set(pending)
  for (let page = 0; page < pagesMax && pending.length > 0 && !signal.aborted; page += 1) {
    const [next = uri] = pending
    const parameters = { uri: next, depth: DEPTH, parentHeight: next === uri ? PARENTS : 0 }
    const answer = await appView.query('app.bsky.feed.getPostThread', parameters, signal)
    const { views, unfinished } = readThread(asObject(answer['thread']))
    pending.shift()
    for (const place of unfinished) {
      if (asked.has(place) || pending.length >= PENDING_MAX) continue
      asked.add(place)
      pending.push(place)
    }
    yield { ...mapViews(views, now()), cursor: pending.length === 0 ? null : pending.join(' ') }
  }
}

type Thread = {
  readonly views: readonly ViewOrReason[]
  /** AT URIs of posts whose replies the answer left out. */
  readonly unfinished: readonly string[]
}

function readThread(root: JsonObject | null): Thread {
  const views = parentsOf(root).map(viewOf)
  const unfinished: string[] = []
  // Without recursion, since the depth is the server's to choose.
  const open = [root]
  for (let node = open.pop(); node !== undefined && views.length < NODES_MAX; node = open.pop()) {
    views.push(viewOf(node))
    const replies = asArray(node?.['replies']).slice(0, NODES_MAX).map(asObject)
    const place = asString(asObject(node?.['post'])?.['uri'])
    const hasReplies = (asInteger(asObject(node?.['post'])?.['replyCount']) ?? 0) > 0
    if (hasReplies && replies.length === 0 && place !== null && isPlace(place)) unfinished.push(place)
    open.push(...replies)
  }
  return { views, unfinished }
}

/** From the post up to the first one. */
function parentsOf(root: JsonObject | null): readonly JsonObject[] {
  const parents: JsonObject[] = []
  for (let node = asObject(root?.['parent']); node !== null && parents.length < PARENTS; ) {
    parents.push(node)
    node = asObject(node['parent'])
  }
  return parents
}

/** Blocked and deleted posts stand in the tree as something else. */
function viewOf(node: JsonObject | null): ViewOrReason {
  const post = asObject(node?.['post'])
  return post === null ? { leftOut: 'not_available' } : { view: post }
}

/** Places are kept in a cursor that spaces divide. */
function isPlace(uri: string): boolean {
  return uri.startsWith('at://') && uri.length <= 1_000 && !uri.includes(' ')
}
