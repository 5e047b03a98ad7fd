/**
 * Takes out of hostile text what could change how its surroundings read: control characters, bidirectional
 * overrides and isolates, and the invisible tag characters. Line breaks, tabs, joiners (needed by emoji and several
 * scripts) stay. React writes the rest as a text node.
 */
export function cleanText(text: string): string {
  return text.replaceAll(HOSTILE, '')
}

/** For one-line places such as names: line breaks become spaces. */
export function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim()
}

const HOSTILE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu
