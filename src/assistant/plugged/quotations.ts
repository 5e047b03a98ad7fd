/** What stands between quotation marks in a model's sentence. Inner marks of a longer quotation belong to it. */
const QUOTATION = /“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|"([^"]+)"/g
/** Where words were left out inside a quotation. */
const OMISSION = /\s*(?:\[…\]|\[\.\.\.\]|\(…\)|\(\.\.\.\)|…|\.\.\.)\s*/

/**
 * Whether every quotation in a text stands word for word in one of the sources. Only what typography changes may
 * differ: spaces, kinds of quotation marks, dashes and apostrophes, a capital at the start, a stop at the end.
 */
export function quotesAreVerbatim(text: string, sources: readonly string[]): boolean {
  const known = sources.map(plain)
  return [...text.matchAll(QUOTATION)].every(([, ...groups]) => {
    const quoted = groups.find((group) => group !== undefined) ?? ''
    return quoted.split(OMISSION).every((piece) => isIn(plain(piece).replace(/[.,;:!?]+$/, ''), known))
  })
}

function isIn(piece: string, sources: readonly string[]): boolean {
  return piece === '' || sources.some((source) => standsIn(piece, source))
}

/** At word boundaries: "art" is no quotation from "part". */
function standsIn(piece: string, source: string): boolean {
  for (let at = source.indexOf(piece); at >= 0; at = source.indexOf(piece, at + 1)) {
    const before = source.slice(0, at)
    const after = source.slice(at + piece.length)
    if (!/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)) return true
  }
  return false
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}
