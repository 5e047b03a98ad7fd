import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { mapPostView } from '../../sources/bluesky/map-post-view.ts'
import type { Thread, ThreadPost } from '../bot-network.ts'

/** A post by address and content: what replies name. */
export type StrongRef = { readonly uri: string; readonly cid: string }
export type BlueskyPlace = { readonly root: StrongRef; readonly parent: StrongRef }

/** Labels by which accounts say that a program writes there. */
const AUTOMATED = new Set(['bot', 'automated'])

/**
 * The answer of `app.bsky.feed.getPostThread` as a conversation, read upwards.
 *
 * @param own DID of the account
 * @param now UTC milliseconds
 */
export function readThread(answer: JsonObject, { own, now }: { own: string; now: number }): Thread {
  const node = asObject(answer['thread'])
  const view = asObject(node?.['post'])
  const cid = asString(view?.['cid'])
  if (node === null || view === null || cid === null) return { kind: 'none', reason: 'deleted' }
  const mention = readView(view, { own, now })
  if (mention === null) return { kind: 'none', reason: 'not_public' }
  const parent = { uri: mention.id, cid }
  const root = refOf(asObject(asObject(view['record'])?.['reply'])?.['root']) ?? parent
  return {
    ...{ kind: 'thread', mention, above: readAbove(node, { own, now }), rootId: root.uri },
    place: { root, parent } satisfies BlueskyPlace,
    isReplyAllowed: asObject(view['viewer'])?.['replyDisabled'] !== true,
  }
}

/** Ends at the first post that cannot be seen: deleted, blocked, or not for everybody. */
function readAbove(node: JsonObject, context: { own: string; now: number }): ThreadPost[] {
  const above: ThreadPost[] = []
  for (let at = asObject(node['parent']); at !== null; at = asObject(at['parent'])) {
    const view = asObject(at['post'])
    const post = view === null ? null : readView(view, context)
    if (post === null) break
    above.push(post)
  }
  return above
}

function readView(view: JsonObject, context: { own: string; now: number }): ThreadPost | null {
  const mapped = mapPostView(view, context.now)
  const uri = asString(view['uri'])
  if (mapped.kind !== 'keep' || uri === null) return null
  const quoted = quotedView(asObject(view['embed']))
  return {
    ...{ id: uri, post: mapped.post, isOurs: mapped.post.author === context.own },
    isAutomated: isAutomated(view),
    quoted: quoted === null ? null : readView(quoted, context),
  }
}

/** A quoted post is shown in a form of its own; what it quotes in turn is not read. */
function quotedView(embed: JsonObject | null): JsonObject | null {
  const record = asObject(embed?.['record'])
  const shown = record?.['value'] === undefined ? asObject(record?.['record']) : record
  if (shown?.['value'] === undefined) return null
  const { uri, cid, author, value, indexedAt } = shown
  return { uri, cid, author, indexedAt, record: value }
}

export function isAutomated(view: JsonObject): boolean {
  return asArray(asObject(view['author'])?.['labels']).some((label) => {
    const known = asObject(label)
    return known?.['neg'] !== true && AUTOMATED.has(asString(known?.['val']) ?? '')
  })
}

function refOf(value: unknown): StrongRef | null {
  const ref = asObject(value)
  const [uri, cid] = [asString(ref?.['uri']), asString(ref?.['cid'])]
  return uri === null || cid === null ? null : { uri, cid }
}
