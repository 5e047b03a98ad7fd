import { storableText } from './storable-text.ts'

const SHORT_LINK = /https?:\/\/t\.co\/[A-Za-z0-9]{1,32}/g
const ENTITY = /&(amp|lt|gt|quot|apos|#39|#x27);/g
const CHARACTER_OF: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
}

/**
 * A post's text as its author wrote it: X replaces every link by a short one of its own and writes `&`, `<` and `>`
 * as HTML. Short links become the addresses they stand for; a link that X itself added, to show a picture or a quoted
 * post, goes with the space before it. Links are found by what they are and not by X's offsets, which count some
 * texts before and some after their HTML was decoded.
 *
 * The result is what is stored, so quotes by offset always refer to it.
 *
 * @param links where each short link leads; null for those that X added; unknown ones stay as they are
 */
export function plainText(raw: string, links: ReadonlyMap<string, string | null>): string {
  let text = ''
  let at = 0
  for (const { 0: short, index } of raw.matchAll(SHORT_LINK)) {
    const before = decodeEntities(raw.slice(at, index))
    const target = links.get(short)
    text += target === null ? before.trimEnd() : before + (target ?? short)
    at = index + short.length
  }
  text += decodeEntities(raw.slice(at))
  return storableText(text)
}

/** Once, from left to right: `&amp;lt;` is what an author meant by `&lt;`. */
function decodeEntities(text: string): string {
  return text.includes('&') ? text.replace(ENTITY, (_entity, name: string) => CHARACTER_OF[name] ?? '') : text
}
