import { type WordFacts, wordFacts, wordFactsAt } from './word-facts.ts'

/** One piece of a text that becomes search terms. Hashtags keep their case, because it shows where their words end. */
export type Token = WordFacts | { readonly kind: OtherKind; readonly text: string }
type OtherKind =
  | 'number'
  | 'mention'
  | 'hashtag'
  | 'url'
  /** A run of a script that is written without spaces. */
  | 'run'

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

/** Splits a cleaned text (see `cleanText`) into tokens in reading order. One pass over the characters. */
export function tokens(cleaned: string): Token[] {
  const found: Token[] = []
  for (let at = 0; at < cleaned.length; ) at = readToken(cleaned, at, found)
  return found
}

/** Reads the token that starts at `at`, if one does; returns where to go on. */
function readToken(text: string, at: number, found: Token[]): number {
  const code = text.charCodeAt(at)
  const kind = charClass(text, at, code)
  if (kind === OTHER) {
    if (code === HASH) return readPrefixed('hashtag', TAG, text, at, found)
    return code === AT ? readPrefixed('mention', MENTION, text, at, found) : at + 1
  }
  if (kind === DIGIT) return readNumber(text, at, found)
  return kind === UNSPACED ? readRun(text, at, found) : readWord(text, at, found)
}

const URL_START = /(?:https?:\/\/|www\.)[^\s<>"`{}|\\^]+/iy
const URL_TAIL = /[.,;:!?'")\]}…»]+$/u
/** Top-level domains that are taken as a link even without a scheme. */
const BARE_DOMAIN =
  /(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}(?:com|org|net|info|gov|edu|io|fr|uk|eu|de|ca|ch|be|es|it|app|social|news|tv|ly|gl|me|co)(?![\p{L}\p{N}_.-]*[\p{L}\p{N}])(?:\/[^\s<>"]*)?/iuy
const ACRONYM = /\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])\.?/uy
const APOSTROPHE_WORD = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)+/uy
const NUMBER = /(?:[1-9]\d{0,2}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)*)(?![\p{L}_\d])/uy
const TAG = /[\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*/uy
const MENTION = /[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?(?:@[a-z0-9.-]*[a-z0-9])?/iuy

function readWord(text: string, at: number, found: Token[]): number {
  const url = startsLikeUrl(text, at) ? matchAt(URL_START, text, at) : null
  if (url !== null) return push(found, 'url', url.replace(URL_TAIL, ''), at + url.length)
  const end = wordEnd(text, at)
  const joiner = text.charCodeAt(end)
  if ((joiner === STOP || joiner === HYPHEN || joiner === APOSTROPHE) && isInWord(text, end + 1)) {
    const joined = readJoined(text, at, end, joiner, found)
    if (joined > at) return joined
  }
  found.push(wordFactsAt(text, at, end))
  return end
}

/** Words that go on after a full stop, hyphen or apostrophe: `u.s.`, `example.com`, `l'eau`. */
function readJoined(text: string, at: number, end: number, joiner: number, found: Token[]): number {
  if (joiner === APOSTROPHE) {
    const word = matchAt(APOSTROPHE_WORD, text, at)
    if (word === null) return at
    for (const part of apostropheParts(word.toLowerCase())) found.push(wordFacts(part))
    return at + word.length
  }
  const acronym = joiner === STOP && end - at === 1 ? matchAt(ACRONYM, text, at) : null
  if (acronym !== null) {
    found.push(wordFacts(acronym.replaceAll('.', '').toLowerCase()))
    return at + acronym.length
  }
  const domain = at > 0 && text.charCodeAt(at - 1) === AT ? null : matchAt(BARE_DOMAIN, text, at)
  return domain === null ? at : push(found, 'url', domain.replace(URL_TAIL, ''), at + domain.length)
}

function readNumber(text: string, at: number, found: Token[]): number {
  let end = at + 1
  while (charClass(text, end, text.charCodeAt(end)) === DIGIT) end++
  const next = text.charCodeAt(end)
  if (next === STOP || next === COMMA || next === SPACE) {
    const written = isDigit(text, end + 1) ? matchAt(NUMBER, text, at) : null
    if (written !== null) return push(found, 'number', normalNumber(written), at + written.length)
  }
  if (isInWord(text, end) && charClass(text, end, next) !== UNSPACED) return readWord(text, at, found)
  if (next === STOP || next === HYPHEN) {
    const domain = isInWord(text, end + 1) ? matchAt(BARE_DOMAIN, text, at) : null
    if (domain !== null) return push(found, 'url', domain.replace(URL_TAIL, ''), at + domain.length)
  }
  return push(found, 'number', text.slice(at, end), end)
}

function readRun(text: string, at: number, found: Token[]): number {
  let end = at + 1
  while (charClass(text, end, text.charCodeAt(end)) === UNSPACED) end++
  return push(found, 'run', text.slice(at, end), end)
}

/** `#tag` and `@account`, unless the sign stands inside a word. */
function readPrefixed(kind: OtherKind, pattern: RegExp, text: string, at: number, found: Token[]): number {
  if (at > 0 && (isInWord(text, at - 1) || text.charCodeAt(at - 1) === UNDERSCORE)) return at + 1
  const name = matchAt(pattern, text, at + 1)
  if (name === null) return at + 1
  return push(found, kind, kind === 'mention' ? name.toLowerCase() : name, at + 1 + name.length)
}

function push(found: Token[], kind: OtherKind, text: string, end: number): number {
  found.push({ kind, text })
  return end
}

function matchAt(sticky: RegExp, text: string, at: number): string | null {
  sticky.lastIndex = at
  return sticky.exec(text)?.[0] ?? null
}

/** 1,000 and 1 000 → 1000; 12,5 and 12.50 → 12.5; 1.000.000 → 1000000; 007 stays. */
export function normalNumber(written: string): string {
  const compact = written.replaceAll(' ', '')
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(compact)) return trimDecimals(compact.replaceAll(',', ''))
  if (/^\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$/.test(compact)) {
    return trimDecimals(compact.replaceAll('.', '').replace(',', '.'))
  }
  if (/^\d+[.,]\d+$/.test(compact)) return trimDecimals(compact.replace(',', '.'))
  return compact
}

function trimDecimals(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number
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

const OTHER = 0
const LETTER = 1
const DIGIT = 2
/** A letter or mark of a script that is written without spaces. */
const UNSPACED = 3
const NOT_YET = 255

const SPACE = 32
const HASH = 35
const APOSTROPHE = 39
const COMMA = 44
const HYPHEN = 45
const STOP = 46
const AT = 64
const UNDERSCORE = 95
const LOWER_H = 104
const LOWER_P = 112
const LOWER_W = 119

/** Scripts written without spaces: Thai, Lao, Burmese, Khmer, Japanese, Chinese; Korean too, whose words carry particles. */
export const UNSPACED_CHAR =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\u{20000}-\u{3ffff}]/u
const WORD_CHAR = /[\p{L}\p{M}\p{N}]/u
const CLASSES = new Uint8Array(65_536).fill(NOT_YET)

function charClass(text: string, at: number, code: number): number {
  if (at >= text.length) return OTHER
  const known = CLASSES[code]
  if (known !== NOT_YET && known !== undefined) return known
  if (code >= 0xd800 && code <= 0xdfff) return classify(surrogatePair(text, at, code))
  const found = classify(String.fromCharCode(code))
  CLASSES[code] = found
  return found
}

function classify(character: string): number {
  if (character >= '0' && character <= '9') return DIGIT
  if (!WORD_CHAR.test(character)) return OTHER
  return UNSPACED_CHAR.test(character) ? UNSPACED : LETTER
}

function surrogatePair(text: string, at: number, code: number): string {
  return code < 0xdc00 ? text.slice(at, at + 2) : text.slice(at - 1, at + 1)
}

function wordEnd(text: string, at: number): number {
  let end = at + 1
  for (;;) {
    const kind = charClass(text, end, text.charCodeAt(end))
    if (kind === OTHER || kind === UNSPACED) return end
    end++
  }
}

function isInWord(text: string, at: number): boolean {
  return charClass(text, at, text.charCodeAt(at)) !== OTHER
}

function isDigit(text: string, at: number): boolean {
  return charClass(text, at, text.charCodeAt(at)) === DIGIT
}

function startsLikeUrl(text: string, at: number): boolean {
  const first = text.charCodeAt(at) | 32
  if (first === LOWER_H) return (text.charCodeAt(at + 3) | 32) === LOWER_P
  return first === LOWER_W && text.charCodeAt(at + 3) === STOP
}
