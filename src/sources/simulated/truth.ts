import type { Random } from '../../lib/random.ts'
import { debateSlots, type PlannedDebate, TOPICS } from './debates.ts'
import type { AskKind, FactValue } from './events/event-kind.ts'
import type { PlannedEvent, PlannedFact } from './events/plan-event.ts'
import { definite } from './events/sheet.ts'
import { capitalise, expand, type Lang, type Phrases, type Slots } from './grammar.ts'
import { JOKE_QUESTIONS, type PlannedJoke } from './jokes.ts'
import { numberAnswers } from './numbers.ts'
import type { Stories } from './plan-stories.ts'
import { DENIAL_ANSWERS, type PlannedRumour, rumourSlots } from './rumours.ts'
import { atSite, siteName } from './sites.ts'
import { dateWords, dayName, timeAnswers } from './times.ts'
import type { World } from './world.ts'

/** One line of the truth file. */
export type TruthQuestion = {
  readonly id: string
  readonly question: string
  readonly lang: Lang
  readonly kind: QuestionName
  readonly answerable: boolean
  /** Any of these in the answer makes it right; empty when there is no answer. */
  readonly answers: readonly string[]
}

export type QuestionName =
  | AskKind
  | 'what_happened'
  | 'what_do_people_say'
  | 'is_it_true'
  | 'rumour'
  | 'joke'
  | 'campaign'

/** Why a question cannot be answered. */
type Trap = 'never_happened' | 'never_said' | 'withheld' | 'one_claim' | 'joke' | 'campaign'

export type QuestionDetail = {
  /** Label of the posts it is about; null when there are none. */
  readonly about: string | null
  readonly fact: string | null
  readonly trap: Trap | null
  /** Values that would be wrong: superseded, mistaken, or another event's. */
  readonly rivals: readonly string[]
}

export type Truth = {
  readonly questions: readonly TruthQuestion[]
  readonly details: ReadonlyMap<string, QuestionDetail>
  readonly stories: Stories
}

/** Accounts that must state a fact before it is asked: one alone is no evidence. */
const SUPPORT_MIN = 2

/** Words by which an answer says that something is so. */
const AFFIRMATIVE_ANSWERS = ['yes', 'true', 'confirmed', 'oui', 'vrai', 'confirmé', 'confirmée', 'exact']

/** How many questions of each kind to ask where there is enough to ask about. */
const WANTED: Readonly<Record<string, number>> = {
  how_many: 34,
  who: 20,
  when: 18,
  where: 18,
  why: 15,
  what: 6,
  what_happened: 13,
  what_do_people_say: 8,
  is_it_true: 6,
  rumour: 7,
  never_happened: 20,
  never_said: 13,
  withheld: 9,
  one_claim: 6,
  joke: 5,
  campaign: 2,
}

type Draft = {
  readonly kind: QuestionName
  readonly answers: readonly string[]
  readonly detail: QuestionDetail
  readonly ask: (lang: Lang) => string | null
  readonly langs: readonly Lang[]
}

/**
 * Two hundred questions in both languages about what was planned; fewer only if there is too little to ask about.
 *
 * @param support how many accounts state `<event>/<fact>`; what fewer than two state is not asked. null: not counted,
 * because there are posts enough for every planned fact
 */
export function askTruth(world: World, stories: Stories, support: ReadonlyMap<string, number> | null): Truth {
  const random = world.random.fork('questions')
  const pools = new Map<string, Draft[]>()
  const add = (pool: string, draft: Draft) => {
    const { about, fact, trap } = draft.detail
    const rare = trap === null && support !== null && about?.startsWith('event:') === true && fact !== 'what'
    if (rare && (support.get(`${about.slice(6)}/${fact}`) ?? 0) < SUPPORT_MIN) return
    pools.set(pool, [...(pools.get(pool) ?? []), draft])
  }
  for (const event of stories.events) collectEvent(event, stories, random, add)
  for (const phantom of stories.phantoms) collectPhantom(phantom, stories, random, add)
  for (const rumour of stories.rumours) add('rumour', rumourQuestion(rumour, random))
  for (const debate of stories.debates) add('what_do_people_say', debateQuestion(debate, random))
  for (const debate of silentDebates(world, stories))
    add('never_happened', {
      ...debateQuestion(debate, random),
      answers: [],
      detail: detail(null, null, 'never_happened'),
    })
  for (const joke of stories.jokes) add('joke', jokeQuestion(joke, random))
  for (const campaign of stories.campaigns) {
    const slots: Slots = (name) => (name === 'town' ? campaign.town : null)
    add('campaign', {
      kind: 'campaign',
      answers: [],
      detail: detail(`campaign:${campaign.id}`, null, 'campaign'),
      langs: ['en', 'fr'],
      ask: (lang) => expand(random.pick(campaign.questions[lang]), slots, random, lang),
    })
  }
  return number(select(pools, random), stories, random)
}

type Add = (pool: string, draft: Draft) => void

function collectEvent(event: PlannedEvent, stories: Stories, random: Random, add: Add): void {
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

function collectPhantom(phantom: PlannedEvent, stories: Stories, random: Random, add: Add): void {
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

function rumourQuestion(rumour: PlannedRumour, random: Random): Draft {
  return {
    kind: 'rumour',
    answers: [...DENIAL_ANSWERS, ...rumour.kind.denialKeys],
    detail: detail(`rumour:${rumour.id}`, null, null),
    langs: ['en', 'fr'],
    ask: (lang) =>
      capitalise(expand(random.pick(rumour.kind.questions[lang]), rumourSlots(rumour, lang), random, lang)),
  }
}

function debateQuestion(debate: PlannedDebate, random: Random): Draft {
  return {
    kind: 'what_do_people_say',
    answers: [...new Set(debate.opinions.slice(0, 3).flatMap((opinion) => opinion.keys))],
    detail: detail(`debate:${debate.id}`, null, null),
    langs: debate.english01 === 0.5 ? ['en', 'fr'] : debate.english01 > 0.5 ? ['en'] : ['fr'],
    ask: (lang) => {
      const topic = expand(random.pick(debate.topic.names[lang]), debateSlots(debate, lang), random, lang)
      return expand(random.pick(OPINIONS[lang]), (name) => (name === 'topic' ? topic : null), random, lang)
    },
  }
}

function jokeQuestion(joke: PlannedJoke, random: Random): Draft {
  return {
    kind: 'joke',
    answers: [],
    detail: detail(`joke:${joke.id}`, null, 'joke'),
    langs: [joke.lang],
    ask: (lang) =>
      expand(
        random.pick(JOKE_QUESTIONS[lang]),
        (name) =>
          name === 'town'
            ? joke.town
            : name === 'old'
              ? joke.old[lang]
              : name === 'odd'
                ? joke.odd[lang]
                : null,
        random,
        lang,
      ),
  }
}

/** Topics nobody argued about, in towns of the network. */
function silentDebates(world: World, stories: Stories): PlannedDebate[] {
  return TOPICS.slice(0, 3).flatMap((topic, position) => {
    const town = world.towns.find(
      (name, index) => index >= position && stories.debates.every((debate) => debate.town !== name),
    )
    return town === undefined
      ? []
      : [
          {
            id: `s${position}`,
            topic,
            town,
            site: { kind: topic.site, name: world.namer.site() },
            opinions: [],
            english01: 0.5,
            posts: 0,
          },
        ]
  })
}

const REALLY: Phrases = {
  en: ['Was there really {aref}?', 'Is it true that there was {aref}?', 'Did {ref} really happen?'],
  fr: ['Est-ce vrai qu’il y a eu {aref} ?', 'Y a-t-il vraiment eu {aref} ?', "{ref}, c'est vrai ?"],
}
const OPINIONS: Phrases = {
  en: [
    'What do people think of {topic}?',
    'What are people saying about {topic}?',
    'What is the opinion of locals on {topic}?',
    'How do people feel about {topic}?',
  ],
  fr: [
    'Que pensent les gens de {topic} ?',
    "Qu'est-ce qu'on dit de {topic} ?",
    "Quel est l'avis des habitants sur {topic} ?",
    'Comment est perçu le sujet : {topic} ?',
  ],
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

function placeSlot(event: PlannedEvent, name: string, lang: Lang): string | null {
  if (name === 'town') return event.town
  if (name === 'site') return siteName(event.site, lang)
  if (name === 'at_site') return atSite(event.site, lang)
  if (name === 'name') return event.site.name
  return name === 'day' ? dayName(event.startAt, lang) : null
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

/** How a question names an event; `t` and `s` mark forms that give away its time or its site. */
const REFERENCES: Readonly<Record<Lang, readonly (readonly [string, string])[]>> = {
  en: [
    ['the {noun} in {town}', ''],
    ['the {town} {noun}', ''],
    ["{day}'s {noun} in {town}", 't'],
    ['the {noun} of {date} in {town}', 't'],
    ['the {noun} {at_site}', 's'],
    ['the {noun} {at_site} in {town}', 's'],
  ],
  fr: [
    ['{noun} de {town}', ''],
    ['{noun} à {town}', ''],
    ['{noun} de {day} à {town}', 't'],
    ['{noun} du {date} à {town}', 't'],
    ['{noun} {at_site}', 's'],
    ['{noun} {at_site} à {town}', 's'],
  ],
}
const INDEFINITE: Readonly<Record<Lang, readonly (readonly [string, string])[]>> = {
  en: [
    ['a {noun} in {town}', ''],
    ['a {noun} in {town} on {day}', 't'],
    ['a {noun} {at_site} in {town}', 's'],
  ],
  fr: [
    ['{noun} à {town}', ''],
    ['{noun} {day} à {town}', 't'],
    ['{noun} {at_site} à {town}', 's'],
  ],
}

function describe(
  event: PlannedEvent,
  forms: typeof REFERENCES,
  lang: Lang,
  random: Random,
  hide: { hideSite?: boolean; hideTime?: boolean },
): string {
  const allowed = forms[lang].filter(
    ([, gives]) => !(hide.hideTime && gives === 't') && !(hide.hideSite && gives === 's'),
  )
  const nouns = random.chance(0.75) ? event.kind.nouns[lang] : event.kind.askNouns[lang]
  const noun = random.pick(nouns)
  const [template] = random.pick(allowed)
  return expand(
    template,
    (name) => {
      if (name === 'noun') return lang === 'fr' && forms === REFERENCES ? definite(noun) : noun
      return name === 'date' ? dateWords(event.startAt, lang) : placeSlot(event, name, lang)
    },
    random,
    lang,
  )
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

function detail(about: string | null, fact: string | null, trap: Trap | null): QuestionDetail {
  return { about, fact, trap, rivals: [] }
}

type Asked = { readonly draft: Draft; readonly lang: Lang; readonly question: string }

/** Takes from each pool in turn until its share is reached, then from any pool of the same side until 200 are there. */
function select(pools: ReadonlyMap<string, readonly Draft[]>, random: Random): Asked[] {
  const seen = new Set<string>()
  const chosen: Asked[] = []
  const balance = { en: 0, fr: 0 }
  const take = (pool: string, wanted: number): number => {
    const drafts = random.shuffled(pools.get(pool) ?? [])
    let taken = 0
    for (let round = 0; round < 12 && taken < wanted; round += 1) {
      for (const draft of drafts) {
        if (taken >= wanted) break
        const lang =
          draft.langs.length === 1 ? (draft.langs[0] as Lang) : balance.en <= balance.fr ? 'en' : 'fr'
        const question = draft.ask(lang)
        if (question === null || seen.has(question)) continue
        seen.add(question)
        balance[lang] += 1
        chosen.push({ draft, lang, question: capitalise(question) })
        taken += 1
      }
    }
    return taken
  }
  let missing = { yes: 0, no: 0 }
  for (const [pool, wanted] of Object.entries(WANTED)) {
    const left = wanted - take(pool, wanted)
    missing = UNANSWERABLE.has(pool)
      ? { ...missing, no: missing.no + left }
      : { ...missing, yes: missing.yes + left }
  }
  for (let round = 0; round < 8; round += 1) {
    for (const pool of FILLERS.yes) missing.yes -= take(pool, Math.ceil(missing.yes / 2))
    for (const pool of FILLERS.no) missing.no -= take(pool, missing.no)
  }
  return chosen
}

/** Where more questions come from when a pool is short. */
const FILLERS = {
  yes: ['how_many', 'who', 'when', 'where', 'what_happened', 'why'],
  no: ['never_happened', 'never_said', 'withheld'],
} as const

const UNANSWERABLE: ReadonlySet<string> = new Set<Trap>([
  'never_happened',
  'never_said',
  'withheld',
  'one_claim',
  'joke',
  'campaign',
])

function number(asked: readonly Asked[], stories: Stories, random: Random): Truth {
  const details = new Map<string, QuestionDetail>()
  const questions = random.shuffled(asked).map(({ draft, lang, question }, position): TruthQuestion => {
    const id = `q${position + 1}`
    details.set(id, draft.detail)
    return {
      id,
      question,
      lang,
      kind: draft.kind,
      answerable: draft.detail.trap === null,
      answers: draft.answers,
    }
  })
  return { questions, details, stories }
}
