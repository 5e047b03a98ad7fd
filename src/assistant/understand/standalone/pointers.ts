import { type Token, tokenise } from '../../words/tokens.ts'
import { LIGHT_WORDS, POINTERS } from './common-words.ts'
import { isTelling } from './mentions.ts'

/** A word of a question that stands for something said before. Offsets are UTF-16 code units. */
export type Pointer = {
  readonly kind: 'thing' | 'person' | 'place'
  readonly possessive: boolean
  /** Null where the word does not tell ("their", "leur"). */
  readonly plural: boolean | null
  readonly start: number
  readonly end: number
}

/** The first pointing word of the last sentence that has one, or null. */
export function findPointer(text: string): Pointer | null {
  const tokens = tokenise(text)
  let found: Pointer | null = null
  let sentence = 0
  let foundIn = -1
  for (const [at, token] of tokens.entries()) {
    if (/^[.?!]$/.test(token.text)) sentence += 1
    if (token.kind !== 'word' || foundIn === sentence) continue
    const pointer = readPointer(tokens, at)
    if (pointer === null) continue
    found = pointer
    foundIn = sentence
  }
  return found
}

function readPointer(tokens: readonly Token[], at: number): Pointer | null {
  const token = tokens[at] as Token
  const next = tokens[at + 1]
  const before = tokens[at - 1]
  const { norm, start, end } = token
  if (norm === 'it')
    return isDummy(tokens, at) ? null : { kind: 'thing', possessive: false, plural: false, start, end }
  if (norm === 'they' || norm === 'them')
    return { kind: 'thing', possessive: false, plural: true, start, end }
  if (norm === 'its') return { kind: 'thing', possessive: true, plural: false, start, end }
  if (norm === 'their') return { kind: 'thing', possessive: true, plural: true, start, end }
  if (/^(?:he|she|him)$/.test(norm)) return { kind: 'person', possessive: false, plural: false, start, end }
  if (norm === 'his' || norm === 'her')
    return {
      kind: 'person',
      possessive: next !== undefined && next.kind === 'word' && !isEnd(next),
      plural: false,
      start,
      end,
    }
  if (POINTERS.place.has(norm) && (norm === 'there' || norm === 'here'))
    return isExistential(before, next) ? null : { kind: 'place', possessive: false, plural: null, start, end }
  if (norm === 'ones' && !/^(?:the|which|other|these|those)$/.test(before?.norm ?? ''))
    return { kind: 'thing', possessive: false, plural: true, start, end }
  if (/^(?:this|that|these|those)$/.test(norm) && standsAlone(before, next))
    return { kind: 'thing', possessive: false, plural: /^the|^tho/.test(norm), start, end }
  return null
}

const COPULA = /^(?:is|are|was|were|s|re|will|would|be|been)$/
const EMPTY_SUBJECT =
  /^(?:possible|true|better|worth|ok|okay|necessary|safe|normal|easy|hard|difficult|good|bad|important|best|fair|legal|common|like|seem|seems|take|time|raining|snowing)$/

/** "Is it true that", "it is hard to": the word stands for what follows it. */
function isDummy(tokens: readonly Token[], at: number): boolean {
  const following = tokens.slice(at + 1, at + 4).filter(({ norm }) => !COPULA.test(norm))
  const judged = following[0]
  if (judged === undefined || !EMPTY_SUBJECT.test(judged.norm)) return false
  return tokens.slice(at + 2, at + 7).some(({ norm }) => /^(?:to|that|if|for|when)$/.test(norm))
}

function isExistential(before: Token | undefined, next: Token | undefined): boolean {
  return (
    (before !== undefined && COPULA.test(before.norm)) ||
    (next !== undefined && /^(?:is|are|was|were|any|a|an|s|has|have|be|other|some|many|no)$/.test(next.norm))
  )
}

/** "What causes that?" points; "that test" and "the one that" do not. */
function standsAlone(before: Token | undefined, next: Token | undefined): boolean {
  if (next === undefined || isEnd(next))
    return before === undefined || !isTelling(before) || LIGHT_WORDS.has(before.norm)
  const asked =
    before !== undefined &&
    /^(?:is|are|was|were|do|does|did|can|could|would|will|of|about|for|with|from|like|by|and)$/.test(
      before.norm,
    )
  return (asked && next.kind === 'word' && !isTelling(next) && next.norm !== 'one') || COPULA.test(next.norm)
}

function isEnd(token: Token): boolean {
  return token.kind === 'mark'
}
