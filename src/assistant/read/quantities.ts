import type { Token } from '../words/tokens.ts'

/** A number as said in a text, with the tokens it stands on. */
export type Quantity = {
  readonly value: number
  /** Upper end where a range was said ("20 to 30"), else null. */
  readonly high: number | null
  /** `exact`, or how the speaker bent it. */
  readonly bound: 'exact' | 'about' | 'at_least' | 'at_most'
  /** "dozens", "des centaines", "a few": an order of magnitude, no figure. */
  readonly vague: boolean
  readonly unit: 'count' | 'percent' | 'euro' | 'dollar' | 'pound' | 'crown'
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
}

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fourty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    deux: 2,
    trois: 3,
    quatre: 4,
    cinq: 5,
    sept: 7,
    huit: 8,
    neuf: 9,
    dix: 10,
    onze: 11,
    douze: 12,
    treize: 13,
    quatorze: 14,
    quinze: 15,
    seize: 16,
    vingt: 20,
    vingts: 20,
    trente: 30,
    quarante: 40,
    cinquante: 50,
    soixante: 60,
    septante: 70,
    huitante: 80,
    octante: 80,
    nonante: 90,
  }),
)
const MULTIPLIERS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    hundred: 100,
    hundreds: 100,
    cent: 100,
    cents: 100,
    thousand: 1_000,
    thousands: 1_000,
    mille: 1_000,
    k: 1_000,
    million: 1e6,
    millions: 1e6,
    m: 1e6,
    mn: 1e6,
    billion: 1e9,
    billions: 1e9,
    milliard: 1e9,
    milliards: 1e9,
    bn: 1e9,
  }),
)
/** Round counts; all are approximate. */
const ROUND_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    dozen: 12,
    dozens: 24,
    couple: 2,
    score: 20,
    dizaine: 10,
    dizaines: 20,
    douzaine: 12,
    douzaines: 24,
    quinzaine: 15,
    vingtaine: 20,
    trentaine: 30,
    quarantaine: 40,
    cinquantaine: 50,
    soixantaine: 60,
    centaine: 100,
    centaines: 200,
    millier: 1_000,
    milliers: 2_000,
  }),
)
const JOINERS = new Set(['and', 'et', 'of', 'de', 'd', 'un', 'une'])
const ABOUT = new Set([
  'about',
  'around',
  'roughly',
  'approximately',
  'approx',
  'some',
  'nearly',
  'almost',
  'near',
  'environ',
  'pres',
  'quelque',
  'quelques',
  'autour',
  'circa',
  'presque',
  'estimated',
])
const AT_LEAST_ONE = new Set(['over', 'above', 'exceeding', 'minimum'])
const UNIT_AFTER: ReadonlyMap<string, Quantity['unit']> = new Map(
  Object.entries({
    '%': 'percent',
    percent: 'percent',
    '€': 'euro',
    euro: 'euro',
    euros: 'euro',
    eur: 'euro',
    $: 'dollar',
    dollar: 'dollar',
    dollars: 'dollar',
    usd: 'dollar',
    '£': 'pound',
    pounds: 'pound',
    crown: 'crown',
    crowns: 'crown',
    couronne: 'crown',
    couronnes: 'crown',
  }),
)

/** Finds the numbers of a run of tokens: digits with either grouping, number words, dozens and "une vingtaine", ranges, k and millions. */
export function findQuantities(tokens: readonly Token[], source: string): Quantity[] {
  const found: Quantity[] = []
  for (let at = 0; at < tokens.length; ) {
    const number = readNumber(tokens, at, source)
    if (number === null) at += 1
    else {
      // "deux dizaines": the multiplier was first read as a number of its own.
      if (found.at(-1)?.first === number.first) found.pop()
      found.push(finish(tokens, number))
      at = number.last + 1
    }
  }
  return joinRanges(found, tokens)
}

type Span = { value: number; first: number; last: number; round: boolean; vague?: boolean }

function readNumber(tokens: readonly Token[], at: number, source: string): Span | null {
  const token = tokens[at]
  if (token === undefined || partOfClockOrName(tokens, at, source)) return null
  if (token.kind === 'number') return withMultiplier(tokens, readDigits(tokens, at, source))
  if (token.kind !== 'word') return null
  return readRound(tokens, at) ?? readWords(tokens, at)
}

/** 14:30, 14h30, 3-1, 2026/03/02, A7, B12, n° 4 and ordinals are no counts. */
function partOfClockOrName(tokens: readonly Token[], at: number, source: string): boolean {
  const token = tokens[at]
  if (token === undefined || token.kind !== 'number') return false
  const before = source[token.start - 1] ?? ' '
  const after = source.slice(token.end, token.end + 3)
  if (/^(?:st|nd|rd|th|e|er|eme|ème)[ \u00a0\u202f]min/iu.test(source.slice(token.end, token.end + 8)))
    return false
  if (/[\p{L}/:_-]/u.test(before) && !(before === '-' && /\s/.test(source[token.start - 2] ?? ' ')))
    return !/[dl]'$/.test(before)
  if (
    /^(?::\d|[/]\d|-\d|h\b|h\d|st\b|nd\b|rd\b|th\b|e\b|er\b|eme|ème|am\b|pm\b|\s[ap]m|\s?h\s?\d|\s?h\b)/iu.test(
      after,
    )
  )
    return !isYearLikeRange(token, after)
  const previous = tokens[at - 1]?.norm ?? ''
  return (
    previous === '°' ||
    previous === 'no' ||
    previous === 'gate' ||
    previous === 'line' ||
    previous === 'ligne' ||
    previous === 'channel'
  )
}

function isYearLikeRange(token: Token, after: string): boolean {
  return /^-\d/.test(after) && Number(token.text) >= 10 && Number(token.text) < 1_900
}

/** `3 000`, `3,000`, `3.000` group thousands; `3,5` and `3.5` are decimals. */
function readDigits(tokens: readonly Token[], at: number, source: string): Span {
  let last = at
  let text = tokens[at]?.text ?? ''
  for (
    let next = tokens[last + 1];
    next?.kind === 'number' &&
    /^\d{3}$/.test(next.text) &&
    /^\d{1,3}(?: \d{3})*$/.test(text) &&
    source.slice(tokens[last]?.end, next.start).match(/^[ \u00a0\u202f]$/);
    next = tokens[last + 1]
  ) {
    text += ` ${next.text}`
    last += 1
  }
  return { value: parseDigits(text), first: at, last, round: false }
}

function parseDigits(text: string): number {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '')
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(plain)) return Number(plain.replace(/[.,]/g, ''))
  return Number(plain.replace(/,(?=\d{3}(?:\D|$))/g, '').replace(',', '.'))
}

function withMultiplier(tokens: readonly Token[], span: Span): Span {
  const next = tokens[span.last + 1]
  const times = next?.kind === 'word' ? MULTIPLIERS.get(next.norm) : undefined
  if (next === undefined || times === undefined) return span
  const glued = next.start === tokens[span.last]?.end
  if (next.norm.length === 1 && !(glued || next.norm === 'm')) return span
  if (next.norm === 'm' && !glued) return span
  return { ...span, value: span.value * times, last: span.last + 1 }
}

function readRound(tokens: readonly Token[], at: number): Span | null {
  const round = ROUND_WORDS.get(tokens[at]?.norm ?? '')
  if (round === undefined) return null
  if (tokens[at]?.norm === 'score' || (tokens[at]?.norm === 'couple' && tokens[at + 1]?.norm !== 'of'))
    return null
  const halfAt = [at - 1, at - 2].find((before) => /^(?:half|demi)$/.test(tokens[before]?.norm ?? ''))
  const half = halfAt !== undefined
  const times = NUMBER_WORDS.get(tokens[at - 1]?.norm ?? '') ?? 1
  const next = MULTIPLIERS.get(tokens[at + 2]?.norm ?? '')
  const value = (half ? round / 2 : round) * Math.max(times, 1)
  if (next !== undefined && JOINERS.has(tokens[at + 1]?.norm ?? ''))
    return {
      value: value * next,
      first: at,
      last: at + 2,
      round: true,
      vague: /s$/.test(tokens[at]?.norm ?? ''),
    }
  const vague = /s$/.test(tokens[at]?.norm ?? '') && times === 1
  return { value, first: halfAt ?? (times > 1 ? at - 1 : at), last: at, round: true, vague }
}

function readWords(tokens: readonly Token[], at: number): Span | null {
  if (!startsNumber(tokens, at)) return null
  let total = 0
  let part = 0
  let last = at
  for (let index = at; index < tokens.length; index += 1) {
    const token = tokens[index]
    const norm = token?.norm ?? ''
    const small = NUMBER_WORDS.get(norm)
    const times = norm.length > 1 ? MULTIPLIERS.get(norm) : undefined
    if (small !== undefined) part = small === 20 && part === 4 ? 80 : part + small
    else if (times === 100) part = Math.max(part, 1) * 100
    else if (times !== undefined) {
      total += Math.max(part, 1) * times
      part = 0
    } else if ((norm === '-' || norm === 'and' || norm === 'et') && continues(tokens[index + 1])) continue
    else if (norm === 'un' && tokens[index - 1]?.norm === 'et') part += 1
    else break
    last = index
  }
  const vague = /s$/.test(tokens[at]?.norm ?? '') && MULTIPLIERS.has(tokens[at]?.norm ?? '')
  return { value: vague ? 2 * (total + part) : total + part, first: at, last, round: vague, vague }
}

function startsNumber(tokens: readonly Token[], at: number): boolean {
  const norm = tokens[at]?.norm ?? ''
  if (NUMBER_WORDS.has(norm))
    return !/^(?:one|sept|neuf)$/.test(norm) || continues(tokens[at + 1]) || tokens[at + 1]?.kind === 'word'
  if (norm === 'hundreds' || norm === 'thousands' || norm === 'millions') return true
  // The hundred of "67 pour cent" counts nothing.
  if (norm === 'cent') return !/^(?:pour|pr|per)$/.test(tokens[at - 1]?.norm ?? '')
  if (norm === 'mille') return true
  return (norm === 'hundred' || norm === 'thousand' || norm === 'million') && tokens[at - 1]?.norm === 'a'
}

function continues(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (NUMBER_WORDS.has(token.norm) ||
      (token.norm.length > 1 && MULTIPLIERS.has(token.norm)) ||
      token.norm === 'un')
  )
}

function finish(tokens: readonly Token[], span: Span): Quantity {
  const before = tokens.slice(Math.max(0, span.first - 4), span.first).map((token) => token.norm)
  const after = tokens.slice(span.last + 1, span.last + 3).map((token) => token.norm)
  return {
    value: span.value,
    high: null,
    bound: readBound(before, after, span.round),
    vague:
      span.vague === true ||
      / (?:several|plusieurs|quelques|few|many) $/.test(` ${before.slice(-1).join(' ')} `),
    unit:
      UNIT_AFTER.get(after[0] ?? '') ??
      UNIT_AFTER.get(before.at(-1) ?? '') ??
      ((after[0] === 'per' || after[0] === 'pour') && after[1] === 'cent' ? 'percent' : 'count'),
    first: span.first,
    last: span.last,
    start: tokens[span.first]?.start ?? 0,
    end: tokens[span.last]?.end ?? 0,
  }
}

function readBound(before: readonly string[], after: readonly string[], round: boolean): Quantity['bound'] {
  const text = ` ${before.join(' ')} `
  if (
    / (?:at least|more than|upwards of|no (?:fewer|less) than|au moins|plus d?e?|pas moins d?e?|minimum) (?:de |d |' )*$/.test(
      text,
    ) ||
    AT_LEAST_ONE.has(before.at(-1) ?? '') ||
    after[0] === '+' ||
    (/^or$/.test(after[0] ?? '') && after[1] === 'more')
  )
    return 'at_least'
  if (/ (?:at most|up to|fewer than|less than|under|au plus|jusqu (?:' )?a|moins d?e?|maximum) $/.test(text))
    return 'at_most'
  return round || before.some((word) => ABOUT.has(word)) || text.endsWith(' une ') ? 'about' : 'exact'
}

/** "20 to 30", "entre 20 et 30", "20-30" are one quantity with two ends. */
function joinRanges(found: readonly Quantity[], tokens: readonly Token[]): Quantity[] {
  const joined: Quantity[] = []
  for (const quantity of found) {
    const previous = joined.at(-1)
    if (previous !== undefined && isRange(previous, quantity, tokens)) {
      joined[joined.length - 1] = {
        ...previous,
        high: quantity.value,
        bound: 'about',
        unit: quantity.unit,
        last: quantity.last,
        end: quantity.end,
      }
    } else joined.push(quantity)
  }
  return joined
}

function isRange(low: Quantity, high: Quantity, tokens: readonly Token[]): boolean {
  if (high.first - low.last !== 2 || high.value <= low.value || low.high !== null) return false
  const between = tokens[low.last + 1]?.norm ?? ''
  if (/^(?:to|a|or|ou|-|–)$/.test(between)) return true
  return /^(?:and|et)$/.test(between) && /^(?:between|entre)$/.test(tokens[low.first - 1]?.norm ?? '')
}
