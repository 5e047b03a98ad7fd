import type { AnswerValue } from '../candidates/candidate.ts'
import { isOneSlip } from '../read/match-facets.ts'
import { isPlaceNoun } from '../read/places.ts'
import { STOP_WORDS } from '../words/stop-words.ts'

/** Rounded numbers agree with exact ones this close to them. */
const ROUND_TOLERANCE = 0.1
/** "Around half past two" and 14:25 are one time. */
const MINUTES_TOLERANCE = 10

/** Whether two values are one answer said in two ways. */
export function sameValue(a: AnswerValue, b: AnswerValue): boolean {
  if (a.kind === 'quantity' && b.kind === 'quantity') return sameQuantity(a, b)
  if (a.kind === 'time' && b.kind === 'time') return sameTime(a, b)
  if ((a.kind === 'name' || a.kind === 'place') && b.kind === a.kind)
    return sameWords(a.words, b.words, a.kind)
  if (a.kind === 'cause' && b.kind === 'cause') return sameCause(a.words, b.words)
  if (a.kind === 'thing' && b.kind === 'thing') return a.words[0] === b.words[0]
  return a.kind === 'score' && b.kind === 'score' && a.text === b.text
}

type QuantityValue = Extract<AnswerValue, { kind: 'quantity' }>
type TimeValue = Extract<AnswerValue, { kind: 'time' }>

const IN_MINUTES: Readonly<Record<string, number>> = {
  minute: 1,
  hour: 60,
  day: 1_440,
  week: 10_080,
  month: 43_200,
  year: 525_600,
}

function sameQuantity(a: QuantityValue, b: QuantityValue): boolean {
  const scaleA = IN_MINUTES[a.unit] ?? 1
  const scaleB = IN_MINUTES[b.unit] ?? 1
  if ((IN_MINUTES[a.unit] === undefined) !== (IN_MINUTES[b.unit] === undefined)) return false
  if (IN_MINUTES[a.unit] === undefined && a.unit !== b.unit) return false
  const [x, y] = [a.value * scaleA, b.value * scaleB]
  if (x === y) return true
  if (a.bound !== 'about' && b.bound !== 'about') return false
  return Math.abs(x - y) <= ROUND_TOLERANCE * Math.max(x, y)
}

function sameTime(a: TimeValue, b: TimeValue): boolean {
  if (a.day !== null && b.day !== null && a.day !== b.day) return false
  if (a.minute !== null && b.minute !== null) return Math.abs(a.minute - b.minute) <= MINUTES_TOLERANCE
  if (a.minute === null && b.minute === null) return a.part === b.part || a.day !== null || b.day !== null
  const minute = a.minute ?? b.minute ?? 0
  const part = a.minute === null ? a.part : b.part
  return part === null ? a.day !== null && b.day !== null : partOf(minute).includes(part)
}

function partOf(minute: number): readonly string[] {
  if (minute < 300) return ['night']
  if (minute < 720) return ['morning']
  if (minute < 1_080) return ['afternoon', 'noon']
  return minute < 1_260 ? ['evening', 'afternoon'] : ['evening', 'night']
}

/** One holds all telling words of the other: "Valdez" and "Mira Valdez"; one typing slip is forgiven in long words. */
function sameWords(a: readonly string[], b: readonly string[], kind: 'name' | 'place'): boolean {
  const left = kind === 'place' ? properWords(a) : telling(a)
  const right = kind === 'place' ? properWords(b) : telling(b)
  const [long, short] = left.length >= right.length ? [left, right] : [right, left]
  if (short.length === 0 || long.length === 0) return false
  const within = short.every((word) => long.some((other) => alike(word, other)))
  if (!within) return false
  // Persons share first names; a lone word must be the last name.
  return kind === 'place' || short.length > 1 || long.length === 1 || alike(short[0] ?? '', long.at(-1) ?? '')
}

/** Words that head many causes and tell none: a project, a failure, a problem. */
const HEADS =
  /^(?:\w:)?(?:proje\w*|plan\w*|proble\w*|fail\w*|issue|lack|manqu\w*|err[eo]u?r|faulti|nouveau|nouvel\w*|new|heavi|gros\w*|bad|big|possibl\w*|sai|says?|friend|mine|sure|case|kind|type|affair\w*)$/

/** Half of the shorter one's telling words: "hail" and "a hailstorm", "spoiled cream" and "the cream dessert". */
function sameCause(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] =
    a.length <= b.length ? [tellingCause(a), tellingCause(b)] : [tellingCause(b), tellingCause(a)]
  const shared = short.filter((word) => long.some((other) => isSameStem(word, other))).length
  return shared > 0 && shared * 2 >= Math.min(short.length, long.length)
}

function tellingCause(words: readonly string[]): readonly string[] {
  const kept = [...new Set(words)].filter((word) => !HEADS.test(word))
  return kept.length > 0 ? kept : words
}

const COMPOUND_LENGTH_MIN = 4

function isSameStem(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [bare(a), bare(b)] : [bare(b), bare(a)]
  return short === long || (short.length >= COMPOUND_LENGTH_MIN && long.startsWith(short))
}

function bare(stem: string): string {
  return stem.replace(/^\w:/, '')
}

/** "école Elzevenne" and "Elzevenne school" share a proper word; only places without one are compared by their nouns. */
function properWords(words: readonly string[]): string[] {
  const proper = telling(words).filter(
    (word) => !isPlaceNoun({ kind: 'word', text: word, norm: word, start: 0, end: 0, capital: false }),
  )
  return proper.length > 0 ? proper : telling(words)
}

function telling(words: readonly string[]): string[] {
  const kept = words.filter((word) => !STOP_WORDS.has(word))
  return kept.length > 0 ? kept : [...words]
}

function alike(a: string, b: string): boolean {
  return a === b || (a.length >= 6 && isOneSlip(a, b))
}
