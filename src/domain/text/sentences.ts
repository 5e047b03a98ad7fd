/** A sentence of a text; offsets are UTF-16 code units, `text === source.slice(start, end)`. */
export type Sentence = { readonly text: string; readonly start: number; readonly end: number }

/** Sentences of a text beyond this many stay in the last one, so that hostile text costs bounded work. */
export const SENTENCES_MAX = 2_000

/** Stand before a name or go on in the middle of a sentence: their full stop never ends one. */
const TITLES = new Set(
  (
    'mr mrs ms dr prof sr jr st ste mt ft gen col lt sgt capt cmdr adm maj rev hon sen rep gov pres supt insp ' +
    'mme mmes mlle mlles mgr pr vs cf e.g i.e eg viz al approx env av bd boul ave blvd dept dpt dép c-à-d p.ex'
  ).split(' '),
)
/** Titles that are words when written otherwise. */
const CASED_TITLES = new Set(['M', 'MM', 'Me', 'Mgr', 'Pr'])
/** Abbreviations only before a number: `no. 5`, `p. 12`, `art. 3`. */
const NUMBERED = new Set(
  'no nos nr n° art vol chap ch sec fig p pp pg v éd ed tél tel réf ref ca min max rd para §'.split(' '),
)
/** End a sentence only where the next word starts like one. */
const MONTHS_AND_FIRMS = new Set(
  'jan feb mar apr jun jul aug sep sept oct nov dec janv févr fév avr juil déc inc ltd corp co llc etc'.split(
    ' ',
  ),
)
/** After `U.S.` a capital letter mostly goes on with the name; these words start a sentence. */
const STARTERS = new Set(
  (
    'the a an he she it we they i you this that these those there but and so in on at when if what who why how ' +
    'le la les un une il elle ils elles on nous vous je ce cette ces mais et dans en au aux pour selon'
  ).split(' '),
)

const MARK = /[.!?…‽。！？｡؟।]+|\r?\n[ \t\r\n]*/gu
const CLOSERS = /[\s\u00a0\u202f]*»|["'”’)\]}]+|\p{Extended_Pictographic}/uy
const OPENING = /^[\s\u00a0\u202f]*[«"“‘'([{¿¡#@*_-]*/u
const LAST_WORD = /[\p{L}\p{N}.°-]+$/u
const INITIAL = /(?:^|[\s.(«"“'-])\p{Lu}$/u
const DOTTED = /^(?:\p{L}\.)+\p{L}$/u
const EMOJI_TAIL =
  /(?:[ \u00a0]?(?:\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}])+)+(?=\s|$)/uy
const WIDE_MARK = /[。！？｡]/u

/**
 * Splits a text into sentences, in order, without overlap; white space around them belongs to none.
 *
 * Knows English and French abbreviations, initials, decimals, dotted acronyms, URLs, quotes, lists, text that was
 * tokenised (` . `) or written in lower case. A line break ends a sentence unless the next line goes on in lower case.
 */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  MARK.lastIndex = 0
  for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
    const end = boundaryAfter(text, start, mark[0], mark.index)
    if (end === null) continue
    pushTrimmed(sentences, text, start, end)
    start = end
    MARK.lastIndex = Math.max(end, MARK.lastIndex)
    if (sentences.length >= SENTENCES_MAX - 1) break
  }
  pushTrimmed(sentences, text, start, text.length)
  return sentences
}

/** Where the sentence ends that this mark may close, or null when it closes none. */
function boundaryAfter(text: string, start: number, mark: string, at: number): number | null {
  if (mark.includes('\n')) return endsAtLineBreak(text, mark, at) ? at : null
  let end = skipClosers(text, at + mark.length)
  const quoted = end > at + mark.length
  if (end < text.length && !/\s/.test(text.charAt(end)) && !WIDE_MARK.test(mark)) return null
  const next = nextLetter(text, end)
  if (quoted && isLower(next)) return null
  if ((mark.includes('…') || mark.includes('..')) && isLower(next)) return null
  if (mark === '.' && !quoted && isAbbreviation(text, start, at, end)) return null
  EMOJI_TAIL.lastIndex = end
  const emoji = EMOJI_TAIL.exec(text)
  if (emoji !== null) end += emoji[0].length
  return end
}

function endsAtLineBreak(text: string, mark: string, at: number): boolean {
  const blankLine = mark.split('\n').length > 2
  return blankLine || !isLower(text.charAt(at + mark.length))
}

function skipClosers(text: string, from: number): number {
  let end = from
  for (;;) {
    CLOSERS.lastIndex = end
    const closer = CLOSERS.exec(text)
    if (closer === null) return end
    end += closer[0].length
  }
}

function nextLetter(text: string, from: number): string {
  const ahead = text.slice(from, from + 40)
  return ahead.slice(OPENING.exec(ahead)?.[0].length ?? 0).charAt(0)
}

function isAbbreviation(text: string, start: number, at: number, end: number): boolean {
  const before = text.slice(Math.max(start, at - 24), at)
  const word = LAST_WORD.exec(before)?.[0] ?? ''
  const nextWord = wordFrom(text, end)
  if (word === '' || nextWord === '') return false
  const lower = word.toLowerCase()
  if (TITLES.has(lower) || CASED_TITLES.has(word)) return true
  if (NUMBERED.has(lower)) return /^\d/.test(nextWord)
  const goesOn = isLower(nextWord.charAt(0)) || /^\d/.test(nextWord)
  if (DOTTED.test(word)) return goesOn || (isUpper(word.charAt(0)) && !STARTERS.has(nextWord.toLowerCase()))
  if (MONTHS_AND_FIRMS.has(lower)) return goesOn
  if (INITIAL.test(before)) return isUpper(nextWord.charAt(0)) && !STARTERS.has(nextWord.toLowerCase())
  // "1. First point": a number that opens the sentence is its label.
  return /^\d{1,2}$/.test(word) && text.slice(start, at).trim() === word
}

function wordFrom(text: string, from: number): string {
  const ahead = text.slice(from, from + 60)
  return /^[\p{L}\p{N}]*/u.exec(ahead.slice(OPENING.exec(ahead)?.[0].length ?? 0))?.[0] ?? ''
}

function isLower(letter: string): boolean {
  return letter !== letter.toUpperCase() && letter === letter.toLowerCase()
}

function isUpper(letter: string): boolean {
  return letter !== letter.toLowerCase()
}

function pushTrimmed(sentences: Sentence[], text: string, from: number, to: number): void {
  let start = from
  let end = to
  while (start < end && /\s/.test(text.charAt(start))) start++
  while (end > start && /\s/.test(text.charAt(end - 1))) end--
  if (start < end) sentences.push({ text: text.slice(start, end), start, end })
}
