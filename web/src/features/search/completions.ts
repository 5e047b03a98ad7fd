import type { PostJson } from '../../../../src/contract/post.ts'

/** What can be put in place of the word at the caret; `label` is for people where the text alone says little. */
export type Completion = { readonly text: string; readonly label: string | null }

/** What an operator can be given: from the posts on screen, or fixed. */
export type KnownValues = {
  readonly accounts: readonly Completion[]
  readonly mentions: readonly string[]
  readonly hosts: readonly string[]
  readonly languages: readonly string[]
  /** Days as `2026-11-22`, with their names. */
  readonly days: readonly Completion[]
}

export const OPERATORS = ['from:', 'to:', 'since:', 'until:', 'lang:', 'url:', 'has:', 'min_likes:'] as const
const HAS = ['media', 'images', 'videos', 'links', 'hashtags', 'mentions', 'poll']
const COUNTS = ['10', '100', '1000']
export const COMPLETIONS_MAX = 8

/** The word that the caret stands in or behind: from where it begins to the caret. */
export function wordAt(text: string, caret: number): { readonly start: number; readonly word: string } {
  const before = text.slice(0, caret)
  const start = before.search(/[^\s]*$/)
  return { start, word: before.slice(start) }
}

/** Completions of the word at the caret, at most `COMPLETIONS_MAX`; operators where it is no operator yet. */
export function completionsFor(text: string, caret: number, known: KnownValues): Completion[] {
  const { word } = wordAt(text, caret)
  const minus = word.startsWith('-') ? '-' : ''
  const [name = '', value] = splitOnce(word.slice(minus.length).toLowerCase())
  if (value === null) return operatorsLike(name, minus)
  const values = valuesOf(`${name}:`, known).filter(({ text: one, label }) =>
    [one, label ?? ''].some((known) => known.toLowerCase().startsWith(value)),
  )
  return values
    .filter(({ text: one }) => one.toLowerCase() !== value)
    .slice(0, COMPLETIONS_MAX)
    .map(({ text: one, label }) => ({ text: `${minus}${name}:${one}`, label }))
}

/** The text with the word at the caret replaced; a finished word gets its space. */
export function complete(
  text: string,
  caret: number,
  completion: string,
): { readonly text: string; readonly caret: number } {
  const { start, word } = wordAt(text, caret)
  const isContinued = completion.toLowerCase().startsWith(word.toLowerCase()) && word !== ''
  const head = isContinued ? text.slice(0, start) : withSpace(text.slice(0, caret))
  const isOpen = completion.endsWith(':') || completion === '-'
  const rest = text.slice(caret).trimStart()
  const inserted = `${head}${completion}${isOpen ? '' : ' '}`
  return { text: `${inserted}${rest}`, caret: inserted.length }
}

function operatorsLike(start: string, minus: string): Completion[] {
  const like = start === '' ? [] : OPERATORS.filter((name) => name.startsWith(start))
  return (like.length > 0 ? like : OPERATORS).map((name) => ({ text: `${minus}${name}`, label: null }))
}

function valuesOf(operator: string, known: KnownValues): readonly Completion[] {
  switch (operator) {
    case 'from:':
      return known.accounts
    case 'to:':
      return plain(known.mentions)
    case 'since:':
    case 'until:':
      return known.days
    case 'lang:':
      return plain(known.languages)
    case 'url:':
      return plain(known.hosts)
    case 'has:':
      return plain(HAS)
    default:
      return /^min_\w+:$/.test(operator) ? plain(COUNTS) : []
  }
}

/** What the posts on screen can give to operators. */
export function knownFrom(posts: readonly PostJson[], days: readonly Completion[]): KnownValues {
  const accounts = new Map(posts.map(({ author, author_name }) => [author, author_name]))
  return {
    accounts: [...accounts]
      .filter(([author]) => !/[\s"]/.test(author))
      .map(([text, label]) => ({ text, label })),
    mentions: unique(posts.flatMap(({ mentions }) => mentions)).filter((name) => !/[\s"]/.test(name)),
    hosts: unique(posts.flatMap(({ urls }) => urls.flatMap(hostOf))),
    languages: unique(['en', 'fr', ...posts.flatMap(({ lang }) => lang ?? [])]),
    days,
  }
}

function splitOnce(word: string): [name: string, value: string | null] {
  const at = word.indexOf(':')
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)]
}

function plain(texts: readonly string[]): Completion[] {
  return texts.map((text) => ({ text, label: null }))
}

function withSpace(text: string): string {
  return text === '' || /\s$/.test(text) ? text : `${text} `
}

function hostOf(url: string): string[] {
  const host = URL.parse(url)?.host.replace(/^www\./, '')
  return host ? [host] : []
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
