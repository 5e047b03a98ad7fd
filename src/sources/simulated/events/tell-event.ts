import type { Random } from '../../../lib/random.ts'
import { type Draft, makeDraft, Recent } from '../draft.ts'
import { capitalise, type Lang, type Phrases, phrase, type Slots, tidy } from '../grammar.ts'
import { exactNumber, vagueNumber } from '../numbers.ts'
import { roughen } from '../roughen.ts'
import { atSite, siteName } from '../sites.ts'
import { clockWords, dayName, exactWhen, HOUR_MS, MINUTE_MS, whenWords } from '../times.ts'
import type { User, World } from '../world.ts'
import type { FactSpec, FactValue } from './event-kind.ts'
import type { PlannedEvent, PlannedFact } from './plan-event.ts'
import * as words from './telling-words.ts'

/** Share of an event's posts after which each phase begins; the phases differ in who writes and what is known. */
const DEVELOPING_01 = 0.2
const CONFIRMED_01 = 0.5
const AFTERMATH_01 = 0.85
const RECENT_SIZE = 40

type Style =
  | 'witness'
  | 'asking'
  | 'what'
  | 'headline'
  | 'fact'
  | 'reported'
  | 'spoken'
  | 'official'
  | 'correction'
  | 'summary'
  | 'reaction'
  | 'reply'
  | 'quote'
  | 'repost'
  | 'unknown'

const STYLES: readonly {
  readonly until01: number
  readonly styles: readonly (readonly [Style, number])[]
}[] = [
  {
    until01: DEVELOPING_01,
    styles: [
      ['witness', 30],
      ['asking', 14],
      ['what', 26],
      ['headline', 12],
      ['reaction', 6],
      ['reply', 6],
      ['repost', 6],
    ],
  },
  {
    until01: CONFIRMED_01,
    styles: [
      ['witness', 4],
      ['what', 14],
      ['headline', 8],
      ['fact', 22],
      ['reported', 14],
      ['spoken', 4],
      ['official', 4],
      ['reply', 10],
      ['quote', 5],
      ['repost', 8],
      ['reaction', 5],
      ['unknown', 2],
    ],
  },
  {
    until01: AFTERMATH_01,
    styles: [
      ['what', 4],
      ['headline', 4],
      ['fact', 26],
      ['reported', 14],
      ['spoken', 8],
      ['official', 6],
      ['correction', 8],
      ['summary', 8],
      ['reply', 10],
      ['quote', 5],
      ['repost', 7],
      ['reaction', 4],
      ['unknown', 2],
    ],
  },
  {
    until01: 2,
    styles: [
      ['fact', 18],
      ['reported', 10],
      ['spoken', 4],
      ['summary', 22],
      ['reaction', 24],
      ['reply', 8],
      ['quote', 4],
      ['repost', 6],
      ['what', 4],
    ],
  },
]

/** Writes the posts of one event in time order, from the first vague ones to the aftermath. */
export function* tellEvent(world: World, event: PlannedEvent): Generator<Draft, void, void> {
  const teller = new Teller(world, event)
  for (let position = 0; position < event.posts; position += 1) {
    yield teller.post((position + teller.random.next01()) / event.posts)
  }
}

type Moment = { readonly u: number; readonly at: number; readonly lang: Lang; readonly author: User }

class Teller {
  readonly random: Random
  readonly #world: World
  readonly #event: PlannedEvent
  readonly #recent = new Recent(RECENT_SIZE)
  readonly #told: readonly PlannedFact[]
  readonly #lone: PlannedFact[]
  readonly #statedCount = new Map<string, number>()
  readonly #lifeMs: number

  constructor(world: World, event: PlannedEvent) {
    this.#world = world
    this.#event = event
    this.random = world.random.fork(event.id)
    this.#told = [...event.facts.filter((fact) => fact.told === 'by_many'), ...placeAndTime(event)]
    this.#lone = event.facts.filter((fact) => fact.told === 'by_one')
    const room = world.endAt - event.startAt - MINUTE_MS
    this.#lifeMs = Math.min(room, (20 + this.random.next01() * 16) * HOUR_MS)
  }

  post(u: number): Draft {
    const at = this.#event.startAt + this.#clock(u)
    const lone = u > 0.6 ? this.#lone.pop() : undefined
    const lang: Lang = this.random.chance(this.#event.english01) ? 'en' : 'fr'
    if (lone !== undefined)
      return this.#loneClaim(lone, {
        u,
        at,
        lang,
        author: this.#world.special(null, lang, at - 40 * 24 * HOUR_MS),
      })
    const style = this.random.weighted(
      (STYLES.find((phase) => u < phase.until01) as (typeof STYLES)[number]).styles,
    )
    const draft = this.#write(style, { u, at, lang, author: this.#author(style, lang) })
    if (draft.repostOf === null) this.#recent.add(draft)
    return draft
  }

  /** Minutes since the start at a share of the posts: dense at first, thin at the end. */
  #clock(u: number): number {
    const knots = [0, 40 * MINUTE_MS, 4 * HOUR_MS, 12 * HOUR_MS, this.#lifeMs]
    const shares = [0, DEVELOPING_01, CONFIRMED_01, AFTERMATH_01, 1]
    const phase = shares.findIndex((share, index) => index > 0 && u <= share)
    const [from, to] = [shares[phase - 1] as number, shares[phase] as number]
    const [start, end] = [knots[phase - 1] as number, knots[phase] as number]
    return Math.floor(start + ((u - from) / (to - from)) * (end - start))
  }

  #author(style: Style, lang: Lang): User {
    if (style === 'official') return this.#event.office[lang]
    if ((style === 'headline' || style === 'summary' || style === 'spoken') && this.random.chance(0.3)) {
      return this.random.pick(this.#world.outlets[lang])
    }
    for (let tries = 0; tries < 6; tries += 1) {
      const user = this.random.chance(0.6)
        ? this.#world.evenUser(this.random)
        : this.#world.anyUser(this.random)
      if (user.lang === lang) return user
    }
    return this.#world.evenUser(this.random)
  }

  #write(style: Style, moment: Moment): Draft {
    const parent = this.#recent.pick(this.random.next01())
    if (style === 'repost' && parent !== null && parent.threadRoot === null)
      return this.#repost(parent, moment)
    if (style === 'reply' && parent !== null) return this.#reply(parent, moment)
    if (style === 'quote' && parent !== null) return this.#quote(parent, moment)
    const sheet = new Sheet(this.#event, moment, this.random)
    const text = this.#text(style, sheet, moment)
    return this.#finish(text, sheet, moment, {})
  }

  #text(style: Style, sheet: Sheet, moment: Moment): string {
    const kind = this.#event.kind
    switch (style) {
      case 'witness':
        return sheet.one(kind.witness)
      case 'asking':
        return sheet.one(words.ASKING)
      case 'headline':
        return this.#withNote(sheet.one(kind.headline), sheet, moment)
      case 'fact':
        return this.#anchoredFact(sheet, moment)
      case 'reported':
        return `${sheet.one(words.REPORTED)} ${this.#clause(sheet, moment)} ${sheet.one(words.SUFFIX)}`
      case 'spoken':
        return this.#spoken(sheet, moment)
      case 'official':
        return `${sheet.one(words.OFFICIAL)} ${this.#sentences(sheet, moment, 2)}`
      case 'correction':
        return this.#correction(sheet, moment) ?? this.#anchoredFact(sheet, moment)
      case 'summary':
        return `${capitalise(sheet.one(kind.what))}. ${this.#sentences(sheet, moment, this.random.integer(1, 3))}`
      case 'reaction':
        return sheet.one(words.REACTION[kind.tone])
      case 'unknown':
        return this.#unknown(sheet)
      default:
        return this.#withNote(sheet.one(kind.what), sheet, moment)
    }
  }

  #withNote(start: string, sheet: Sheet, moment: Moment): string {
    if (moment.u < DEVELOPING_01 * 0.6 || this.random.chance(0.4)) return start
    const fact = this.#nextFact(moment.u)
    return fact === null
      ? start
      : `${start}${this.random.pick([', ', '. ', ' - ', ' / '])}${sheet.factNote(fact)}`
  }

  #anchoredFact(sheet: Sheet, moment: Moment): string {
    const fact = this.#nextFact(moment.u)
    if (fact === null) return sheet.one(this.#event.kind.what)
    const body = this.random.chance(0.6) ? sheet.factClause(fact) : sheet.factNote(fact)
    const also = this.random.chance(0.3) ? this.#nextFact(moment.u) : null
    const more =
      also === null ? '' : `, ${this.random.chance(0.5) ? sheet.factNote(also) : sheet.factClause(also)}`
    return this.random.chance(0.55)
      ? `${sheet.one(words.PREFIX)} ${body}${more}`
      : `${body} ${sheet.one(words.SUFFIX)}${more}`
  }

  #clause(sheet: Sheet, moment: Moment): string {
    const fact = this.#nextFact(moment.u)
    return fact === null ? sheet.one(this.#event.kind.what) : sheet.factClause(fact)
  }

  #sentences(sheet: Sheet, moment: Moment, count: number): string {
    const parts = Array.from({ length: count }, () => capitalise(this.#clause(sheet, moment)))
    return `${[...new Set(parts)].join('. ')}.`
  }

  #spoken(sheet: Sheet, moment: Moment): string {
    const clause = capitalise(this.#clause(sheet, moment))
    return sheet.one(words.SPOKEN, (name) => (name === 'clause' ? clause : null))
  }

  /** Says the true value against the one that went round; null when no fact had a wrong one. */
  #correction(sheet: Sheet, moment: Moment): string | null {
    const fact = this.#told.find(
      ({ spec, value }) => value.wrong !== undefined && wrongText(value) !== null && spec.from01 <= moment.u,
    )
    if (fact === undefined) return null
    return sheet.correction(fact)
  }

  #unknown(sheet: Sheet): string {
    const secret = this.#event.facts.find((fact) => fact.spec.ask === 'why' && fact.told !== 'by_many')
    if (secret === undefined) return sheet.one(words.ASKING)
    return `${sheet.one(words.PREFIX)} ${sheet.one(words.UNKNOWN_CAUSE)}`
  }

  #repost(parent: Draft, moment: Moment): Draft {
    return makeDraft({
      at: moment.at,
      author: moment.author,
      text: parent.text,
      lang: parent.lang,
      label: parent.label,
      repostOf: parent,
      urls: parent.urls,
    })
  }

  /** A reply may leave out the place: the thread gives it. */
  #reply(parent: Draft, moment: Moment): Draft {
    const lang: Lang = parent.lang === 'en' || parent.lang === 'fr' ? parent.lang : moment.lang
    const sheet = new Sheet(this.#event, { ...moment, lang }, this.random)
    const fact = this.random.chance(0.7) ? this.#nextFact(moment.u) : null
    const body =
      fact === null
        ? sheet.one(words.QUOTE_COMMENT)
        : `${sheet.one(words.REPLY_LEAD)} ${this.random.chance(0.7) ? sheet.factClause(fact) : sheet.factNote(fact)}`
    return this.#finish(body, sheet, { ...moment, lang }, { replyTo: parent })
  }

  #quote(parent: Draft, moment: Moment): Draft {
    const sheet = new Sheet(this.#event, moment, this.random)
    const text = this.random.chance(0.5)
      ? sheet.one(words.QUOTE_COMMENT)
      : `${sheet.one(words.QUOTE_COMMENT)} ${this.#anchoredFact(sheet, moment)}`
    return this.#finish(text, sheet, moment, { quoteOf: parent })
  }

  #loneClaim(fact: PlannedFact, moment: Moment): Draft {
    const sheet = new Sheet(this.#event, moment, this.random)
    const text = `${sheet.one(words.LONE_CLAIM)} ${sheet.factClause({ ...fact, spec: { ...fact.spec, from01: 0 } })} ${sheet.one(words.SUFFIX)}`
    return this.#finish(text, sheet, moment, { states: [] })
  }

  #finish(text: string, sheet: Sheet, moment: Moment, fields: Partial<Draft>): Draft {
    const careful = moment.author.sloppy01 === 0
    const written = tidy(this.random.chance(0.7) || careful ? capitalise(text) : text, moment.lang)
    const rough = roughen(written, moment.lang, moment.author.sloppy01, this.random)
    const link =
      this.#world.outlets[moment.lang].includes(moment.author) || this.random.chance(0.06)
        ? this.#link()
        : null
    const tag = this.random.chance(0.1) && !rough.includes('#') ? ` #${this.#event.town}` : ''
    for (const fact of sheet.states) this.#statedCount.set(fact, (this.#statedCount.get(fact) ?? 0) + 1)
    return makeDraft({
      at: moment.at,
      author: moment.author,
      text: `${rough}${tag}${link === null ? '' : ` ${link}`}`,
      lang: moment.lang,
      label: `event:${this.#event.id}`,
      urls: link === null ? [] : [link],
      states: [...sheet.states],
      ...fields,
    })
  }

  #link(): string {
    const host = this.random.pick(['news', 'live', 'infos', 'local'])
    return `https://${host}-${this.#event.town.toLowerCase()}.example/${this.#event.kind.id}/${this.random.integer(100, 999)}`
  }

  /** Among the facts already known, one of those said least so far. */
  #nextFact(u: number): PlannedFact | null {
    let best: PlannedFact | null = null
    let bestScore = Number.POSITIVE_INFINITY
    for (const fact of this.#told) {
      if (fact.spec.from01 > u) continue
      const score =
        (this.#statedCount.get(fact.spec.id) ?? 0) * (0.5 + this.random.next01()) + this.random.next01()
      if (score < bestScore) {
        best = fact
        bestScore = score
      }
    }
    return best
  }
}

/** Fills one post's templates and remembers which facts it states truly. */
class Sheet {
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
    return phrase(this.#random.pick(phrases[lang]), slots, this.#random)
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
  const vague = !official && u < spec.from01 + 0.18 && random.chance(0.6)
  if (vague) return { final: false, text: (lang, alone) => vagueNumber(known, lang, alone, random) }
  return figure(known, known === value.final, random)
}

function figure(number: number, final: boolean, random: Random): Told {
  return { final, text: (lang) => exactNumber(number, lang, random) }
}

function finalText(value: FactValue, lang: Lang, random: Random): string {
  if (value.kind === 'count') return exactNumber(value.final, lang, random)
  if (value.kind === 'phrase') return random.pick(value.final[lang])
  return random.chance(0.75) ? value.final : (value.final.split(' ')[1] ?? value.final)
}

function wrongText(value: FactValue): Readonly<Record<Lang, string>> | null {
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

/** Place and start are facts like the others: they take their turn. */
function placeAndTime(event: PlannedEvent): PlannedFact[] {
  const none: FactValue = { kind: 'name', final: '', wrong: null }
  const fact = (id: string, ask: 'where' | 'when', say: Phrases, note: Phrases): PlannedFact => ({
    spec: { id, ask, from01: 0.1, draw: () => none, say, note, questions: { en: [], fr: [] } },
    value: none,
    told: 'by_many',
  })
  return [
    fact('where', 'where', words.WHERE_SAY, words.WHERE_NOTE),
    fact('when', 'when', event.kind.whenSay, words.WHEN_NOTE),
  ]
}
