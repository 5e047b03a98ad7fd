import { asArray, asObject, asString, type JsonObject } from '../../../lib/unknown-json.ts'

const ITEMS_MAX = 100
const URL_LENGTH_MAX = 4_096
const STATUS =
  /^https?:\/\/(?:www\.|mobile\.)?(?:twitter|x)\.com\/\w{1,30}(?:\/web)?\/status\/([1-9]\d{0,18})(?:[/?#].{0,200})?$/
const LAST_LINK = /(https?:\/\/t\.co\/\w{1,32})\s*$/

export type TweetLinks = {
  /** What each short link in the text stands for; null for the ones X added to show an attachment or a quoted post. */
  readonly targets: ReadonlyMap<string, string | null>
  readonly urls: readonly string[]
  /**
   * X's id of the post it quotes. An export does not say so: a post that ends with the link to another shows it as
   * a quotation.
   */
  readonly quoted: string | null
}

/** @param more links of the long text, where it has one */
export function readTweetLinks(
  tweet: JsonObject,
  text: string,
  more: ReadonlyMap<string, string>,
): TweetLinks {
  const targets = new Map<string, string | null>()
  for (const [short, expanded] of [...linksOf(tweet), ...more])
    if (isWeb(expanded)) targets.set(short, expanded)
  let authored = text.trimEnd()
  for (const short of attachmentLinks(tweet)) {
    targets.set(short, null)
    if (authored.endsWith(short)) authored = authored.slice(0, -short.length).trimEnd()
  }
  const last = LAST_LINK.exec(authored)?.[1] ?? ''
  const quoted = STATUS.exec(targets.get(last) ?? '')?.[1] ?? null
  if (quoted !== null) targets.set(last, null)
  const urls = [...new Set([...targets.values()].filter((target) => target !== null))]
  return { targets, urls, quoted }
}

function linksOf(tweet: JsonObject): readonly [string, string][] {
  return itemsOf(tweet['entities'], 'urls').flatMap((link): [string, string][] => {
    const [short, expanded] = [asString(link['url']), asString(link['expanded_url'])]
    return short === null || expanded === null ? [] : [[short, expanded.toWellFormed()]]
  })
}

function attachmentLinks(tweet: JsonObject): ReadonlySet<string> {
  const media = [...itemsOf(tweet['entities'], 'media'), ...itemsOf(tweet['extended_entities'], 'media')]
  return new Set(media.flatMap((item) => asString(item['url']) ?? []).filter((url) => url !== ''))
}

function isWeb(url: string): boolean {
  return url.length <= URL_LENGTH_MAX && /^https?:\/\/\S+$/i.test(url) && URL.canParse(url)
}

export function itemsOf(holder: unknown, field: string): readonly JsonObject[] {
  return asArray(asObject(holder)?.[field])
    .slice(0, ITEMS_MAX)
    .map(asObject)
    .filter((item) => item !== null)
}
