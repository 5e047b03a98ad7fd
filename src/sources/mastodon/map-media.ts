import type { Media } from '../../domain/post.ts'
import { asArray, asObject, asString } from '../../lib/unknown-json.ts'
import { isWebUrl } from './web-url.ts'

const MEDIA_MAX = 50
const ALT_LENGTH_MAX = 5_000

const KINDS: Readonly<Record<string, Media['kind']>> = {
  image: 'image',
  gifv: 'video',
  video: 'video',
  audio: 'audio',
}

/**
 * Attachments with what their author wrote about them. The address is the one on the author's own instance where it
 * is told, because it is the same whoever passes the status on.
 *
 * @see https://docs.joinmastodon.org/entities/MediaAttachment/
 */
export function mediaOf(value: unknown): readonly Media[] {
  return asArray(value)
    .slice(0, MEDIA_MAX)
    .flatMap((item) => {
      const attachment = asObject(item)
      const url = webUrl(attachment?.['remote_url']) ?? webUrl(attachment?.['url'])
      const type = asString(attachment?.['type']) ?? ''
      const kind = Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'other') : 'other'
      return url === null ? [] : [{ kind, url, alt: plainText(attachment?.['description']) }]
    })
}

/** The preview card of a link, none or one. @see https://docs.joinmastodon.org/entities/PreviewCard/ */
export function cardOf(value: unknown): readonly Media[] {
  const card = asObject(value)
  const url = webUrl(card?.['url'])
  return url === null ? [] : [{ kind: 'link', url, alt: plainText(card?.['title']) }]
}

function webUrl(value: unknown): string | null {
  const url = asString(value)
  return url !== null && isWebUrl(url) ? url : null
}

function plainText(value: unknown): string | null {
  const text = (asString(value) ?? '')
    .slice(0, ALT_LENGTH_MAX)
    .trim()
    .toWellFormed()
    .replaceAll('\0', '\ufffd')
  return text === '' ? null : text
}
