import { normalNumber } from '../../domain/text/tokenise.ts'
import type { RawWord } from './read-words.ts'

/** The number that a word is part of. */
export type Quantity = { readonly value: number; readonly unit: string | null }

const UNITS_WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const FRENCH_UNITS_WORDS =
  'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'
const TENS_WORDS = 'twenty thirty forty fifty sixty seventy eighty ninety'
const SMALL: ReadonlyMap<string, number> = new Map([
  ...UNITS_WORDS.split(' ').map((word, value) => [word, value] as const),
  ...FRENCH_UNITS_WORDS.split(' ').map((word, value) => [word, value] as const),
  ...TENS_WORDS.split(' ').map((word, index) => [word, 20 + 10 * index] as const),
  ...([
    ['vingt', 20],
    ['vingts', 20],
    ['trente', 30],
    ['quarante', 40],
    ['cinquante', 50],
    ['soixante', 60],
    ['septante', 70],
    ['huitante', 80],
    ['nonante', 90],
    ['once', 1],
    ['twice', 2],
    ['dozen', 12],
    ['douzaine', 12],
  ] as const),
])
const ORDINALS: ReadonlyMap<string, number> = new Map(
  [
    'first premier premiere',
    'second deuxieme seconde',
    'third troisieme',
    'fourth quatrieme',
    'fifth cinquieme',
    'sixth sixieme',
    'seventh septieme',
    'eighth huitieme',
    'ninth neuvieme',
    'tenth dixieme',
  ].flatMap((words, index) => words.split(' ').map((word) => [word, index + 1] as const)),
)
const MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['cent', 100],
  ['cents', 100],
  ['thousand', 1e3],
  ['mille', 1e3],
  ['million', 1e6],
  ['millions', 1e6],
  ['m', 1e6],
  ['mn', 1e6],
  ['k', 1e3],
  ['bn', 1e9],
  ['billion', 1e9],
  ['milliard', 1e9],
  ['milliards', 1e9],
  ['trillion', 1e12],
])
/** Articles and pronouns as often as numbers. */
const ALSO_ARTICLES = new Set(['one', 'un', 'second', 'seconde', 'zero'])
const ORDINAL_TAIL = /^(?:st|nd|rd|th|er|re|e|eme|ieme)$/
const UNIT_AFTER: ReadonlyMap<string, string> = new Map([
  ['percent', 'percent'],
  ['percentage', 'percent'],
  ['dollar', 'dollar'],
  ['dollars', 'dollar'],
  ['usd', 'dollar'],
  ['euro', 'euro'],
  ['euros', 'euro'],
  ['eur', 'euro'],
  ['pound', 'pound'],
  ['pounds', 'pound'],
  ['kilometre', 'kilometre'],
  ['kilometres', 'kilometre'],
  ['kilometers', 'kilometre'],
  ['km', 'kilometre'],
  ['mile', 'mile'],
  ['miles', 'mile'],
])
const SIGN_UNITS: ReadonlyMap<string, string> = new Map([
  ['%', 'percent'],
  ['$', 'dollar'],
  ['€', 'euro'],
  ['£', 'pound'],
])

/**
 * For each word the number that it is part of, or null: digits with either grouping, number words, ordinals, `2.5
 * million`, `two hundred`, with the unit written beside them.
 */
export function readQuantities(words: readonly RawWord[], text: string): (Quantity | null)[] {
  const found = new Array<Quantity | null>(words.length).fill(null)
  for (let at = 0; at < words.length; ) {
    const read = readAt(words, at, text)
    if (read === null) {
      at++
      continue
    }
    found.fill({ value: read.value, unit: unitOf(words, at, read.next, text) }, at, read.next)
    at = read.next
  }
  return found
}

function readAt(words: readonly RawWord[], at: number, text: string): { value: number; next: number } | null {
  const first = numberAt(words, at, text)
  if (first === null) return null
  let { value, next } = first
  for (;;) {
    const word = words[next]
    if (word === undefined || !follows(words, next, text)) break
    const factor = MULTIPLIERS.get(word.norm)
    const more = factor === undefined ? smallAfterTens(value, word.norm) : null
    if (factor !== undefined && value < factor) value *= factor
    else if (more !== null) value += more
    else break
    next++
  }
  if (words[next] !== undefined && isTail(words, next, text)) next++
  return { value, next }
}

function numberAt(
  words: readonly RawWord[],
  at: number,
  text: string,
): { value: number; next: number } | null {
  const word = words[at]
  if (word === undefined) return null
  if (/^\p{N}/u.test(word.norm)) return digitsAt(words, at, text)
  const small = SMALL.get(word.norm) ?? ORDINALS.get(word.norm)
  if (small === undefined) return null
  if (!ALSO_ARTICLES.has(word.norm)) return { value: small, next: at + 1 }
  const following = words[at + 1]
  const counts = following !== undefined && MULTIPLIERS.has(following.norm) && follows(words, at + 1, text)
  return counts ? { value: small, next: at + 1 } : null
}

/** `1 000 000` is one number: groups of three that a space joins. */
function digitsAt(
  words: readonly RawWord[],
  at: number,
  text: string,
): { value: number; next: number } | null {
  const word = words[at]
  if (word === undefined) return null
  let digits = text.slice(word.start, word.end).replace(/[\u00a0\u202f]/g, '')
  let next = at + 1
  if (/^[1-9]\d{0,2}$/.test(digits)) {
    for (let group = words[next]; group !== undefined; group = words[++next]) {
      const joined = /^[ \u00a0\u202f]$/.test(text.slice(words[next - 1]?.end, group.start))
      if (!joined || !/^\d{3}$/.test(text.slice(group.start, group.end))) break
      digits += text.slice(group.start, group.end)
    }
  }
  const value = Number(normalNumber(digits))
  return Number.isFinite(value) ? { value, next } : null
}

function smallAfterTens(value: number, norm: string): number | null {
  const small = SMALL.get(norm) ?? ORDINALS.get(norm)
  if (small === undefined || small >= 10) return null
  return value >= 20 && value < 100 && value % 10 === 0 ? small : null
}

/** True where a word goes on with the number before it: only a space or a hyphen between them. */
function follows(words: readonly RawWord[], at: number, text: string): boolean {
  const gap = text.slice(words[at - 1]?.end, words[at]?.start)
  return /^[ \u00a0\u202f-]?$/.test(gap)
}

function isTail(words: readonly RawWord[], at: number, text: string): boolean {
  return text.slice(words[at - 1]?.end, words[at]?.start) === '' && ORDINAL_TAIL.test(words[at]?.norm ?? '')
}

function unitOf(words: readonly RawWord[], from: number, next: number, text: string): string | null {
  const start = words[from]?.start ?? 0
  const end = words[next - 1]?.end ?? 0
  const before = SIGN_UNITS.get(
    text
      .slice(Math.max(0, start - 2), start)
      .trim()
      .slice(-1),
  )
  const after = SIGN_UNITS.get(
    text
      .slice(end, end + 2)
      .trim()
      .charAt(0),
  )
  const word = words[next]?.norm ?? ''
  if (before !== undefined || after !== undefined) return before ?? after ?? null
  if ((word === 'per' || word === 'pour') && words[next + 1]?.norm === 'cent') return 'percent'
  return UNIT_AFTER.get(word) ?? null
}
