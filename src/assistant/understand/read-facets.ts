import { findNames, type NameSpan } from '../read/names.ts'
import { findTimes } from '../read/times.ts'
import { findConcepts, tokenConcepts } from '../words/concepts.ts'
import { QUESTION_SCAFFOLD, STOP_WORDS } from '../words/stop-words.ts'
import { type Token, tokenForms } from '../words/tokens.ts'
import { wordForms } from '../words/word-forms.ts'
import { askedRange, isContent, unitPositions } from './asked-range.ts'
import type { Facet, Question } from './question.ts'
import type { AskedDetail } from './question-kind.ts'

const NO_COMMON_WORDS: ReadonlySet<string> = new Set()

/** The names, events, units and other words of a question, each once, in reading order after the names. */
export function readFacets(
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
  'receive',
  'take',
  'hospitalised',
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

function rangeUsed(used: ReadonlySet<number>, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) if (used.has(at)) return true
  return false
}
