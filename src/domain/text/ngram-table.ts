/** In place of a gram that is not in the table. */
export const NO_GRAM = 0xffff_ffff

/** Numbers of one gram: where its units begin, how many they are, where its scores begin. */
const UNITS_AT = 0
const LENGTH_AT = 1
const SCORES_AT = 2
const NUMBERS = 3

/**
 * N-grams by hash, with their scores by language. A gram is a piece of a word, with a space before it where it begins the
 * word and one behind where it ends it; it is looked up without being cut out.
 */
export class NgramTable {
  readonly #mask: number
  /** Number of the gram at each place, from 1; 0 where none is. */
  readonly #places: Uint32Array
  readonly #grams: Uint32Array
  readonly #units: Uint16Array
  /** A count, then so many pairs of language and score, for each gram. */
  readonly #scores: Uint16Array

  private constructor({ grams, units, scores, numbers, unitCount, scoreCount }: ParsedGrams) {
    const count = numbers / NUMBERS
    const size = 2 ** Math.ceil(Math.log2(2 * count))
    this.#mask = size - 1
    this.#places = new Uint32Array(size)
    this.#grams = grams.slice(0, numbers)
    this.#units = units.slice(0, unitCount)
    this.#scores = scores.slice(0, scoreCount)
    for (let number = 1; number <= count; number++) this.#put(number)
  }

  /**
   * Reads the JavaScript literal of the table without running it: `ngrams:{'gram':{lang:score,…},…}`. One pass over the
   * characters: with a pattern and strings it would take a tenth of a second, for each thread that analyses.
   */
  static parse(source: string): NgramTable {
    const parsed = parseGrams(source)
    if (parsed.numbers === 0) throw new Error('The n-gram table of eld is not as expected.')
    return new NgramTable(parsed)
  }

  /** The number of the gram `word[from … to)`, `NO_GRAM` where the table does not have it. */
  find(word: string, from: number, to: number, isFirst: boolean, isLast: boolean): number {
    let place = hashOf(word, from, to, isFirst, isLast) & this.#mask
    for (let number = this.#places[place] as number; number !== 0; number = this.#places[place] as number) {
      if (this.#isSame(number, word, from, to, isFirst, isLast)) return number
      place = (place + 1) & this.#mask
    }
    return NO_GRAM
  }

  /** Adds the scores of a gram, and to each `base`, to the sums of the languages it is found in. */
  addScores(number: number, base: number, sums: Float64Array): void {
    if (number === NO_GRAM) return
    const scores = this.#scores
    const start = this.#grams[(number - 1) * NUMBERS + SCORES_AT] as number
    const end = start + 2 * (scores[start] as number)
    for (let at = start + 1; at < end; at += 2) {
      const language = scores[at] as number
      sums[language] = (sums[language] as number) + (scores[at + 1] as number) + base
    }
  }

  #put(number: number): void {
    const start = this.#grams[(number - 1) * NUMBERS + UNITS_AT] as number
    const length = this.#grams[(number - 1) * NUMBERS + LENGTH_AT] as number
    let hash = FNV_OFFSET
    for (let at = start; at < start + length; at++)
      hash = Math.imul(hash ^ (this.#units[at] as number), FNV_PRIME)
    let place = ((hash ^ (hash >>> 15)) >>> 0) & this.#mask
    while (this.#places[place] !== 0) place = (place + 1) & this.#mask
    this.#places[place] = number
  }

  #isSame(
    number: number,
    word: string,
    from: number,
    to: number,
    isFirst: boolean,
    isLast: boolean,
  ): boolean {
    const units = this.#units
    const begin = this.#grams[(number - 1) * NUMBERS + UNITS_AT] as number
    const length = this.#grams[(number - 1) * NUMBERS + LENGTH_AT] as number
    const start = isFirst ? begin + 1 : begin
    if (length !== start - begin + to - from + (isLast ? 1 : 0)) return false
    if (isFirst && units[begin] !== SPACE) return false
    if (isLast && units[begin + length - 1] !== SPACE) return false
    for (let at = from; at < to; at++) if (units[start + at - from] !== word.charCodeAt(at)) return false
    return true
  }
}

/** What was read so far; an entry is longer in the source than here, so nothing grows. */
type ParsedGrams = {
  readonly grams: Uint32Array
  readonly units: Uint16Array
  readonly scores: Uint16Array
  numbers: number
  unitCount: number
  scoreCount: number
}

const SPACE = 32
const DOUBLE_QUOTE = 34
const SINGLE_QUOTE = 39
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const OPEN = 123
const CLOSE = 125
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

function parseGrams(source: string): ParsedGrams {
  const parsed: ParsedGrams = {
    grams: new Uint32Array(source.length / 2),
    units: new Uint16Array(source.length),
    scores: new Uint16Array(source.length),
    numbers: 0,
    unitCount: 0,
    scoreCount: 0,
  }
  const start = source.indexOf('ngrams:{')
  if (start < 0) return parsed
  for (let at = start + 'ngrams:{'.length; at < source.length && source.charCodeAt(at) !== CLOSE; ) {
    const quote = source.charCodeAt(at)
    const isQuoted = quote === SINGLE_QUOTE || quote === DOUBLE_QUOTE
    // Keys without quotes have never been read; with them, languages and so terms would be other ones.
    at = isQuoted ? parseScores(source, parseGram(source, at, parsed), parsed) : passEntry(source, at)
    if (source.charCodeAt(at) === COMMA) at++
  }
  return parsed
}

function passEntry(source: string, from: number): number {
  const end = source.indexOf('}', from)
  if (end < 0) throw new Error('The n-gram table of eld is not as expected.')
  return end + 1
}

/** `'gram'`; returns where what follows begins. */
function parseGram(source: string, from: number, parsed: ParsedGrams): number {
  const { units, grams } = parsed
  const quote = source.charCodeAt(from)
  const begin = parsed.unitCount
  let count = begin
  let at = from + 1
  for (let code = source.charCodeAt(at); code !== quote; code = source.charCodeAt(++at)) {
    if (at >= source.length) throw new Error('The n-gram table of eld is not as expected.')
    units[count++] = code === BACKSLASH ? source.charCodeAt(++at) : code
  }
  grams[parsed.numbers + UNITS_AT] = begin
  grams[parsed.numbers + LENGTH_AT] = count - begin
  grams[parsed.numbers + SCORES_AT] = parsed.scoreCount
  parsed.numbers += NUMBERS
  parsed.unitCount = count
  return at + 1
}

/** `:{11:40,17:3}` → 2, 11, 40, 17, 3; returns where what follows begins. */
function parseScores(source: string, from: number, parsed: ParsedGrams): number {
  if (source.charCodeAt(from) !== COLON || source.charCodeAt(from + 1) !== OPEN)
    throw new Error('The n-gram table of eld is not as expected.')
  const { scores } = parsed
  const start = parsed.scoreCount
  let count = start + 1
  let value = 0
  let at = from + 2
  for (let code = source.charCodeAt(at); ; code = source.charCodeAt(++at)) {
    const digit = code - 48
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      continue
    }
    scores[count++] = value
    value = 0
    if (code !== COMMA && code !== COLON) break
  }
  scores[start] = (count - start - 1) / 2
  parsed.scoreCount = count
  return source.charCodeAt(at) === CLOSE ? at + 1 : at
}

function hashOf(text: string, from: number, to: number, isFirst: boolean, isLast: boolean): number {
  let hash = FNV_OFFSET
  if (isFirst) hash = Math.imul(hash ^ SPACE, FNV_PRIME)
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  if (isLast) hash = Math.imul(hash ^ SPACE, FNV_PRIME)
  return (hash ^ (hash >>> 15)) >>> 0
}
