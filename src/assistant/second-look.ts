import { asksThing } from './candidates/thing-candidates.ts'
import type { Cluster } from './corroborate/cluster.ts'
import type { Decision } from './corroborate/decision.ts'
import {
  type GatherDependencies,
  type Gathered,
  gatherQueries,
  mergeGathered,
  searchQueries,
} from './gather.ts'
import { findPlaces, isPlaceNoun } from './read/places.ts'
import type { PostReading } from './read/statement.ts'
import type { Facet, Question } from './understand/question.ts'
import { wordForms } from './words/word-forms.ts'
import { valueText } from './write/phrases.ts'

/** What the first look came to. */
export type FirstLook = {
  readonly question: Question
  readonly gathered: Gathered
  readonly readings: readonly PostReading[]
  readonly decision: Decision
}

/** Reasons that more posts may overcome. Where accounts disagree or deny, more of them would not help. */
const THIN: ReadonlySet<string> = new Set(['no_value', 'one_account', 'unconfirmed'])
/** A place named with the question's own by so many accounts, and by this share of them, is where it happened. */
const CONTEXT_VOICES_MIN = 3
const CONTEXT_SHARE_MIN = 0.35
const NEAREST_TRIED = 2
const NAMES_MAX = 2
const VALUE_CHARACTERS_MAX = 80

/**
 * Searches once more where the first look found too little: for what came nearest, to see whether anybody else says
 * it, and under the town that accounts name together with the place asked about ("the Ivra quarry" is in Noxel).
 *
 * @returns all posts of both looks and the question with the town in it; null where there is nothing more to try
 */
export async function secondLook(
  { question, gathered, readings, decision }: FirstLook,
  deps: GatherDependencies,
): Promise<{ readonly question: Question; readonly gathered: Gathered } | null> {
  if (decision.kind === 'answer' || !THIN.has(decision.reason)) return null
  const place = contextPlace(question, readings)
  const wider = place === null ? question : { ...question, facets: [...question.facets, placeFacet(place)] }
  const queries = [
    ...(place === null ? [] : searchQueries(wider)),
    ...(asksThing(question) ? likeEvents(question) : []),
    ...decision.nearest.slice(0, NEAREST_TRIED).flatMap((cluster) => confirmation(question, cluster)),
  ].filter((query) => !gathered.queries.includes(query))
  if (queries.length === 0) return null
  const more = await gatherQueries(wider, queries, deps)
  return { question: wider, gathered: mergeGathered(gathered, more) }
}

/** The same kind of event anywhere: what is said of every such event is told from what is said of this one. */
function likeEvents(question: Question): string[] {
  const names = new Set(question.facets.filter((facet) => facet.role === 'name').map((facet) => facet.text))
  const [, wide] = searchQueries(question)
  const words = wide?.split(' ').filter((word) => ![...names].some((name) => name.split(' ').includes(word)))
  return words === undefined || words.length === 0 || names.size === 0 ? [] : [words.join(' ')]
}

/** The question's names beside the answer that lacks a second account. */
function confirmation(question: Question, cluster: Cluster): string[] {
  const { value, supports } = cluster
  const said = supports[0]
  if (said === undefined || value.kind === 'statement') return []
  const text =
    value.kind === 'cause' || value.kind === 'thing' ? value.text : valueText(value, question.locale)
  const names = question.facets.filter((facet) => facet.role === 'name').map((facet) => facet.text)
  return [[...names, text.slice(0, VALUE_CHARACTERS_MAX)].join(' ')]
}

/** Words of the place most accounts of the event name beside the question's own names. */
function contextPlace(question: Question, readings: readonly PostReading[]): string | null {
  const names = question.facets.filter((facet) => facet.role === 'name')
  if (names.length === 0 || names.length >= NAMES_MAX) return null
  const telling = readings.filter(
    ({ topic }) => topic.names01 >= 0.75 && topic.events01 > 0 && topic.inferred !== true,
  )
  const all = new Set(telling.map((reading) => reading.voice)).size
  const voices = new Map<string, Set<string>>()
  for (const reading of telling) {
    for (const word of new Set(placeWords(question, reading))) {
      const known = voices.get(word) ?? new Set<string>()
      voices.set(word, known.add(reading.voice))
    }
  }
  const [best] = [...voices].sort(([, a], [, b]) => b.size - a.size)
  return best !== undefined && best[1].size >= CONTEXT_VOICES_MIN && best[1].size >= CONTEXT_SHARE_MIN * all
    ? best[0]
    : null
}

function placeWords(question: Question, reading: PostReading): string[] {
  return reading.statements.flatMap(({ tokens, names }) =>
    findPlaces(tokens, names).flatMap((span) =>
      tokens
        .slice(span.first, span.last + 1)
        .filter(
          (token) =>
            token.kind === 'word' &&
            token.capital &&
            token.norm.length > 2 &&
            !isPlaceNoun(token) &&
            !question.facets.some((facet) => facet.words.some((word) => word.norm === token.norm)),
        )
        .map((token) => token.text),
    ),
  )
}

function placeFacet(place: string): Facet {
  const norm = place.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return {
    role: 'name',
    text: place,
    words: [{ norm, forms: new Set(wordForms(norm)) }],
    concepts: new Set(),
    asked: false,
  }
}
