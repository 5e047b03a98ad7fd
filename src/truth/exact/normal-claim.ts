import { foldAccents } from '../../domain/text/fold.ts'

/** A claim made easy to match: numbers stand as `#12.5#`, dates as `@days@` (days since 1970), signs and units in one form. */
export type NormalClaim = { readonly text: string; readonly numbers: number; readonly dates: number }

const MONTHS = [
  'january janvier jan',
  'february fevrier feb',
  'march mars mar',
  'april avril apr',
  'may mai',
  'june juin jun',
  'july juillet jul',
  'august aout aug',
  'september septembre sept sep',
  'october octobre oct',
  'november novembre nov',
  'december decembre dec',
].map((names) => names.split(' '))
const MONTH = `(${MONTHS.flat().join('|')})\\.?`
const DAY_MS = 86_400_000

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const SMALL_FRENCH =
  'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(' ')
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const TENS_FRENCH = ['vingt', 'trente', 'quarante', 'cinquante', 'soixante']
/** `one` and `un` are articles as often as numbers. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value) => [word, value] as const).filter(([word]) => word !== 'one'),
  ...SMALL_FRENCH.map((word, value) => [word, value] as const).filter(([word]) => word !== 'un'),
  ...TENS.map((word, at) => [word, 20 + 10 * at] as const),
  ...TENS_FRENCH.map((word, at) => [word, 20 + 10 * at] as const),
])
const MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['mille', 1e3],
  ['million', 1e6],
  ['millions', 1e6],
  ['billion', 1e9],
  ['billions', 1e9],
  ['milliard', 1e9],
  ['milliards', 1e9],
  ['trillion', 1e12],
] as const)

/** @param lang `fr` reads 1,5 as one and a half, everything else as English writes numbers */
export function normalClaim(claim: string, lang: string | null): NormalClaim {
  let text = foldAccents(claim.toLowerCase())
    .replace(/[’‘`]/g, "'")
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/[−–—]/g, '-')
    .replace(/\bd'apres\b/g, 'selon')
    .replace(/[#@][\p{L}_][\p{L}\p{N}_]*/gu, ' ')
    .replace(/[“”«»"]/g, ' ')
  text = withDates(text)
  text = withNumbers(text, lang === 'fr')
  text = text
    .replace(/#\s*(?:%|percent\b|per cent\b|pour cent\b|pourcent\b)/g, '#%')
    .replace(/[$€£]\s*(?=#)/g, '')
    .replace(/(?<=#)\s*(?:€|\$|£|dollars?\b|euros?\b|pounds sterling\b)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return { text, numbers: count(text, /#[^#]+#/g), dates: count(text, /@[^@]+@/g) }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function withDates(text: string): string {
  const at = (year: string, month: number, day: string) => {
    const time = Date.UTC(Number(year), month, Number(day))
    return new Date(time).getUTCDate() === Number(day) ? ` @${time / DAY_MS}@ ` : null
  }
  return text
    .replace(
      /\b(\d{4})-(\d{2})-(\d{2})\b/g,
      (all, year, month, day) => at(year, Number(month) - 1, day) ?? all,
    )
    .replace(
      new RegExp(`\\b(\\d{1,2})(?:er|st|nd|rd|th)? (?:of )?${MONTH},? (\\d{4})\\b`, 'g'),
      (all, day, month, year) => at(year, monthOf(month), day) ?? all,
    )
    .replace(
      new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'g'),
      (all, month, day, year) => at(year, monthOf(month), day) ?? all,
    )
}

function monthOf(name: string): number {
  return MONTHS.findIndex((names) => names.includes(name))
}

const DIGITS =
  /(?<![\w@#.,])(-?)(\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(?:st|nd|rd|th|eme|e|er)?(?![\d@])/g

function withNumbers(text: string, isFrench: boolean): string {
  // Dates are kept whole: they hold digits.
  const digits = text
    .split(/(@[^@]+@)/)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replace(DIGITS, (all, sign, written, offset, whole) => {
            const value = numberOf(written, isFrench)
            if (value === null) return all
            const before = whole.slice(0, offset).trimEnd().slice(-1)
            // A hyphen after a number is a minus between two of them.
            const isMinus = sign === '-' && /[\d#%)]/.test(before)
            return `${isMinus ? '- ' : ''}#${sign === '-' && !isMinus ? -value : value}#`
          }),
    )
    .join('')
  const compounds = digits.replace(/(?<![#@\w'-])[a-z]+(?:-[a-z]+)+(?![\w'-])/g, (word) => {
    const value = compoundOf(word)
    return value === null ? word : `#${value}#`
  })
  const words = compounds.replace(/(?<![#@\w'-])([a-z]+)(?![\w'])/g, (word) => {
    const value = WORDS.get(word)
    return value === undefined ? word : `#${value}#`
  })
  return words
    .replace(/#(\d+)#[ -]#([1-9])#/g, (all, tens, one) =>
      Number(tens) >= 20 && Number(tens) < 100 && Number(tens) % 10 === 0
        ? `#${Number(tens) + Number(one)}#`
        : all,
    )
    .replace(
      /#([^#]+)# (hundred|thousand|mille|millions?|billions?|milliards?|trillion)\b/g,
      (_, value, word) => `#${Number(value) * (MULTIPLIERS.get(word) ?? 1)}#`,
    )
}

/** `fifty-six`, `vingt-trois`, `soixante-dix`, `quatre-vingt-douze`; null for other words. */
function compoundOf(word: string): number | null {
  const parts = word
    .replace(/^quatre-vingts?/, 'huitante')
    .replace(/-et-/, '-')
    .split('-')
  const values = parts.map((part) =>
    part === 'huitante' ? 80 : part === 'un' || part === 'une' || part === 'one' ? 1 : WORDS.get(part),
  )
  const [tens, ones] = values
  if (values.length === 1) return tens ?? null
  if (values.length !== 2 || tens === undefined || ones === undefined) return null
  return tens >= 20 && tens % 10 === 0 && ones < 20
    ? tens + ones
    : tens === 10 && ones < 10
      ? tens + ones
      : null
}

/** null where the way it is written leaves open what it means. */
function numberOf(written: string, isFrench: boolean): number | null {
  const [group, point] = isFrench ? ['.', ','] : [',', '.']
  const plain = written.replaceAll(' ', '')
  const groups = plain.split(point)[0]?.split(group) ?? []
  const isGrouped = groups.length > 1 && groups.slice(1).every((part) => part.length === 3)
  if (groups.length > 1 && !isGrouped)
    return groups.length === 2 && isFrench ? toNumber(plain.replace('.', ',')) : null
  // 1.250 in French may be either.
  if (isFrench && isGrouped && !plain.includes(',') && groups.length === 2) return null
  return toNumber(plain.replaceAll(group, '').replace(point, ','))
}

function toNumber(plain: string): number | null {
  const value = Number(plain.replace(',', '.'))
  return Number.isFinite(value) ? value : null
}
