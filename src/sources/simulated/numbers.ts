import type { Random } from '../../lib/random.ts'
import type { Lang } from './grammar.ts'

const EN_SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const EN_TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const FR_SMALL = [
  'zéro',
  'un',
  'deux',
  'trois',
  'quatre',
  'cinq',
  'six',
  'sept',
  'huit',
  'neuf',
  'dix',
  'onze',
  'douze',
  'treize',
  'quatorze',
  'quinze',
  'seize',
  'dix-sept',
  'dix-huit',
  'dix-neuf',
]
const FR_TENS = [
  '',
  '',
  'vingt',
  'trente',
  'quarante',
  'cinquante',
  'soixante',
  'soixante',
  'quatre-vingt',
  'quatre-vingt',
]

/** The number in words; null above 99 unless it is a round number of hundreds or thousands up to 99,000. */
export function numberWords(value: number, lang: Lang): string | null {
  if (value < 100) return lang === 'en' ? englishBelow100(value) : frenchBelow100(value)
  if (value % 1000 === 0 && value < 100_000) return thousands(value / 1000, lang)
  if (value % 100 === 0 && value < 1000) return hundreds(value / 100, lang)
  return null
}

/** Digits grouped as one would write them: "3,000", "3 000", "3000". */
function numberDigits(value: number, lang: Lang, random: Random): string {
  const plain = String(value)
  if (value < 1000 || random.chance(0.3)) return plain
  return group(plain, lang === 'fr' ? ' ' : ',')
}

/** The exact number as people write it: words for small ones now and then, digits otherwise. */
export function exactNumber(value: number, lang: Lang, random: Random): string {
  const words = value <= 20 || value % 1000 === 0 ? numberWords(value, lang) : null
  return words !== null && random.chance(value <= 20 ? 0.4 : 0.15) ? words : numberDigits(value, lang, random)
}

/**
 * A vague expression near the value, to stand before a noun ("dozens of", "une vingtaine de") or alone
 * ("dozens", "une vingtaine").
 */
export function vagueNumber(value: number, lang: Lang, alone: boolean, random: Random): string {
  const en = lang === 'en'
  if (value < 8)
    return random
      .pick(en ? ['several', 'a few', 'a handful of'] : ['plusieurs', 'quelques'])
      .replace(/ of$/, alone ? '' : ' of')
  const noun = random.pick(en ? englishVague(value) : frenchVague(value))
  return alone ? noun.replace(/ (of|de)$/, '') : noun
}

/** Every way of writing the number that counts as right, in both languages. */
export function numberAnswers(value: number): string[] {
  const plain = String(value)
  const forms = new Set([plain])
  if (value >= 1000) for (const mark of [',', ' ', '.']) forms.add(group(plain, mark))
  for (const lang of ['en', 'fr'] as const) {
    const words = numberWords(value, lang)
    if (words !== null) forms.add(words).add(words.replaceAll('-', ' '))
  }
  return [...forms]
}

function englishVague(value: number): readonly string[] {
  if (value < 16) return ['about a dozen', 'around a dozen', 'a dozen or so', 'a dozen']
  if (value < 30) return ['around twenty', 'some twenty', 'about 20', '20-odd']
  if (value < 100) return ['dozens of', 'many dozens of', 'scores of']
  if (value < 1000) return ['hundreds of', 'a few hundred', 'several hundred']
  return ['thousands of', 'several thousand', 'a few thousand']
}

function frenchVague(value: number): readonly string[] {
  if (value < 13) return ['une dizaine de', 'à peu près dix', 'une douzaine de']
  if (value < 18) return ['une quinzaine de', 'une quinzaine de', 'quinze ou seize']
  if (value < 30) return ['une vingtaine de', 'plus ou moins vingt']
  if (value < 100) return ['des dizaines de', 'plusieurs dizaines de']
  if (value < 1000) return ['des centaines de', 'plusieurs centaines de']
  return ['des milliers de', 'plusieurs milliers de']
}

function englishBelow100(value: number): string {
  if (value < 20) return EN_SMALL[value] as string
  const unit = value % 10
  return `${EN_TENS[Math.floor(value / 10)]}${unit === 0 ? '' : `-${EN_SMALL[unit]}`}`
}

function frenchBelow100(value: number): string {
  if (value < 20) return FR_SMALL[value] as string
  const ten = Math.floor(value / 10)
  const rest = ten === 7 || ten === 9 ? 10 + (value % 10) : value % 10
  if (value === 80) return 'quatre-vingts'
  if (rest === 0) return FR_TENS[ten] as string
  const joined = (rest === 1 || rest === 11) && ten < 8 ? ' et ' : '-'
  return `${FR_TENS[ten]}${joined}${FR_SMALL[rest]}`
}

function thousands(count: number, lang: Lang): string {
  if (lang === 'fr') return count === 1 ? 'mille' : `${frenchBelow100(count)} mille`
  return `${englishBelow100(count)} thousand`
}

function hundreds(count: number, lang: Lang): string {
  if (lang === 'fr') return count === 1 ? 'cent' : `${FR_SMALL[count]} cents`
  return `${EN_SMALL[count]} hundred`
}

function group(digits: string, mark: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, mark)
}
