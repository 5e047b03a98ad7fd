/** One piece of a text that becomes search terms. `text` is NFKC, case as written for hashtags, lower case otherwise. */
export type Token =
  | { readonly kind: 'word' | 'number' | 'mention' | 'hashtag' | 'url' | 'domain'; readonly text: string }
  /** A run of a script that is written without spaces. */
  | { readonly kind: 'run'; readonly text: string }

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
/** Top-level domains that are taken as a link even without a scheme. */
const BARE_DOMAIN =
  '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,5}(?:com|org|net|info|gov|edu|io|fr|uk|eu|de|ca|ch|be|es|it|app|social|news|tv|ly|gl|me|co)(?![\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}])(?:/[^\\s<>"]*)?'
const TOKEN = new RegExp(
  [
    '(?<url>(?:https?://|www\\.)[^\\s<>"`{}|\\\\^]+)',
    `(?<domain>(?<![\\p{L}\\p{N}_@.])${BARE_DOMAIN})`,
    '(?<mention>(?<![\\p{L}\\p{N}_])[@\uff20][\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}_])?(?:@[a-z0-9.-]*[a-z0-9])?)',
    '(?<hashtag>(?<![\\p{L}\\p{N}_&])[#\uff03](?=[\\p{N}_]*\\p{L})[\\p{L}\\p{M}\\p{N}_]+)',
    '(?<number>(?<![\\p{L}_])(?:[1-9]\\d{0,2}(?:[ \u00a0\u202f]\\d{3})+(?!\\d)|\\d+(?:[.,]\\d+)*)(?![\\p{L}_]))',
    '(?<acronym>(?<![\\p{L}\\p{N}.])(?:\\p{L}\\.){2,}(?:\\p{L}(?![\\p{L}\\p{N}]))?)',
    "(?<word>[\\p{L}\\p{M}\\p{N}]+(?:'[\\p{L}\\p{M}\\p{N}]+)*)",
  ].join('|'),
  'giu',
)
const URL_TAIL = /[.,;:!?'")\]}…»]+$/u
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\u{20000}-\u{3ffff}]/u

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

/** Splits a cleaned text (see `cleanText`) into tokens in reading order. */
export function* tokens(cleaned: string): Generator<Token> {
  for (const match of cleaned.matchAll(TOKEN)) {
    const { url, domain, mention, hashtag, number, acronym } = match.groups as Record<
      string,
      string | undefined
    >
    if (url !== undefined) yield { kind: 'url', text: url.replace(URL_TAIL, '') }
    else if (domain !== undefined) yield { kind: 'domain', text: domain.replace(URL_TAIL, '') }
    else if (mention !== undefined) yield { kind: 'mention', text: mention.slice(1).toLowerCase() }
    else if (hashtag !== undefined) yield { kind: 'hashtag', text: hashtag.slice(1) }
    else if (number !== undefined) yield { kind: 'number', text: normalNumber(number) }
    else if (acronym !== undefined) yield { kind: 'word', text: acronym.replaceAll('.', '').toLowerCase() }
    else yield* wordTokens(match[0])
  }
}

/** 1,000 and 1 000 → 1000; 12,5 and 12.50 → 12.5; 1.000.000 → 1000000; 007 stays. */
export function normalNumber(written: string): string {
  const compact = written.replace(/[ \u00a0\u202f]/g, '')
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(compact)) return trimDecimals(compact.replaceAll(',', ''))
  if (/^\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$/.test(compact))
    return trimDecimals(compact.replaceAll('.', '').replace(',', '.'))
  if (/^\d+[.,]\d+$/.test(compact)) return trimDecimals(compact.replace(',', '.'))
  return compact
}

function trimDecimals(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number
}

function* wordTokens(matched: string): Generator<Token> {
  const word = matched.toLowerCase()
  if (UNSPACED.test(word)) yield { kind: 'run', text: word }
  else if (word.includes("'")) for (const part of apostropheParts(word)) yield { kind: 'word', text: part }
  else yield { kind: 'word', text: word }
}

const ELISION = /^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)'(?=\p{L}{2})/u
const ENGLISH_CLITIC = /'(?:s|re|ve|ll|d|m)$/

/** `l'eau` → eau; `it's` → it; `don't` → do, not (as texts that come tokenised have it); `aujourd'hui` → aujourdhui. */
function apostropheParts(word: string): string[] {
  if (word.endsWith("n't")) {
    const verb = word.slice(0, -3)
    return [verb === 'ca' ? 'can' : verb === 'wo' ? 'will' : verb, 'not'].filter((part) => part !== '')
  }
  const bare = word.replace(ELISION, '').replace(ENGLISH_CLITIC, '')
  return [bare.replaceAll("'", '')].filter((part) => part !== '')
}
