import { STOP_WORDS } from '../../words/stop-words.ts'
import { type Token, tokenise } from '../../words/tokens.ts'
import { LIGHT_WORDS } from './common-words.ts'

export type Message = { readonly role: 'user' | 'assistant'; readonly text: string }

/** A content word where it was said. */
export type Mention = {
  /** Lower case, accents folded, plural taken off: what two mentions of one word share. */
  readonly stem: string
  readonly token: Token
  /** 0 = the latest message of that role before the question. */
  readonly age: number
  readonly role: Message['role']
  /** Sentence within its message, from 0. */
  readonly sentence: number
  /** Position among all tokens of the message, from 0. */
  readonly at: number
}

/** Words said without a stop word or a mark between them, in reading order: the raw form of a noun phrase. */
export type Chunk = {
  readonly mentions: readonly Mention[]
  /** The whole message, for what stands around the words. */
  readonly source: string
}

export type Conversation = { readonly chunks: readonly Chunk[]; readonly userTurns: number }

/** Older turns hardly ever lend a word; longer texts are read from their beginning. */
const TURNS_MAX = 12
const LATEST_CHARS_MAX = 3_000
const EARLIER_CHARS_MAX = 1_200

/** Cuts the latest turns into chunks, oldest first. @param history oldest first */
export function readConversation(history: readonly Message[]): Conversation {
  const recent = history.slice(-2 * TURNS_MAX)
  const ages = { user: 0, assistant: 0 }
  const chunks: Chunk[] = []
  for (const { role, text } of recent.toReversed()) {
    const age = ages[role]
    ages[role] += 1
    chunks.unshift(...chunksOf(text.slice(0, age === 0 ? LATEST_CHARS_MAX : EARLIER_CHARS_MAX), role, age))
  }
  return { chunks, userTurns: ages.user }
}

export function chunksOf(text: string, role: Message['role'], age: number): Chunk[] {
  const chunks: Chunk[] = []
  let sentence = 0
  let open: Mention[] = []
  const close = () => {
    if (open.length > 0) chunks.push({ mentions: open, source: text })
    open = []
  }
  let before: Token | null = null
  for (const [at, token] of tokenise(text).entries()) {
    // "well-known", "U.S." and "3-2" are one run; a blank before a mark never is.
    const touches = before !== null && before.end === token.start
    before = token
    if (token.kind === 'mark' || token.kind === 'url') {
      if (/^[-'’&]$/u.test(token.text) && touches) continue
      close()
      if (/^[.?!…]$/u.test(token.text)) sentence += 1
    } else if (isTelling(token) || continuesName(token, open)) {
      open.push({ stem: stemOf(token.norm), token, age, role, sentence, at })
    } else close()
  }
  close()
  return chunks
}

/** "New" and "First" belong to the name that began before them. */
function continuesName(token: Token, open: readonly Mention[]): boolean {
  return (
    token.capital &&
    token.norm.length > 2 &&
    open.at(-1)?.token.capital === true &&
    !STOP_WORDS.has(token.norm)
  )
}

/** Longer ones are no words. */
const WORD_CHARS_MAX = 40

/** True for words that can be what a conversation is about. */
export function isTelling(token: Token): boolean {
  if (token.kind === 'number') return true
  if (token.kind === 'mark' || token.kind === 'url') return false
  return (
    token.norm.length > 1 &&
    token.norm.length <= WORD_CHARS_MAX &&
    !STOP_WORDS.has(token.norm) &&
    !LIGHT_WORDS.has(token.norm)
  )
}

/** Takes the plural off an English or French word: enough to see that two mentions are one word. */
export function stemOf(norm: string): string {
  if (norm.length < 4) return norm
  if (norm.endsWith('ies') && norm.length > 4) return `${norm.slice(0, -3)}y`
  if (/(?:ss|us|is)$/.test(norm)) return norm
  if (/(?:ches|shes|sses|xes|eaux|aux)$/.test(norm)) return norm.slice(0, norm.endsWith('x') ? -1 : -2)
  return norm.endsWith('s') ? norm.slice(0, -1) : norm
}
