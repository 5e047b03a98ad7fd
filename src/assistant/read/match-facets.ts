import type { Facet, FacetWord, Question } from '../understand/question.ts'
import { findConcepts, type PlacedConcept } from '../words/concepts.ts'
import { LABEL_WORDS, STOP_WORDS } from '../words/stop-words.ts'
import { type Token, tokenForms } from '../words/tokens.ts'
import { isPlaceNoun } from './places.ts'
import type { TopicMatch } from './statement.ts'

/** What a text holds, for matching: forms and concepts of all its tokens. */
export type TextContent = {
  readonly tokens: readonly Token[]
  readonly forms: ReadonlySet<string>
  readonly concepts: ReadonlySet<string>
  readonly eventConcepts: ReadonlySet<string>
}

export function readContent(tokens: readonly Token[]): TextContent {
  const forms = new Set<string>()
  for (const token of tokens)
    if (token.kind !== 'mark' && token.kind !== 'url') for (const form of tokenForms(token)) forms.add(form)
  const placed = withoutFoundOut(findConcepts(tokens), tokens)
  return {
    tokens,
    forms,
    concepts: new Set(placed.map(({ concept }) => concept.id)),
    eventConcepts: new Set(
      placed.filter(({ concept }) => concept.kind === 'event').map(({ concept }) => concept.id),
    ),
  }
}

const FOUND_OUT = /^(?:discover\w*|decouvert\w*)$/

/** "A burglary was discovered": the verb beside another incident is no find of its own. */
function withoutFoundOut(
  placed: readonly PlacedConcept[],
  tokens: readonly Token[],
): readonly PlacedConcept[] {
  const isFoundOut = ({ concept, first }: PlacedConcept) =>
    concept.id === 'discovery' && FOUND_OUT.test(tokens[first]?.norm ?? '')
  const other = placed.some(({ concept }) => concept.id !== 'discovery' && INCIDENTS.has(concept.id))
  const found = placed.some((each) => each.concept.id === 'discovery' && !isFoundOut(each))
  return other && !found ? placed.filter((each) => !isFoundOut(each)) : placed
}

const TYPO_LENGTH_MIN = 6

/** Whether a text speaks of a facet: by word forms, by concept, for names also by tags and one typing slip. */
export function hasFacet(content: TextContent, facet: Facet): boolean {
  return facet.role === 'name' ? hasName(content, facet) : hasWords(content, facet)
}

function hasWords(content: TextContent, facet: Facet): boolean {
  for (const id of facet.concepts) if (content.concepts.has(id)) return true
  return facet.words.length > 0 && facet.words.every((word) => hasWord(content, word))
}

function hasWord(content: TextContent, word: FacetWord): boolean {
  for (const form of word.forms) if (content.forms.has(form)) return true
  return false
}

/** All words that tell names apart must be there; a person's last name alone will do unless another first name stands before it. */
function hasName(content: TextContent, facet: Facet): boolean {
  const core = coreWords(facet)
  const present = core.filter((word) => hasNameWord(content, word))
  if (present.length === core.length) return true
  const last = core.at(-1)
  if (core.length < 2 || last === undefined || !present.includes(last) || core.length !== facet.words.length)
    return false
  return !standsAfterOtherName(content, last, facet)
}

/** Words of a name that are not just street, station, market. */
export function coreWords(facet: Facet): readonly FacetWord[] {
  const core = facet.words.filter((word) => !isPlaceNoun(asToken(word.norm)))
  return core.length === 0 ? facet.words : core
}

function asToken(norm: string): Token {
  return { kind: 'word', text: norm, norm, start: 0, end: norm.length, capital: false }
}

function hasNameWord(content: TextContent, word: FacetWord): boolean {
  if (hasWord(content, word)) return true
  if (word.norm.length < TYPO_LENGTH_MIN - 1) return false
  return content.tokens.some(
    (token) =>
      ((token.kind === 'hashtag' || token.kind === 'mention') && tagHolds(token, word.norm)) ||
      (token.kind === 'word' && word.norm.length >= TYPO_LENGTH_MIN && isOneSlip(token.norm, word.norm)),
  )
}

/** Letters of a tag before a name that make it another word: "#Dulmezelle" is not about Ulmezelle. */
const TAG_PREFIX_MIN = 3

/** "#PrayForCroydon" and "#prayforcroydon" hold the name; a tag that only ends in the same letters does not. */
function tagHolds(token: Token, norm: string): boolean {
  const at = token.norm.indexOf(norm)
  return at === 0 || at >= TAG_PREFIX_MIN || (at > 0 && /\p{Lu}/u.test(token.text[at + 1] ?? ''))
}

function standsAfterOtherName(content: TextContent, last: FacetWord, facet: Facet): boolean {
  return content.tokens.some((token, at) => {
    if (token.norm !== last.norm) return false
    const before = content.tokens[at - 1]
    if (before === undefined || before.kind !== 'word' || !before.capital) return false
    return (
      !STOP_WORDS.has(before.norm) &&
      !LABEL_WORDS.has(before.norm) &&
      !facet.words.some((word) => word.norm === before.norm) &&
      findConcepts([before]).length === 0 &&
      before.norm.length > 1 &&
      !/^(?:mr|mrs|ms|mme|mlle|dr|sir|miss|monsieur|madame|lord|lady|judge|prof|professor)$/.test(before.norm)
    )
  })
}

/** Same first letter, and one letter added, lost, changed or two neighbours swapped. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b) return true
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > 1) return false
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1
  const restA = a.slice(head, a.length - tail)
  const restB = b.slice(head, b.length - tail)
  return (
    (restA.length <= 1 && restB.length <= 1) ||
    (restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0])
  )
}

/** Kinds of events that exclude each other: a post on one is not about another. Offices, laws and shows are not so. */
export const INCIDENTS: ReadonlySet<string> = new Set([
  'fire',
  'explosion',
  'quake',
  'flood',
  'storm',
  'landslide',
  'collapse',
  'train-crash',
  'crash',
  'sinking',
  'shooting',
  'stabbing',
  'hostage',
  'robbery',
  'protest',
  'strike',
  'outage',
  'cyber',
  'spill',
  'outbreak',
  'match',
  'election',
  'prize',
  'resign',
  'rescued',
  'discovery',
])

/** How much what stands in a post's thread, and not in itself, counts. */
const CONTEXT_SHARE = 0.8

/**
 * How far a post is about what the question constrains.
 *
 * @param context what it replies to or quotes, or null
 */
export function matchTopic(question: Question, own: TextContent, context: TextContent | null): TopicMatch {
  const score = (facet: Facet) =>
    hasFacet(own, facet) ? 1 : context !== null && hasFacet(context, facet) ? CONTEXT_SHARE : 0
  const names01 = mean(question.facets.filter((facet) => facet.role === 'name').map(score))
  const eventFacets = question.facets.filter((facet) => facet.role === 'event')
  const events01 = mean(eventFacets.map(score))
  const words01 = mean(question.facets.filter((facet) => facet.role === 'word').map(score))
  const otherEvent =
    eventFacets.length > 0 && events01 === 0 && [...own.eventConcepts].some((id) => INCIDENTS.has(id))
  const own01 = mean(
    question.facets.filter((facet) => facet.role !== 'unit').map((facet) => (hasFacet(own, facet) ? 1 : 0)),
  )
  return {
    names01,
    events01,
    words01,
    otherEvent,
    own01,
    total01: totalOf(question, names01, events01, words01),
  }
}

function totalOf(question: Question, names01: number, events01: number, words01: number): number {
  const weights = { name: 2, event: 1.5, word: 1 }
  let sum = 0
  let weight = 0
  for (const [role, value] of [
    ['name', names01],
    ['event', events01],
    ['word', words01],
  ] as const) {
    const count = question.facets.filter((facet) => facet.role === role).length
    if (count === 0) continue
    const share = weights[role] * Math.min(count, 2)
    sum += share * value
    weight += share
  }
  return weight === 0 ? 0.5 : sum / weight
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length
}
