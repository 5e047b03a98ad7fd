import { AROUND, IS, N, type Rule, shown, type Worked } from './rule.ts'
import { worked } from './sums.ts'
import { convert, UNIT } from './units.ts'

/** Units, comparisons, multiples and the highest of a series. */
export const COMPARISON_RULES: readonly Rule[] = [sameInUnits, unitsWithin, compared, multiple, highest]

const MORE =
  "(?:is (?:more|greater|larger|bigger|higher|longer|heavier|hotter|warmer|older) than|exceeds|>|,? ?c'est plus que|(?:est|sont) (?:superieur|superieure|superieurs|superieures) a|(?:est|sont) plus (?:grand|grande|long|longue|lourd|lourde|chaud|eleve|elevee)s? que|(?:font|fait|vaut|valent) plus que|represente(?:nt)? plus que)"
const LESS =
  "(?:is (?:less|fewer|smaller|lower|shorter|lighter|colder|cooler) than|<|,? ?c'est moins que|(?:est|sont) (?:inferieur|inferieure|inferieurs|inferieures) a|(?:est|sont) plus (?:petit|petite|court|courte|leger|legere|froid|bas|basse)s? que|(?:font|fait|vaut|valent) moins que|represente(?:nt)? moins que)"

function sameInUnits(text: string): Worked | null {
  const found = new RegExp(`${N} ?(${UNIT})${IS}${AROUND}${N} ?(${UNIT})`, 'u').exec(text)
  if (found === null) return null
  const [, value, from = '', said, to = ''] = found
  const other = convert(Number(value), from, to)
  return other === null ? null : worked(text, said, other, 2)
}

function unitsWithin(text: string): Worked | null {
  const found = new RegExp(
    `(?:there are|il y a|on compte) ${AROUND}${N} ?(${UNIT}) (?:in|dans|pour) (?:${N} )?(?:an? |une? )?(${UNIT})`,
    'u',
  ).exec(text)
  if (found === null) return null
  const [, said, small = '', value, large = ''] = found
  const other = convert(Number(value ?? 1), large, small)
  return other === null ? null : worked(text, said, other, value === undefined ? 1 : 2)
}

function compared(text: string): Worked | null {
  for (const [pattern, sign] of [
    [MORE, 1],
    [LESS, -1],
  ] as const) {
    const found = new RegExp(`${N}(?: ?(${UNIT}))? ?${pattern} ?${N}(?: ?(${UNIT}))?`, 'u').exec(text)
    if (found === null) continue
    const [, left, from, right, to] = found
    const value =
      from === undefined && to === undefined ? Number(left) : convert(Number(left), from ?? '', to ?? '')
    if (value === null) return null
    return {
      isTrue: Math.sign(value - Number(right)) === sign,
      worked: shown(value),
      numbersUsed: 2,
      datesUsed: 0,
    }
  }
  return null
}

function multiple(text: string): Worked | null {
  const found = new RegExp(
    `${N}${IS}${AROUND}${N} (?:times|fois) (?:as (?:much|many|large|big|high) as |more than |larger than |bigger than |plus (?:grand|grande|eleve|elevee)s? que |plus que |le |la )?${N}`,
  ).exec(text)
  return found === null ? null : worked(text, found[2], Number(found[1]) / Number(found[3]), 3)
}

const HIGH =
  /\b(?:highest|largest|biggest|most|maximum|peak|record|plus (?:eleve|elevee|haut|haute|grand|grande|fort|forte))\b/
const LOW = /\b(?:lowest|smallest|least|fewest|minimum|plus (?:bas|basse|faible|petit|petite))\b/

/** `12 in 2001, 15 in 2002 and 9 in 2003: the highest was that of 2002`. */
function highest(text: string): Worked | null {
  const points = [...text.matchAll(/#(-?[^#]+)#%?(?: [\p{L}]+){0,3}? (?:in|en) #(\d{4})#/gu)].map(
    ([, value, year]) => ({
      value: Number(value),
      year: Number(year),
    }),
  )
  const years = [...text.matchAll(/#(\d{4})#/g)].map(([, year]) => Number(year))
  const said = years.at(-1)
  if (points.length < 3 || years.length !== points.length + 1 || HIGH.test(text) === LOW.test(text))
    return null
  const values = points.map(({ value }) => value)
  const best = HIGH.test(text) ? Math.max(...values) : Math.min(...values)
  const own = points.filter(({ value }) => value === best)
  if (own.length !== 1 || own[0] === undefined) return null
  return {
    isTrue: own[0].year === said,
    worked: String(own[0].year),
    numbersUsed: 2 * points.length + 1,
    datesUsed: 0,
  }
}
