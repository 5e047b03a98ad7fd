import { foldAccents } from '../../domain/text/fold.ts'

/** A text without its spaces, marks, case and accents, and where each of its letters and digits stood. */
export type Squeezed = {
  readonly letters: string
  /** For each unit of `letters` where its character starts in the text, and where it ends. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Longer texts are looked at up to here: UTF-16 units. */
const TEXT_CHARACTERS_MAX = 1_000_000
const LETTER = /^[\p{L}\p{N}]$/u

/** `Don't  stop!` → `dontstop`: what stays the same however a quotation is punctuated, spaced or capitalised. */
export function squeeze(text: string): Squeezed {
  const length = Math.min(text.length, TEXT_CHARACTERS_MAX)
  const parts: string[] = []
  // A character becomes three letters at most (ﬃ).
  const starts = new Int32Array(3 * length)
  const ends = new Int32Array(3 * length)
  let count = 0
  for (let at = 0; at < length; ) {
    const code = text.codePointAt(at) ?? 0
    const next = at + (code > 0xffff ? 2 : 1)
    const letters = lettersOf(code)
    for (let unit = 0; unit < letters.length && count < starts.length; unit++) {
      starts[count] = at
      ends[count++] = next
    }
    parts.push(letters)
    at = next
  }
  return {
    letters: parts.join('').slice(0, count),
    starts: starts.subarray(0, count),
    ends: ends.subarray(0, count),
  }
}

const known = new Map<number, string>()
const KNOWN_MAX = 20_000

function lettersOf(code: number): string {
  const found = known.get(code)
  if (found !== undefined) return found
  if (known.size >= KNOWN_MAX) known.clear()
  const folded = foldAccents(String.fromCodePoint(code).normalize('NFKC').toLowerCase())
  const letters = [...folded]
    .filter((character) => LETTER.test(character))
    .join('')
    .slice(0, 3)
  known.set(code, letters)
  return letters
}
