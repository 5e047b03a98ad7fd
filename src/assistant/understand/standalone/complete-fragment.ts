import { findNames } from '../../read/names.ts'
import { tokenise } from '../../words/tokens.ts'

const NO_COMMON_WORDS: ReadonlySet<string> = new Set()
const FRAGMENT_CHARS_MAX = 60
const QUESTION_CHARS_MAX = 300

/** "And in Lyon?", "et pour Anna Kovac ?": what is asked is the question before, of something else. */
const LEAD =
  /^\s*(?:and|but|et|mais|what about|how about|qu['’]en est-il)\s+(?<rest>[^?!.]{2,}?)\s*[?!.]*\s*$/iu
const BARE =
  /^\s*(?:and\s+|but\s+|et\s+|mais\s+|so\s+|alors\s+)?(?<word>why|how|when|where|who|how many|how much|since when|pourquoi|comment|quand|o[uù]|qui|combien|depuis quand|par qui|by whom|à quelle heure|what time|pourquoi cela|why is that)\s*[?!.]*\s*$/iu
const VERB =
  /\b(?:is|are|was|were|do|does|did|has|have|had|will|can|could|should|would|est|sont|a|ont|était|sera|va|vont|fait|peut|[\p{L}]+-t?-?(?:il|elle|ils|elles|on))\b/iu
const PREPOSITION =
  /(?:^|\s)(?<preposition>in|at|on|near|from|to|for|by|en|à|au|aux|dans|sur|de|du|des|chez|pour|par)\s+(?:the\s+|l['’]|la\s+|le\s+|les\s+)?$/iu

/**
 * Completes a question that lacks its verb from the question before it.
 *
 * @returns null where it has a verb of its own, or nothing that could stand in the other question
 */
export function completeFragment(question: string, previous: string): string | null {
  if (question.length > FRAGMENT_CHARS_MAX || previous.length > QUESTION_CHARS_MAX) return null
  const rest = LEAD.exec(question)?.groups?.['rest']
  if (rest === undefined || BARE.test(question) || VERB.test(rest) || !hasName(rest)) return null
  const body = previous.trim().replace(/\s*[?!.]+\s*$/u, '')
  const mark = /\s[?]\s*$/u.test(previous) ? ' ?' : '?'
  const place = lastName(body)
  if (place === null) return `${body} ${rest}${mark}`
  return `${body.slice(0, place.start)}${withPreposition(rest, place.preposition)}${body.slice(place.end)}${mark}`
}

function hasName(text: string): boolean {
  return /\p{Lu}/u.test(text) || /^[@#]/u.test(text)
}

type Place = { readonly start: number; readonly end: number; readonly preposition: string }

/** Where the last name of a question stands, with the preposition before it. */
function lastName(text: string): Place | null {
  const name = findNames(tokenise(text), NO_COMMON_WORDS)
    .filter(({ start }) => start > 0)
    .at(-1)
  if (name === undefined) return null
  const before = PREPOSITION.exec(text.slice(0, name.start))
  const preposition = before?.groups?.['preposition'] ?? ''
  const start = before === null ? name.start : before.index + (/^\s/u.test(before[0]) ? 1 : 0)
  return { start, end: name.end, preposition }
}

/** "And Lyon?" takes the preposition of the name it stands for; "and in Lyon?" brings its own. */
function withPreposition(rest: string, preposition: string): string {
  const own = /^(?:in|at|on|near|from|to|for|by|en|à|au|aux|dans|sur|de|du|des|chez|pour|par)\s/iu.test(rest)
  return own || preposition === '' ? rest : `${preposition} ${rest}`
}
