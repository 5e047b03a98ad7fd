import { findQuantities, type Quantity } from '../read/quantities.ts'
import type { Statement } from '../read/statement.ts'
import { findTimes } from '../read/times.ts'
import { type Facet, facetsOf, type Question } from '../understand/question.ts'
import { conceptById, tokenConcepts } from '../words/concepts.ts'
import { plainWords } from '../words/cues.ts'
import { type Token, tokenForms } from '../words/tokens.ts'
import type { Candidate, QuantityUnit } from './candidate.ts'
import { saysAsked } from './relation.ts'

/** Nouns that mean people as such, so that "12 people" fits whatever is asked of people. */
const PEOPLE = new Set(
  'people pers monde persons person man men woman women personne personnes gens individus homme hommes femme femmes folks'.split(
    ' ',
  ),
)
const PEOPLE_CONCEPTS = new Set([
  'worker',
  'resident',
  'passenger',
  'student',
  'victim',
  'crowd',
  'firefighter',
  'police',
  'suspect',
])
/** A person or thing named before a number is seldom what it counts. */
const NOUN_BEFORE_FACTOR = 0.3
const REACH_TOKENS = 9
const DURATIONS: ReadonlyMap<string, QuantityUnit> = new Map(
  Object.entries({
    minute: 'minute',
    minutes: 'minute',
    min: 'minute',
    mins: 'minute',
    hour: 'hour',
    hours: 'hour',
    hrs: 'hour',
    heure: 'hour',
    heures: 'hour',
    h: 'hour',
    day: 'day',
    days: 'day',
    jour: 'day',
    jours: 'day',
    week: 'week',
    weeks: 'week',
    semaine: 'week',
    semaines: 'week',
    month: 'month',
    months: 'month',
    mois: 'month',
    year: 'year',
    years: 'year',
    an: 'year',
    ans: 'year',
    annee: 'year',
    annees: 'year',
  }),
)
/** An order of magnitude answers only where nobody gives a figure. */
const VAGUE_FACTOR = 0.3
const MONEY_UNITS = new Set<Quantity['unit']>(['euro', 'dollar', 'pound', 'crown'])

/** Numbers of a sentence that count what the question asks to count. */
export function quantityCandidates(question: Question, statement: Statement): Candidate[] {
  const text = statement.reading.post.text
  if (question.detail === 'score') return scoreCandidates(statement, text)
  const quantities = withoutTimes(findQuantities(statement.tokens, text), statement, text)
  if (question.detail === 'money' || countsMoney(question))
    return moneyCandidates(question, statement, quantities)
  // A span of time answers only where what is asked is said with it.
  if (question.detail !== 'none' && !saysMeasured(question, statement)) return []
  if (question.detail === 'percent')
    return pick(
      statement,
      quantities.filter((quantity) => quantity.unit === 'percent'),
      () => 0.9,
    )
  if (question.detail === 'duration') return durationCandidates(question, statement, quantities)
  if (question.detail === 'minute') return minuteCandidates(statement, quantities)
  const counts = quantities.filter(
    (quantity) =>
      quantity.unit === 'count' &&
      !looksLikeYear(quantity) &&
      !isSpanOfTime(question, statement, quantity) &&
      !isOtherOutcome(question, statement, quantity) &&
      measureOf(statement, quantity).every((id) => asksFor(question, id)),
  )
  return [
    ...countCandidates(question, statement, counts),
    ...noneCandidates(question, statement),
    ...singleCandidates(question, statement, counts),
  ]
}

/** "Not 100 % sure" counts nothing either. */
const CERTAINTY = /(?:\bsure?\b|sûre?|certaine?)/iu

/** "Twenty past twelve" and "10:50" count nothing. */
function withoutTimes(
  quantities: readonly Quantity[],
  statement: Statement,
  text: string,
): readonly Quantity[] {
  if (quantities.length === 0) return quantities
  const clocks = findTimes(text.slice(statement.start, statement.end), null).filter(
    (time) => time.minute !== null,
  )
  return quantities.filter(
    ({ start, end }) =>
      !CERTAINTY.test(text.slice(Math.max(0, start - 16), end + 12)) &&
      !clocks.some((time) => start < statement.start + time.end && end > statement.start + time.start),
  )
}

/** "How many crowns": a sum, whatever else is said. */
function countsMoney(question: Question): boolean {
  const units = facetsOf(question, 'unit')
  if (/ de combien (?!de |d )/.test(plainWords(question.text))) return true
  if (units.length === 0) return / how much /.test(plainWords(question.text))
  return units.some((facet) => facet.words.some((word) => CURRENCY.test(word.norm)))
}

/** "Livres" are books more often than pounds. */
const CURRENCY = /^(?:euros?|dollars?|pounds?|crowns?|couronnes?|francs?)$/
/** In a post about the event a sum is likely the one asked for; where the sentence says so too it is. */
const MONEY_NEAR = 0.9
const MONEY_FAR = 0.45

function moneyCandidates(
  question: Question,
  statement: Statement,
  quantities: readonly Quantity[],
): Candidate[] {
  const sums = quantities.filter((quantity) => MONEY_UNITS.has(quantity.unit))
  const outright = saysAsked(question, statement)
  if (!outright && statement.reading.topic.events01 === 0) return []
  return pick(statement, sums, () => (outright ? MONEY_NEAR : MONEY_FAR))
}

const MEASURED: ReadonlySet<string> = new Set([
  'centimetre',
  'metre',
  'kilometre',
  'area',
  'litre',
  'tonne',
  'degree',
])

/** "390 cm" counts centimetres and nothing else. */
function measureOf(statement: Statement, quantity: Quantity): string[] {
  return statement.concepts
    .filter(({ concept, first }) => first === quantity.last + 1 && MEASURED.has(concept.id))
    .map(({ concept }) => concept.id)
}

function asksFor(question: Question, id: string): boolean {
  return question.facets.some((facet) => facet.concepts.has(id))
}

/** "Five hours", "minute 89": a time counts nobody, unless the question counts in it. */
function isSpanOfTime(question: Question, statement: Statement, quantity: Quantity): boolean {
  const around = [statement.tokens[quantity.last + 1]?.norm, statement.tokens[quantity.first - 1]?.norm]
  const [after = '', before = ''] = around
  const unit = DURATIONS.has(after) ? after : /^min(?:ute)?s?$/.test(before) ? before : null
  if (unit === null) return false
  return !question.facets.some((facet) => facet.words.some((word) => word.norm === unit))
}

/** What becomes of some of those who are there: another figure than how many are there. */
const PART_OUTCOMES: readonly string[] = ['dead', 'injured', 'arrest', 'missing', 'hospitalised']

/** "13 passengers were hurt" does not say how many the train carried. */
function isOtherOutcome(question: Question, statement: Statement, quantity: Quantity): boolean {
  if (asksFor(question, 'suspect') || PART_OUTCOMES.some((id) => asksFor(question, id))) return false
  return statement.concepts.some(
    ({ concept, first }) =>
      PART_OUTCOMES.includes(concept.id) &&
      first > quantity.last &&
      first - quantity.last <= OUTCOME_REACH &&
      !statement.tokens.slice(quantity.last + 1, first).some((token) => token.kind === 'number'),
  )
}

const OUTCOME_REACH = 6

/** For spans of time the event itself is enough; a sum must stand with what it pays for. */
function saysMeasured(question: Question, statement: Statement): boolean {
  const { events01 } = statement.reading.topic
  if (question.detail === 'duration' || question.detail === 'percent' || question.detail === 'minute')
    return events01 > 0 || saysAsked(question, statement)
  return saysAsked(question, statement)
}

function pick(
  statement: Statement,
  quantities: readonly Quantity[],
  relation: (quantity: Quantity) => number,
): Candidate[] {
  return quantities.map((quantity) => ({
    value: {
      kind: 'quantity',
      value: quantity.value,
      high: quantity.high,
      bound: quantity.bound,
      unit: quantity.unit,
    },
    statement,
    start: quantity.start,
    end: quantity.end,
    relation01: relation(quantity) * (quantity.vague ? VAGUE_FACTOR : 1),
  }))
}

function looksLikeYear(quantity: Quantity): boolean {
  return (
    Number.isInteger(quantity.value) &&
    quantity.value >= 1_900 &&
    quantity.value <= 2_100 &&
    quantity.end - quantity.start === 4
  )
}

/** "minute 80", "the 80th minute", "à la 80e minute". */
function minuteCandidates(statement: Statement, quantities: readonly Quantity[]): Candidate[] {
  const near = (quantity: Quantity) =>
    [quantity.first - 1, quantity.last + 1, quantity.last + 2].some((at) =>
      /^min(?:ute)?s?$/.test(statement.tokens[at]?.norm ?? ''),
    )
  return pick(
    statement,
    quantities.filter(
      (quantity) =>
        quantity.unit === 'count' &&
        quantity.value <= 130 &&
        near(quantity) &&
        !countsBack(statement, quantity),
    ),
    () => 0.9,
  )
}

/** "ten minutes ago", "il y a dix minutes" say when, not how long. */
function countsBack(statement: Statement, quantity: Quantity): boolean {
  const before = statement.tokens
    .slice(Math.max(0, quantity.first - 3), quantity.first)
    .map((token) => token.norm)
  return statement.tokens[quantity.last + 2]?.norm === 'ago' || before.join(' ').endsWith('il y a')
}

const MOMENT_BEFORE = /^(?:apres|vers|depuis|des|jusqu)$/

/** "Depuis sept heures", "un peu après trois heures" say when, in French as often as how long. */
function tellsWhen(statement: Statement, quantity: Quantity): boolean {
  const after = statement.tokens[quantity.last + 1]?.norm ?? ''
  return /^h(?:eures?)?$/.test(after) && MOMENT_BEFORE.test(statement.tokens[quantity.first - 1]?.norm ?? '')
}

/** The unit a question names ("how many days"), or null for "how long". */
function askedDuration(question: Question): QuantityUnit | null {
  const word = plainWords(question.text).match(
    / (?:many|combien de|combien d) (days|hours|minutes|weeks|months|years|jours|heures|semaines|mois|annees|ans) /,
  )?.[1]
  return word === undefined ? null : (DURATIONS.get(word) ?? null)
}

function durationCandidates(
  question: Question,
  statement: Statement,
  quantities: readonly Quantity[],
): Candidate[] {
  const asked = askedDuration(question)
  return quantities.flatMap((quantity) => {
    const unit = DURATIONS.get(statement.tokens[quantity.last + 1]?.norm ?? '')
    if (unit === undefined || (asked !== null && asked !== unit) || countsBack(statement, quantity)) return []
    if (tellsWhen(statement, quantity)) return []
    return [
      {
        value: {
          kind: 'quantity' as const,
          value: quantity.value,
          high: quantity.high,
          bound: quantity.bound,
          unit,
        },
        statement,
        start: quantity.start,
        end: statement.tokens[quantity.last + 1]?.end ?? quantity.end,
        relation01: 0.9,
      },
    ]
  })
}

function scoreCandidates(statement: Statement, text: string): Candidate[] {
  return [
    ...text.slice(statement.start, statement.end).matchAll(/\b(\d{1,3}) ?[-–] ?(\d{1,3})\b(?![-/:\d])/g),
  ].map((match) => ({
    value: {
      kind: 'score',
      text: `${Math.max(Number(match[1]), Number(match[2]))}-${Math.min(Number(match[1]), Number(match[2]))}`,
    },
    statement,
    start: statement.start + match.index,
    end: statement.start + match.index + match[0].length,
    relation01: 0.9,
  }))
}

/** Each number goes with the counted word it stands nearest to, with no other number between them. */
function countCandidates(question: Question, statement: Statement, counts: readonly Quantity[]): Candidate[] {
  const units = facetsOf(question, 'unit')
  const share = saysOutcome(question, statement) ? 1 : OUTCOME_MISSING
  return counts.flatMap((quantity) => {
    const relation01 =
      share *
      (units.length === 0
        ? peopleRelation(statement, quantity, counts)
        : unitRelation(units, statement, quantity, counts))
    return relation01 <= 0.05 ? [] : pick(statement, [quantity], () => relation01)
  })
}

/** "82 passengers" alone does not say that they were hurt. */
const OUTCOME_MISSING = 0.15

/** Whether a sentence says what became of those who are counted, where the question asks for it. */
function saysOutcome(question: Question, statement: Statement): boolean {
  const outcomes = question.facets.filter(
    (facet) =>
      (facet.asked || facet.role === 'unit') &&
      facet.role !== 'event' &&
      facet.role !== 'name' &&
      [...facet.concepts].some((id) => conceptById(id)?.kind === 'outcome' && id !== 'passenger'),
  )
  const either = / (?:or|ou|and|et) /.test(plainWords(question.text))
  return outcomes.length === 0 || outcomes[either ? 'some' : 'every']((facet) => isSaid(facet, statement))
}

function isSaid(facet: Facet, statement: Statement): boolean {
  if (statement.concepts.some(({ concept }) => facet.concepts.has(concept.id))) return true
  return facet.words.every((word) =>
    statement.tokens.some((token) => tokenForms(token).some((form) => word.forms.has(form))),
  )
}

function unitRelation(
  units: readonly Facet[],
  statement: Statement,
  quantity: Quantity,
  all: readonly Quantity[],
): number {
  if (countsPeople(statement, quantity) && units.every(isThingUnit)) return 0
  const scores = units.map((unit) => facetRelation(unit, statement, quantity, all))
  const best = Math.max(...scores)
  // "How many dogs took part": the thing that is counted must itself stand by the number; people go without saying.
  const strict = units.some((unit, at) => isStrictNoun(unit) && (scores[at] ?? 0) < 0.3)
  if (strict) return 0
  return units.length > 1 ? Math.min(best, Math.min(...scores) + 0.35) : best
}

/** "1,580 people had to leave their homes" counts people, not homes. */
function countsPeople({ tokens }: Statement, { last }: Quantity): boolean {
  return PEOPLE.has(tokens[last + 1]?.norm ?? '')
}

function isThingUnit(unit: Facet): boolean {
  return unit.concepts.size > 0 && [...unit.concepts].every((id) => conceptById(id)?.kind === 'thing')
}

function isStrictNoun(unit: Facet): boolean {
  if (unit.concepts.size === 0) return !unit.words.some((word) => PEOPLE.has(word.norm))
  return [...unit.concepts].every((id) => {
    const kind = conceptById(id)?.kind
    return (
      (kind === 'thing' || kind === 'person') &&
      !(PEOPLE_CONCEPTS.has(id) && id !== 'firefighter' && id !== 'police')
    )
  })
}

function facetRelation(
  unit: Facet,
  statement: Statement,
  quantity: Quantity,
  all: readonly Quantity[],
): number {
  let best = 0
  const nounUnit = ![...unit.concepts].some(
    (id) => conceptById(id)?.kind === 'outcome' || conceptById(id)?.kind === 'event',
  )
  statement.tokens.forEach((token, at) => {
    if (
      token.kind === 'mark' ||
      (at >= quantity.first && at <= quantity.last) ||
      !isUnit(unit, token, statement, at)
    )
      return
    best = Math.max(
      best,
      closeness(statement, quantity, at, all) *
        (at < quantity.first && nounUnit && !heads(statement, at, quantity) ? NOUN_BEFORE_FACTOR : 1),
    )
  })
  return best
}

/** "arrests: 8" heads a figure; "police made 8 arrests" does not count police. */
function heads(statement: Statement, at: number, quantity: Quantity): boolean {
  return statement.tokens
    .slice(at + 1, quantity.first)
    .every((token) => token.kind === 'mark' || /^(?:is|was|were|at|est|sont|de|a)$/.test(token.norm))
}

function isUnit(unit: Facet, token: Token, statement: Statement, at: number): boolean {
  if (unit.words.some((word) => tokenForms(token).some((form) => word.forms.has(form)))) return true
  return statement.concepts.some(
    (placed) => at >= placed.first && at <= placed.last && unit.concepts.has(placed.concept.id),
  )
}

/** 1 next to each other, falling with distance; 0 across another number or a far clause. */
function closeness(statement: Statement, quantity: Quantity, at: number, all: readonly Quantity[]): number {
  const after = at > quantity.last
  const distance = after ? at - quantity.last : quantity.first - at
  if (distance > REACH_TOKENS + 3) return 0
  const between = after
    ? statement.tokens.slice(quantity.last + 1, at)
    : statement.tokens.slice(at + 1, quantity.first)
  const numberBetween = all.some(
    (other) =>
      other !== quantity &&
      (after
        ? other.first > quantity.last && other.first < at
        : other.last < quantity.first && other.last > at),
  )
  if (numberBetween) return 0
  const breaks =
    between.filter((token) => token.kind === 'mark' && /^[,;:.()–—/|+&]$/.test(token.text)).length +
    between.filter((token) => /^(?:and|et|but|mais|while)$/.test(token.norm)).length
  // "injured: 12" and "12 injured" are direct; "12 cars, injured people" is not.
  const colon = between.length <= 2 && between.some((token) => token.text === ':')
  // Another number closer to that word on its other side owns it.
  const rival = all.some(
    (other) =>
      other !== quantity &&
      (after
        ? other.first > at && other.first - at < distance - 1
        : other.last < at && at - other.last <= distance),
  )
  const base = distance <= 2 ? 1 : distance <= 4 ? 0.9 : distance <= 7 ? 0.7 : 0.4
  return Math.max(0, base - (colon ? 0 : 0.25 * breaks) - (rival ? 0.6 : 0) - (after ? 0 : 0.05))
}

function peopleRelation(statement: Statement, quantity: Quantity, all: readonly Quantity[]): number {
  let best = 0
  statement.tokens.forEach((token, at) => {
    const people =
      PEOPLE.has(token.norm) || tokenConcepts(token).some((concept) => PEOPLE_CONCEPTS.has(concept.id))
    if (people) best = Math.max(best, closeness(statement, quantity, at, all) * 0.9)
  })
  return best
}

const NONE_BEFORE =
  / (?:no|zero|nobody|no one|aucune?|pas de|pas d|ni|personne n|without|sans) (?:\w+ ){0,3}?$/

/** "No one was hurt", "aucun blessé": zero, said outright. */
function noneCandidates(question: Question, statement: Statement): Candidate[] {
  return facetsOf(question, 'unit').flatMap((unit) => {
    const at = statement.tokens.findIndex(
      (token, index) => token.kind === 'word' && isUnit(unit, token, statement, index),
    )
    const token = statement.tokens[at]
    if (token === undefined) return []
    const from = statement.tokens[Math.max(0, at - 5)]?.start ?? statement.start
    const before = plainWords(statement.reading.post.text.slice(from, token.start))
    if (
      !NONE_BEFORE.test(before) ||
      / (?:confirmed|official|information|word|news|details|bilan|idea|nouvelle|precision|update) /.test(
        before,
      )
    )
      return []
    return [
      {
        value: {
          kind: 'quantity' as const,
          value: 0,
          high: null,
          bound: 'exact' as const,
          unit: 'count' as const,
        },
        statement,
        start: from,
        end: token.end,
        relation01: 0.8,
      },
    ]
  })
}

const SINGLE = new Set(['a', 'an', 'un', 'une', 'one'])

/** "one dead", "un mort", "a woman was killed": one, where the sentence has no other number for it. */
function singleCandidates(
  question: Question,
  statement: Statement,
  counts: readonly Quantity[],
): Candidate[] {
  const units = facetsOf(question, 'unit').filter(
    (unit) =>
      unit.concepts.has('dead') ||
      unit.concepts.has('injured') ||
      unit.concepts.has('arrest') ||
      unit.concepts.has('missing'),
  )
  return units.flatMap((unit) => {
    const at = statement.tokens.findIndex(
      (token, index) => token.kind === 'word' && isUnit(unit, token, statement, index),
    )
    const one = statement.tokens.findIndex(
      (token, index) =>
        index < at && index >= at - 5 && SINGLE.has(token.norm) && singlePerson(statement, index, at),
    )
    if (
      at < 0 ||
      one < 0 ||
      counts.some((quantity) => Math.abs(quantity.first - at) < Math.abs(one - at) + 1)
    )
      return []
    const token = statement.tokens[one]
    return [
      {
        value: {
          kind: 'quantity' as const,
          value: 1,
          high: null,
          bound: 'exact' as const,
          unit: 'count' as const,
        },
        statement,
        start: token?.start ?? statement.start,
        end: statement.tokens[at]?.end ?? statement.end,
        relation01: 0.7,
      },
    ]
  })
}

function singlePerson(statement: Statement, one: number, unit: number): boolean {
  const next = statement.tokens[one + 1]
  if (next === undefined) return false
  return (
    one + 1 === unit ||
    PEOPLE.has(next.norm) ||
    tokenConcepts(next).some((concept) => concept.kind === 'person')
  )
}
