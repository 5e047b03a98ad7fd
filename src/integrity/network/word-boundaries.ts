// Classes of characters at word boundaries, after Unicode's UAX #29 as far as posts need it: no Hebrew quotes, scripts without
// spaces are cut character by character. As bits, so that "may stand between" can be two things.
const LETTER = 1
const NUMBER = 2
const JOINER = 4
const BETWEEN_LETTERS = 8
const BETWEEN_NUMBERS = 16
/** Needs more than the character before and after it: marks, format characters, pictures, Katakana. */
const SPECIAL = 32

// Marks, format characters and skin tones belong to what they follow (WB4).
const ATTACHED = '[[\\p{M}\\p{Cf}\\p{Emoji_Modifier}]--[\\u200b]]'
const APART = 'Hiragana Thai Lao Khmer Myanmar Tai_Le New_Tai_Lue Tai_Tham Tai_Viet Ahom Katakana'
  .split(' ')
  .map((script) => `\\p{Script=${script}}`)
  .join('')
const LETTERS = `[[\\p{Alphabetic}\\p{Lm}]--[\\p{Ideographic}${APART}\\u30fc\\uff70\\p{M}]]`
const NUMBERS = '\\p{Nd}'
const JOINERS = '[\\p{Pc}\\u202f]'
const IN_BOTH = ".'\\u2018\\u2019\\u2024\\ufe52\\uff07\\uff0e"
const IN_LETTERS = `[${IN_BOTH}:\\u00b7\\u0387\\u055f\\u05f4\\u2027\\ufe13\\ufe55\\uff1a]`
const IN_NUMBERS = `[${IN_BOTH},;\\u037e\\u0589\\u060c\\u060d\\u07f8\\u2044\\ufe10\\ufe14\\ufe50\\ufe54\\uff0c\\uff1b]`
const KATAKANA = '[\\p{Script=Katakana}\\u30fc\\uff70]'

const WORD = [
  `(?:${LETTERS}${ATTACHED}*(?:${IN_LETTERS}${ATTACHED}*(?=${LETTERS}))?`,
  `|${NUMBERS}${ATTACHED}*(?:${IN_NUMBERS}${ATTACHED}*(?=${NUMBERS}))?`,
  `|${JOINERS}${ATTACHED}*)+`,
].join('')
const KANA = `(?:${KATAKANA}${ATTACHED}*|${JOINERS}${ATTACHED}*)+`
const FLAG = `\\p{RI}${ATTACHED}*\\p{RI}${ATTACHED}*`
const PICTURE = `\\p{ExtPict}${ATTACHED}*(?:(?<=\\u200d)\\p{ExtPict}${ATTACHED}*)*`
const SEGMENT = new RegExp(`${WORD}|${KANA}|${FLAG}|${PICTURE}|[^]${ATTACHED}*`, 'gv')

const CLASS_TESTS: readonly (readonly [number, RegExp])[] = [
  [LETTER, new RegExp(LETTERS, 'v')],
  [NUMBER, new RegExp(NUMBERS, 'v')],
  [JOINER, new RegExp(JOINERS, 'v')],
  [BETWEEN_LETTERS, new RegExp(IN_LETTERS, 'v')],
  [BETWEEN_NUMBERS, new RegExp(IN_NUMBERS, 'v')],
  [SPECIAL, new RegExp(`${ATTACHED}|${KATAKANA}|\\p{ExtPict}|\\p{Surrogate}`, 'v')],
]
/** So many classes are kept; every character of the languages with spaces is below. */
const KEPT_CLASSES = 0x3000
const UNKNOWN = 255
const classes = new Uint8Array(KEPT_CLASSES).fill(UNKNOWN)

/** The pieces of a text between its word boundaries; together they are the text. */
export function wordSegments(text: string): string[] {
  const segments: string[] = []
  let start = 0
  let left = 0
  for (let at = 0; at < text.length; at++) {
    const here = classAt(text, at)
    if ((here & SPECIAL) !== 0) return text.match(SEGMENT) ?? []
    if (at > 0 && isBoundary(left, here, text, at)) {
      segments.push(text.slice(start, at))
      start = at
    }
    left = here
  }
  if (start < text.length) segments.push(text.slice(start))
  return segments
}

/** Whether a word ends before `at`; `left` and `here` are the classes of the characters on both sides. */
function isBoundary(left: number, here: number, text: string, at: number): boolean {
  const inWord = LETTER | NUMBER | JOINER
  if ((left & inWord) !== 0 && (here & inWord) !== 0) return false
  if ((here & (LETTER | NUMBER)) !== 0 && at > 1) return !joins(classAt(text, at - 2), left, here)
  if ((left & (LETTER | NUMBER)) !== 0 && at + 1 < text.length)
    return !joins(left, here, classAt(text, at + 1))
  return true
}

function joins(before: number, middle: number, after: number): boolean {
  if ((middle & BETWEEN_LETTERS) !== 0 && (before & LETTER) !== 0 && (after & LETTER) !== 0) return true
  return (middle & BETWEEN_NUMBERS) !== 0 && (before & NUMBER) !== 0 && (after & NUMBER) !== 0
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= KEPT_CLASSES) return classOf(code)
  const known = classes[code] as number
  if (known !== UNKNOWN) return known
  const found = classOf(code)
  classes[code] = found
  return found
}

function classOf(code: number): number {
  const character = String.fromCharCode(code)
  let found = 0
  for (const [bit, test] of CLASS_TESTS) if (test.test(character)) found |= bit
  return found
}
