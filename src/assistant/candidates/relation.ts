import type { Statement } from '../read/statement.ts'
import { askedCore, type Facet, facetsOf, type Question } from '../understand/question.ts'
import { conceptById } from '../words/concepts.ts'
import { tokenForms } from '../words/tokens.ts'

/** Positions in a sentence of the words that tie it to the question: its events, things and plain words, not its names. */
export function anchorPositions(question: Question, statement: Statement): number[] {
  const facets = [
    ...facetsOf(question, 'event'),
    ...facetsOf(question, 'word'),
    ...facetsOf(question, 'unit'),
  ]
  const positions = new Set(facets.flatMap((facet) => facetPositions(facet, statement)))
  return [...positions].sort((a, b) => a - b)
}

/**
 * How directly a span is tied to what was asked: near an anchor word 1, farther less; 0.35 when the sentence has
 * no anchor (the post as a whole is on the topic). Sentence-internal clause marks cost.
 */
export function nearAnchor01(
  statement: Statement,
  anchors: readonly number[],
  first: number,
  last: number,
): number {
  if (anchors.length === 0) return 0.35
  let best = 0
  for (const anchor of anchors) {
    const distance = anchor < first ? first - anchor : anchor > last ? anchor - last : 0
    const between =
      anchor < first ? statement.tokens.slice(anchor + 1, first) : statement.tokens.slice(last + 1, anchor)
    const breaks = between.filter((token) => /^[,;:()–—|/]$/.test(token.text)).length
    best = Math.max(best, 1 / (1 + Math.max(0, distance - 3) / 8) - 0.1 * breaks)
  }
  return Math.max(0.3, Math.min(1, best))
}

/** Whether a sentence speaks of what is asked; true when the question asks for nothing in particular. */
export function saysAsked(question: Question, statement: Statement): boolean {
  const core = coreFor(question, statement)
  if (core.length === 0) return true
  return core.filter((facet) => facetPositions(facet, statement).length > 0).length * 2 >= core.length
}

/** Positions of what is asked, for closeness. */
export function askedPositions(question: Question, statement: Statement): number[] {
  return coreFor(question, statement).flatMap((facet) => facetPositions(facet, statement))
}

/**
 * What a sentence must say to answer: what was done, where the question says so, before who or what it was done to. A
 * post in another language cannot hold the question's own words: there those with a known meaning in both count, if they are most.
 */
export function coreFor(question: Question, statement: Statement): readonly Facet[] {
  const core = askedCore(question)
  const predicates = core.filter((facet) => !isOnlyThing(facet))
  const wanted = predicates.length > 0 ? predicates : core
  const { lang } = statement.reading.post
  if (lang === null || lang === question.locale) return wanted
  const shared = wanted.filter((facet) => facet.concepts.size > 0)
  return shared.length * 2 > wanted.length ? shared : wanted
}

/** Known, and as nothing but a thing or a person. */
function isOnlyThing(facet: Facet): boolean {
  return (
    facet.concepts.size > 0 &&
    [...facet.concepts].every((id) => /^(?:thing|person)$/.test(conceptById(id)?.kind ?? ''))
  )
}

function facetPositions(facet: Facet, statement: Statement): number[] {
  const positions: number[] = []
  for (const placed of statement.concepts)
    if (facet.concepts.has(placed.concept.id)) positions.push(placed.first)
  statement.tokens.forEach((token, at) => {
    if (token.kind === 'mark' || token.kind === 'url') return
    if (facet.words.some((word) => tokenForms(token).some((form) => word.forms.has(form)))) positions.push(at)
  })
  return positions
}

/** How much of what is asked a sentence says; 1 when nothing in particular is. */
export function askedShare01(question: Question, statement: Statement): number {
  const asked = question.facets.filter((facet) => facet.asked && facet.role !== 'name')
  if (asked.length === 0) return 1
  return asked.filter((facet) => facetPositions(facet, statement).length > 0).length / asked.length
}
