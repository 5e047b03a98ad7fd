import { type Chunk, type Conversation, chunksOf, type Mention } from './mentions.ts'

/** Words to carry over, as they were said, with what stood before them. */
export type Phrase = {
  readonly text: string
  readonly stems: readonly string[]
  /** Sum over its new words of probability less what a wrong word costs. */
  readonly gain: number
  /** `the`, `a`, `my`, `le` …; empty where none was said. */
  readonly determiner: string
  /** `in`, `during`, `à` …; empty where none was said. */
  readonly preposition: string
  readonly plural: boolean
  readonly name: boolean
  /** True for "Kovac" where "Anna Kovac" was said. */
  readonly cutsName: boolean
  /** Stem of the next word where it was said, when no mark stood between. */
  readonly nextStem: string | null
  /** How many ends of the run of words were cut off, 0 to 2. */
  readonly cuts: number
  /** 0 = said in the latest turn of its speaker. */
  readonly age: number
}

export type PhraseChoice = {
  /** Probability of each stem that it belongs into the question. */
  readonly probabilities: ReadonlyMap<string, number>
  readonly questionStems: ReadonlySet<string>
  readonly profile: readonly string[]
}

/*
 * Chosen on 2026-11-22 on cast-ikat, five folds by conversation; the result hardly moves when they do.
 */
const WORDS_MAX = 6
const PHRASES_MAX = 6
/** A word less probable than this costs more than it brings, 0 to 1. */
const WORD_COST = 0.12
/** What two likely words beside each other bring, for each is rarely meant without the other. */
const PAIR_GAIN = 0.2
/** A word of the phrase that the question holds already says nothing new. */
const REPEAT_COST = 0.12
/** Among phrases of one gain: whole ones before cut ones, later ones before earlier ones. */
const CUT_COST = 0.04
const AGE_COST = 0.01
const JOINT = /^\s+(?:of|of the|in|for|and|de|du|des|de la|et|en|&)\s+$/iu

/** The best phrases for one place, best first: they may share words. */
export function rankPhrases(conversation: Conversation, choice: PhraseChoice): Phrase[] {
  const profile = choice.profile.flatMap((line) => chunksOf(line, 'user', 0))
  const spans = [...conversation.chunks, ...profile].flatMap((chunk, at, all) => spansOf(chunk, all[at + 1]))
  const best = new Map<string, { span: Span; gain: number }>()
  for (const span of spans) {
    const gain = gainOf(span, choice.questionStems, choice)
    if (gain <= 0) continue
    const key = span.words.map(({ stem }) => stem).join(' ')
    if (gain > (best.get(key)?.gain ?? 0)) best.set(key, { span, gain })
  }
  return [...best.values()]
    .toSorted((one, other) => other.gain - one.gain)
    .slice(0, PHRASES_MAX)
    .map(({ span, gain }) => toPhrase(span, gain))
}

type Span = {
  readonly words: readonly Mention[]
  readonly source: string
  readonly cuts: number
  readonly next: Mention | null
  readonly before: Mention | null
}

/** Each run of words within a chunk, and the chunk joined with the one after it ("history of toilets"). */
function spansOf(chunk: Chunk, following: Chunk | undefined): Span[] {
  const { mentions, source } = chunk
  const spans: Span[] = []
  const joined =
    following !== undefined && following.source === source && isJoint(chunk, following)
      ? [...mentions, ...following.mentions]
      : null
  for (let from = 0; from < mentions.length; from += 1)
    for (let to = from + 1; to <= Math.min(mentions.length, from + WORDS_MAX); to += 1)
      spans.push({
        words: mentions.slice(from, to),
        source,
        cuts: (from > 0 ? 1 : 0) + (to < mentions.length ? 1 : 0),
        next: mentions[to] ?? null,
        before: mentions[from - 1] ?? null,
      })
  if (joined !== null && joined.length <= WORDS_MAX)
    spans.push({ words: joined, source, cuts: 0, next: null, before: null })
  return spans
}

function isJoint(chunk: Chunk, following: Chunk): boolean {
  const end = chunk.mentions.at(-1)?.token.end ?? 0
  const start = following.mentions[0]?.token.start ?? 0
  return start > end && JOINT.test(chunk.source.slice(end, start))
}

function gainOf(span: Span, covered: ReadonlySet<string>, choice: PhraseChoice): number {
  let gain = -CUT_COST * span.cuts - AGE_COST * (span.words[0]?.age ?? 0)
  const seen = new Set<string>()
  for (const { stem } of span.words) {
    if (covered.has(stem) || seen.has(stem)) gain -= REPEAT_COST
    else gain += (choice.probabilities.get(stem) ?? 0) - WORD_COST
    seen.add(stem)
  }
  for (const [at, { stem }] of span.words.entries()) {
    const next = span.words[at + 1]
    const new01 = (one: string) => (covered.has(one) ? 0 : (choice.probabilities.get(one) ?? 0))
    if (next !== undefined && next.stem !== stem) gain += PAIR_GAIN * new01(stem) * new01(next.stem)
  }
  if (span.next !== null && choice.questionStems.has(span.next.stem)) gain += PAIR_GAIN * 0.3
  return gain
}

const BEFORE =
  /(?:(?<preposition>\b(?:in|at|on|during|for|from|about|with|of|to|near|as|by|en|dans|sur|pendant|pour|avec|chez|vers|de|a|à|au|aux|du))\s+)?(?<determiner>\b(?:the|a|an|my|your|his|her|their|our|le|la|les|un|une|des|mon|ma|mes|ton|ta|tes|votre|vos)\s+|\b[ld]['’])?$/iu

function toPhrase({ words, source, next, before, cuts }: Span, gain: number): Phrase {
  const first = words[0] as Mention
  const last = words.at(-1) as Mention
  const around =
    BEFORE.exec(source.slice(Math.max(0, first.token.start - 24), first.token.start))?.groups ?? {}
  const opens = first.at === 0 || /[.?!…]\s*$/u.test(source.slice(0, first.token.start))
  const written = source.slice(first.token.start, last.token.end).replace(/\s+/gu, ' ')
  return {
    text: opens && words.length === 1 && !/\p{Lu}.*\p{Lu}|\d/u.test(written) ? lowerFirst(written) : written,
    stems: words.map(({ stem }) => stem),
    gain,
    determiner: (around['determiner'] ?? '').trim().toLowerCase(),
    preposition: (around['preposition'] ?? '').toLowerCase(),
    plural: /s$/u.test(last.token.norm) && last.token.norm !== last.stem,
    name: first.token.capital && !opens,
    cutsName:
      (before?.token.capital === true && first.token.capital) ||
      (next?.token.capital === true && last.token.capital),
    nextStem: next?.stem ?? null,
    cuts,
    age: first.age,
  }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
