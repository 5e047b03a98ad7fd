import { canonicalUrl } from '../domain/text/canonical-url.ts'

/** What `has:` can ask for. */
const HAS_KINDS = ['media', 'images', 'videos', 'links', 'hashtags', 'mentions', 'poll'] as const
export type HasKind = (typeof HAS_KINDS)[number]
/** Counts that `min_…:` can ask for. */
export type CountKind = 'likes' | 'reposts' | 'replies'

/** Filters read from a query, as they are written; all must hold, except that one of several `from:` is enough. */
export type Operators = {
  /** From `from:account`, without `@`. */
  readonly authors: readonly string[]
  readonly excludedAuthors: readonly string[]
  /** Terms of which a post must have each, as groups. From `to:account` and `url:address`. */
  readonly requiredTerms: readonly (readonly string[])[]
  readonly excludedTerms: readonly (readonly string[])[]
  /** From `url:word`: stands somewhere in a link. */
  readonly linkTexts: readonly string[]
  /** From `"quoted phrases"`. */
  readonly phrases: readonly string[]
  /** From `-word` and `-"a phrase"`. */
  readonly excludedWords: readonly string[]
  readonly excludedPhrases: readonly string[]
  readonly has: readonly HasKind[]
  readonly hasNot: readonly HasKind[]
  readonly postLang: string | null
  /** From `since:` and `until:` (exclusive); UTC milliseconds. */
  readonly from: number | null
  readonly to: number | null
  /** From `min_likes:`, `min_reposts:` and `min_replies:`. */
  readonly atLeast: Readonly<Partial<Record<CountKind, number>>>
}

/** A query taken apart; `text` is what is left to rank by. */
type ReadQuery = {
  readonly operators: Operators
  readonly text: string
  /** What looks like an operator and is read as words, because its value makes no sense: `since:yesterday`. */
  readonly literal: readonly string[]
}

/** How many operators of a query are read; the rest are words. */
export const OPERATORS_MAX = 32

const FIELD_NAMES =
  'from|to|lang|since|until|url|has|min_likes|min_faves|min_reposts|min_retweets|min_replies'
const OPERATOR = new RegExp(
  `(?<=^|\\s)(?:(?<minus>-?)(?<field>${FIELD_NAMES}):(?<value>[^\\s"]+)` +
    '|(?<notPhrase>-?)["“”«](?<phrase>[^"“”«»]{1,200})["“”»]' +
    '|-(?<not>[\\p{L}\\p{N}#@][^\\s"]*[^\\s"-]|[\\p{L}\\p{N}])(?=\\s|$))',
  'giu',
)

type Draft = { -readonly [Name in keyof Operators]: Mutable<Operators[Name]> }
type Mutable<T> = T extends readonly (infer Item)[] ? Item[] : T
type Found = { readonly value: string; readonly isNot: boolean }

/** Takes a query apart. Never fails: an operator that makes no sense stays in the text. */
export function readOperators(query: string): ReadQuery {
  const draft = emptyOperators()
  const literal: string[] = []
  let count = 0
  const text = query.replace(OPERATOR, (whole, ...groups: unknown[]) => {
    const named = groups.at(-1) as Record<string, string | undefined>
    const isRead = count < OPERATORS_MAX && readOne(draft, named)
    count += 1
    if (!isRead && named['field'] !== undefined) literal.push(whole)
    return isRead ? ' ' : whole
  })
  return { operators: draft, text, literal }
}

function emptyOperators(): Draft {
  return {
    authors: [],
    excludedAuthors: [],
    requiredTerms: [],
    excludedTerms: [],
    linkTexts: [],
    phrases: [],
    excludedWords: [],
    excludedPhrases: [],
    has: [],
    hasNot: [],
    postLang: null,
    from: null,
    to: null,
    atLeast: {},
  }
}

/** False when it cannot be understood, so that it stays part of the text. */
function readOne(draft: Draft, named: Record<string, string | undefined>): boolean {
  const { phrase, not, field, value } = named
  if (phrase !== undefined) return readPhrase(draft, phrase.trim(), named['notPhrase'] === '-')
  if (not !== undefined) return draft.excludedWords.push(not) > 0
  const read = FIELDS[(field ?? '').toLowerCase() as keyof typeof FIELDS]
  return value !== undefined && read(draft, { value, isNot: named['minus'] === '-' })
}

function readPhrase(draft: Draft, phrase: string, isNot: boolean): boolean {
  if (phrase === '') return false
  return (isNot ? draft.excludedPhrases : draft.phrases).push(phrase) > 0
}

const FIELDS = {
  from: (draft, { value, isNot }) =>
    (isNot ? draft.excludedAuthors : draft.authors).push(value.replace(/^@/, '')) > 0,
  to: (draft, { value, isNot }) => addTerm(draft, `@${value.replace(/^@/, '').toLowerCase()}`, isNot),
  url: readUrl,
  has: readHas,
  lang: (draft, { value, isNot }) => {
    if (isNot || !/^[a-z]{2,3}$/i.test(value)) return false
    draft.postLang = value.toLowerCase()
    return true
  },
  since: (draft, found) => readTime(draft, 'from', found),
  until: (draft, found) => readTime(draft, 'to', found),
  min_likes: (draft, found) => readCount(draft, 'likes', found),
  min_faves: (draft, found) => readCount(draft, 'likes', found),
  min_reposts: (draft, found) => readCount(draft, 'reposts', found),
  min_retweets: (draft, found) => readCount(draft, 'reposts', found),
  min_replies: (draft, found) => readCount(draft, 'replies', found),
} as const satisfies Record<string, (draft: Draft, found: Found) => boolean>

function addTerm(draft: Draft, term: string, isNot: boolean): boolean {
  return (isNot ? draft.excludedTerms : draft.requiredTerms).push([term]) > 0
}

/** An address is looked up as the index holds it, by page or by site; a word may stand anywhere in a link. */
function readUrl(draft: Draft, { value, isNot }: Found): boolean {
  if (!value.includes('.')) return !isNot && draft.linkTexts.push(value) > 0
  const canonical = canonicalUrl(value)
  if (canonical === null) return false
  const isSite = canonical.key === canonical.host
  return addTerm(draft, isSite ? `host:${canonical.host}` : `url:${canonical.key}`, isNot)
}

function readHas(draft: Draft, { value, isNot }: Found): boolean {
  const lower = value.toLowerCase()
  const kind = HAS_KINDS.find((one) => one === lower || one === `${lower}s`)
  return kind !== undefined && (isNot ? draft.hasNot : draft.has).push(kind) > 0
}

function readTime(draft: Draft, side: 'from' | 'to', { value, isNot }: Found): boolean {
  const time = isNot ? null : parseDate(value)
  if (time === null) return false
  draft[side] = time
  return true
}

/** A day or a time in ISO 8601, else null. */
function parseDate(value: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value)) return null
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : time
}

function readCount(draft: Draft, kind: CountKind, { value, isNot }: Found): boolean {
  if (isNot || !/^\d{1,9}$/.test(value)) return false
  draft.atLeast = { ...draft.atLeast, [kind]: Number(value) }
  return true
}
