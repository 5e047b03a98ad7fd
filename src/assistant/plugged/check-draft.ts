import type { UnsupportedReason } from '../../domain/answer.ts'
import { analyseText } from '../../domain/text/analyse-text.ts'
import { splitSentences } from '../../domain/text/sentences.ts'
import { readGround } from '../../truth/support/ground.ts'
import { readStatements } from '../../truth/support/read-statements.ts'
import { sourceForm } from '../../truth/support/source-form.ts'
import { statementSupport } from '../../truth/support/statement-support.ts'
import { SUPPORT_MODEL } from '../../truth/support/support-model.ts'
import type { EvidenceItem } from '../answer-writer.ts'
import type { DraftSentence } from './cited-sentences.ts'
import { inventedNumbers, type Piece, withoutTime } from './draft-numbers.ts'
import { quotesAreVerbatim } from './quotations.ts'

/** A span of a cited post that carries the sentence. Offsets are into the post's stored text. */
export type CarryingSpan = {
  readonly item: EvidenceItem
  readonly start: number
  readonly end: number
  readonly overlap01: number
}

export type DraftVerdict =
  | {
      readonly kind: 'supported'
      readonly text: string
      readonly support01: number
      readonly spans: readonly CarryingSpan[]
    }
  | {
      readonly kind: 'unsupported'
      /** Without what was invented. */
      readonly text: string
      readonly reason: UnsupportedReason
    }

/**
 * Least share of a sentence's content words that its cited posts must hold. A floor against invention,
 * not a proof of entailment: set on 2026-11-21 by hand on scripted answers, to be measured on wice.
 */
const SUPPORT_MIN = 0.5
/**
 * Least share of the content words that one sentence of a cited post must hold to count as evidence: a citation
 * put there for show is not counted as a voice. Set on 2026-11-22 by hand, with SUPPORT_MIN.
 */
const CARRY_MIN = 0.2
/** Held against many posts at once, a longer sentence would find its words whatever it says. */
const SENTENCE_CHARACTERS_MAX = 800
const INVENTED = '…'
const URL =
  /\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:(?:com|org|net|info|news|example|fr|uk|eu|io|gov|edu)(?:\/\S*)?\b|[a-z]{2,24}\/\S+)/gi
/** A sentence that denies, and posts that may be its ground. */
const NEGATION =
  /(?<![\p{L}])(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot|\p{L}+n[’']t|pas|aucune?|jamais|personne|rien|sans|ni)(?![\p{L}])/iu
const DENIAL =
  /(?<![\p{L}])(?:false|fake|hoax|untrue|wrong|rumou?rs?|deni\p{L}+|deny\p{L}*|debunk\p{L}*|un(?:hurt|harmed|injured|damaged|affected)|safe|faux|fausses?|rumeurs?|canular|d[eé]ment\p{L}*|indemnes?|saine?s?)(?![\p{L}])/iu
/** Words that carry no assertion of their own; names, numbers and verbs do. */
const FUNCTION_WORDS = new Set(
  (
    'a an the of in on at to for from by with and or but not is are was were be been being has have had do does did it its ' +
    'this that these those there they their he his she her we our you your i as than then so if no say says said according post posts account accounts ' +
    'le la les l un une des du de d en au aux dans sur pour par avec et ou mais ne pas est sont etait etaient etre ete a ont avait avaient ' +
    'il elle ils elles on nous vous je ce cet cette ces qui que qu se sa son ses leur leurs y selon dit disent compte comptes message messages'
  ).split(' '),
)

/**
 * Holds one sentence of a model against the posts that it cites: every link and number must stand in them,
 * and enough of its words; it may not deny what none of them denies. What it invented is taken out and the
 * sentence is marked. Words are compared, not meanings: who did what to whom is not checked. The spans that come back
 * hold every number, name and quotation of the sentence between them.
 */
export function checkDraft(draft: DraftSentence, evidence: ReadonlyMap<number, EvidenceItem>): DraftVerdict {
  const cited = draft.cited.flatMap((n) => evidence.get(n) ?? [])
  const text = draft.text.replace(URL, INVENTED).replace(/\s+([.,;])/g, '$1')
  if (inventsUrl(draft.text, cited)) return { kind: 'unsupported', text, reason: 'invented_url' }
  if (cited.length === 0) return { kind: 'unsupported', text, reason: 'no_citation' }

  const said = cited.reduce((rest, { post }) => withoutTimeOf(rest, post.createdAt), text)
  const wanted = contentTerms(said)
  const spans = cited.map((item) => bestSpan(item, wanted)).filter(({ overlap01 }) => overlap01 >= CARRY_MIN)
  const sources = (spans.length > 0 ? spans.map(({ item }) => item) : cited).map(({ post }) => post.text)
  const invented = inventedNumbers(said, sources)
  if (invented.length > 0)
    return { kind: 'unsupported', text: without(text, invented), reason: 'invented_number' }
  if (!quotesAreVerbatim(text, sources)) return { kind: 'unsupported', text, reason: 'invented_quote' }

  const { weakest01, support01 } = carriage(said, sources)
  const isCarried = shareHeld(wanted, sources) >= SUPPORT_MIN && weakest01 <= SUPPORT_MODEL.strikeAbove01
  if (spans.length === 0 || !isCarried || !isGrounded(said, sources))
    return { kind: 'unsupported', text, reason: 'not_in_evidence' }
  return { kind: 'supported', text, support01, spans: telling(said, { spans, wanted, sources }) }
}

function isGrounded(text: string, sources: readonly string[]): boolean {
  if (text.length > SENTENCE_CHARACTERS_MAX || inventsName(text, sources)) return false
  return !NEGATION.test(text) || sources.some((source) => NEGATION.test(source) || DENIAL.test(source))
}

/**
 * What the scorer of `truth/support` says. Its weakest words decide with our own checks; whether it takes the sentence
 * for a denial does not: on 2026-11-22 it took "nobody was hurt" for a denial of a post that says the same.
 */
function carriage(text: string, sources: readonly string[]): { weakest01: number; support01: number } {
  const form = sourceForm(text)
  const ground = readGround(sources.map((source) => ({ text: source, form: sourceForm(source) })))
  const supports = readStatements(text, form).map(({ words }) => statementSupport(words, ground))
  return {
    weakest01: Math.max(0, ...supports.map((support) => support.weakest01)),
    support01: 0.5 + Math.min(1, ...supports.map((support) => support.supported01)) / 2,
  }
}

/** The spans as they are where they hold what the posts hold of the sentence; else the whole posts. */
function telling(
  text: string,
  {
    spans,
    wanted,
    sources,
  }: { spans: readonly CarryingSpan[]; wanted: readonly string[]; sources: readonly string[] },
): readonly CarryingSpan[] {
  const quotes = spans.map(({ item, start, end }) => item.post.text.slice(start, end))
  const isEnough =
    shareHeld(wanted, quotes) >= shareHeld(wanted, sources) &&
    inventedNumbers(text, quotes).length === 0 &&
    !inventsName(text, quotes) &&
    quotesAreVerbatim(text, quotes)
  if (isEnough) return spans
  return spans.map((span) => ({ ...span, start: 0, end: span.item.post.text.length }))
}

function shareHeld(wanted: readonly string[], sources: readonly string[]): number {
  const held = new Set(sources.flatMap((source) => contentTerms(source)))
  return wanted.length === 0 ? 0 : wanted.filter((term) => held.has(term)).length / wanted.length
}

function inventsUrl(text: string, cited: readonly EvidenceItem[]): boolean {
  const known = cited
    .flatMap(({ post }) => [post.text, ...post.urls])
    .join('\n')
    .toLowerCase()
  return (text.match(URL) ?? []).some(
    (url) => !known.includes(url.toLowerCase().replace(/[.,;:!?)\]]+$/, '')),
  )
}

/** A capitalised word inside the sentence that no cited post has, in any case: most likely a name from elsewhere. */
function inventsName(text: string, sources: readonly string[]): boolean {
  const known = new Set(sources.flatMap((source) => contentTerms(source)))
  const names = [...text.matchAll(/(?<=[\p{L}\p{N},;:] )\p{Lu}[\p{L}'’-]+/gu)].map(([name]) => name)
  return names.some((name) => contentTerms(name).some((term) => !known.has(term)))
}

function bestSpan(item: EvidenceItem, wanted: readonly string[]): CarryingSpan {
  const spans = splitSentences(item.post.text).map(({ text, start, end }) => {
    const held = new Set(contentTerms(text))
    return {
      item,
      start,
      end,
      overlap01: wanted.filter((term) => held.has(term)).length / Math.max(1, wanted.length),
    }
  })
  const whole = { item, start: 0, end: item.post.text.length, overlap01: 0 }
  return spans.reduce((best, span) => (span.overlap01 > best.overlap01 ? span : best), spans[0] ?? whole)
}

function contentTerms(text: string): string[] {
  return analyseText(text).terms.filter((term) => !FUNCTION_WORDS.has(term) && !/^(url|host):/.test(term))
}

function withoutTimeOf(text: string, createdAt: number | null): string {
  return createdAt === null ? text : withoutTime(text, createdAt)
}

/** @param invented in order, without overlap */
function without(text: string, invented: readonly Piece[]): string {
  let rest = ''
  let at = 0
  for (const { start, end } of invented) {
    rest += text.slice(at, start) + INVENTED
    at = end
  }
  return rest + text.slice(at)
}
