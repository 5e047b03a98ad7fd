/** Longer texts are analysed up to here. */
export const ANALYSED_CHARS_MAX = 30_000

const APOSTROPHES = /[\u2018\u2019\u201b\u02bc\u02b9\u2032\uff07`\u00b4]/g
const INVISIBLE =
  /[\0-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]/gu
const PLAIN_ASCII = /^[\t\n\x20-\x5f\x61-\x7e]*$/
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
}
const ENTITY = /&(?:amp|lt|gt|quot|#39|apos|nbsp);/g

/** Makes a text comparable: NFKC, straight apostrophes, entities decoded, nothing invisible, bounded. */
export function cleanText(text: string): string {
  let cleaned = text.length > ANALYSED_CHARS_MAX ? text.slice(0, ANALYSED_CHARS_MAX) : text
  if (!PLAIN_ASCII.test(cleaned)) {
    cleaned = cleaned
      .toWellFormed()
      .replace(APOSTROPHES, "'")
      .replace(/\u2026/g, ' … ')
      .normalize('NFKC')
      .replace(INVISIBLE, '')
  }
  return cleaned.includes('&') ? cleaned.replace(ENTITY, (entity) => ENTITIES[entity] ?? ' ') : cleaned
}
