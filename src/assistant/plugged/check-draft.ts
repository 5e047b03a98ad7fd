import { analyseText } from '../../domain/text/analyse-text.ts'
import { splitSentences } from '../../domain/text/sentences.ts'
import type { EvidenceItem } from '../answer-writer.ts'
import type { DraftSentence } from './cited-sentences.ts'

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
      readonly reason: 'no_citation' | 'invented_number' | 'invented_url' | 'not_in_evidence'
    }

/**
 * Least share of a sentence's content words that its cited posts must hold. A floor against invention,
 * not a proof of entailment: set on 2026-11-21 by hand on scripted answers, to be measured on wice.
 */
const SUPPORT_MIN = 0.5
const INVENTED = '…'
const URL =
  /\b(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|info|news|example|fr|uk|eu|io|gov|edu)(?:\/\S*)?\b/gi
const NUMBER = /\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?/g
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
 * and enough of its words. What it invented is taken out and the sentence is marked.
 */
export function checkDraft(draft: DraftSentence, evidence: ReadonlyMap<number, EvidenceItem>): DraftVerdict {
  const cited = draft.cited.flatMap((n) => evidence.get(n) ?? [])
  const text = draft.text.replace(URL, INVENTED).replace(/\s+([.,;])/g, '$1')
  const sources = cited.map(({ post }) => post.text)
  if (inventsUrl(draft.text, cited)) return { kind: 'unsupported', text, reason: 'invented_url' }
  if (cited.length === 0) return { kind: 'unsupported', text, reason: 'no_citation' }

  const known = new Set([...sources, ...cited.map(timeWords)].flatMap(numbersOf))
  const invented = (text.match(NUMBER) ?? []).filter((number) => !known.has(canonicalNumber(number)))
  if (invented.length > 0)
    return { kind: 'unsupported', text: without(text, invented), reason: 'invented_number' }

  const wanted = contentTerms(text)
  const held = new Set(sources.flatMap((source) => contentTerms(source)))
  const support01 = wanted.length === 0 ? 0 : wanted.filter((term) => held.has(term)).length / wanted.length
  if (support01 < SUPPORT_MIN || inventsName(text, sources))
    return { kind: 'unsupported', text, reason: 'not_in_evidence' }
  return { kind: 'supported', text, support01, spans: cited.map((item) => bestSpan(item, wanted)) }
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

function timeWords({ post }: EvidenceItem): string {
  return post.createdAt === null ? '' : new Date(post.createdAt).toISOString().replace(/[-:T]/g, ' ')
}

function numbersOf(text: string): string[] {
  return (text.match(NUMBER) ?? []).flatMap((number) => [
    canonicalNumber(number),
    ...(number.match(/\d+/g) ?? []).map(canonicalNumber),
  ])
}

/** `3,000`, `3 000` and `3000` are one number; `09` and `9` too. */
function canonicalNumber(number: string): string {
  const digits = number
    .replace(/[\u00a0\u202f ]/g, '')
    .replace(/[.,](?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.')
  return String(Number(digits))
}

function without(text: string, invented: readonly string[]): string {
  return invented.reduce((rest, number) => rest.replace(number, INVENTED), text)
}
