import type { Media, Poll } from '../../domain/post.ts'
import { asArray, asInteger, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import type { Includes } from './includes.ts'
import { readXTime } from './snowflake.ts'
import { storableText } from './storable-text.ts'

const ITEMS_MAX = 50
const TEXT_LENGTH_MAX = 2_000

const KINDS: ReadonlyMap<string, Media['kind']> = new Map([
  ['photo', 'image'],
  ['video', 'video'],
  ['animated_gif', 'video'],
])

/** Pictures and videos of a post with their descriptions. Those that X did not send along are left out. */
export function mediaOf(tweet: JsonObject, includes: Includes): readonly Media[] {
  return keysOf(tweet, 'media_keys').flatMap((key) => {
    const media = includes.media(key)
    const url = media === null ? null : mediaUrl(media)
    if (media === null || url === null) return []
    return [
      { kind: KINDS.get(asString(media['type']) ?? '') ?? 'other', url, alt: shortText(media['alt_text']) },
    ]
  })
}

/** The poll of a post; null when it has none or X did not send it along. */
export function pollOf(tweet: JsonObject, includes: Includes): Poll | null {
  const [id] = keysOf(tweet, 'poll_ids')
  const poll = id === undefined ? null : includes.poll(id)
  if (poll === null) return null
  const options = asArray(poll['options'])
    .slice(0, ITEMS_MAX)
    .flatMap((item) => {
      const option = asObject(item)
      const text = shortText(option?.['label'])
      const votes = asInteger(option?.['votes'])
      return text === null ? [] : [{ text, votes: votes !== null && votes >= 0 ? votes : null }]
    })
  return { options, closesAt: readXTime(poll['end_datetime']) }
}

function keysOf(tweet: JsonObject, field: string): readonly string[] {
  return asArray(asObject(tweet['attachments'])?.[field])
    .slice(0, ITEMS_MAX)
    .filter((key) => typeof key === 'string')
}

/** The picture itself, the best video file, or the picture that stands for a video. */
function mediaUrl(media: JsonObject): string | null {
  const variants = asArray(media['variants'])
    .slice(0, ITEMS_MAX)
    .flatMap((item) => {
      const variant = asObject(item)
      const url = webUrl(variant?.['url'])
      return url === null ? [] : [{ url, bitRate: asInteger(variant?.['bit_rate']) ?? -1 }]
    })
    .sort((one, other) => other.bitRate - one.bitRate)
  return webUrl(media['url']) ?? variants[0]?.url ?? webUrl(media['preview_image_url'])
}

function webUrl(value: unknown): string | null {
  const url = storableText(asString(value) ?? '')
  return url.length <= 4_096 && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null
}

function shortText(value: unknown): string | null {
  const text = storableText(asString(value)?.trim().slice(0, TEXT_LENGTH_MAX) ?? '')
  return text === '' ? null : text
}
