import type { Media } from '../../domain/post.ts'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { storableText } from './storable-text.ts'

const ITEMS_MAX = 50
const URL_LENGTH_MAX = 4_096
const TITLE_LENGTH_MAX = 1_000
/** A post on X itself, perhaps with the number of one of its pictures. */
const STATUS =
  /^https?:\/\/(?:www\.|mobile\.)?(?:twitter|x)\.com\/\w{1,30}(?:\/web)?\/status\/(\d{1,19})(?:\/(?:photo|video)\/\d+)?\/?(?:\?.*)?$/
const ATTACHED = /\/(?:photo|video)\/\d+\/?$/

export type Links = {
  /** What each short link stands for; null for links that X added to show an attachment or a quoted post. */
  readonly targets: ReadonlyMap<string, string | null>
  /** Where the author's links lead, past other shorteners where X followed them. */
  readonly urls: readonly string[]
  /** The pages that X shows as a card with their title. */
  readonly cards: readonly Media[]
}

/**
 * The links of a post. Of a long post those of its beginning are read too: X lists cards and attachments only there.
 *
 * @param of.id X's id of the post itself
 * @param of.quoted X's ids of the posts it quotes
 */
export function readLinks(
  tweet: JsonObject,
  of: { note: JsonObject | null; id: string; quoted: readonly string[] },
): Links {
  const targets = new Map<string, string | null>()
  const urls = new Set<string>()
  const cards = new Map<string, Media>()
  for (const [short, entity] of mergedEntities(of.note, tweet)) {
    const expanded = webUrl(entity['expanded_url'])
    if (expanded === null) continue
    const isAdded = isPointer(entity, expanded, of)
    targets.set(short, isAdded ? null : expanded)
    if (isAdded) continue
    const target = webUrl(entity['unwound_url']) ?? expanded
    urls.add(target)
    const alt = storableText(asString(entity['title'])?.trim().slice(0, TITLE_LENGTH_MAX) ?? '')
    if (alt !== '') cards.set(target, { kind: 'link', url: target, alt })
  }
  return { targets, urls: [...urls].slice(0, ITEMS_MAX), cards: [...cards.values()] }
}

/** Links by their short form, with what either list knows of them. */
function mergedEntities(note: JsonObject | null, tweet: JsonObject): ReadonlyMap<string, JsonObject> {
  const merged = new Map<string, JsonObject>()
  for (const entity of [...entitiesOf(note), ...entitiesOf(tweet)]) {
    const short = asString(entity['url'])
    if (short !== null) merged.set(short, { ...merged.get(short), ...entity })
  }
  return merged
}

function entitiesOf(holder: JsonObject | null): readonly JsonObject[] {
  return asArray(asObject(holder?.['entities'])?.['urls'])
    .slice(0, ITEMS_MAX)
    .flatMap((item) => {
      const entity = asObject(item)
      return entity === null ? [] : [entity]
    })
}

/** Links that nobody typed: to an attachment, to the quoted post, to the rest of the post itself. */
function isPointer(
  entity: JsonObject,
  expanded: string,
  of: { id: string; quoted: readonly string[] },
): boolean {
  const status = STATUS.exec(expanded)?.[1]
  if (status === undefined) return false
  if (asString(entity['media_key']) !== null && ATTACHED.test(expanded)) return true
  return status === of.id || of.quoted.includes(status)
}

function webUrl(value: unknown): string | null {
  const url = storableText(asString(value) ?? '')
  const isWeb = url.length <= URL_LENGTH_MAX && /^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url)
  return isWeb ? url : null
}
