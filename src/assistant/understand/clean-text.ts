/** Longer questions are pasted text: what follows is not read. */
export const QUESTION_READ_CHARS_MAX = 4_000

/** Control characters become blanks; marks that turn the writing direction go, so that text reads as it stands. */
export function cleanText(text: string): string {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/gu, '').replace(/\p{Cc}+/gu, ' ')
}
