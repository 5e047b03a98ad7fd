import type { Random } from '../../../lib/random.ts'
import { type Lang, type Phrases, phrase, type Slots } from '../grammar.ts'
import { exactNumber, vagueNumber } from '../numbers.ts'
import { atSite, siteName } from '../sites.ts'
import { clockWords, dayName, exactWhen, whenWords } from '../times.ts'
import type { User } from '../world.ts'
import type { FactSpec, FactValue } from './event-kind.ts'
import type { PlannedEvent, PlannedFact } from './plan-event.ts'
import { CONFIRMED_01, DEVELOPING_01 } from './telling-styles.ts'
import * as words from './telling-words.ts'

/** When, by whom and in which language one post is written; `u` is the share of the event's posts before it. */
export type Moment = { readonly u: number; readonly at: number; readonly lang: Lang; readonly author: User }

/** Fills one post's templates and remembers which facts it states truly. */
export class Sheet {
  readonly states = new Set<string>()
  readonly #event: PlannedEvent
  readonly #moment: Moment
  readonly #random: Random
  readonly #slots: Slots

  constructor(event: PlannedEvent, moment: Moment, random: Random) {
    this.#event = event
    this.#moment = moment
    this.#random = random
    this.#slots = (name) => this.#eventSlot(name)
  }

  one(phrases: Phrases, more?: Slots): string {
    const { lang } = this.#moment
    const slots: Slots = more === undefined ? this.#slots : (name) => more(name) ?? this.#eventSlot(name)
    const templates = this.#ongoing
      ? phrases[lang]
      : phrases[lang].filter((template) => !template.startsWith('~'))
    return phrase(this.#random.pick(templates).replace('~ ', ''), slots, this.#random)
  }

  /** Until the figures are confirmed it is still going on, as far as people know. */
  get #ongoing(): boolean {
    return this.#moment.u < CONFIRMED_01
  }

  get lang(): Lang {
    return this.#moment.lang
  }

  /** The value alone, as an answer in a thread. */
  shortAnswer(fact: PlannedFact): string {
    return this.#fact(fact, words.SHORT_ANSWER)
  }

  factClause(fact: PlannedFact): string {
    return this.#fact(fact, fact.spec.say)
  }

  factNote(fact: PlannedFact): string {
    return this.#fact(fact, fact.spec.note)
  }

  correction(fact: PlannedFact): string | null {
    const { lang } = this.#moment
    const old = wrongText(fact.value)
    if (old === null) return null
    const about = this.one(words.ABOUT)
    const right = finalText(fact.value, lang, this.#random)
    const unit = fact.value.kind === 'count' ? ` ${unitOf(fact.spec, lang)}` : ''
    this.states.add(fact.spec.id)
    return this.one(words.CORRECTION, (name) => {
      if (name === 'x') return `${right}${unit}`
      if (name === 'old') return old[lang]
      return name === 'about' ? ` ${about}` : null
    })
  }

  #fact(fact: PlannedFact, phrases: Phrases): string {
    const { lang, author, u } = this.#moment
    const told = valueAt(
      fact,
      author.sloppy01 === 0 ? u : u - this.#random.next01() * this.#random.next01() * 0.12,
      author.sloppy01 === 0,
      this.#random,
    )
    if (told.final) this.states.add(fact.spec.id)
    return this.one(phrases, (name) => {
      if (name === 'v') return told.text(lang, false)
      return name === 'x' ? told.text(lang, true) : null
    })
  }

  #eventSlot(name: string): string | null {
    const { kind, town, site, startAt, spokesperson } = this.#event
    const { lang, at } = this.#moment
    switch (name) {
      case 'town':
        return town
      case 'ongoing':
        return this.#ongoing ? '' : null
      case 'town_in':
        return lang === 'en' ? `in ${town}` : `à ${town}`
      case 'site':
        this.states.add('where')
        return siteName(site, lang)
      case 'at_site':
        this.states.add('where')
        return atSite(site, lang)
      case 'place':
        return this.#place()
      case 'noun':
        return lang === 'en' ? this.#random.pick(kind.nouns.en) : definite(this.#random.pick(kind.nouns.fr))
      case 'un_noun':
        return this.#random.pick(kind.nouns.fr)
      case 'when':
        this.states.add('when')
        return whenWords(startAt, at, lang, this.#random)
      case 'since':
        this.states.add('when')
        return `${lang === 'en' ? 'since' : 'depuis'} ${clockWords(startAt, lang, this.#random)}`
      case 'exact':
        this.states.add('when')
        return exactWhen(startAt, at, lang, this.#random)
      case 'clock':
        this.states.add('when')
        return clockWords(startAt, lang, this.#random)
      case 'day':
        return dayName(startAt, lang)
      case 'official':
        return this.#random.pick(kind.officials[lang])
      case 'spokesperson':
        return spokesperson
      default:
        return null
    }
  }

  #place(): string {
    const { town, site } = this.#event
    const { lang } = this.#moment
    const inTown = lang === 'en' ? `in ${town}` : `à ${town}`
    if (this.#random.chance(0.35)) return inTown
    this.states.add('where')
    const spot = atSite(site, lang)
    return this.#random.chance(0.7) ? `${spot} ${inTown}` : spot
  }
}

type Told = { readonly final: boolean; readonly text: (lang: Lang, alone: boolean) => string }

/** What is said about a fact at a share of the event's life: vague, an early figure, a wrong one, the final one. */
function valueAt(fact: PlannedFact, u: number, official: boolean, random: Random): Told {
  const { value, spec } = fact
  if (value.kind !== 'count') {
    const wrong = value.wrong !== null && !official && u < CONFIRMED_01 + 0.1 && random.chance(0.3)
    return {
      final: !wrong,
      text: (lang) => (wrong ? (wrongText(value)?.[lang] ?? '') : finalText(value, lang, random)),
    }
  }
  if (
    value.wrong !== null &&
    !official &&
    u > DEVELOPING_01 &&
    u < CONFIRMED_01 + 0.12 &&
    random.chance(0.22)
  )
    return figure(value.wrong, false, random)
  const known =
    u >= CONFIRMED_01 ? value.final : (value.early[u < 0.35 ? 0 : 1] ?? value.early[0] ?? value.final)
  const vague = !official && value.early.length > 0 && u < spec.from01 + 0.18 && random.chance(0.6)
  if (vague) return { final: false, text: (lang, alone) => vagueNumber(known, lang, alone, random) }
  return figure(known, known === value.final, random)
}

function figure(number: number, final: boolean, random: Random): Told {
  const modified = random.chance(0.12)
  return {
    final,
    text: (lang, alone) => {
      const plain = exactNumber(number, lang, random)
      return modified && !alone
        ? `${random.pick((final ? words.IN_ALL : words.AT_LEAST)[lang])} ${plain}`
        : plain
    },
  }
}

function finalText(value: FactValue, lang: Lang, random: Random): string {
  if (value.kind === 'count') return exactNumber(value.final, lang, random)
  if (value.kind === 'phrase') return random.pick(value.final[lang])
  return random.chance(0.75) ? value.final : (value.final.split(' ')[1] ?? value.final)
}

export function wrongText(value: FactValue): Readonly<Record<Lang, string>> | null {
  if (value.wrong === null) return null
  if (value.kind === 'count') return { en: String(value.wrong), fr: String(value.wrong) }
  if (value.kind === 'name') return { en: value.wrong as string, fr: value.wrong as string }
  const wrong = (value as Extract<FactValue, { kind: 'phrase' }>).wrong
  return wrong === null ? null : { en: wrong.en[0] as string, fr: wrong.fr[0] as string }
}

/** "un incendie" → "l'incendie", "une crue" → "la crue". */
export function definite(noun: string): string {
  const [article, ...rest] = noun.split(' ')
  const word = rest.join(' ')
  if (/^[aeiouéèêâîô]/i.test(word)) return `l'${word}`
  return `${article === 'un' ? 'le' : article === 'une' ? 'la' : 'les'} ${word}`
}

function unitOf(spec: FactSpec, lang: Lang): string {
  return spec.unit?.[lang] ?? ''
}
