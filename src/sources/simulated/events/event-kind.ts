import type { Random } from '../../../lib/random.ts'
import type { Phrases } from '../grammar.ts'
import type { Namer } from '../names.ts'
import type { SiteKind } from '../sites.ts'

/** What a question about a fact is called in the truth file. */
export type AskKind = 'who' | 'how_many' | 'where' | 'when' | 'why' | 'what'

/** A thing with several names in both languages, and the short strings one of which an answer must contain. */
export type Wording = {
  readonly en: readonly string[]
  readonly fr: readonly string[]
  readonly keys: readonly string[]
}

export type FactValue =
  | {
      readonly kind: 'count'
      readonly final: number
      /** Figures that were current earlier on, oldest first. */
      readonly early: readonly number[]
      /** A figure that went round for a while and was never true; later corrected. */
      readonly wrong: number | null
    }
  | { readonly kind: 'name'; readonly final: string; readonly wrong: string | null }
  | { readonly kind: 'phrase'; readonly final: Wording; readonly wrong: Wording | null }

export type Tone = 'bad' | 'good' | 'divided'

export type Draw = { readonly random: Random; readonly namer: Namer }

/**
 * One thing that can be known about an event. Templates may use `{v}` (the value, before a noun), `{x}` (the value,
 * standing alone), every slot of the event, and in questions `{ref}` (a description of the event).
 */
export type FactSpec = {
  readonly id: string
  readonly ask: AskKind
  /** Share of the event's posts after which it starts to be known. */
  readonly from01: number
  readonly draw: (draw: Draw) => FactValue
  /** Finite clauses that can follow "that". */
  readonly say: Phrases
  /** Headlines and fragments. */
  readonly note: Phrases
  readonly questions: Phrases
  /** What a count counts, for corrections: "14 injured". */
  readonly unit?: Readonly<Record<'en' | 'fr', string>>
}

/**
 * A type of news event: how it is named, told, seen and asked about. Nouns are given with their indefinite
 * article in French and without one in English.
 */
export type EventKind = {
  readonly id: string
  readonly nouns: Phrases
  /** More names for it, that questions use and posts do not. */
  readonly askNouns: Phrases
  /** How people feel about it: decides which reactions fit. */
  readonly tone: Tone
  /** One of these must appear in an answer to "what happened". */
  readonly keys: readonly string[]
  readonly sites: readonly SiteKind[]
  /** Earliest and latest hour of the day at which it may start. */
  readonly hours: readonly [number, number]
  readonly officials: Phrases
  /** Finite clauses with `{place}` or `{town}`. */
  readonly what: Phrases
  readonly headline: Phrases
  /** What someone on the spot writes; vague. */
  readonly witness: Phrases
  /** When it started, as a finite clause with `{when}` or `{exact}`. */
  readonly whenSay: Phrases
  readonly whenAsk: Phrases
  readonly whereAsk: Phrases
  readonly facts: readonly FactSpec[]
  /** Details that nobody ever gives: asked, never answered. */
  readonly neverSaid: readonly { readonly ask: AskKind; readonly questions: Phrases }[]
}

/** A count that grows to its final figure; now and then a wrong one goes round first. */
export function growing(low: number, high: number, step = 1): (draw: Draw) => FactValue {
  return ({ random }) => {
    const final = random.integer(Math.ceil(low / step), Math.floor(high / step)) * step
    const earlier = (share: number) => Math.max(2, Math.round((final * share) / step) * step)
    const early = [earlier(0.25 + random.next01() * 0.2), earlier(0.55 + random.next01() * 0.25)].filter(
      (n) => n < final,
    )
    const off = Math.max(step, Math.round((final * (0.3 + random.next01() * 0.6)) / step) * step)
    return { kind: 'count', final, early, wrong: random.chance(0.45) ? final + off : null }
  }
}

/** A figure that is right from the start, except that a wrong one may go round first. */
export function fixed(low: number, high: number, step = 1): (draw: Draw) => FactValue {
  return ({ random }) => {
    const final = random.integer(Math.ceil(low / step), Math.floor(high / step)) * step
    const off = Math.max(step, Math.round((final * (0.2 + random.next01() * 0.5)) / step) * step)
    return { kind: 'count', final, early: [], wrong: random.chance(0.3) ? final + off : null }
  }
}

/** A person; in one case of five another name goes round first. */
export function someone({ random, namer }: Draw): FactValue {
  return { kind: 'name', final: namer.person(), wrong: random.chance(0.2) ? namer.person() : null }
}

/** One of several things; in one case of four another one is suspected first. */
export function oneOf(wordings: readonly Wording[]): (draw: Draw) => FactValue {
  return ({ random }) => {
    const [final, other] = random.shuffled(wordings)
    if (final === undefined) throw new Error('no wording to draw from')
    return { kind: 'phrase', final, wrong: other !== undefined && random.chance(0.25) ? other : null }
  }
}
