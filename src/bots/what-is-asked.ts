import { askedClaim } from '../truth/claims/asked-claim.ts'
import { claimsWorthChecking, type FoundClaim, findClaims } from '../truth/claims/find-claims.ts'
import type { Thread, ThreadPost } from './bot-network.ts'

/** What a mention wants. */
export type Asked =
  /** `subject`: the post that says it. */
  | { readonly kind: 'claim'; readonly text: string; readonly subject: ThreadPost }
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'nothing'; readonly why: NothingWhy }
  /** It names the account and asks nothing of it. */
  | { readonly kind: 'not_asked' }

export type NothingWhy = 'no_subject' | 'too_little' | Exclude<FoundClaim['kind'], 'assertion'>

/** "Is this true?" in the ways people write it: what they ask about stands above. */
const ASKS_ABOVE =
  /^(?:(?:hey|hi|hello|please|pls|so|wait|ok|um+|salut|bonjour|coucou|stp|svp|s['’]il (?:te|vous) pla[iî]t|alors|euh|dis|dites)[\s,!:]*)*(?:is (?:this|that|it|he|she|any of (?:this|that))(?: (?:really|actually|even|all))* (?:true|real|right|correct|accurate|legit|fake|false|a fact|a hoax)|(?:is|are) (?:these|those|they) (?:true|real|right|correct)|(?:really|real|true|fake|legit|fact[- ]?check(?: (?:this|that|it))?|true or (?:false|not)|check (?:this|that|it)|verify(?: (?:this|that|it))?|any truth (?:to|in) (?:this|that|it)|source|sources|proof|can you (?:check|verify|confirm)(?: (?:this|that|it))?|confirm(?:ed)?|thoughts on (?:this|that))|(?:est[- ]ce (?:que )?)?(?:c['’]est|est[- ]ce|ce serait|ceci est|cela est)(?: (?:bien|vraiment))* (?:vrai|exact|faux|r[ée]el|une intox|un fake|un hoax)|(?:vrai|faux|exact|intox|v[ée]ridique|info ou intox|vrai ou faux|vraiment|v[ée]rifi(?:e[rsz]?|cation)(?: (?:ça|cela|ceci|[cç]a))?|tu peux v[ée]rifier(?: (?:ça|cela))?|peux[- ]tu v[ée]rifier(?: (?:ça|cela))?|fiable|la source|une source|des sources))(?:[\s,]*(?:please|pls|stp|svp|s['’]il (?:te|vous) pla[iî]t|ça|cela|ou faux|or not|or false|or fake|though|please))*[\s?!.…]*$/iu
const FRENCH =
  /(?:c['’]est|est[- ]ce|\bvrai\b|\bfaux\b|v[ée]rifi|\bstp\b|\bsvp\b|pla[iî]t|intox|\bsalut\b|\bbonjour\b|r[ée]el\b)/iu
/** Names of accounts, `@alice.example` and `@alice@example.social`. */
const NAMES = /(^|[\s(])@[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:@[\p{L}\p{N}.-]+)?/gu
const QUESTION_WORDS_MIN = 3
/** A statement without a question is taken as a request only where it plainly states something; by hand, 2026-11-22. */
const STATED_MIN = 0.5
/** Sentences below this say too little to be checked where others say more; as in `claimsWorthChecking`. */
const WORTH_MIN = 0.25
/** How far up a subject is looked for, past "look at this" and pictures without words. */
const ABOVE_MAX = 3

/** What a mention asks for, read from its words and from the posts above it. */
export function whatIsAsked({
  mention,
  above,
}: Pick<Extract<Thread, { kind: 'thread' }>, 'mention' | 'above'>): Asked {
  const words = ownWords(mention.post.text)
  const named = askedClaim(words)
  if (named !== null) return { kind: 'claim', text: named, subject: mention }
  if (words === '' || /^[?!.…\s]+$/u.test(words) || ASKS_ABOVE.test(words)) return subjectOf(mention, above)
  if (words.includes('?')) return questionOf(words, mention, above)
  // Replies carry the names of those above: one to us that only tells something asks nothing.
  if (above[0]?.isOurs === true) return { kind: 'not_asked' }
  const stated = claimsWorthChecking(words, { lang: mention.post.lang })[0]
  if (stated === undefined || stated.score01 < STATED_MIN) return { kind: 'not_asked' }
  return { kind: 'claim', text: stated.text, subject: mention }
}

/** Whether the words that ask are French; null where they do not tell. */
export function askedInFrench(text: string): boolean | null {
  const words = ownWords(text)
  if (!ASKS_ABOVE.test(words)) return null
  return words === '' ? null : FRENCH.test(words)
}

/** A text without the names of accounts in it. */
export function ownWords(text: string): string {
  return text.replace(NAMES, '$1').replace(/\s+/g, ' ').trim()
}

function questionOf(words: string, mention: ThreadPost, above: readonly ThreadPost[]): Asked {
  const count = words.match(/\p{L}[\p{L}\p{N}'’-]*/gu)?.length ?? 0
  if (count >= QUESTION_WORDS_MIN) return { kind: 'question', text: words }
  return subjectOf(mention, above)
}

/** The claim of what is asked about: what the mention quotes, else what it replies to, else what that one points to. */
function subjectOf(mention: ThreadPost, above: readonly ThreadPost[]): Asked {
  const pointed = [mention.quoted, ...above.slice(0, ABOVE_MAX).flatMap((post) => [post, post.quoted])]
  const subjects = [...pointed.filter((post) => post !== null), mention].filter(({ isOurs }) => !isOurs)
  const texts = subjects.flatMap((subject) =>
    textsOf(subject, subject === mention).map((text) => {
      const { lang, author, authorName } = subject.post
      return { subject, found: findClaims(text, { lang, origin: `${authorName ?? ''} ${author}` }) }
    }),
  )
  // "Look at this!" states something too: what is worth checking goes before what merely stands nearer.
  for (const worthMin of [WORTH_MIN, 0])
    for (const { subject, found } of texts) {
      const claim = found.find(({ kind, score01 }) => kind === 'assertion' && score01 >= worthMin)
      if (claim !== undefined) return { kind: 'claim', text: claim.text, subject }
    }
  const kinds = texts.flatMap(({ found }) => found.map(({ kind }) => kind))
  const why =
    kinds.find((kind) => kind !== 'assertion') ?? (subjects.length > 1 ? 'too_little' : 'no_subject')
  return { kind: 'nothing', why }
}

/** A post's own words, then what its author says its pictures and links show. */
function textsOf({ post }: ThreadPost, isMention: boolean): string[] {
  const shown = post.media.map(({ alt }) => alt ?? '')
  return [...(isMention ? [] : [ownWords(post.text)]), ...shown].filter((text) => text !== '')
}
