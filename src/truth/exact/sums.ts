import { AROUND, IS, N, type Rule, shown, type Worked } from './rule.ts'
import { ABOUT, isSameNumber } from './same-number.ts'

/** Sums, products, fractions and means. */
export const SUM_RULES: readonly Rule[] = [namedOperation, fraction, power, average, operation]

const OPERATIONS: readonly (readonly [RegExp, (a: number, b: number) => number])[] = [
  [/^(?:\+|plus|and|et|added to|ajoute a)$/, (a, b) => a + b],
  [/^(?:-|minus|less|moins)$/, (a, b) => a - b],
  [/^(?:x|×|\*|·|times|fois|multiplied by|multiplie par)$/, (a, b) => a * b],
  [/^(?:\/|÷|:|divided by|over|divise par|sur)$/, (a, b) => a / b],
]
const OPERATOR =
  '(\\+|plus|and|et|added to|ajoute a|-|minus|less|moins|x|×|\\*|·|times|fois|multiplied by|multiplie par|\\/|÷|divided by|divise par)'

export function worked(text: string, said: string | undefined, value: number, used: number): Worked | null {
  if (said === undefined || !Number.isFinite(value)) return null
  const isTrue = isSameNumber(said, value, ABOUT.test(text))
  return isTrue === null ? null : { isTrue, worked: shown(value), numbersUsed: used, datesUsed: 0 }
}

function operation(text: string): Worked | null {
  const found = new RegExp(`${N} ?${OPERATOR} ?${N}${IS}${AROUND}${N}(?!%)`).exec(text)
  if (found === null) return null
  const [, a, operator = '', b, said] = found
  // "The … of 3 and 4 is" names something else than their sum.
  if (/^(?:and|et)$/.test(operator) && /\b(?:of|between|de|entre|des) ?$/.test(text.slice(0, found.index)))
    return null
  const work = OPERATIONS.find(([pattern]) => pattern.test(operator))?.[1]
  return work === undefined ? null : worked(text, said, work(Number(a), Number(b)), 3)
}

const NAMED: readonly (readonly [string, (a: number, b: number) => number])[] = [
  ['(?:sum of|adding|total of|somme de|addition de)', (a, b) => a + b],
  ['(?:difference (?:between|of)|difference entre)', (a, b) => Math.abs(a - b)],
  ['(?:product of|multiplying|produit de)', (a, b) => a * b],
  ['(?:quotient of|dividing|quotient de)', (a, b) => a / b],
]

function namedOperation(text: string): Worked | null {
  for (const [name, work] of NAMED) {
    const found = new RegExp(`${name} ${N} (?:and|et|by|par|et de) ${N}${IS}${AROUND}${N}(?!%)`).exec(text)
    if (found !== null) return worked(text, found[3], work(Number(found[1]), Number(found[2])), 3)
  }
  return null
}

const PARTS: readonly (readonly [RegExp, number])[] = [
  [/hal(?:f|ves)|moities?|demis?/, 2],
  [/thirds?|tiers/, 3],
  [/quarters?|fourths?|quarts?/, 4],
  [/fifths?|cinquiemes?/, 5],
  [/eighths?|huitiemes?/, 8],
  [/tenths?|dixiemes?/, 10],
]
const PART =
  '(hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|eighths?|tenths?|moitie|tiers|quarts?|cinquiemes?|huitiemes?|dixiemes?)'

function fraction(text: string): Worked | null {
  const part = new RegExp(
    `(?:(?:${N}|\\b(?:a|one|la|le|un|une|les)) )?${PART} (?:of|de|des|du|d')? ?${N}${IS}${AROUND}${N}(?!%)`,
  ).exec(text)
  if (part !== null) {
    const [, count, name = '', base, said] = part
    const whole = PARTS.find(([pattern]) => pattern.test(name))?.[1]
    if (whole === undefined) return null
    return worked(text, said, (Number(base) * Number(count ?? 1)) / whole, count === undefined ? 2 : 3)
  }
  const times = new RegExp(
    `\\b(twice|double(?: of)?|le double de|thrice|triple(?: of)?|le triple de|quadruple|le quadruple de) ${N}${IS}${AROUND}${N}(?!%)`,
  ).exec(text)
  if (times === null) return doubled(text)
  const factor = /triple|thrice/.test(times[1] ?? '') ? 3 : /quadruple/.test(times[1] ?? '') ? 4 : 2
  return worked(text, times[3], Number(times[2]) * factor, 2)
}

/** `10 is twice 5`. */
function doubled(text: string): Worked | null {
  const found = new RegExp(
    `${N}${IS}${AROUND}(?:the )?(twice|double(?: of)?|le double de|thrice|triple(?: of)?|le triple de|half(?: of)?|la moitie de) ${N}`,
  ).exec(text)
  if (found === null) return null
  const name = found[2] ?? ''
  const factor = /triple|thrice/.test(name) ? 3 : /half|moitie/.test(name) ? 0.5 : 2
  return worked(text, found[1], Number(found[3]) * factor, 2)
}

function power(text: string): Worked | null {
  const square = new RegExp(
    `(?:${N} (?:squared|au carre)|(?:the )?(?:square of|carre de) ${N})${IS}${AROUND}${N}(?!%)`,
  ).exec(text)
  if (square !== null) return worked(text, square[3], Number(square[1] ?? square[2]) ** 2, 2)
  const root = new RegExp(`(?:square root of|racine (?:carree )?de) ${N}${IS}${AROUND}${N}(?!%)`).exec(text)
  return root === null ? null : worked(text, root[2], Math.sqrt(Number(root[1])), 2)
}

function average(text: string): Worked | null {
  const found = new RegExp(
    `(?:average|mean|moyenne) (?:of|de) ((?:${N},? ?)+(?:and|et) ${N})${IS}${AROUND}${N}(?!%)`,
  ).exec(text)
  if (found === null) return null
  const values = [...(found[1] ?? '').matchAll(/#([^#]+)#/g)].map(([, value]) => Number(value))
  const said = found.at(-1)
  return worked(text, said, values.reduce((sum, value) => sum + value, 0) / values.length, values.length + 1)
}
