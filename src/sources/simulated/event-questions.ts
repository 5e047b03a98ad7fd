import type { Random } from '../../lib/random.ts'
import { describe, INDEFINITE, placeSlot, REFERENCES } from './describe-event.ts'
import type { FactValue } from './events/event-kind.ts'
import type { PlannedEvent, PlannedFact } from './events/plan-event.ts'
import { capitalise, expand, type Lang, type Phrases, type Slots } from './grammar.ts'
import { numberAnswers } from './numbers.ts'
import type { Stories } from './plan-stories.ts'
import { type AddQuestion, detail, type QuestionName, type Trap } from './question.ts'
import { timeAnswers } from './times.ts'

/** Words by which an answer says that something is so. */
const AFFIRMATIVE_ANSWERS = ['yes', 'true', 'confirmed', 'oui', 'vrai', 'confirmé', 'confirmée', 'exact']

/** Every question about one event, into the pool of its kind or of its trap. */
export function collectEvent(event: PlannedEvent, stories: Stories, random: Random, add: AddQuestion): void {
  const about = `event:${event.id}`
  const langs = askedIn(event, random)
  for (const fact of event.facts) {
    const trap: Trap | null =
      fact.told === 'by_many' ? null : fact.told === 'by_one' ? 'one_claim' : 'withheld'
    add(trap ?? fact.spec.ask, {
      kind: fact.spec.ask,
      answers: trap === null ? answersOf(fact.value) : [],
      detail: {
        about,
        fact: fact.spec.id,
        trap,
        rivals: trap === null ? rivalsOf(event, fact, stories) : [],
      },
      langs,
      ask: (lang) => askAbout(event, fact.spec.questions, lang, random, {}),
    })
  }
  collectNames(event, stories, random, add)
  add('when', {
    kind: 'when',
    answers: timeAnswers(event.startAt),
    detail: { about, fact: 'when', trap: null, rivals: [] },
    langs,
    ask: (lang) => askAbout(event, event.kind.whenAsk, lang, random, { hideTime: true }),
  })
  add('where', {
    kind: 'where',
    answers: [event.site.name],
    detail: { about, fact: 'where', trap: null, rivals: otherSites(event, stories) },
    langs,
    ask: (lang) => askAbout(event, event.kind.whereAsk, lang, random, { hideSite: true }),
  })
  add('what_happened', {
    kind: 'what_happened',
    answers: event.kind.keys,
    detail: { about, fact: 'what', trap: null, rivals: [] },
    langs,
    ask: (lang) => whatHappened(event, stories, lang, random),
  })
  add('is_it_true', {
    kind: 'is_it_true',
    answers: [...AFFIRMATIVE_ANSWERS, ...event.kind.keys],
    detail: { about, fact: 'what', trap: null, rivals: [] },
    langs,
    ask: (lang) => askAbout(event, REALLY, lang, random, {}),
  })
  for (const { ask, questions } of event.kind.neverSaid) {
    add('never_said', {
      kind: ask,
      answers: [],
      detail: detail(about, null, 'never_said'),
      langs,
      ask: (lang) => askAbout(event, questions, lang, random, {}),
    })
  }
}

/** Now and then only a person's name is given, and the town is asked. */
function collectNames(event: PlannedEvent, stories: Stories, random: Random, add: AddQuestion): void {
  const named = event.facts.find(
    ({ told, value }) => told === 'by_many' && value.kind === 'name' && value.wrong === null,
  )
  if (named === undefined || named.value.kind !== 'name' || !random.chance(NAMED_SHARE)) return
  const name = named.value.final
  const rivals = stories.events.map(({ town }) => town).filter((town) => town !== event.town)
  add('where', {
    kind: 'where',
    answers: [event.town],
    detail: { about: `event:${event.id}`, fact: named.spec.id, trap: null, rivals: [...new Set(rivals)] },
    langs: askedIn(event, random),
    ask: (lang) => expand(random.pick(NAMED[lang]), (slot) => (slot === 'name' ? name : null), random, lang),
  })
}

/** A question about an event that was planned and never told. */
export function collectPhantom(
  phantom: PlannedEvent,
  stories: Stories,
  random: Random,
  add: AddQuestion,
): void {
  const hide = {
    hideSite: true,
    hideTime: !stories.events.some(({ town }) => town === phantom.town) && random.chance(0.5),
  }
  const fact = random.pick(phantom.facts)
  const options: readonly (readonly [QuestionName, Phrases, number])[] = [
    [fact.spec.ask, fact.spec.questions, 5],
    ['when', phantom.kind.whenAsk, 1],
    ['where', phantom.kind.whereAsk, 1],
    ['is_it_true', REALLY, 1],
  ]
  const [kind, questions] = random.weighted(
    options.map(([name, asks, weight]) => [[name, asks] as const, weight] as const),
  )
  add('never_happened', {
    kind,
    answers: [],
    detail: detail(null, null, 'never_happened'),
    langs: ['en', 'fr'],
    ask: (lang) =>
      askAbout(phantom, questions, lang, random, { ...hide, hideTime: hide.hideTime || kind === 'when' }),
  })
}

/** Share of the events about which a question gives only a name. */
const NAMED_SHARE = 0.2
const NAMED: Phrases = {
  en: [
    'In which town is {name} in the news?',
    'Which town does the news about {name} come from?',
    'In which town did {name} make the news?',
  ],
  fr: [
    'Dans quelle ville parle-t-on de {name} ?',
    "De quelle ville vient l'info sur {name} ?",
    "Dans quelle ville {name} fait l'actualité ?",
  ],
}
const REALLY: Phrases = {
  en: ['Was there really {aref}?', 'Is it true that there was {aref}?', 'Did {ref} really happen?'],
  fr: ['Est-ce vrai qu’il y a eu {aref} ?', 'Y a-t-il vraiment eu {aref} ?', "{ref}, c'est vrai ?"],
}
const WHAT_HAPPENED: Phrases = {
  en: [
    'What happened {at_site} in {town}?',
    'What is going on {at_site}?',
    'What happened in {town} on {day}?',
    'Any news from {site} in {town}?',
    'What was that at {name} in {town} on {day}?',
  ],
  fr: [
    "Que s'est-il passé {at_site} à {town} ?",
    "Qu'est-ce qui se passe {at_site} ?",
    "Que s'est-il passé à {town} {day} ?",
    'Quelles nouvelles de {site} à {town} ?',
    "C'était quoi à {name} ({town}) {day} ?",
  ],
}

function whatHappened(event: PlannedEvent, stories: Stories, lang: Lang, random: Random): string | null {
  const alone = stories.events.every((other) => other === event || other.town !== event.town)
  const template = random.pick(WHAT_HAPPENED[lang].filter((text) => alone || /site|name/.test(text)))
  return expand(template, (name) => placeSlot(event, name, lang), random, lang)
}

function askAbout(
  event: PlannedEvent,
  questions: Phrases,
  lang: Lang,
  random: Random,
  hide: { hideSite?: boolean; hideTime?: boolean },
): string {
  const slots: Slots = (name) => {
    if (name === 'ref') return describe(event, REFERENCES, lang, random, hide)
    if (name === 'aref') return describe(event, INDEFINITE, lang, random, hide)
    return placeSlot(event, name, lang)
  }
  return capitalise(expand(random.pick(questions[lang]), slots, random, lang))
}

/** A language in which it is told; now and then one in which it is not, where only names help. */
function askedIn(event: PlannedEvent, random: Random): readonly Lang[] {
  if (event.english01 > 0 && event.english01 < 1) return ['en', 'fr']
  if (random.chance(0.15)) return ['en', 'fr']
  return event.english01 === 1 ? ['en'] : ['fr']
}

function answersOf(value: FactValue): readonly string[] {
  if (value.kind === 'count') return numberAnswers(value.final)
  if (value.kind === 'phrase') return value.final.keys
  return [value.final, value.final.split(' ')[1] ?? value.final]
}

function rivalsOf(event: PlannedEvent, fact: PlannedFact, stories: Stories): string[] {
  const { value } = fact
  const others = stories.events.filter((other) => other !== event && other.kind === event.kind)
  const elsewhere = others.flatMap((other) =>
    other.facts.filter(({ spec }) => spec.id === fact.spec.id).map((twin) => twin.value),
  )
  if (value.kind === 'count') {
    const own = new Set(event.facts.flatMap((one) => (one.value.kind === 'count' ? [one.value.final] : [])))
    const numbers = [
      ...value.early,
      ...(value.wrong === null ? [] : [value.wrong]),
      ...elsewhere.flatMap((one) => (one.kind === 'count' ? [one.final] : [])),
    ]
    return numbers.filter((one) => one !== value.final && !own.has(one)).flatMap(numberAnswers)
  }
  if (value.kind === 'name') {
    const names = [
      ...(value.wrong === null ? [] : [value.wrong]),
      ...elsewhere.flatMap((one) => (one.kind === 'name' ? [one.final] : [])),
    ]
    return names.flatMap((name) => [name.split(' ')[1] ?? name])
  }
  const right = new Set(value.final.keys)
  const wrong = value.wrong === null ? [] : value.wrong.keys
  return wrong.filter((key) => !right.has(key))
}

function otherSites(event: PlannedEvent, stories: Stories): string[] {
  return stories.events.filter((other) => other !== event).map((other) => other.site.name)
}
