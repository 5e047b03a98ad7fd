import { createHash } from 'node:crypto'
import { AppError } from '../../domain/errors.ts'
import type { PublishedPost, SeenMention } from '../../ledger/bot-replies.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { htmlToText } from '../../sources/mastodon/html-to-text.ts'
import { mapStatus } from '../../sources/mastodon/map-status.ts'
import { compareLocalIds, isLocalId } from '../../sources/mastodon/status-id.ts'
import { isWebUrl } from '../../sources/mastodon/web-url.ts'
import type { BotNetwork, MentionPage, OutgoingPost, PostStyle, Thread, ThreadPost } from '../bot-network.ts'
import { type InstanceRules, readRules } from './instance-rules.ts'
import type { MastodonApi } from './mastodon-api.ts'

/** Where a reply goes: below a status, naming whom it answers. */
type MastodonPlace = { readonly statusId: string; readonly acct: string }

const PAGE_SIZE = 40
const PAGES_MAX = 25
/** Own statuses looked at to find one that is out already. */
const OWN_PAGES_MAX = 3
/** Characters kept for naming whom is answered; only the part before the domain counts. */
const NAME_ROOM = 34
const RULES_FRESH_MS = 60 * 60_000

/** An account on Mastodon or on software that speaks its API. */
export class MastodonBot implements BotNetwork {
  readonly #api: MastodonApi
  readonly #accountId: string
  readonly #now: () => number
  #rules: { readonly known: InstanceRules; readonly at: number } | null = null

  /** @param of.now UTC milliseconds */
  constructor(of: { readonly api: MastodonApi; readonly accountId: string; readonly now: () => number }) {
    this.#api = of.api
    this.#accountId = of.accountId
    this.#now = of.now
  }

  async style(signal: AbortSignal): Promise<PostStyle> {
    const { charactersMax, addressLength } = await this.#rulesNow(signal)
    return { graphemesMax: charactersMax - NAME_ROOM, links: 'address', addressLength }
  }

  async mentionsSince(cursor: string | null, signal: AbortSignal): Promise<MentionPage> {
    const mentions: SeenMention[] = []
    let newest = cursor
    let unreadable = 0
    for (let pages = 0; pages < PAGES_MAX; pages++) {
      const query = {
        ...{ 'types[]': 'mention', limit: String(cursor === null ? 1 : PAGE_SIZE) },
        ...(newest !== null && { min_id: newest }),
      }
      const list = listOf(await this.#api.call({ path: '/api/v1/notifications', query }, signal))
      const before = newest
      for (const item of list) {
        const announced = asObject(item)
        const id = asString(announced?.['id'])
        if (id === null || !isLocalId(id)) unreadable++
        else {
          if (newest === null || compareLocalIds(id, newest) > 0) newest = id
          const mention = announced === null ? null : readMention(announced)
          if (mention === null) unreadable++
          else if (cursor !== null) mentions.push(mention)
        }
      }
      // A page that does not go on would be asked for again and again.
      if (cursor === null || list.length < PAGE_SIZE || newest === before) break
    }
    return { mentions, cursor: newest ?? '0', unreadable }
  }

  async thread(mentionId: string, signal: AbortSignal): Promise<Thread> {
    const path = `/api/v1/statuses/${encodeURIComponent(mentionId)}`
    const status = asObject(await orNull(this.#api.call({ path }, signal)))
    if (status === null) return { kind: 'none', reason: 'deleted' }
    const { domain } = await this.#rulesNow(signal)
    const mention = this.#read(status, domain)
    if (mention === null) return { kind: 'none', reason: 'not_public' }
    const context = asObject(await orNull(this.#api.call({ path: `${path}/context` }, signal)))
    const above: ThreadPost[] = []
    for (const item of asArray(context?.['ancestors']).toReversed()) {
      const post = this.#read(item, domain)
      if (post === null) break
      above.push(post)
    }
    const acct = asString(asObject(status['account'])?.['acct']) ?? mention.post.author
    return {
      ...{ kind: 'thread', mention, above, rootId: (above.at(-1) ?? mention).post.id, isReplyAllowed: true },
      place: { statusId: mention.id, acct } satisfies MastodonPlace,
    }
  }

  async hasOwn(id: string, signal: AbortSignal): Promise<boolean> {
    const path = `/api/v1/statuses/${encodeURIComponent(id)}`
    return (await orNull(this.#api.call({ path }, signal))) !== null
  }

  /** An instance remembers a key for an hour; after that only its own list of what the account wrote tells. */
  async find(post: OutgoingPost, signal: AbortSignal): Promise<PublishedPost | null> {
    const { statusId } = post.place as MastodonPlace
    const wanted = plain(bodyText(post))
    let before: string | null = null
    for (let pages = 0; pages < OWN_PAGES_MAX; pages++) {
      const path = `/api/v1/accounts/${encodeURIComponent(this.#accountId)}/statuses`
      const query = {
        limit: String(PAGE_SIZE),
        exclude_reblogs: 'true',
        ...(before !== null && { max_id: before }),
      }
      const answer: unknown = await this.#api.call({ path, query }, signal)
      const own: JsonObject[] = listOf(answer).map((item) => asObject(item) ?? {})
      const out = own.find((status) => {
        if (asString(status['in_reply_to_id']) === statusId) return true
        // When what it answers is deleted, a reply no longer says what it answered.
        return status['in_reply_to_id'] === null && plain(contentOf(status)).endsWith(wanted)
      })
      if (out !== undefined) return published(out, post.place as MastodonPlace)
      before = asString(own.at(-1)?.['id'])
      const oldest = Date.parse(asString(own.at(-1)?.['created_at']) ?? '')
      if (own.length < PAGE_SIZE || before === null || oldest < post.at) break
    }
    return null
  }

  async publish(post: OutgoingPost, signal: AbortSignal): Promise<PublishedPost> {
    const place = post.place as MastodonPlace
    const body = {
      ...{ status: `@${place.acct} ${bodyText(post)}`, in_reply_to_id: place.statusId },
      // Replies of a program stay out of public timelines.
      ...{ visibility: 'unlisted', language: post.lang },
    }
    const idempotencyKey = createHash('sha256').update(post.key).digest('hex')
    const status = asObject(await this.#api.call({ path: '/api/v1/statuses', body, idempotencyKey }, signal))
    if (status === null)
      throw new AppError('upstream_failed', 'The instance took a post and did not say which.')
    return published(status, place)
  }

  async #rulesNow(signal: AbortSignal): Promise<InstanceRules> {
    const known = this.#rules
    if (known !== null && this.#now() - known.at < RULES_FRESH_MS) return known.known
    const fresh = await readRules(this.#api, signal)
    this.#rules = { known: fresh, at: this.#now() }
    return fresh
  }

  #read(value: unknown, domain: string): ThreadPost | null {
    const { host } = new URL(this.#api.server)
    const mapped = mapStatus(value, { domain, host, seenAt: this.#now(), idOfLocal: () => null })
    const status = asObject(value)
    if (mapped.kind !== 'keep' || mapped.localId === null || status === null) return null
    const account = asObject(status['account'])
    const quoted = asObject(asObject(status['quote'])?.['quoted_status'])
    return {
      ...{ id: mapped.localId, post: mapped.post, isOurs: asString(account?.['id']) === this.#accountId },
      isAutomated: account?.['bot'] === true,
      quoted: quoted === null ? null : this.#read({ ...quoted, quote: null }, domain),
    }
  }
}

function readMention(announced: JsonObject): SeenMention | null {
  const status = asObject(announced['status'])
  const account = asObject(status?.['account']) ?? asObject(announced['account'])
  const [id, authorId] = [asString(status?.['id']), asString(account?.['id'])]
  const at = Date.parse(asString(status?.['created_at']) ?? '')
  if (status === null || id === null || !isLocalId(id) || authorId === null || !Number.isFinite(at))
    return null
  const url = asString(status['url'])
  return {
    ...{ id, url: url !== null && isWebUrl(url) ? url : null, authorId, text: contentOf(status), at },
    authorName: asString(account?.['acct']) ?? authorId,
  }
}

/** What is no list says nothing about what there is. */
function listOf(answer: unknown): readonly unknown[] {
  if (Array.isArray(answer)) return answer
  throw new AppError('upstream_failed', 'The instance answered with something that is not a list.')
}

function contentOf(status: JsonObject): string {
  return htmlToText(asString(status['content']) ?? '', false)?.text ?? ''
}

/** Mastodon has no links under words: the address stands where they stood. */
function bodyText({ text, links }: OutgoingPost): string {
  let written = ''
  let at = 0
  for (const { start, end, url } of links) {
    written += text.slice(at, start) + url
    at = end
  }
  return written + text.slice(at)
}

/** Text without what instances change about it. */
function plain(text: string): string {
  return text.replace(/[\s\u200b]+/g, ' ').trim()
}

function published(status: JsonObject, { acct }: MastodonPlace): PublishedPost {
  const id = asString(status['id'])
  if (id === null) throw new AppError('upstream_failed', 'The instance took a post and did not say which.')
  const url = asString(status['url'])
  const place: MastodonPlace = { statusId: id, acct }
  return { id, url: url !== null && isWebUrl(url) ? url : null, place }
}

async function orNull(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return null
    throw thrown
  }
}
