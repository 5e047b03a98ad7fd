/** One piece of a text that becomes search terms. Hashtags keep their case, because it shows where their words end. */
export type Token = { readonly kind: TokenKind; readonly text: string }
export type TokenKind =
  | 'word'
  | 'number'
  | 'mention'
  | 'hashtag'
  | 'url'
  /** A run of a script that is written without spaces. */
  | 'run'

/** Takes the tokens of a text in reading order. */
export interface TokenSink {
  /** A word that stands in the text as it is: `scanned.lower` from `start` to `end`. */
  addWordAt(scanned: ScannedText, start: number, end: number): void
  /** Any other token, and words that were taken apart or put together. */
  add(kind: TokenKind, text: string): void
}

/** A cleaned text on its way through the scanner. */
export type ScannedText = {
  readonly text: string
  /** In lower case, unit for unit. */
  readonly lower: string
  /** The units of `lower`, and a zero behind them; what follows is left from other texts. */
  readonly units: Uint16Array
}

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

/** Splits a cleaned text (see `cleanText`) into tokens in reading order. */
export function tokens(cleaned: string): Token[] {
  const found: Token[] = []
  scanTokens(cleaned, {
    addWordAt: ({ lower }, start, end) => found.push({ kind: 'word', text: lower.slice(start, end) }),
    add: (kind, text) => found.push({ kind, text }),
  })
  return found
}

/**
 * Hands the tokens of a cleaned text to `sink`. One pass over the characters, read from an array of numbers, which is
 * several times faster than from a string. Not for use from within a sink.
 */
export function scanTokens(cleaned: string, sink: TokenSink): void {
  const scanned = scan(cleaned)
  for (let at = 0; at < cleaned.length; ) at = readToken(scanned, at, sink)
}

let shared = new Uint16Array(4_096)

function scan(text: string): ScannedText {
  const lower = alignedLower(text)
  if (shared.length <= lower.length) shared = new Uint16Array(2 * lower.length)
  Buffer.from(shared.buffer).write(lower, 0, 'utf16le')
  shared[lower.length] = 0
  return { text, lower, units: shared }
}

/** In lower case, with each character where it was: the one that would become two becomes a plain i. */
function alignedLower(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replaceAll('\u0130', 'i').toLowerCase()
}

/** Reads the token that starts at `at`, if one does; returns where to go on. */
function readToken(scanned: ScannedText, at: number, sink: TokenSink): number {
  const kind = charClass(scanned, at)
  if (kind === LETTER) return readWord(scanned, at, sink)
  if (kind === OTHER) {
    const code = scanned.units[at]
    if (code === HASH) return readPrefixed('hashtag', TAG, scanned, at, sink)
    return code === AT ? readPrefixed('mention', MENTION, scanned, at, sink) : at + 1
  }
  return kind === DIGIT ? readNumber(scanned, at, sink) : readRun(scanned, at, sink)
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

function readWord(scanned: ScannedText, at: number, sink: TokenSink): number {
  const { text, units } = scanned
  const url = startsLikeUrl(units, at) ? matchAt(URL_START, text, at) : null
  if (url !== null) return addUrlToken(url, at, sink)
  const end = wordEnd(scanned, at)
  const joiner = units[end]
  if ((joiner === STOP || joiner === HYPHEN || joiner === APOSTROPHE) && isInWord(scanned, end + 1)) {
    const joined = readJoined(scanned, at, end, sink)
    if (joined > at) return joined
  }
  sink.addWordAt(scanned, at, end)
  return end
}

/** Words that go on after a full stop, hyphen or apostrophe: `u.s.`, `example.com`, `l'eau`. */
function readJoined({ text, units }: ScannedText, at: number, end: number, sink: TokenSink): number {
  const joiner = units[end]
  if (joiner === APOSTROPHE) {
    const word = matchAt(APOSTROPHE_WORD, text, at)
    if (word === null) return at
    for (const part of apostropheParts(word.toLowerCase())) sink.add('word', part)
    return at + word.length
  }
  const acronym = joiner === STOP && end - at === 1 ? matchAt(ACRONYM, text, at) : null
  if (acronym !== null) {
    sink.add('word', acronym.replaceAll('.', '').toLowerCase())
    return at + acronym.length
  }
  const domain = at > 0 && units[at - 1] === AT ? null : matchAt(BARE_DOMAIN, text, at)
  return domain === null ? at : addUrlToken(domain, at, sink)
}

function readNumber(scanned: ScannedText, at: number, sink: TokenSink): number {
  const { text, units } = scanned
  let end = at + 1
  while (charClass(scanned, end) === DIGIT) end++
  const next = units[end]
  if (next === STOP || next === COMMA || next === SPACE) {
    const written = charClass(scanned, end + 1) === DIGIT ? matchAt(NUMBER, text, at) : null
    if (written !== null) {
      sink.add('number', normalNumber(written))
      return at + written.length
    }
  }
  if (isInWord(scanned, end) && charClass(scanned, end) !== UNSPACED) return readWord(scanned, at, sink)
  if (next === STOP || next === HYPHEN) {
    const domain = isInWord(scanned, end + 1) ? matchAt(BARE_DOMAIN, text, at) : null
    if (domain !== null) return addUrlToken(domain, at, sink)
  }
  sink.add('number', text.slice(at, end))
  return end
}

function readRun(scanned: ScannedText, at: number, sink: TokenSink): number {
  let end = at + 1
  while (charClass(scanned, end) === UNSPACED) end++
  sink.add('run', scanned.text.slice(at, end))
  return end
}

/** `#tag` and `@account`, unless the sign stands inside a word. */
function readPrefixed(
  kind: 'hashtag' | 'mention',
  pattern: RegExp,
  scanned: ScannedText,
  at: number,
  sink: TokenSink,
): number {
  if (at > 0 && (isInWord(scanned, at - 1) || scanned.units[at - 1] === UNDERSCORE)) return at + 1
  const name = matchAt(pattern, scanned.text, at + 1)
  if (name === null) return at + 1
  sink.add(kind, kind === 'mention' ? name.toLowerCase() : name)
  return at + 1 + name.length
}

function addUrlToken(written: string, at: number, sink: TokenSink): number {
  sink.add('url', written.replace(URL_TAIL, ''))
  return at + written.length
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

function charClass({ text, units }: ScannedText, at: number): number {
  const code = units[at] as number
  const known = CLASSES[code] as number
  if (known !== NOT_YET) return known
  if (code >= 0xd800 && code <= 0xdfff)
    return at < text.length ? classify(surrogatePair(text, at, code)) : OTHER
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

function wordEnd(scanned: ScannedText, at: number): number {
  let end = at + 1
  for (;;) {
    const kind = charClass(scanned, end)
    if (kind === OTHER || kind === UNSPACED) return end
    end++
  }
}

/** Behind the end of the text stands a zero, and what follows it is not looked at. */
function isInWord(scanned: ScannedText, at: number): boolean {
  return at < scanned.text.length && charClass(scanned, at) !== OTHER
}

function startsLikeUrl(units: Uint16Array, at: number): boolean {
  if (units[at] === LOWER_H) return units[at + 3] === LOWER_P
  return units[at] === LOWER_W && units[at + 3] === STOP
}
