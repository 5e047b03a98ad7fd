import type { ClaimLabel } from '../src/domain/verdict.ts'
import type { Random } from '../src/lib/random.ts'

/** A claim made from a sentence by rule, and what the sentence then says of it. */
export type SwappedClaim = { readonly claim: string; readonly label: ClaimLabel; readonly change: string }

const OPPOSITES: readonly (readonly [string, string])[] = [
  ['increased', 'decreased'],
  ['rose', 'fell'],
  ['won', 'lost'],
  ['first', 'last'],
  ['before', 'after'],
  ['more', 'less'],
  ['most', 'least'],
  ['largest', 'smallest'],
  ['north', 'south'],
  ['east', 'west'],
  ['northern', 'southern'],
  ['eastern', 'western'],
  ['early', 'late'],
  ['born', 'killed'],
  ['accepted', 'rejected'],
  ['supported', 'opposed'],
  ['opened', 'closed'],
  ['began', 'ended'],
  ['joined', 'left'],
  ['success', 'failure'],
  ['positive', 'negative'],
  ['male', 'female'],
  ['father', 'mother'],
  ['son', 'daughter'],
  ['brother', 'sister'],
  ['husband', 'wife'],
  ['high', 'low'],
  ['higher', 'lower'],
  ['best', 'worst'],
  ['always', 'never'],
  ['all', 'none'],
  ['many', 'few'],
  ['upper', 'lower'],
  ['old', 'new'],
  ['public', 'private'],
  ['with', 'without'],
  ['above', 'below'],
  ['major', 'minor'],
  ['strong', 'weak'],
  ['arrested', 'released'],
  ['bought', 'sold'],
]
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const AUXILIARY = /\b(was|were|is|are|has|had|have|will|would|could|can|did|does)\b(?! not|n't)/
const NAME = /(?<=[\p{Ll},] )\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})*/gu

/** Claims that a sentence supports (itself, shortened) and refutes (one thing in it denied or replaced). */
export function swapClaim(sentence: string, random: Random): SwappedClaim[] {
  const short = shortened(sentence)
  const base = random.chance(0.6) ? short : sentence
  const swaps = [negated, withOtherNumber, withOtherName, withOtherMonth, withOpposite].flatMap((swap) => {
    const claim = swap(base, { random, sentence })
    return claim === null || claim === base ? [] : [{ claim, label: 'refuted' as const, change: swap.name }]
  })
  const supported = {
    claim: short,
    label: 'supported' as const,
    change: short === sentence ? 'same' : 'shortened',
  }
  return [...(swaps.length === 0 ? [] : [random.pick(swaps)]), supported]
}

type Context = { readonly random: Random; readonly sentence: string }

/** The first clause, where it can stand alone. */
function shortened(sentence: string): string {
  const cut =
    /^(.{40,}?\b(?:was|were|is|are|had|has|became|won|made|began|died|said)\b.{20,}?)(?:, (?:and|but|which|who|where|while|with)\b|; ).*$/.exec(
      sentence,
    )
  return cut?.[1] === undefined ? sentence : `${cut[1]}.`
}

function negated(text: string): string | null {
  return AUXILIARY.test(text) ? text.replace(AUXILIARY, '$1 not') : null
}

function withOtherNumber(text: string, { random }: Context): string | null {
  const numbers = [...text.matchAll(/(?<![\w.,-])\d[\d,]*(?![\w%-])/g)]
  if (numbers.length === 0) return null
  const { 0: written, index } = random.pick(numbers)
  const value = Number(written.replaceAll(',', ''))
  const isYear = value >= 1500 && value <= 2030
  const other = isYear
    ? value + random.pick([-20, -7, -3, -1, 1, 2, 5, 11])
    : Math.max(1, Math.round(value * random.pick([0.3, 0.5, 2, 3, 10])) + 1)
  return text.slice(0, index) + String(other) + text.slice(index + written.length)
}

function withOtherName(text: string, { random }: Context): string | null {
  const names = [...text.matchAll(NAME)].filter(([name]) => !MONTHS.includes(name))
  if (names.length === 0) return null
  const { 0: written, index } = random.pick(names)
  const other = random.pick([
    'Kensington',
    'Alvarez',
    'Toronto',
    'Robert Hale',
    'Lindqvist',
    'Melbourne',
    'Anna Petrova',
    'Nairobi',
    'Parker',
    'Denmark',
    'Sharma',
    'Chicago',
  ])
  return text.slice(0, index) + other + text.slice(index + written.length)
}

function withOtherMonth(text: string, { random }: Context): string | null {
  const month = MONTHS.find((name) => new RegExp(`\\b${name}\\b`).test(text))
  if (month === undefined) return null
  return text.replace(month, random.pick(MONTHS.filter((name) => name !== month)))
}

function withOpposite(text: string, { random }: Context): string | null {
  for (const [one, other] of random.shuffled(
    OPPOSITES.flatMap(
      ([a, b]) =>
        [
          [a, b],
          [b, a],
        ] as const,
    ),
  )) {
    const pattern = new RegExp(`\\b${one}\\b`)
    if (pattern.test(text)) return text.replace(pattern, other)
  }
  return null
}
