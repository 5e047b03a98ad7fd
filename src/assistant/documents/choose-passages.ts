import { analyseQuery } from '../../domain/text/analyse-query.ts'
import { analyseText } from '../../domain/text/analyse-text.ts'
import { STOP_WORDS } from '../words/stop-words.ts'
import type { EvidenceDocument } from './evidence-document.ts'
import { cutPassages, type Passage } from './passages.ts'

/** A passage with how much of the question's weight its words hold. */
export type RankedPassage = Passage & {
  /** Share of the weight of the question's words that the passage and its title hold: 0 to 1. */
  readonly held01: number
}

export type PassageLimits = {
  /** Of one document. */
  readonly perDocument: number
  /** Of all together. */
  readonly total: number
}

/**
 * The passages of documents that hold most of the question, best first. Words weigh by how rare they are among the
 * passages; a word of the title counts half in each of them. Passages that hold nothing are left out.
 */
export function choosePassages(
  question: string,
  documents: readonly EvidenceDocument[],
  limits: PassageLimits,
): RankedPassage[] {
  const groups = questionGroups(question)
  if (groups.length === 0) return []
  const read = documents.flatMap((document) => {
    const titleTerms = termSet(document.title ?? '', document.lang)
    return cutPassages(document).map((passage) => ({
      passage,
      titleTerms,
      terms: termSet(passage.post.text, document.lang),
    }))
  })
  const weights = groups.map((group) => {
    const having = read.filter(({ terms }) => group.some((term) => terms.has(term))).length
    return Math.log(1 + (read.length - having + 0.5) / (having + 0.5))
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const ranked = read
    .map(({ passage, terms, titleTerms }) => {
      const held = groups.reduce(
        (sum, group, at) => sum + (weights[at] ?? 0) * share(group, terms, titleTerms),
        0,
      )
      return { ...passage, held01: total === 0 ? 0 : held / total }
    })
    .filter(({ held01 }) => held01 > 0)
    .sort((a, b) => b.held01 - a.held01)
  return fewOfEach(ranked, limits)
}

function share(group: readonly string[], terms: ReadonlySet<string>, title: ReadonlySet<string>): number {
  if (group.some((term) => terms.has(term))) return 1
  return group.some((term) => title.has(term)) ? 0.5 : 0
}

/** The words that say what is asked; all of them where nothing else is left. */
function questionGroups(question: string): readonly (readonly string[])[] {
  const { groups } = analyseQuery(question)
  const telling = groups.filter((group) => !group.some((term) => STOP_WORDS.has(term)))
  return telling.length > 0 ? telling : groups
}

function termSet(text: string, lang: string | null): ReadonlySet<string> {
  return new Set(analyseText(text, { lang }).terms)
}

function fewOfEach(ranked: readonly RankedPassage[], { perDocument, total }: PassageLimits): RankedPassage[] {
  const counts = new Map<string, number>()
  return ranked
    .filter(({ document }) => {
      const count = (counts.get(document.id) ?? 0) + 1
      counts.set(document.id, count)
      return count <= perDocument
    })
    .slice(0, total)
}
