/**
 * Characters that move, hide or reorder text: C0 and C1 controls, bidi controls, zero-width and
 * invisible operators, soft hyphen, interlinear marks, tag characters. Tab and line feed stay.
 */
const HOSTILE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu
/** No letter of a living orthography needs more than this many marks stacked on it. */
const MARKS_MAX = 4
const STACKED_MARKS = new RegExp(`(\\p{M}{${MARKS_MAX}})\\p{M}+`, 'gu')

/**
 * Removes control, bidi and invisible characters; carriage returns become line feeds and lone
 * surrogates U+FFFD. Zero-width joiners stay, because emoji and several scripts need them.
 *
 * Offsets into the result are not offsets into the input: never use it on text that is quoted by offset.
 */
export function stripControls(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(HOSTILE, '')
}

/** What a person may be shown of an untrusted text: `stripControls`, and no towers of combining marks. */
export function visibleText(text: string): string {
  return stripControls(text).replace(STACKED_MARKS, '$1')
}
