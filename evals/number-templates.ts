import type { Random } from '../src/lib/random.ts'
import {
  DAY_MS,
  dateText,
  digits,
  farFrom,
  type NumberTemplate,
  otherWhole,
  type Saying,
  someDate,
  WEEKDAYS,
  written,
} from './number-wording.ts'

/** True and false results of one kind of sum, in several wordings of both languages. */
export const NUMBER_TEMPLATES: readonly NumberTemplate[] = [
  { kind: 'arithmetic', say: sayOperation },
  { kind: 'arithmetic', say: sayFraction },
  { kind: 'arithmetic', say: sayMean },
  { kind: 'percentage', say: sayPercentOf },
  { kind: 'percentage', say: sayChange },
  { kind: 'percentage', say: sayShare },
  { kind: 'percentage', say: sayDiscount },
  { kind: 'date', say: sayWeekday },
  { kind: 'date', say: sayLeapYear },
  { kind: 'date', say: sayDaysBetween },
  { kind: 'date', say: sayDaysAfter },
  { kind: 'date', say: sayYearsSince },
  { kind: 'age', say: sayAgeInYear },
  { kind: 'age', say: sayAgeOnDate },
  { kind: 'age', say: sayAgeAtDeath },
  { kind: 'unit', say: sayExactUnit },
  { kind: 'unit', say: sayAboutUnit },
  { kind: 'unit', say: sayTemperature },
  { kind: 'comparison', say: sayComparison },
  { kind: 'comparison', say: sayUnitComparison },
  { kind: 'comparison', say: sayTimes },
  { kind: 'series', say: saySeries },
]

function sayOperation(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const [name, result, a, b] = someOperation(random)
  const said = written(isTrue ? result : otherWhole(result, random), saying)
  const [left, right] = [written(a, saying), written(b, saying)]
  const wordings = {
    en: {
      plus: [
        `${left} plus ${right} is ${said}`,
        `${left} + ${right} = ${said}`,
        `the sum of ${left} and ${right} is ${said}`,
        `adding ${left} and ${right} gives ${said}`,
      ],
      minus: [
        `${left} minus ${right} is ${said}`,
        `${left} - ${right} = ${said}`,
        `the difference between ${left} and ${right} is ${said}`,
        `${left} less ${right} leaves ${said}`,
      ],
      times: [
        `${left} times ${right} is ${said}`,
        `${left} × ${right} = ${said}`,
        `${left} multiplied by ${right} equals ${said}`,
        `the product of ${left} and ${right} is ${said}`,
      ],
      by: [
        `${left} divided by ${right} is ${said}`,
        `${left} / ${right} = ${said}`,
        `${left} ÷ ${right} makes ${said}`,
      ],
    },
    fr: {
      plus: [
        `${left} plus ${right} font ${said}`,
        `${left} + ${right} = ${said}`,
        `la somme de ${left} et ${right} est ${said}`,
        `${left} et ${right} font ${said}`,
      ],
      minus: [
        `${left} moins ${right} égale ${said}`,
        `${left} - ${right} = ${said}`,
        `la différence entre ${left} et ${right} est de ${said}`,
      ],
      times: [
        `${left} fois ${right} font ${said}`,
        `${left} x ${right} = ${said}`,
        `${left} multiplié par ${right} donne ${said}`,
        `le produit de ${left} et ${right} est ${said}`,
      ],
      by: [
        `${left} divisé par ${right} donne ${said}`,
        `${left} / ${right} = ${said}`,
        `${left} ÷ ${right} = ${said}`,
      ],
    },
  }
  return random.pick(wordings[lang][name])
}

function someOperation(random: Random): ['plus' | 'minus' | 'times' | 'by', number, number, number] {
  const [a, b] = [random.integer(2, 900), random.integer(2, 90)]
  const big = random.chance(0.3) ? 1_000 : 1
  switch (random.pick(['plus', 'minus', 'times', 'by'] as const)) {
    case 'plus':
      return ['plus', a * big + b, a * big, b]
    case 'minus':
      return ['minus', a * big, a * big + b, b]
    case 'times':
      return ['times', a * b, a, b]
    case 'by':
      return ['by', a, a * b, b]
  }
}

function sayFraction(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const [part, whole, en, fr] = random.pick([
    [1, 2, 'half of', 'la moitié de'],
    [1, 3, 'a third of', 'un tiers de'],
    [1, 4, 'a quarter of', 'un quart de'],
    [3, 4, 'three quarters of', 'les trois quarts de'],
    [2, 3, 'two thirds of', 'les deux tiers de'],
    [1, 10, 'a tenth of', 'un dixième de'],
    [2, 1, 'twice', 'le double de'],
    [3, 1, 'three times', 'le triple de'],
  ] as const)
  const base = whole * random.integer(3, 400)
  const result = (base / whole) * part
  const said = digits(isTrue ? result : otherWhole(result, random), saying)
  return lang === 'en'
    ? `${en} ${digits(base, saying)} ${random.pick(['is', 'equals', 'makes'])} ${said}`
    : `${fr} ${digits(base, saying)} ${random.pick(['est', 'fait', 'vaut'])} ${said}`
}

function sayMean(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const middle = random.integer(10, 200)
  const off = random.integer(1, 9)
  const values = [middle - off, middle + 2 * off, middle - off].map((value) => digits(value, saying))
  const said = digits(isTrue ? middle : otherWhole(middle, random), saying)
  return lang === 'en'
    ? `the ${random.pick(['average', 'mean'])} of ${values[0]}, ${values[1]} and ${values[2]} is ${said}`
    : `la moyenne de ${values[0]}, ${values[1]} et ${values[2]} est ${said}`
}

function sayPercentOf(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const percent = random.pick([5, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 60, 75, 80, 120])
  const base = random.integer(2, 90) * 100
  const result = (base * percent) / 100
  const said = digits(isTrue ? result : otherWhole(result, random), saying)
  return lang === 'en'
    ? `${percent}${random.pick(['%', ' percent', ' per cent'])} of ${digits(base, saying)} is ${said}`
    : `${percent}${random.pick([' %', '%', ' pour cent'])} de ${digits(base, saying)} ${random.pick(['font', 'représentent', 'égalent'])} ${said}`
}

function sayChange(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const percent = random.pick([5, 10, 20, 25, 30, 40, 50, 60, 75])
  const isRise = random.chance(0.5)
  const base = random.integer(2, 60) * 20
  const [from, to] = [digits(base, saying), digits(base * (1 + (isRise ? percent : -percent) / 100), saying)]
  const said = isTrue
    ? percent
    : random.pick(
        [5, 10, 15, 20, 25, 30, 35, 40, 50, 60, 75, 80].filter((other) => Math.abs(other - percent) > 3),
      )
  const thing = random.pick(
    {
      en: ['the price', 'rent', 'membership', 'output'],
      fr: ['le prix', 'le loyer', 'la production', 'la population'],
    }[lang],
  )
  if (lang === 'en')
    return isRise
      ? random.pick([
          `${thing} rose from ${from} to ${to}, an increase of ${said}%`,
          `going from ${from} to ${to} is a rise of ${said} percent`,
          `${thing} went up by ${said}%, from ${from} to ${to}`,
        ])
      : random.pick([
          `${thing} fell from ${from} to ${to}, a drop of ${said}%`,
          `going from ${from} to ${to} is a decrease of ${said} percent`,
          `${thing} went down by ${said}%, from ${from} to ${to}`,
        ])
  return isRise
    ? random.pick([
        `${thing} est passé de ${from} à ${to}, soit une hausse de ${said} %`,
        `passer de ${from} à ${to}, c’est une augmentation de ${said} %`,
        `${thing} a augmenté de ${said} %, de ${from} à ${to}`,
      ])
    : random.pick([
        `${thing} est passé de ${from} à ${to}, soit une baisse de ${said} %`,
        `passer de ${from} à ${to}, c’est une diminution de ${said} %`,
        `${thing} a baissé de ${said} %, de ${from} à ${to}`,
      ])
}

function sayShare(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const percent = random.pick([5, 10, 15, 20, 25, 30, 40, 45, 60, 75, 90])
  const whole = random.integer(1, 50) * 20
  const part = (whole * percent) / 100
  const said = isTrue
    ? percent
    : random.pick([8, 12, 18, 22, 33, 48, 55, 65, 82, 95].filter((other) => Math.abs(other - percent) > 2))
  const [few, many] = [digits(part, saying), digits(whole, saying)]
  const who = random.pick(
    { en: ['people', 'members', 'schools', 'voters'], fr: ['personnes', 'membres', 'écoles', 'électeurs'] }[
      lang
    ],
  )
  return lang === 'en'
    ? random.pick([
        `${few} out of ${many} ${who} is ${said}%`,
        `${few} of ${many} ${who} voted for it, that is ${said} percent`,
        `${few} is ${said}% of ${many}`,
      ])
    : random.pick([
        `${few} ${who} sur ${many}, c’est ${said} %`,
        `${few} sur ${many} font ${said} %`,
        `${few} représente ${said} % de ${many}`,
      ])
}

function sayDiscount(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const percent = random.pick([10, 20, 25, 30, 40, 50])
  const base = random.integer(2, 40) * 10
  const result = base * (1 - percent / 100)
  const said = isTrue ? result : farFrom(result, random, 0)
  return lang === 'en'
    ? random.pick([
        `a ${percent}% discount on $${digits(base, saying)} gives $${digits(said, saying)}`,
        `$${digits(base, saying)} with ${percent}% off costs $${digits(said, saying)}`,
      ])
    : random.pick([
        `une remise de ${percent} % sur ${digits(base, saying)} € donne ${digits(said, saying)} €`,
        `${digits(base, saying)} € avec ${percent} % de réduction font ${digits(said, saying)} €`,
      ])
}

function sayWeekday(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const time = someDate(random)
  const day = new Date(time).getUTCDay()
  const name = WEEKDAYS[lang][isTrue ? day : (day + random.integer(1, 6)) % 7] ?? ''
  const date = dateText(time, saying)
  return lang === 'en'
    ? random.pick([`${date} was a ${name}`, `${date} fell on a ${name}`, `it was a ${name} on ${date}`])
    : random.pick([`le ${date} était un ${name}`, `le ${date} tombait un ${name}`])
}

function sayLeapYear({ random, lang, isTrue }: Saying): string {
  const year = random.pick([1900, 2000, 2100, random.integer(1900, 2060), 4 * random.integer(475, 515)])
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const saysLeap = isLeap === isTrue
  if (lang === 'en')
    return saysLeap
      ? random.pick([`${year} is a leap year`, `the year ${year} has 366 days`])
      : random.pick([`${year} is not a leap year`, `the year ${year} has 365 days`])
  return saysLeap
    ? random.pick([`${year} est une année bissextile`, `l’année ${year} compte 366 jours`])
    : random.pick([`${year} n’est pas une année bissextile`, `l’année ${year} compte 365 jours`])
}

function sayDaysBetween(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const from = someDate(random)
  const days = random.integer(8, 400)
  const said = digits(isTrue ? days : otherWhole(days, random), saying)
  const [start, end] = [dateText(from, saying), dateText(from + days * DAY_MS, saying)]
  return lang === 'en'
    ? random.pick([
        `there are ${said} days between ${start} and ${end}`,
        `${end} is ${said} days after ${start}`,
        `from ${start} to ${end} is ${said} days`,
      ])
    : random.pick([
        `il y a ${said} jours entre le ${start} et le ${end}`,
        `il s’est écoulé ${said} jours entre le ${start} et le ${end}`,
      ])
}

function sayDaysAfter(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const from = someDate(random)
  const [days, unit] = random.pick([
    [random.integer(5, 120), 'day'],
    [7 * random.integer(2, 20), 'week'],
  ] as const)
  const to = from + days * DAY_MS
  const end = dateText(isTrue ? to : to + random.pick([-7, -1, 1, 2, 10, 31]) * DAY_MS, saying)
  const count = unit === 'week' ? days / 7 : days
  const word = { en: { day: 'days', week: 'weeks' }, fr: { day: 'jours', week: 'semaines' } }[lang][unit]
  const start = dateText(from, saying)
  return lang === 'en'
    ? random.pick([
        `${written(count, saying)} ${word} after ${start} was ${end}`,
        `${end} came ${written(count, saying)} ${word} after ${start}`,
      ])
    : random.pick([
        `${written(count, saying)} ${word} après le ${start}, c’était le ${end}`,
        `le ${end}, c’est ${written(count, saying)} ${word} après le ${start}`,
      ])
}

function sayYearsSince(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const from = random.integer(1700, 1990)
  const years = random.integer(3, 200)
  const said = isTrue ? years : otherWhole(years, random)
  return lang === 'en'
    ? random.pick([
        `${from + years} came ${said} years after ${from}`,
        `from ${from} to ${from + years} is ${said} years`,
        `there are ${said} years between ${from} and ${from + years}`,
      ])
    : random.pick([
        `il y a ${said} ans entre ${from} et ${from + years}`,
        `de ${from} à ${from + years}, il y a ${said} ans`,
        `${said} ans séparent ${from} et ${from + years}`,
      ])
}

function sayAgeInYear(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const born = random.integer(1890, 1995)
  const age = random.integer(12, 90)
  const said = isTrue ? age : age + random.pick([-10, -4, -2, 2, 3, 10])
  return lang === 'en'
    ? random.pick([
        `someone born in ${born} turned ${said} in ${born + age}`,
        `a woman born in ${born} celebrated her ${said}th birthday in ${born + age}`,
      ])
    : random.pick([
        `une personne née en ${born} a eu ${said} ans en ${born + age}`,
        `quelqu’un né en ${born} a fêté ses ${said} ans en ${born + age}`,
      ])
}

function sayAgeOnDate(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const born = someDate(random)
  const on = born + random.integer(8, 90) * 365.25 * DAY_MS + random.integer(-150, 150) * DAY_MS
  const age = fullYears(born, on)
  const said = isTrue ? age : Math.max(1, age + random.pick([-10, -3, -1, 1, 2, 9]))
  const [birth, then] = [dateText(born, saying), dateText(on, saying)]
  return lang === 'en'
    ? random.pick([
        `a man born on ${birth} was ${said} years old on ${then}`,
        `someone born on ${birth} was aged ${said} on ${then}`,
      ])
    : random.pick([
        `un homme né le ${birth} avait ${said} ans le ${then}`,
        `une femme née le ${birth} était âgée de ${said} ans le ${then}`,
      ])
}

function sayAgeAtDeath(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const born = someDate(random) - 36_500 * DAY_MS
  const died = born + random.integer(20, 98) * 365.25 * DAY_MS + random.integer(-150, 150) * DAY_MS
  const age = fullYears(born, died)
  const said = isTrue ? age : Math.max(1, age + random.pick([-12, -5, -1, 1, 3, 10]))
  const [birth, death] = [dateText(born, saying), dateText(died, saying)]
  return lang === 'en'
    ? random.pick([
        `the painter was born on ${birth} and died on ${death} at the age of ${said}`,
        `she was born on ${birth} and died aged ${said} on ${death}`,
      ])
    : random.pick([
        `le peintre est né le ${birth} et mort le ${death} à l’âge de ${said} ans`,
        `elle est née le ${birth} et décédée le ${death}, à ${said} ans`,
      ])
}

function fullYears(from: number, to: number): number {
  const [a, b] = [new Date(from), new Date(to)]
  const before =
    b.getUTCMonth() < a.getUTCMonth() ||
    (b.getUTCMonth() === a.getUTCMonth() && b.getUTCDate() < a.getUTCDate())
  return b.getUTCFullYear() - a.getUTCFullYear() - (before ? 1 : 0)
}

const EXACT_UNITS = [
  ['kilometres', 'kilomètres', 'metres', 'mètres', 1_000],
  ['metres', 'mètres', 'centimetres', 'centimètres', 100],
  ['km', 'km', 'm', 'm', 1_000],
  ['kilograms', 'kilogrammes', 'grams', 'grammes', 1_000],
  ['tonnes', 'tonnes', 'kilograms', 'kilos', 1_000],
  ['litres', 'litres', 'millilitres', 'millilitres', 1_000],
  ['hours', 'heures', 'minutes', 'minutes', 60],
  ['minutes', 'minutes', 'seconds', 'secondes', 60],
  ['days', 'jours', 'hours', 'heures', 24],
  ['weeks', 'semaines', 'days', 'jours', 7],
  ['hectares', 'hectares', 'square metres', 'mètres carrés', 10_000],
  ['feet', 'pieds', 'inches', 'pouces', 12],
] as const

function sayExactUnit(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const [en, fr, enSmall, frSmall, factor] = random.pick(EXACT_UNITS)
  const many = random.integer(2, 90)
  const result = many * factor
  const said = digits(
    isTrue ? result : random.pick([result * 10, result / 10, farFrom(result, random, 0)]),
    saying,
  )
  const count = written(many, saying)
  return lang === 'en'
    ? random.pick([
        `${count} ${en} is ${said} ${enSmall}`,
        `${count} ${en} equals ${said} ${enSmall}`,
        `there are ${said} ${enSmall} in ${count} ${en}`,
      ])
    : random.pick([
        `${count} ${fr} font ${said} ${frSmall}`,
        `${count} ${fr} équivalent à ${said} ${frSmall}`,
        `il y a ${said} ${frSmall} dans ${count} ${fr}`,
      ])
}

const ABOUT_UNITS = [
  ['miles', 'miles', 'kilometres', 'kilomètres', 1.609344],
  ['feet', 'pieds', 'metres', 'mètres', 0.3048],
  ['inches', 'pouces', 'centimetres', 'centimètres', 2.54],
  ['pounds', 'livres', 'kilograms', 'kilos', 0.45359237],
  ['kilograms', 'kilos', 'pounds', 'livres', 1 / 0.45359237],
  ['kilometres', 'kilomètres', 'miles', 'miles', 1 / 1.609344],
  ['acres', 'acres', 'hectares', 'hectares', 0.40468564],
  ['nautical miles', 'milles nautiques', 'kilometres', 'kilomètres', 1.852],
] as const

function sayAboutUnit(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const [en, fr, enOther, frOther, factor] = random.pick(ABOUT_UNITS)
  const many = random.integer(5, 400)
  const result = many * factor
  const said = digits(isTrue ? Number(result.toFixed(1)) : farFrom(result, random, 1), saying)
  return lang === 'en'
    ? `${digits(many, saying)} ${en} is ${random.pick(['about', 'roughly', 'around'])} ${said} ${enOther}`
    : `${digits(many, saying)} ${fr} font ${random.pick(['environ', 'à peu près'])} ${said} ${frOther}`
}

function sayTemperature(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const celsius = 5 * random.integer(-8, 40)
  const fahrenheit = celsius * 1.8 + 32
  const said = isTrue ? fahrenheit : fahrenheit + random.pick([-40, -18, -10, 10, 15, 32])
  return lang === 'en'
    ? random.pick([
        `${celsius} °C is ${said} °F`,
        `${celsius} degrees Celsius equals ${said} degrees Fahrenheit`,
        `${said}°F is the same as ${celsius}°C`,
      ])
    : random.pick([
        `${celsius} °C font ${said} °F`,
        `${celsius} degrés Celsius correspondent à ${said} degrés Fahrenheit`,
      ])
}

function sayComparison(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const [small, large] = [random.integer(200, 950), random.integer(2, 90)]
  const [en, fr] = random.pick([
    [
      ['million', 'billion'],
      ['millions', 'milliards'],
    ],
    [
      ['thousand', 'million'],
      ['mille', 'millions'],
    ],
  ] as const)
  const words = lang === 'en' ? en : fr
  const [less, more] = [`${small} ${words[0]}`, `${large} ${words[1]}`]
  const saysMore = random.chance(0.5)
  const [left, right] = saysMore === isTrue ? [more, less] : [less, more]
  if (random.chance(0.4)) {
    const [a, b] = [random.integer(1, 9) / 10, random.integer(11, 99) / 100]
    if (a === b) return sayComparison(saying)
    const isLeft = saysMore === a > b ? isTrue : !isTrue
    const [first, second] = isLeft ? [a, b] : [b, a]
    return compare(digits(first, saying), digits(second, saying), saysMore, saying)
  }
  return compare(left, right, saysMore, saying)
}

function compare(left: string, right: string, saysMore: boolean, { random, lang }: Saying): string {
  if (lang === 'en')
    return saysMore
      ? random.pick([
          `${left} is more than ${right}`,
          `${left} is greater than ${right}`,
          `${left} > ${right}`,
        ])
      : random.pick([
          `${left} is less than ${right}`,
          `${left} is smaller than ${right}`,
          `${left} < ${right}`,
        ])
  return saysMore
    ? random.pick([
        `${left}, c’est plus que ${right}`,
        `${left} est supérieur à ${right}`,
        `${left} > ${right}`,
      ])
    : random.pick([
        `${left}, c’est moins que ${right}`,
        `${left} est inférieur à ${right}`,
        `${left} < ${right}`,
      ])
}

function sayUnitComparison(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const [en, fr, enOther, frOther, factor] = random.pick(ABOUT_UNITS.slice(0, 6))
  const many = random.integer(10, 200)
  const base = many * factor
  const other = Number((base * random.pick([0.5, 0.8, 1.25, 2])).toFixed(0))
  const saysMore = base > other === isTrue
  const [left, right] =
    lang === 'en' ? [`${many} ${en}`, `${other} ${enOther}`] : [`${many} ${fr}`, `${other} ${frOther}`]
  if (lang === 'en') return `${left} is ${saysMore ? 'more' : 'less'} than ${right}`
  return `${left}, c’est ${saysMore ? 'plus' : 'moins'} que ${right}`
}

function sayTimes(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const factor = random.integer(2, 9)
  const base = random.integer(3, 300)
  const said = isTrue ? factor : otherWhole(factor, random)
  const [large, small] = [digits(base * factor, saying), digits(base, saying)]
  return lang === 'en'
    ? random.pick([
        `${large} is ${written(said, saying)} times ${small}`,
        `${large} is ${written(said, saying)} times as much as ${small}`,
      ])
    : random.pick([
        `${large}, c’est ${written(said, saying)} fois ${small}`,
        `${large} est ${written(said, saying)} fois plus grand que ${small}`,
      ])
}

function saySeries(saying: Saying): string {
  const { random, lang, isTrue } = saying
  const first = random.integer(1990, 2016)
  const values = random.shuffled([12, 15, 19, 24, 31, 38]).slice(0, 4)
  const isLargest = random.chance(0.5)
  const best = values.indexOf(isLargest ? Math.max(...values) : Math.min(...values))
  const said = first + (isTrue ? best : (best + random.integer(1, 3)) % 4)
  const unit = random.pick(lang === 'en' ? ['%', ' million', ' cases'] : [' %', ' millions', ' cas'])
  const list = values.map((value, at) =>
    lang === 'en' ? `${value}${unit} in ${first + at}` : `${value}${unit} en ${first + at}`,
  )
  const told = `${list.slice(0, -1).join(', ')} ${lang === 'en' ? 'and' : 'et'} ${list.at(-1)}`
  if (lang === 'en') return `with ${told}, the ${isLargest ? 'highest' : 'lowest'} figure was that of ${said}`
  return `avec ${told}, le chiffre le plus ${isLargest ? 'élevé' : 'bas'} est celui de ${said}`
}
