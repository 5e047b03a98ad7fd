import { ScannedText } from './scanned-text.ts'

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
  /** A word that stands in the text as it is: `scanned.units` from `start` to `end`, with `scanned.wordHash`. */
  addWordAt(scanned: ScannedText, start: number, end: number): void
  /** Any other token, and words that were taken apart or put together. */
  add(kind: TokenKind, text: string): void
}

/** Splits a cleaned text (see `cleanText`) into tokens in reading order. */
export function tokens(cleaned: string): Token[] {
  const found: Token[] = []
  const scanned = new ScannedText()
  scanned.readString(cleaned)
  scanTokens(scanned, {
    addWordAt: (_, start, end) => found.push({ kind: 'word', text: scanned.lowerSlice(start, end) }),
    add: (kind, text) => found.push({ kind, text }),
  })
  return found
}

/**
 * Hands the tokens of a text to `sink`. One pass over the characters, read from an array of numbers, which is several
 * times faster than from a string.
 */
export function scanTokens(scanned: ScannedText, sink: TokenSink): void {
  for (let at = 0; at < scanned.length; ) at = readToken(scanned, at, sink)
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
const NUMBER = /(?:[1-9]\d{0,2}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)*)(?![\p{L}_\d])/uy
const TAG = /[\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*/uy
const MENTION = /[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?(?:@[a-z0-9.-]*[a-z0-9])?/iuy

function readWord(scanned: ScannedText, at: number, sink: TokenSink): number {
  const { units } = scanned
  const url = startsLikeUrl(units, at) ? matchAt(URL_START, scanned.text, at) : null
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
function readJoined(scanned: ScannedText, at: number, end: number, sink: TokenSink): number {
  const { units } = scanned
  const joiner = units[end]
  if (joiner === APOSTROPHE) return readApostropheWord(scanned, at, sink)
  const acronym = joiner === STOP && end - at === 1 ? matchAt(ACRONYM, scanned.text, at) : null
  if (acronym !== null) {
    sink.add('word', acronym.replaceAll('.', '').toLowerCase())
    return at + acronym.length
  }
  const domain = at > 0 && units[at - 1] === AT ? null : matchAt(BARE_DOMAIN, scanned.text, at)
  return domain === null ? at : addUrlToken(domain, at, sink)
}

function readApostropheWord(scanned: ScannedText, at: number, sink: TokenSink): number {
  let end = at
  do {
    end++
    while (isInWord(scanned, end)) end++
  } while (scanned.units[end] === APOSTROPHE && isInWord(scanned, end + 1))
  const word = scanned.hasDottedI ? scanned.text.slice(at, end).toLowerCase() : scanned.lowerSlice(at, end)
  for (const part of apostropheParts(word)) sink.add('word', part)
  return end
}

function readNumber(scanned: ScannedText, at: number, sink: TokenSink): number {
  let end = at + 1
  while (charClass(scanned, end) === DIGIT) end++
  const next = scanned.units[end]
  if (next === STOP || next === COMMA || next === SPACE) {
    const written = charClass(scanned, end + 1) === DIGIT ? matchAt(NUMBER, scanned.text, at) : null
    if (written !== null) {
      sink.add('number', normalNumber(written))
      return at + written.length
    }
  }
  if (isInWord(scanned, end) && charClass(scanned, end) !== UNSPACED) return readWord(scanned, at, sink)
  if (next === STOP || next === HYPHEN) {
    const domain = isInWord(scanned, end + 1) ? matchAt(BARE_DOMAIN, scanned.text, at) : null
    if (domain !== null) return addUrlToken(domain, at, sink)
  }
  sink.add('number', scanned.lowerSlice(at, end))
  return end
}

function readRun(scanned: ScannedText, at: number, sink: TokenSink): number {
  let end = at + 1
  while (charClass(scanned, end) === UNSPACED) end++
  sink.add('run', scanned.lowerSlice(at, end))
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

function charClass(scanned: ScannedText, at: number): number {
  const code = scanned.units[at] as number
  const known = CLASSES[code] as number
  if (known !== NOT_YET) return known
  if (code >= 0xd800 && code <= 0xdfff)
    return at < scanned.length ? classify(surrogatePair(scanned, at, code)) : OTHER
  const found = classify(String.fromCharCode(code))
  CLASSES[code] = found
  return found
}

function classify(character: string): number {
  if (character >= '0' && character <= '9') return DIGIT
  if (!WORD_CHAR.test(character)) return OTHER
  return UNSPACED_CHAR.test(character) ? UNSPACED : LETTER
}

function surrogatePair(scanned: ScannedText, at: number, code: number): string {
  return code < 0xdc00 ? scanned.lowerSlice(at, at + 2) : scanned.lowerSlice(at - 1, at + 1)
}

/** Where the word ends that begins at `at`; leaves its hash in `scanned.wordHash`. */
function wordEnd(scanned: ScannedText, at: number): number {
  const { units } = scanned
  let hash = Math.imul(FNV_OFFSET ^ (units[at] as number), FNV_PRIME)
  let end = at + 1
  for (;;) {
    const kind = charClass(scanned, end)
    if (kind === OTHER || kind === UNSPACED) break
    hash = Math.imul(hash ^ (units[end] as number), FNV_PRIME)
    end++
  }
  scanned.wordHash = (hash ^ (hash >>> 15)) >>> 0
  return end
}

// FNV-1a over UTF-16 units; its high bits are folded into the low ones at the end.
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** Behind the end of the text stands a zero, and what follows it is not looked at. */
function isInWord(scanned: ScannedText, at: number): boolean {
  return at < scanned.length && charClass(scanned, at) !== OTHER
}

function startsLikeUrl(units: Uint16Array, at: number): boolean {
  if (units[at] === LOWER_H) return units[at + 3] === LOWER_P
  return units[at] === LOWER_W && units[at + 3] === STOP
}
