import { type Media, makePost, type Post } from '../../domain/post.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { createdAtOf } from './created-at.ts'
import { type Facet, readFacets } from './facets.ts'
import { blueskyPostId, isDid, postIdOfUri } from './post-id.ts'
import type { ParkedReason } from './reasons.ts'

/** Posts hold 300 characters; what is longer than this was not written with any client of the network. */
const TEXT_LENGTH_MAX = 20_000
const URL_LENGTH_MAX = 4_096
const ITEMS_MAX = 50

export type MappedPost =
  | { readonly kind: 'keep'; readonly post: Post }
  | { readonly kind: 'park'; readonly reason: ParkedReason }

/**
 * The one place where the network's post record becomes our post. Reads only the fields we use and takes `null`
 * for absent; a part that is malformed is left out, a post without text or a valid id is parked.
 *
 * Author is the DID. `lang` is what the author declared when that is exactly one language. `urls` are the marked
 * links and the link card; `mentions` are DIDs. `extra` keeps the author's own date where it was not believed
 * (`declared_created_at`), and the author's content labels (`labels`).
 *
 * @param seenAt UTC milliseconds at which Jetstream saw the record
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
 */
export function mapPost(event: {
  did: string
  recordKey: string
  seenAt: number
  record: unknown
}): MappedPost {
  const record = asObject(event.record)
  if (record === null) return { kind: 'park', reason: 'no_record' }
  const id = blueskyPostId(event.did, event.recordKey)
  if (id === null) return { kind: 'park', reason: 'bad_id' }
  const text = asString(record['text'])
  if (text === null) return { kind: 'park', reason: 'no_text' }
  if (text.length > TEXT_LENGTH_MAX) return { kind: 'park', reason: 'text_too_long' }

  const declared = asString(record['createdAt'])
  const created = createdAtOf({ declared, recordKey: event.recordKey, seenAt: event.seenAt })
  const facets = readFacets(text, record['facets'])
  const embed = readEmbed(event.did, record['embed'])
  const reply = asObject(record['reply'])
  const post = makePost({
    id,
    author: event.did,
    text: text.toWellFormed(),
    createdAt: created.at,
    lang: declaredLanguage(record['langs']),
    urls: distinct([...valuesOf(facets, 'link'), ...embed.urls].filter(isWebUrl)),
    hashtags: distinct([...valuesOf(facets, 'tag'), ...strings(record['tags'])]),
    mentions: distinct(valuesOf(facets, 'mention').filter(isDid)),
    replyTo: refOf(reply?.['parent']),
    threadRoot: refOf(reply?.['root']),
    quoteOf: embed.quoteOf,
    media: embed.media,
    source: 'bluesky',
    extra: {
      ...(created.declared || declared === null ? {} : { declared_created_at: declared }),
      ...labelsOf(record),
    },
  })
  return { kind: 'keep', post }
}

type Embed = {
  readonly media: readonly Media[]
  readonly urls: readonly string[]
  readonly quoteOf: string | null
}

const NO_EMBED: Embed = { media: [], urls: [], quoteOf: null }

function readEmbed(did: string, value: unknown): Embed {
  const embed = asObject(value)
  if (embed === null) return NO_EMBED
  switch (embed['$type']) {
    case 'app.bsky.embed.images':
      return { ...NO_EMBED, media: imagesOf(did, embed) }
    case 'app.bsky.embed.video':
      return { ...NO_EMBED, media: videoOf(did, embed) }
    case 'app.bsky.embed.external':
      return cardOf(embed)
    case 'app.bsky.embed.record':
      return { ...NO_EMBED, quoteOf: refOf(embed['record']) }
    case 'app.bsky.embed.recordWithMedia':
      // Media never nests another record with media, so this goes one level deep.
      return {
        ...readMediaOnly(did, embed['media']),
        quoteOf: refOf(asObject(embed['record'])?.['record']),
      }
    default:
      return NO_EMBED
  }
}

function readMediaOnly(did: string, value: unknown): Embed {
  const isNested = asObject(value)?.['$type'] === 'app.bsky.embed.recordWithMedia'
  return isNested ? NO_EMBED : readEmbed(did, value)
}

function imagesOf(did: string, embed: JsonObject): readonly Media[] {
  return asArray(embed['images'])
    .slice(0, ITEMS_MAX)
    .flatMap((item) => {
      const image = asObject(item)
      const cid = blobCid(image?.['image'])
      const url = `https://cdn.bsky.app/img/feed_fullsize/plain/${did}/${cid}@jpeg`
      return cid === null ? [] : [{ kind: 'image' as const, url, alt: altOf(image) }]
    })
}

function videoOf(did: string, embed: JsonObject): readonly Media[] {
  const cid = blobCid(embed['video'])
  if (cid === null) return []
  const url = `https://video.bsky.app/watch/${encodeURIComponent(did)}/${cid}/playlist.m3u8`
  return [{ kind: 'video', url, alt: altOf(embed) }]
}

function cardOf(embed: JsonObject): Embed {
  const card = asObject(embed['external'])
  const url = asString(card?.['uri'])
  if (url === null || !isWebUrl(url)) return NO_EMBED
  return { ...NO_EMBED, urls: [url], media: [{ kind: 'link', url, alt: shortText(card?.['title']) }] }
}

/** The content address of a blob; older records carry it as plain `cid`. */
function blobCid(value: unknown): string | null {
  const blob = asObject(value)
  const cid = asString(asObject(blob?.['ref'])?.['$link']) ?? asString(blob?.['cid'])
  return cid !== null && /^[a-zA-Z0-9]{10,128}$/.test(cid) ? cid : null
}

function altOf(holder: JsonObject | null): string | null {
  return shortText(holder?.['alt'])
}

function shortText(value: unknown): string | null {
  const text = asString(value)?.trim() ?? ''
  return text === '' ? null : text.slice(0, TEXT_LENGTH_MAX).toWellFormed()
}

function refOf(value: unknown): string | null {
  return postIdOfUri(asString(asObject(value)?.['uri']))
}

/** Primary subtag of the one declared language; several leave the decision to the text. */
function declaredLanguage(value: unknown): string | null {
  const primary = new Set(strings(value).map((tag) => tag.split('-', 1)[0]?.toLowerCase() ?? ''))
  const [only] = primary
  return primary.size === 1 && only !== undefined && /^[a-z]{2,3}$/.test(only) ? only : null
}

function labelsOf(record: JsonObject): { labels?: readonly string[] } {
  const labels = asArray(asObject(record['labels'])?.['values']).flatMap((label) => {
    const value = asString(asObject(label)?.['val'])
    return value === null ? [] : [value.slice(0, 100)]
  })
  return labels.length === 0 ? {} : { labels: labels.slice(0, ITEMS_MAX) }
}

function valuesOf(facets: readonly Facet[], kind: Facet['kind']): readonly string[] {
  return facets.filter((facet) => facet.kind === kind).map((facet) => facet.value)
}

function strings(value: unknown): readonly string[] {
  return asArray(value).filter((item) => typeof item === 'string')
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== '').map((value) => value.toWellFormed()))].slice(
    0,
    ITEMS_MAX,
  )
}

function isWebUrl(value: string): boolean {
  return value.length <= URL_LENGTH_MAX && /^https?:\/\//i.test(value) && URL.canParse(value)
}
