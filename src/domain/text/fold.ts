/** Marks that carry no meaning for search: Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic vowel signs. */
const FOLDED_MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0640\u064b-\u065f\u0670]/g
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
}
const LETTERS_PATTERN = /[ßæœøđðþłıς]/g
const ASCII = /^[\0-\x7f]*$/

/**
 * Folds accents and letter variants of a text that is already in lower case: `élève` → `eleve`,
 * `cœur` → `coeur`. Marks that are letters of their own (Indic vowel signs, kana voicing) stay.
 */
export function foldAccents(lower: string): string {
  if (ASCII.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(FOLDED_MARKS, '')
    .normalize('NFC')
    .replace(LETTERS_PATTERN, (letter) => LETTERS[letter] ?? letter)
}
