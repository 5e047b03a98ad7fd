import type { Random } from '../../../lib/random.ts'
import { type Draft, makeDraft, Recent } from '../draft.ts'
import { capitalise, type Lang, type Phrases, tidy } from '../grammar.ts'
import { roughen } from '../roughen.ts'
import { HOUR_MS, MINUTE_MS } from '../times.ts'
import type { User, World } from '../world.ts'
import type { FactValue } from './event-kind.ts'
import type { PlannedEvent, PlannedFact } from './plan-event.ts'
import { type Moment, Sheet, wrongText } from './sheet.ts'
import { AFTERMATH_01, CONFIRMED_01, DEVELOPING_01, type Style, styleAt } from './telling-styles.ts'
import * as words from './telling-words.ts'

const RECENT_SIZE = 40

/** Writes the posts of one event in time order, from the first vague ones to the aftermath. */
export function* tellEvent(world: World, event: PlannedEvent): Generator<Draft, void, void> {
  const teller = new Teller(world, event)
  for (let position = 0; position < event.posts; position += 1) {
    yield teller.post((position + teller.random.next01()) / event.posts)
  }
}

class Teller {
  readonly random: Random
  readonly #world: World
  readonly #event: PlannedEvent
  readonly #recent = new Recent(RECENT_SIZE)
  readonly #told: readonly PlannedFact[]
  readonly #lone: PlannedFact[]
  readonly #statedCount = new Map<string, number>()
  readonly #lifeMs: number
  /** First half of a story told in two posts, waiting for its second. */
  #unfinished: Draft | null = null
  #lastQuery: Draft | null = null

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
    if (this.#unfinished !== null && this.random.chance(0.7))
      return this.#secondPart(this.#unfinished, { u, at, lang })
    const style = styleAt(u, this.random)
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
    const asking = style === 'reply' && this.random.chance(0.5) ? this.#lastQuery : null
    const parent = asking ?? this.#recent.pick(this.random.next01())
    if (style === 'repost' && parent !== null && parent.threadRoot === null)
      return this.#repost(parent, moment)
    if (style === 'reply' && parent !== null) return this.#reply(parent, moment)
    if (style === 'quote' && parent !== null) return this.#quote(parent, moment)
    if (style === 'query') return this.#query(moment)
    if (style === 'thread') return this.#firstPart(moment)
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
        // Nobody cheers before it is over.
        return sheet.one(
          kind.tone === 'good' && moment.u < CONFIRMED_01 ? words.ASKING : words.REACTION[kind.tone],
        )
      case 'unknown':
        return this.#unknown(sheet)
      case 'doubt':
        return this.#doubt(sheet) ?? this.#anchoredFact(sheet, moment)
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
    const also = this.random.chance(0.3) ? this.#nextFact(moment.u, [fact]) : null
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

  /** Up to that many sentences, each about another fact. */
  #sentences(sheet: Sheet, moment: Moment, count: number): string {
    const facts: PlannedFact[] = []
    for (let turn = 0; turn < count; turn += 1) {
      const fact = this.#nextFact(moment.u, facts)
      if (fact !== null) facts.push(fact)
    }
    if (facts.length === 0) return `${capitalise(sheet.one(this.#event.kind.what))}.`
    return `${facts.map((fact) => capitalise(sheet.factClause(fact))).join('. ')}.`
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

  #doubt(sheet: Sheet): string | null {
    const fact = this.#told.find(({ value }) => value.kind === 'count' && value.early.length > 0)
    if (fact === undefined || fact.value.kind !== 'count') return null
    const early = String(fact.value.early[0])
    return sheet.one(words.DOUBT, (name) =>
      name === 'x' ? `${early} ${fact.spec.unit?.[sheet.lang] ?? ''}` : null,
    )
  }

  /** Asks for one fact; replies in the thread may be no more than its value. */
  #query(moment: Moment): Draft {
    const sheet = new Sheet(this.#event, moment, this.random)
    const fact = this.#nextFact(moment.u)
    const unit = fact?.spec.unit?.[moment.lang]
    const asksCause = fact?.spec.ask === 'why'
    if (fact === null || (unit === undefined && !asksCause))
      return this.#finish(sheet.one(words.ASKING), sheet, moment, {})
    const text =
      unit === undefined
        ? sheet.one(words.ASK_CAUSE)
        : sheet.one(words.ASK_COUNT, (name) => (name === 'unit' ? unit : null))
    sheet.states.clear()
    this.#lastQuery = this.#finish(text, sheet, moment, { asks: fact.spec.id })
    return this.#lastQuery
  }

  #firstPart(moment: Moment): Draft {
    const sheet = new Sheet(this.#event, moment, this.random)
    const start = sheet.one(this.#event.kind.what)
    this.#unfinished = this.#finish(
      `${start}${this.random.pick(['.', '', '...'])} ${sheet.one(words.FIRST_PART)}`,
      sheet,
      moment,
      {},
    )
    return this.#unfinished
  }

  /** The author goes on in a reply and does not say again where it was. */
  #secondPart(first: Draft, now: Omit<Moment, 'author'>): Draft {
    this.#unfinished = null
    const lang: Lang = first.lang === 'fr' ? 'fr' : 'en'
    const moment: Moment = { ...now, lang, author: first.author }
    const sheet = new Sheet(this.#event, moment, this.random)
    const text = `${this.#sentences(sheet, moment, this.random.integer(1, 2))} ${sheet.one(words.SECOND_PART)}`
    return this.#finish(text, sheet, moment, { replyTo: first })
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
    const asked = this.#told.find(({ spec }) => spec.id === parent.asks)
    if (asked !== undefined)
      return this.#finish(sheet.shortAnswer(asked), sheet, { ...moment, lang }, { replyTo: parent })
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
  #nextFact(u: number, except: readonly PlannedFact[] = []): PlannedFact | null {
    let best: PlannedFact | null = null
    let bestScore = Number.POSITIVE_INFINITY
    for (const fact of this.#told) {
      if (fact.spec.from01 > u || except.includes(fact)) continue
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
