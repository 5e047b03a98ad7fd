import type { Citation } from '../../domain/answer.ts'
import type { Post } from '../../domain/post.ts'
import { splitSentences } from '../../domain/text/sentences.ts'
import type { Echo } from '../read/echoes.ts'
import type { Locale } from '../understand/question-language.ts'
import { type QuoteSpan, shownQuote } from './choose-quote.ts'
import type { CitationBook } from './citation-book.ts'
import { countWords } from './count-words.ts'
import type { DraftSentence } from './draft-sentence.ts'
import { gapWords } from './gap-words.ts'
import { accounts, fewAccounts, frenchSpacing, quoted } from './phrases.ts'

/** Posts that a post stands beside; null where there is none or it is not stored. */
export type PostContext = {
  readonly root: Post | null
  readonly parent: Post | null
  readonly quoted: Post | null
}

type Explained = {
  readonly post: Post
  readonly context: PostContext
  readonly echoes: readonly Echo[]
  /** Posts stored of its author, and how long before this one the oldest was written. */
  readonly author: { readonly posts: number; readonly agoMs: number | null }
  readonly locale: Locale
}

const CITATIONS_MAX = 12
const QUOTE_CHARACTERS_MAX = 240

/** What a reader needs to place one post: each sentence of ours, then the words it rests on. */
export function writeExplanation(
  { post, context, echoes, author, locale }: Explained,
  book: CitationBook,
): DraftSentence[] {
  const words = WORDS[locale]
  const say = (opening: string, shown: Post, others: readonly Post[] = []) =>
    draft({ opening, shown, others, locale, book })
  const denials = echoes.filter((echo) => echo.isDenial).map((echo) => echo.post)
  const same = echoes.filter((echo) => !echo.isDenial).map((echo) => echo.post)
  return [
    ...(context.root === null ? [] : [say(words.root, context.root)]),
    ...(context.parent === null ? [] : [say(words.parent, context.parent)]),
    ...(context.quoted === null ? [] : [say(words.quoted, context.quoted)]),
    ...sayEchoes(post, same, locale, say),
    ...(denials[0] === undefined ? [] : [say(words.deny(denials.length), denials[0], denials.slice(1))]),
    say(words.author(author.posts, author.agoMs), post),
  ]
}

type Say = (opening: string, shown: Post, others?: readonly Post[]) => DraftSentence

/** Who said it first, of all that are found. */
function sayEchoes(post: Post, same: readonly Post[], locale: Locale, say: Say): DraftSentence[] {
  const [first, ...others] = same
  const words = WORDS[locale]
  if (first === undefined) return [say(words.alone, post)]
  const gap = first.createdAt === null || post.createdAt === null ? 0 : post.createdAt - first.createdAt
  const opening = gap > 0 ? words.later(same.length, gapWords(gap, locale)) : words.first(same.length)
  return [say(opening, first, others)]
}

function draft(parts: {
  opening: string
  shown: Post
  others: readonly Post[]
  locale: Locale
  book: CitationBook
}): DraftSentence {
  const { opening, shown, others, locale, book } = parts
  const span = firstWords(shown.text)
  const quote = shownQuote(shown.text.slice(span.start, span.end))
  const own = locale === 'fr' ? frenchSpacing(`${opening} : `) : `${opening}: `
  const citations: Citation[] = [shown, ...others]
    .slice(0, CITATIONS_MAX)
    .map((post) => book.cite(post, firstWords(post.text), true))
  return {
    text: `${own}${quoted(quote, locale)}${/[.!?…]$/.test(quote) ? '' : '.'}`,
    citations,
    independentAccounts: new Set([shown, ...others].map((post) => post.author)).size,
    claims: [quote],
  }
}

/** The first sentence, cut at white space when long. A post is never empty. */
function firstWords(text: string): QuoteSpan {
  const [sentence] = splitSentences(text)
  const { start, end } = sentence ?? { start: 0, end: text.length }
  if (end - start <= QUOTE_CHARACTERS_MAX) return { start, end }
  const cut = text.lastIndexOf(' ', start + QUOTE_CHARACTERS_MAX)
  return { start, end: cut > start ? cut : end }
}

type Words = {
  readonly root: string
  readonly parent: string
  readonly quoted: string
  readonly alone: string
  readonly later: (count: number, gap: string) => string
  readonly first: (count: number) => string
  readonly deny: (count: number) => string
  readonly author: (posts: number, agoMs: number | null) => string
}

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    root: 'The thread it stands in begins with this',
    parent: 'It answers this post',
    quoted: 'It quotes this post',
    alone: 'No other account is stored here that says the same',
    later: (count, gap) =>
      `It is not the first to say so: ${fewAccounts(count, 'en')} ${count === 1 ? 'says' : 'say'} the same, and this post came ${gap}`,
    first: (count) =>
      `It is the first stored here to say so, and ${fewAccounts(count, 'en')} ${count === 1 ? 'says' : 'say'} the same after it`,
    deny: (count) => `${accounts(count, 'en')} ${count === 1 ? 'denies' : 'deny'} it`,
    author: (posts, agoMs) =>
      posts <= 1
        ? 'Nothing else of its author is stored here'
        : `Its author has ${countWords(posts, 'en')} posts stored here${agoMs === null || agoMs === 0 ? '' : `, and this one followed the oldest ${gapWords(agoMs, 'en')}`}`,
  },
  fr: {
    root: 'Le fil où il se trouve commence ainsi',
    parent: 'Il répond à ce message',
    quoted: 'Il cite ce message',
    alone: 'Aucun autre compte enregistré ici ne dit la même chose',
    later: (count, gap) =>
      `Il n’est pas le premier à le dire : ${fewAccounts(count, 'fr')} ${count === 1 ? 'dit' : 'disent'} la même chose, et ce message est venu ${gap}`,
    first: (count) =>
      `Il est le premier enregistré ici à le dire, et ${fewAccounts(count, 'fr')} ${count === 1 ? 'dit' : 'disent'} la même chose après lui`,
    deny: (count) => `${accounts(count, 'fr')} ${count === 1 ? 'le dément' : 'le démentent'}`,
    author: (posts, agoMs) =>
      posts <= 1
        ? 'Rien d’autre de son auteur n’est enregistré ici'
        : `Son auteur a ${countWords(posts, 'fr')} messages enregistrés ici${agoMs === null || agoMs === 0 ? '' : `, et celui-ci a suivi le plus ancien ${gapWords(agoMs, 'fr')}`}`,
  },
}
