import { type Token, tokenise } from '../../words/tokens.ts'
import type { Locale } from '../question-language.ts'
import type { Phrase } from './choose-phrases.ts'
import { isTelling, stemOf } from './mentions.ts'
import { findPointer, type Pointer } from './pointers.ts'

export type PlacementKind =
  | 'pointer'
  | 'before_next'
  | 'before_noun'
  | 'open_noun'
  | 'open_of'
  | 'end_kept'
  | 'end_of'
  | 'end_in'
  | 'end_for'
  | 'end_aside'

/** One way of writing a phrase into a question. */
export type Placement = {
  readonly kind: PlacementKind
  readonly text: string
  readonly pointer: Pointer | null
}

/** What is asked of a question once for all phrases. */
export type QuestionShape = {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly pointer: Pointer | null
  readonly locale: Locale
}

export function shapeOf(text: string, locale: Locale): QuestionShape {
  return { text, tokens: tokenise(text), pointer: findPointer(text), locale }
}

/** Every way of writing the phrase into the question that its words allow. */
export function placementsOf(shape: QuestionShape, phrase: Phrase): Placement[] {
  const placements: Placement[] = []
  const add = (kind: PlacementKind, text: string | null, pointer: Pointer | null = null) => {
    if (text !== null) placements.push({ kind, text, pointer })
  }
  // French says "le" and "du" by gender and the verb holds its subject: brackets alone are always right there.
  if (shape.locale === 'fr') {
    add('end_aside', aside(shape, phrase))
    return placements
  }
  if (shape.pointer !== null && fits(shape.pointer, phrase))
    add('pointer', replacePointer(shape, shape.pointer, phrase), shape.pointer)
  add('before_next', beforeNext(shape, phrase))
  add('before_noun', beforeNoun(shape, phrase))
  for (const open of openPlaces(shape.text))
    add(
      open.of ? 'open_of' : 'open_noun',
      insert(shape.text, open.at, `${open.of ? ' of' : ''} ${phrase.text}`),
    )
  if (KEPT.test(phrase.preposition)) add('end_kept', atEnd(shape, phrase, phrase.preposition))
  add('end_of', atEnd(shape, phrase, 'of'))
  add('end_in', atEnd(shape, phrase, 'in'))
  add('end_for', atEnd(shape, phrase, 'for'))
  add('end_aside', aside(shape, phrase))
  return placements
}

/** "She" is nobody who was only said to be a place: "in Brask". */
function fits({ kind }: Pointer, { preposition, name, cutsName }: Phrase): boolean {
  return kind !== 'person' || (name && !cutsName && !/^(?:in|at|on|near|from|to)$/.test(preposition))
}

const KEPT = /^(?:at|on|during|from|about|with|to|near|as|by)$/

function insert(text: string, at: number, words: string): string {
  return `${text.slice(0, at)}${words}${text.slice(at)}`
}

function replacePointer(shape: QuestionShape, pointer: Pointer, phrase: Phrase): string {
  const named = withDeterminer(phrase)
  const inside = pointer.kind === 'place' ? `${placePreposition(phrase)} ${named}` : named
  const words = pointer.possessive ? `${inside}${/s$/u.test(inside) ? '’' : '’s'}` : inside
  const written = pointer.start === 0 ? words.slice(0, 1).toUpperCase() + words.slice(1) : words
  return `${shape.text.slice(0, pointer.start)}${written}${shape.text.slice(pointer.end)}`
}

function placePreposition({ preposition }: Phrase): string {
  return /^(?:in|at|on|near)$/.test(preposition) ? preposition : 'in'
}

/** The person's "my" stays theirs; the assistant's "your" is the person's "my". */
function withDeterminer({ determiner, text }: Phrase): string {
  if (determiner === 'your') return `my ${text}`
  return /^(?:the|an?|my|his|her|their|our)$/.test(determiner) ? `${determiner} ${text}` : text
}

/** Before the word of the question that followed the phrase when it was said. */
function beforeNext({ text, tokens }: QuestionShape, phrase: Phrase): string | null {
  if (phrase.nextStem === null) return null
  const token = tokens.find((one) => isTelling(one) && stemOf(one.norm) === phrase.nextStem)
  return token === undefined ? null : insert(text, token.start, `${phrase.text} `)
}

/** Before the last noun after "the": "how reliable is the [Lyme disease] test". */
function beforeNoun({ text, tokens }: QuestionShape, phrase: Phrase): string | null {
  for (let at = tokens.length - 1; at > 0; at -= 1) {
    const token = tokens[at]
    if (token === undefined || token.kind !== 'word' || !isTelling(token)) continue
    if (
      /^(?:the|of|these|different|main|best|common|some|most|other|important)$/.test(
        tokens[at - 1]?.norm ?? '',
      )
    )
      return insert(text, token.start, `${phrase.text} `)
  }
  return null
}

const BARE_SUPERLATIVE =
  /\bthe (?:\w{2,}est|most \w+|first|second|third|best|worst|main)(?= (?:in|on|of all|to|ever|and|for|from|is|was|one|ones)\b|\s*[?.]?$)/i
const KIND_WORD =
  /\b(?:types?|kinds?|sorts?|variet(?:y|ies)|models?|brands?|examples?|forms?|many|what other|which)(?= (?:is|are|was|were|do|does|did|should|can|has|have)\b|\s*[?.]?$)/i

/** "The largest in the world" lacks its noun; "how many types are there" lacks what they are types of. */
function openPlaces(text: string): { at: number; of: boolean }[] {
  const superlative = BARE_SUPERLATIVE.exec(text)
  const kind = KIND_WORD.exec(text)
  return [
    ...(superlative === null ? [] : [{ at: superlative.index + superlative[0].length, of: false }]),
    ...(kind === null
      ? []
      : [{ at: kind.index + kind[0].length, of: !/^(?:many|which|what other)$/i.test(kind[0]) }]),
  ]
}

function atEnd({ text, tokens }: QuestionShape, phrase: Phrase, preposition: string): string {
  const end = /\s*[.?!…]*\s*$/u.exec(text)
  const cut = end === null ? text.length : end.index
  const last = tokens.findLast((token) => token.start < cut)
  const hangs = last !== undefined && /^(?:of|in|for|from|about|with|to|on|at)$/.test(last.norm)
  const lead = hangs ? '' : `${preposition} `
  return insert(text, cut, ` ${lead}${withDeterminer(phrase)}`)
}

/** The question as it was typed with what it is about in brackets, where no preposition is sure to fit. */
function aside({ text }: QuestionShape, phrase: Phrase): string {
  const open = /\)(?=\s*[.?!…]*\s*$)/u.exec(text)
  if (open !== null) return insert(text, open.index, `, ${phrase.text}`)
  const end = /\s*[.?!…]*\s*$/u.exec(text)
  return insert(text, end === null ? text.length : end.index, ` (${phrase.text})`)
}
