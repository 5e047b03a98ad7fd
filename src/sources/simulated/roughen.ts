import type { Random } from '../../lib/random.ts'
import type { Lang } from './grammar.ts'

const SHORT: Readonly<Record<Lang, Readonly<Record<string, string>>>> = {
  en: {
    people: 'ppl',
    because: 'bc',
    please: 'pls',
    'right now': 'rn',
    'i think': 'imo',
    you: 'u',
    are: 'r',
    really: 'rly',
    about: 'abt',
    with: 'w/',
    thanks: 'thx',
    know: 'kno',
    something: 'smth',
  },
  fr: {
    "c'est": 'c',
    beaucoup: 'bcp',
    pourquoi: 'pk',
    toujours: 'tjrs',
    quelque: 'qq',
    pour: 'pr',
    dans: 'ds',
    tout: 'tt',
    vous: 'vs',
    "aujourd'hui": 'ajd',
    personnes: 'pers',
    maintenant: 'mtn',
  },
}
const SHORT_PATTERN: Readonly<Record<Lang, RegExp>> = {
  en: new RegExp(`\\b(${Object.keys(SHORT.en).join('|')})\\b`, 'g'),
  fr: new RegExp(`(?<![\\p{L}'])(${Object.keys(SHORT.fr).join('|')})(?![\\p{L}'])`, 'gu'),
}
const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: 's',
  e: 'r',
  i: 'o',
  o: 'p',
  n: 'm',
  t: 'r',
  s: 'd',
  r: 't',
  l: 'k',
  u: 'y',
}
export const EMOJI = [
  '😂',
  '😢',
  '🙏',
  '🔥',
  '😱',
  '👀',
  '💔',
  '🤔',
  '👏',
  '🎉',
  '😭',
  '🙄',
  '😅',
  '✨',
  '🤦',
  '❤️',
] as const

/**
 * Makes a text look typed in a hurry: abbreviations, slips of the finger, no capitals, doubled marks, emoji.
 * Figures are left alone, and so are words in capitals, unless the whole text goes to lower case.
 *
 * @param sloppy01 how sloppily the author writes; 0 changes nothing
 */
export function roughen(text: string, lang: Lang, sloppy01: number, random: Random): string {
  if (sloppy01 < 0.02) return text
  let out = text
  if (random.chance(sloppy01 * 0.7))
    out = out.replace(SHORT_PATTERN[lang], (word) => SHORT[lang][word] ?? word)
  if (random.chance(sloppy01 * 0.6)) out = slip(out, random)
  if (random.chance(sloppy01 * 0.6)) out = out.toLowerCase()
  if (lang === 'fr' && random.chance(sloppy01 * 0.35))
    out = out.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
  if (random.chance(sloppy01 * 0.3)) out = out.replace(/[.]$/, random.pick(['', '...', '!!', '!']))
  if (random.chance(0.08 + sloppy01 * 0.2))
    out += ` ${random.pick(EMOJI)}${random.chance(0.2) ? random.pick(EMOJI) : ''}`
  return out
}

/** One slip in one ordinary word of five letters or more. */
function slip(text: string, random: Random): string {
  const words = text.split(' ')
  const at = random.integer(0, words.length - 1)
  const word = words[at] as string
  if (!/^[a-zà-ÿ]{5,}$/.test(word)) return text
  const spot = random.integer(1, word.length - 3)
  const kind = random.integer(0, 2)
  const letter = word[spot] as string
  const next = word[spot + 1] as string
  const changed = kind === 0 ? next + letter : kind === 1 ? next : (NEIGHBOURS[letter] ?? letter) + next
  words[at] = word.slice(0, spot) + changed + word.slice(spot + 2)
  return words.join(' ')
}
