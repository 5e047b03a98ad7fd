import { foldAccents } from '../../domain/text/fold.ts'
import { wordForms } from './word-forms.ts'

export type TokenKind = 'word' | 'number' | 'hashtag' | 'mention' | 'url' | 'mark'

/** A piece of a text with its place in it. Offsets are UTF-16 code units into the text given to `tokenise`. */
export type Token = {
  readonly kind: TokenKind
  readonly text: string
  /** Lower case, accents folded; for a hashtag or mention without its sign. */
  readonly norm: string
  readonly start: number
  readonly end: number
  /** First letter is a capital. */
  readonly capital: boolean
}

const PIECES =
  /(?<url>https?:\/\/\S+|www\.\S+)|(?<hashtag>[#＃][\p{L}\p{M}\p{N}_]+)|(?<mention>[@＠][\p{L}\p{N}_][\p{L}\p{N}_.-]*)|(?<number>\p{N}+(?:[.,\u00a0\u202f]\p{N}+)*)|(?<word>[\p{L}\p{M}]+)|(?<mark>[^\s\p{L}\p{M}\p{N}])/gu

/** Cuts a text into words, numbers, tags, mentions, links and single marks, in reading order. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(PIECES)) tokens.push(toToken(match))
  return tokens
}

function toToken(match: RegExpMatchArray): Token {
  const groups = match.groups ?? {}
  const kind = (Object.keys(groups).find((name) => groups[name] !== undefined) ?? 'mark') as TokenKind
  const text = match[0]
  const bare = kind === 'hashtag' || kind === 'mention' ? text.slice(1) : text
  return {
    kind,
    text,
    norm: fold(bare),
    start: match.index ?? 0,
    end: (match.index ?? 0) + text.length,
    capital: /^\p{Lu}/u.test(bare),
  }
}

/** Lower case without accents, typographic apostrophes made plain. */
export function fold(text: string): string {
  return foldAccents(text.toLowerCase()).replaceAll('’', "'")
}

/** Words inside a hashtag or handle: `#MarketHallFire` → market, hall, fire. Always includes the whole. */
function tagParts(token: Token): string[] {
  const bare = token.text.slice(1)
  const parts = bare.split(/_+|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u).map(fold)
  return parts.length > 1 ? [token.norm, ...parts.filter((part) => part.length > 1)] : [token.norm]
}

const ACCENTED = /[àâçèéêëîïôùûœ]/i

/** Every form under which a token may be matched: itself and its English and French stems; tags also by their parts. */
export function tokenForms(token: Token): readonly string[] {
  if (token.kind === 'hashtag' || token.kind === 'mention')
    return tagParts(token).flatMap((part) => wordForms(part))
  if (token.kind !== 'word') return [token.norm]
  const forms = wordForms(token.norm)
  // "marché" is no English "march": a word written with an accent has no English stem.
  return ACCENTED.test(token.text) ? forms.filter((form) => !form.startsWith('e:')) : forms
}
