const TEXT_MAX = 20_000
const CANDIDATES_MAX = 20

/**
 * The first JSON value in a model's text: inside prose, a code fence or thoughts, with trailing commas, typographic
 * quotes or Python's words. Models that cannot call tools write it in many ways.
 *
 * @returns undefined when there is none
 */
export function readJson(text: string): unknown {
  const clean = text.slice(0, TEXT_MAX).replace(/<think>[\s\S]*?<\/think>/gi, '')
  let tried = 0
  for (const { index } of clean.matchAll(/[{[]/g)) {
    tried += 1
    if (tried > CANDIDATES_MAX) return undefined
    const piece = balanced(clean, index)
    const value = piece === null ? undefined : (parse(piece) ?? parse(repair(piece)))
    if (value !== undefined) return value
  }
  return undefined
}

/** From the bracket at `start` to the one that closes it; null when the text ends before. */
function balanced(text: string, start: number): string | null {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return text.slice(start, at + 1)
    }
  }
  return null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function repair(text: string): string {
  return text
    .replace(/[“”„]/g, '"')
    .replace(/(?<=[[{,:]\s*)'([^'"\n]*)'(?=\s*[\]},:])/g, '"$1"')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\bNone\b/g, 'null')
    .replace(/,(?=\s*[}\]])/g, '')
}

/** The value as an object's entries, or none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
