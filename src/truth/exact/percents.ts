import { AROUND, IS, N, type Rule, type Worked } from './rule.ts'
import { worked } from './sums.ts'

/** Shares, changes and discounts in percent. */
export const PERCENT_RULES: readonly Rule[] = [percentOf, change, discount, share, shareOf]

const OF = "(?:of|de|des|du|d'|de la)"
const UP =
  /\b(?:rose|rise|rises|risen|increase[ds]?|went up|goes up|up|grew|grow|growth|gain(?:ed)?|climbed|jumped|augmente\w*|augmentation|hausse|monte|grimpe|progresse|progression|croissance)\b/
const DOWN =
  /\b(?:fell|fall|falls|fallen|drop(?:ped|s)?|decrease[ds]?|decline[ds]?|went down|goes down|down|shrank|lost|cut|baisse\w*|diminu\w*|recul\w*|chute\w*|reduction)\b/

function percentOf(text: string): Worked | null {
  const found = new RegExp(
    `${N}% (?:${OF} ?|(?:tip|tax|vat|fee|interest|commission) on |de (?:pourboire|tva|taxe) sur )${N}${IS}${AROUND}${N}(?!%)`,
  ).exec(text)
  return found === null ? null : worked(text, found[3], (Number(found[1]) / 100) * Number(found[2]), 3)
}

function change(text: string): Worked | null {
  const span = new RegExp(`(?:\\bfrom|\\bde) ${N} (?:to|a) ${N}(?!%)`).exec(text)
  const percents = [...text.matchAll(new RegExp(`${N}%`, 'g'))]
  const [from, to] = [Number(span?.[1]), Number(span?.[2])]
  if (span === null || percents.length !== 1 || from <= 0) return null
  const [goesUp, goesDown] = [UP.test(text), DOWN.test(text)]
  if (goesUp === goesDown) return null
  const percent = ((to - from) / from) * 100
  if (percent > 0 !== goesUp)
    return { isTrue: false, worked: `${Number(percent.toFixed(2))} %`, numbersUsed: 3, datesUsed: 0 }
  return worked(text, percents[0]?.[1], Math.abs(percent), 3)
}

function discount(text: string): Worked | null {
  const found =
    new RegExp(`${N}% (?:discount|off|reduction|rebate) (?:on|of) ${N}${IS}${AROUND}${N}(?!%)`).exec(text) ??
    new RegExp(`(?:remise|reduction|rabais|ristourne) de ${N}% sur ${N}${IS}${AROUND}${N}(?!%)`).exec(text)
  if (found !== null) return worked(text, found[3], Number(found[2]) * (1 - Number(found[1]) / 100), 3)
  const after =
    new RegExp(`${N} (?:with|minus|less) (?:a )?${N}% (?:off|discount)${IS}${AROUND}${N}(?!%)`).exec(text) ??
    new RegExp(`${N} avec (?:une )?${N}% de (?:reduction|remise|rabais)${IS}${AROUND}${N}(?!%)`).exec(text)
  return after === null ? null : worked(text, after[3], Number(after[1]) * (1 - Number(after[2]) / 100), 3)
}

/** `30 of 120 members voted for it, that is 25 %`. */
function share(text: string): Worked | null {
  const found = new RegExp(
    `${N}(?: [\\p{L}'-]+){0,2} (?:out of|of|in|sur|parmi) (?:the |les )?${N}[^#@]{0,60}?${IS}${AROUND}${N}%`,
    'u',
  ).exec(text)
  return found === null ? null : worked(text, found[3], (Number(found[1]) / Number(found[2])) * 100, 3)
}

/** `30 is 25 % of 120`. */
function shareOf(text: string): Worked | null {
  const found = new RegExp(`${N}${IS}${AROUND}${N}% ${OF} ?${N}`).exec(text)
  return found === null ? null : worked(text, found[2], (Number(found[1]) / Number(found[3])) * 100, 3)
}
