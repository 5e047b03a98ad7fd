import type { Turn } from '../answer-writer.ts'
import { findNames, type NameSpan } from '../read/names.ts'
import { findQuantities } from '../read/quantities.ts'
import { findTimes } from '../read/times.ts'
import { findConcepts, tokenConcepts } from '../words/concepts.ts'
import { plainWords } from '../words/cues.ts'
import { MONTHS, QUESTION_SCAFFOLD, STOP_WORDS, WEEKDAYS } from '../words/stop-words.ts'
import { fold, type Token, tokenForms, tokenise } from '../words/tokens.ts'
import { wordForms } from '../words/word-forms.ts'
import type { Facet, Question } from './question.ts'
import { type AskedDetail, questionKind } from './question-kind.ts'
import { type Locale, questionLanguage } from './question-language.ts'

const NO_COMMON_WORDS: ReadonlySet<string> = new Set()
/** Only this many earlier questions can lend their subject. */
const EARLIER_QUESTIONS_MAX = 3
const DAY_MS = 86_400_000

/**
 * Reads a question: its language and kind, the names and events it constrains, what it counts, and its time.
 * A follow-up ("and how many were hurt?") takes names and events it lacks from the latest questions before it.
 *
 * @param now UTC ms, for "yesterday" and weekdays in the question
 */
export function understandQuestion(request: {
  text: string
  history: readonly Turn[]
  now: number
  locale: Locale | null
}): Question {
  const own = readAlone(request.text, request.now, request.locale)
  if (!needsSubject(own, request.text)) return own
  const earlier = request.history.slice(-EARLIER_QUESTIONS_MAX).reverse()
  for (const turn of earlier) {
    const previous = readAlone(turn.question, request.now, request.locale)
    const lent = lendSubject(own, previous)
    if (lent.length > 0)
      return {
        ...own,
        facets: [...own.facets, ...lent],
        window: own.window ?? previous.window,
        followUp: true,
      }
  }
  return own
}

function readAlone(text: string, now: number, asked: Locale | null): Question {
  const locale = questionLanguage(text, asked ?? 'en')
  const tokens = tokenise(text)
  const { kind, detail } = questionKind(text)
  return {
    text,
    locale,
    kind,
    detail,
    facets: readFacets(tokens, text, kind, detail),
    window: readWindow(text, now),
    numbers: findQuantities(tokens, text).map((quantity) => quantity.value),
    followUp: false,
    negated:
      / (?:nobody|no one|not|never|none|without|personne|aucune?|jamais|rien|n est pas|sans) /.test(
        plainWords(text),
      ) && kind === 'is_it_true',
  }
}

/** Words that mean "what we spoke about"; alone they carry no subject. */
const POINTING =
  / (?:it|its|they|them|their|there|he|she|him|her|his|this|that|these|those|the same|and|so|ca|cela|ce|y|en|il|elle|ils|elles|lui|la bas|et|eux|celui ci|celle ci) /

function needsSubject(question: Question, text: string): boolean {
  const names = question.facets.filter((facet) => facet.role === 'name').length
  const events = question.facets.filter((facet) => facet.role === 'event').length
  if (names > 0 && events > 0) return false
  if (names > 0) return question.facets.length <= 1 && / (?:and|et|what about) /.test(plainWords(text))
  const words = question.facets.filter((facet) => facet.role === 'word').length
  return POINTING.test(plainWords(text)) || events + words <= 1
}

/** Names and events the follow-up lacks. */
function lendSubject(own: Question, previous: Question): Facet[] {
  const hasName = own.facets.some((facet) => facet.role === 'name')
  const hasEvent = own.facets.some((facet) => facet.role === 'event')
  return previous.facets.filter(
    (facet) =>
      (facet.role === 'name' && !hasName) ||
      (facet.role === 'event' && !hasEvent) ||
      (facet.role === 'word' && !hasEvent && previous.facets.every((other) => other.role !== 'event')),
  )
}

function readFacets(
  tokens: readonly Token[],
  text: string,
  kind: Question['kind'],
  detail: AskedDetail,
): Facet[] {
  const names = questionNames(tokens)
  const used = new Set<number>()
  const facets: Facet[] = []
  for (const name of names) {
    facets.push(nameFacet(tokens, name))
    for (let at = name.first; at <= name.last; at += 1) used.add(at)
  }
  const timeSpans = findTimes(text, 0)
  const asked = askedRange(tokens)
  const units = kind === 'how_many' ? unitPositions(tokens, text, detail) : new Set<number>()
  for (const { concept, first, last } of findConcepts(tokens)) {
    if (last === first || rangeUsed(used, first, last)) continue
    facets.push(
      plainFacet(
        tokens.slice(first, last + 1),
        roleOfConcept(concept, kind, units.has(first)),
        conceptsOf(tokens.slice(first, last + 1)),
        asked.has(first),
      ),
    )
    for (let at = first; at <= last; at += 1) used.add(at)
  }
  tokens.forEach((token, at) => {
    if (
      used.has(at) ||
      !isContent(token) ||
      timeSpans.some((time) => token.start < time.end && token.end > time.start)
    )
      return
    const concepts = tokenConcepts(token)
    const role = units.has(at) ? 'unit' : roleOf(concepts, kind)
    facets.push(plainFacet([token], role, new Set(concepts.map((concept) => concept.id)), asked.has(at)))
  })
  return isLowerCase(tokens) ? facets.map((facet) => asSoftName(facet, kind)) : facets
}

/** People type in lower case: then a word that names no known matter ("kubica", "toyota") is taken for a name. */
function isLowerCase(tokens: readonly Token[]): boolean {
  return !tokens.some((token, at) => token.kind === 'word' && token.capital && at > 0)
}

function asSoftName(facet: Facet, kind: Question['kind']): Facet {
  const open = kind === 'what_happened' || kind === 'what_do_people_say' || kind === 'other'
  const unknown =
    facet.role === 'word' && facet.concepts.size === 0 && facet.words.every((word) => word.norm.length >= 4)
  return unknown && (open || !facet.asked) ? { ...facet, role: 'name' } : facet
}

function questionNames(tokens: readonly Token[]): NameSpan[] {
  const names = findNames(tokens, NO_COMMON_WORDS).filter(
    (name) => !name.words.every((word) => STOP_WORDS.has(word) || QUESTION_SCAFFOLD.has(word)),
  )
  const tags = tokens.flatMap((token, at) =>
    token.kind === 'hashtag' || token.kind === 'mention'
      ? [{ first: at, last: at, start: token.start, end: token.end, words: [token.norm] }]
      : [],
  )
  return [...names, ...tags]
}

function nameFacet(tokens: readonly Token[], name: NameSpan): Facet {
  const inside = tokens
    .slice(name.first, name.last + 1)
    .filter((token) => token.kind !== 'mark' && (token.kind !== 'word' || name.words.includes(token.norm)))
  return {
    role: 'name',
    text: inside.map((token) => token.text).join(' '),
    words: inside.map(toFacetWord),
    concepts: new Set(),
    asked: false,
  }
}

function plainFacet(
  tokens: readonly Token[],
  role: Facet['role'],
  concepts: ReadonlySet<string>,
  asked: boolean,
): Facet {
  return {
    role,
    text: tokens.map((token) => token.text).join(' '),
    words: tokens.filter((token) => token.kind !== 'mark').map(toFacetWord),
    concepts,
    asked,
  }
}

function toFacetWord(token: Token): { norm: string; forms: ReadonlySet<string> } {
  const forms = new Set(tokenForms(token))
  for (const stem of demonymStems(token.norm)) for (const form of wordForms(stem)) forms.add(form)
  return { norm: token.norm, forms }
}

/** Egyptian → egypt, Parisien → paris: adjectives made from a place's name. */
function demonymStems(norm: string): string[] {
  const stem =
    norm.length >= 7
      ? norm.replace(/(?:iennes?|iens?|ians?|aises?|ais|oises?|ois|eses?|ese|ans?)$/, '')
      : norm
  return stem !== norm && stem.length >= 4 ? [stem] : []
}

function isContent(token: Token): boolean {
  if (token.kind === 'number') return false
  if (token.kind !== 'word' || token.norm.length < 2) return false
  return (
    !STOP_WORDS.has(token.norm) &&
    !QUESTION_SCAFFOLD.has(token.norm) &&
    !WEEKDAYS.has(token.norm) &&
    !(MONTHS.has(token.norm) && !/^(?:may|mar|march|mars)$/.test(token.norm))
  )
}

function roleOf(concepts: readonly { kind: string; id: string }[], kind: Question['kind']): Facet['role'] {
  return concepts.some(
    (concept) =>
      concept.kind === 'event' ||
      (concept.kind === 'outcome' && kind !== 'how_many' && !GENERAL_OUTCOMES.has(concept.id)),
  )
    ? 'event'
    : 'word'
}

/** Outcomes too general to say which event is meant. */
const GENERAL_OUTCOMES: ReadonlySet<string> = new Set([
  'say',
  'start',
  'end',
  'cause',
  'damage',
  'crowd',
  'score',
  'injured',
  'dead',
  'missing',
  'rescued',
  'arrest',
  'evacuation',
  'displaced',
  'alarm',
  'found',
  'stuck',
  'organise',
  'concede',
  'free',
  'turnout',
  'succeed',
  'ill',
  'first-aid',
  'passenger',
])

function roleOfConcept(
  concept: { kind: string; id: string },
  kind: Question['kind'],
  isUnit: boolean,
): Facet['role'] {
  return isUnit ? 'unit' : roleOf([concept], kind)
}

/** Concepts of a phrase as a whole: "tram accident" is a crash and a derailment. */
function conceptsOf(tokens: readonly Token[]): ReadonlySet<string> {
  const last = tokens.length - 1
  return new Set(
    findConcepts(tokens)
      .filter((placed) => placed.first === 0 && placed.last === last)
      .map(({ concept }) => concept.id),
  )
}

const WH = new Set([
  'que',
  'qu',
  'quoi',
  'who',
  'whom',
  'which',
  'what',
  'qui',
  'quel',
  'quelle',
  'quels',
  'quelles',
  'combien',
  'many',
  'much',
  'comment',
  'where',
  'when',
  'ou',
  'quand',
  'why',
  'pourquoi',
])
const RANGE_ENDS = new Set([
  'in',
  'at',
  'on',
  'of',
  'after',
  'during',
  'about',
  'for',
  'from',
  'by',
  'near',
  'following',
  'to',
  'lors',
  'dans',
  'a',
  'au',
  'aux',
  'de',
  'd',
  'du',
  'des',
  'apres',
  'pendant',
  'sur',
  'pour',
  'suite',
  'the',
  'chez',
])

/** Positions from the question word to the first preposition after a content word: what is asked, without where and when. */
function askedRange(tokens: readonly Token[]): ReadonlySet<number> {
  const from = tokens.findIndex((token) => WH.has(token.norm))
  const range = new Set<number>()
  if (from < 0) return range
  for (let at = from + 1; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined || /^[,?;:]$/.test(token.text)) break
    if (
      RANGE_ENDS.has(token.norm) &&
      token.norm !== 'the' &&
      range.size > 0 &&
      tokens.slice(from + 1, at).some(isContent)
    )
      break
    range.add(at)
  }
  return range
}

function rangeUsed(used: ReadonlySet<number>, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) if (used.has(at)) return true
  return false
}

const COUNT_OPENERS = new Set([
  'many',
  'much',
  'combien',
  'number',
  'nombre',
  'toll',
  'bilan',
  'count',
  'total',
])
const COUNTED: ReadonlySet<string> = new Set([
  'centimetre',
  'metre',
  'kilometre',
  'area',
  'litre',
  'tonne',
  'degree',
  'passenger',
  'ill',
  'object',
  'customer',
  'injured',
  'dead',
  'missing',
  'arrest',
  'evacuation',
  'rescued',
  'displaced',
  'crowd',
  'score',
])

/** Positions of the words that say what is counted: the noun after "how many" and the outcome it had ("were hurt"). */
function unitPositions(tokens: readonly Token[], text: string, detail: AskedDetail): ReadonlySet<number> {
  const units = new Set<number>()
  if (detail === 'money' || detail === 'duration' || detail === 'percent' || detail === 'score') return units
  const opener = tokens.findIndex((token) => COUNT_OPENERS.has(token.norm))
  if (opener >= 0) addNounAfter(tokens, opener, units)
  for (const { concept, first, last } of findConcepts(tokens)) {
    if (COUNTED.has(concept.id)) for (let at = first; at <= last; at += 1) units.add(at)
  }
  if (fold(text).includes('toll') && units.size === 0)
    for (const [at, token] of tokens.entries()) if (token.norm === 'toll') units.add(at)
  return units
}

function addNounAfter(tokens: readonly Token[], opener: number, units: Set<number>): void {
  for (let at = opener + 1; at < tokens.length && at <= opener + 5; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.capital) return
    if (token.kind !== 'word' || STOP_WORDS.has(token.norm)) {
      if (units.size > 0) return
      continue
    }
    if (/^(?:y|eu|t|il|elle|on)$/.test(token.norm)) continue
    units.add(at)
    // "how many fire engines": an adjective or noun before the counted noun belongs to it.
    if (!/^(?:more|new|other|total|different|autres|nouveaux|nouvelles)$/.test(token.norm)) return
  }
}

function readWindow(text: string, now: number): Question['window'] {
  const plain = plainWords(text)
  if (/ (?:right now|at the moment|en ce moment|actuellement) /.test(plain)) return null
  const days = findTimes(text, now).flatMap((time) => (time.day === null ? [] : [time.day]))
  if (days.length === 0)
    return / (?:this week|cette semaine) /.test(plain) ? { from: now - 7 * DAY_MS, to: now } : null
  return { from: Math.min(...days), to: Math.max(...days) + DAY_MS }
}
