import type { Word } from './read-words.ts'

/** How a word is said: under a negation, of only some, as a possibility. */
export type Mood = { readonly isDenied: boolean; readonly isHedged: boolean; readonly isPartial: boolean }

const DENIALS_BEFORE = new Set(
  'not no never none nobody nothing neither nor without cannot denied denies deny false falsely aucun aucune sans ni dement'.split(
    ' ',
  ),
)
/** Stand after the verb that they deny: `ne fume pas`, `n'a pas fumé`. */
const DENIALS_AROUND = new Set('pas jamais rien guere nullement'.split(' '))
const HEDGES = new Set(
  (
    'may might could possibly perhaps probably likely reportedly allegedly apparently suspected alleged rumoured rumored unconfirmed would ' +
    'pourrait pourraient aurait auraient serait seraient peut probablement possible presume presumee suppose soupconne'
  ).split(' '),
)
const PARTIALS = new Set(
  'some many most several few half partly nearly almost certains certaines plusieurs quelques moitie presque'.split(
    ' ',
  ),
)
/** Telling words that a denial or hedge before them reaches. */
const REACH = 3

/** The mood of each word of one sentence, from the words around it. */
export function moodsOf(words: readonly Word[]): Mood[] {
  const denied = new Array<boolean>(words.length).fill(false)
  const hedged = new Array<boolean>(words.length).fill(false)
  const partial = new Array<boolean>(words.length).fill(false)
  for (const [at, { norm }] of words.entries()) {
    if (DENIALS_BEFORE.has(norm) || isContracted(words, at)) mark(denied, words, at, REACH)
    else if (DENIALS_AROUND.has(norm)) markAround(denied, words, at)
    if (HEDGES.has(norm)) mark(hedged, words, at, REACH)
    if (PARTIALS.has(norm)) mark(partial, words, at, 1)
  }
  return words.map((_, at) => ({
    isDenied: denied[at] === true,
    isHedged: hedged[at] === true,
    isPartial: partial[at] === true,
  }))
}

/** `didn't`, `won't`: the word before a lone t. */
function isContracted(words: readonly Word[], at: number): boolean {
  const next = words[at + 1]
  return (
    next?.norm === 't' && next.start === (words[at]?.end ?? 0) + 1 && words[at]?.norm.endsWith('n') === true
  )
}

function mark(marks: boolean[], words: readonly Word[], from: number, reach: number): void {
  let left = reach
  for (let at = from + 1; at < words.length && left > 0; at++) {
    if (words[at]?.kind === 'function') continue
    marks[at] = true
    left--
  }
}

function markAround(marks: boolean[], words: readonly Word[], at: number): void {
  mark(marks, words, at, REACH - 1)
  for (let before = at - 1; before >= 0; before--) {
    if (words[before]?.kind === 'function') continue
    marks[before] = true
    return
  }
}
