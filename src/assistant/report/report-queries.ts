import type { Question } from '../understand/question.ts'
import { conceptById, searchWords } from '../words/concepts.ts'
import type { Aspect } from './aspects.ts'

const QUERIES_MAX = 8
const SYNONYMS_MAX = 3

/** Words under which posts speak of an aspect, in both languages; short, because names carry the search. */
const CUES = {
  what_happened: 'update breaking mise à jour',
  who: 'police mayor spokesperson préfecture maire',
  where: 'near street area près rue quartier',
  when: 'since morning tonight depuis matin',
  how_many: 'people injured dead figure personnes blessés bilan',
  why: 'because cause due raison enquête',
  is_it_true: 'false rumour denied faux démenti',
  what_do_people_say: 'think angry glad avis colère',
  other: '',
} as const satisfies Record<Aspect, string>

/**
 * More searches for a report, without a model: the names with the words of each aspect, and the names with synonyms of
 * each event, one event at a time. Without names the question's things stand for them.
 */
export function reportQueries(question: Question): string[] {
  const words = (role: 'name' | 'word') =>
    question.facets.filter((facet) => facet.role === role).map((facet) => facet.text)
  const core = (words('name').length > 0 ? words('name') : words('word')).join(' ')
  if (core.trim() === '') return []
  const events = question.facets
    .filter((facet) => facet.role === 'event')
    .flatMap((facet) => [...facet.concepts].flatMap((id) => synonymsOf(id)))
  const cues = Object.values(CUES).filter((cue) => cue !== '')
  return [core, ...events, ...cues]
    .map((more, at) => (at === 0 ? core : `${core} ${more}`))
    .slice(0, QUERIES_MAX + 1)
}

function synonymsOf(id: string): string[] {
  const concept = conceptById(id)
  if (concept === undefined) return []
  const words = searchWords(concept, 20)
  return words.length === 0
    ? []
    : [[...words.slice(0, SYNONYMS_MAX), ...words.slice(-SYNONYMS_MAX)].join(' ')]
}
