import { AppError } from '../../domain/errors.ts'
import type { PublishedPost, SeenMention } from '../../ledger/bot-replies.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { mapPost } from '../../sources/bluesky/map-post.ts'
import { postIdOfUri } from '../../sources/bluesky/post-id.ts'
import { postUrl } from '../../sources/post-url.ts'
import type { BotNetwork, MentionPage, OutgoingPost, PostStyle, Thread } from '../bot-network.ts'
import type { BlueskySession } from './bluesky-session.ts'
import { type BlueskyPlace, readThread } from './read-thread.ts'
import { replyKey, timeOfKey } from './reply-key.ts'

const COLLECTION = 'app.bsky.feed.post'
/** @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json (2026-11): 300 graphemes, 3,000 bytes */
const STYLE: PostStyle = { graphemesMax: 300, links: 'words', addressLength: null }
const PAGE_SIZE = 100
/** Announcements read in one look; more than these at once are nobody asking. */
const PAGES_MAX = 10
/** Announcements can be filed a while after later ones. */
const OVERLAP_MS = 10 * 60_000
const ABOVE_MAX = 20
const AT_POST = /^at:\/\/(did:[^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/

/** An account on Bluesky: everything it writes is a record in its own repository, under a key that what it answers decides. */
export class BlueskyBot implements BotNetwork {
  readonly #session: BlueskySession
  readonly #now: () => number

  /** @param now UTC milliseconds */
  constructor(session: BlueskySession, now: () => number) {
    this.#session = session
    this.#now = now
  }

  async style(): Promise<PostStyle> {
    return STYLE
  }

  async mentionsSince(cursor: string | null, signal: AbortSignal): Promise<MentionPage> {
    const { did } = await this.#session.account(signal)
    const place = readCursor(cursor)
    const since = place === null ? null : Math.max(place.newest - OVERLAP_MS, place.first)
    const mentions: SeenMention[] = []
    let unreadable = 0
    let newest = place?.newest ?? this.#now()
    let page: string | undefined
    for (let pages = 0; pages < PAGES_MAX; pages++) {
      const answer = await this.#notifications(page, signal)
      const list = asArray(answer['notifications']).map(asObject)
      let isPast = list.length === 0
      for (const announced of list) {
        const at = Date.parse(asString(announced?.['indexedAt']) ?? '')
        if (announced === null || !Number.isFinite(at)) {
          unreadable++
          continue
        }
        newest = Math.max(newest, at)
        if (since !== null && at < since) isPast = true
        else if (since !== null && mayMention(announced)) {
          const mention = readMention(announced, { did, at })
          if (mention === null) unreadable++
          else if (mention !== 'other') mentions.push(mention)
        }
      }
      page = asString(answer['cursor']) ?? undefined
      if (since === null || isPast || page === undefined) break
    }
    return { mentions, cursor: `${newest}/${place?.first ?? newest}`, unreadable }
  }

  async thread(mentionId: string, signal: AbortSignal): Promise<Thread> {
    const { did } = await this.#session.account(signal)
    const parameters = { uri: mentionId, depth: 0, parentHeight: ABOVE_MAX }
    const answer = await orNull(
      this.#session.call({ method: 'app.bsky.feed.getPostThread', parameters }, signal),
    )
    if (answer === null) return { kind: 'none', reason: 'deleted' }
    return readThread(answer, { own: did, now: this.#now() })
  }

  async hasOwn(id: string, signal: AbortSignal): Promise<boolean> {
    const [, , recordKey] = AT_POST.exec(id) ?? []
    return recordKey !== undefined && (await this.#record(recordKey, signal)) !== null
  }

  async find(post: OutgoingPost, signal: AbortSignal): Promise<PublishedPost | null> {
    const record = await this.#record(keyOf(post), signal)
    return record === null ? null : published(record, post.place as BlueskyPlace)
  }

  async publish(post: OutgoingPost, signal: AbortSignal): Promise<PublishedPost> {
    const { did } = await this.#session.account(signal)
    const place = post.place as BlueskyPlace
    const record = {
      ...{ $type: COLLECTION, text: post.text, createdAt: new Date(post.at).toISOString() },
      ...{ langs: [post.lang], reply: place },
      ...(post.links.length > 0 && { facets: post.links.map((link) => facetOf(post.text, link)) }),
    }
    const input = { repo: did, collection: COLLECTION, rkey: keyOf(post), record }
    const answer = await this.#session.call({ method: 'com.atproto.repo.putRecord', input }, signal)
    return published(answer, place)
  }

  async #notifications(cursor: string | undefined, signal: AbortSignal): Promise<JsonObject> {
    const parameters = {
      ...{ limit: PAGE_SIZE, reasons: ['mention', 'reply', 'quote'] },
      ...(cursor !== undefined && { cursor }),
    }
    return await this.#session.call({ method: 'app.bsky.notification.listNotifications', parameters }, signal)
  }

  async #record(rkey: string, signal: AbortSignal): Promise<JsonObject | null> {
    const { did: repo } = await this.#session.account(signal)
    const parameters = { repo, collection: COLLECTION, rkey }
    return await orNull(this.#session.call({ method: 'com.atproto.repo.getRecord', parameters }, signal))
  }
}

/** The newest announcement seen, and the first look: what came before it is nobody's question to us. UTC milliseconds. */
function readCursor(cursor: string | null): { readonly newest: number; readonly first: number } | null {
  const [, newest, first] = /^(\d{1,15})\/(\d{1,15})$/.exec(cursor ?? '') ?? []
  return newest === undefined || first === undefined ? null : { newest: Number(newest), first: Number(first) }
}

/** Answers to the account come announced as `reply` or `quote` also where they mention it. */
function mayMention(announced: JsonObject): boolean {
  return ['mention', 'reply', 'quote'].includes(asString(announced['reason']) ?? '')
}

/** @returns null when it cannot be understood, `other` when it does not name the account */
function readMention(announced: JsonObject, of: { did: string; at: number }): SeenMention | 'other' | null {
  const uri = asString(announced['uri']) ?? ''
  const [, author, recordKey] = AT_POST.exec(uri) ?? []
  if (author === undefined || recordKey === undefined) return null
  const mapped = mapPost({ did: author, recordKey, seenAt: of.at, record: announced['record'] })
  if (mapped.kind !== 'keep') return null
  if (!mapped.post.mentions.includes(of.did)) return 'other'
  const handle = asString(asObject(announced['author'])?.['handle'])
  const [url, text] = [postUrl(postIdOfUri(uri) ?? mapped.post.id), mapped.post.text]
  return { ...{ id: uri, url, text, at: of.at }, authorId: author, authorName: handle ?? author }
}

/** The time of what is answered is in its key; a correction has its own. */
function keyOf({ key, at }: OutgoingPost): string {
  const [, , mentioned] = AT_POST.exec(key.replace(/^mention:/, '').replace(/#\d+$/, '')) ?? []
  return replyKey({ key, at: timeOfKey(mentioned ?? '') ?? at })
}

/** Offsets of facets count UTF-8 bytes. @see https://docs.bsky.app/docs/advanced-guides/post-richtext */
function facetOf(text: string, { start, end, url }: OutgoingPost['links'][number]): JsonObject {
  const bytesTo = (offset: number) => Buffer.byteLength(text.slice(0, offset), 'utf8')
  return {
    index: { byteStart: bytesTo(start), byteEnd: bytesTo(end) },
    features: [{ $type: 'app.bsky.richtext.facet#link', uri: url }],
  }
}

function published(answer: JsonObject, { root }: BlueskyPlace): PublishedPost {
  const [uri, cid] = [asString(answer['uri']), asString(answer['cid'])]
  if (uri === null || cid === null)
    throw new AppError('upstream_failed', 'The server took a post and did not say which.')
  const id = postIdOfUri(uri)
  return {
    ...{ id: uri, url: id === null ? null : postUrl(id) },
    place: { root, parent: { uri, cid } } satisfies BlueskyPlace,
  }
}

async function orNull(asked: Promise<JsonObject>): Promise<JsonObject | null> {
  try {
    return await asked
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return null
    throw thrown
  }
}
