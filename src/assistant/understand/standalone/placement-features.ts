import type { Phrase } from './choose-phrases.ts'
import { LIGHT_WORDS } from './common-words.ts'
import { isTelling } from './mentions.ts'
import type { Placement, QuestionShape } from './placements.ts'

const KINDS = [
  'pointer',
  'before_next',
  'before_noun',
  'open_noun',
  'open_of',
  'end_kept',
  'end_of',
  'end_in',
  'end_for',
  'end_aside',
] as const
const PREPOSITIONS = ['of', 'in', 'for', 'to', 'with', 'from', 'about'] as const

export type PlacementContext = {
  readonly shape: QuestionShape
  readonly probabilities: ReadonlyMap<string, number>
  readonly questionStems: ReadonlySet<string>
  readonly hasAnswers: boolean
  /** How many phrases were written in before. */
  readonly round: number
  readonly expectedWords: number
}

/** What tells whether a phrase, written in a certain way, makes the question more like what the person meant. */
export function placementFeatures(
  phrase: Phrase,
  placement: Placement,
  context: PlacementContext,
): Float64Array {
  const { shape, probabilities, questionStems } = context
  const chances = phrase.stems.map((stem) => (questionStems.has(stem) ? 0 : (probabilities.get(stem) ?? 0)))
  const sum = chances.reduce((total, chance) => total + chance, 0)
  const { pointer } = placement
  const telling = shape.tokens.filter(isTelling)
  const last = shape.tokens.findLast(({ kind }) => kind === 'word')
  const opening = shape.tokens[0]?.norm ?? ''
  return Float64Array.from([
    sum,
    sum / phrase.stems.length,
    Math.min(...chances),
    Math.max(...chances),
    phrase.stems.length,
    phrase.stems.filter((stem) => questionStems.has(stem)).length,
    phrase.gain,
    phrase.cuts,
    phrase.age,
    phrase.name ? 1 : 0,
    phrase.plural ? 1 : 0,
    phrase.determiner === '' ? 0 : phrase.determiner === 'the' ? 2 : 1,
    1 + PREPOSITIONS.indexOf(phrase.preposition as 'of'),
    KINDS.indexOf(placement.kind),
    placement.kind === 'pointer' ? 1 : 0,
    placement.kind === 'end_aside' ? 2 : placement.kind.startsWith('end') ? 1 : 0,
    pointer === null ? 0 : pointer.possessive ? 2 : 1,
    pointer === null || pointer.plural === null ? 0 : pointer.plural === phrase.plural ? 1 : -1,
    pointer === null ? 0 : pointer.kind === 'thing' ? 1 : phrase.name ? 2 : 3,
    shape.pointer === null ? 0 : 1,
    telling.length,
    shape.tokens.length,
    last === undefined ? 0 : isTelling(last) ? 2 : LIGHT_WORDS.has(last.norm) ? 1 : 0,
    last !== undefined && /(?:s|ion|ment|ty)$/.test(last.norm) ? 1 : 0,
    /^(?:what|which|who|quel|quelle|quels|quelles|qui|tell|describe|list)$/.test(opening)
      ? 2
      : /^(?:how|why|when|where|comment|pourquoi|quand|ou|combien)$/.test(opening)
        ? 1
        : 0,
    shape.text.includes('?') ? 1 : 0,
    /\b(?:what|how) about\b/i.test(shape.text) ? 1 : 0,
    /[.!?]\s+\S/.test(shape.text) ? 1 : 0,
    context.hasAnswers ? 1 : 0,
    context.round,
    context.expectedWords,
  ])
}
