import type { Random } from '../../lib/random.ts'
import { type Draft, makeDraft } from './draft.ts'
import { expand, type Lang, type Phrases } from './grammar.ts'
import { HOUR_MS, MINUTE_MS } from './times.ts'
import type { User, World } from './world.ts'

/** One absurd thing said with a straight face by one account; everyone else laughs. */
export type PlannedJoke = {
  readonly id: string
  readonly town: string
  readonly author: User
  readonly startAt: number
  readonly lang: Lang
  readonly old: Readonly<Record<Lang, string>>
  readonly odd: Readonly<Record<Lang, string>>
  readonly posts: number
}

const OLD = [
  { en: 'traffic lights', fr: 'feux de circulation' },
  { en: 'street lamps', fr: 'lampadaires' },
  { en: 'ticket inspectors', fr: 'contrôleurs' },
  { en: 'park benches', fr: 'bancs publics' },
  { en: 'parking meters', fr: 'horodateurs' },
  { en: 'lifeguards', fr: 'maîtres-nageurs' },
  { en: 'speed bumps', fr: 'ralentisseurs' },
  { en: 'letter boxes', fr: 'boîtes aux lettres' },
] as const
const ODD = [
  { en: 'trained owls', fr: 'des hiboux dressés' },
  { en: 'very polite geese', fr: 'des oies très polies' },
  { en: 'warm baguettes', fr: 'des baguettes tièdes' },
  { en: 'retired opera singers', fr: "des chanteurs d'opéra à la retraite" },
  { en: 'jelly', fr: 'de la gelée' },
  { en: 'a single enormous turnip', fr: 'un seul énorme navet' },
  { en: 'sarcastic parrots', fr: 'des perroquets sarcastiques' },
  { en: 'inflatable hippos', fr: 'des hippopotames gonflables' },
] as const

export function planJoke(
  world: World,
  random: Random,
  request: { id: string; town: string; posts: number },
): PlannedJoke {
  const lang: Lang = random.chance(0.5) ? 'en' : 'fr'
  return {
    ...request,
    lang,
    author: world.special(
      random.pick(
        lang === 'en'
          ? ['The Daily Turnip (simulated)', 'Serious Spoon News (simulated)', 'Deadpan Gazette (simulated)']
          : ['Le Navet du Jour (simulated)', 'La Gazette du Gravier (simulated)', 'Le Sérieux (simulated)'],
      ),
      lang,
    ),
    startAt: Math.floor(world.startAt + (world.endAt - world.startAt - 12 * HOUR_MS) * random.next01()),
    old: random.pick(OLD),
    odd: random.pick(ODD),
  }
}

/** How a question names what the joke claimed. */
export const JOKE_QUESTIONS: Phrases = {
  en: [
    'Why did {town} replace its {old} with {odd}?',
    'When were the {old} of {town} replaced?',
    'Is it true that {town} now uses {odd} as {old}?',
    'Who decided to swap the {old} in {town} for {odd}?',
  ],
  fr: [
    'Pourquoi {town} a-t-elle remplacé ses {old} par {odd} ?',
    'Quand les {old} de {town} ont-ils été remplacés ?',
    'Est-ce vrai que {town} utilise {odd} à la place des {old} ?',
    'Qui a décidé de remplacer les {old} de {town} par {odd} ?',
  ],
}

export function* tellJoke(world: World, joke: PlannedJoke): Generator<Draft, void, void> {
  const random = world.random.fork(joke.id)
  const slots = (name: string) =>
    name === 'town'
      ? joke.town
      : name === 'old'
        ? joke.old[joke.lang]
        : name === 'odd'
          ? joke.odd[joke.lang]
          : null
  const label = `joke:${joke.id}`
  const first = makeDraft({
    at: joke.startAt,
    author: joke.author,
    text: expand(random.pick(DEADPAN[joke.lang]), slots, random, joke.lang),
    lang: joke.lang,
    label,
  })
  yield first
  for (let position = 1; position < joke.posts; position += 1) {
    const at = Math.floor(joke.startAt + position * 9 * MINUTE_MS + random.next01() * 8 * MINUTE_MS)
    const author = world.evenUser(random)
    if (random.chance(0.25)) {
      yield makeDraft({ at, author, text: first.text, lang: joke.lang, label, repostOf: first })
      continue
    }
    const lang: Lang = random.chance(0.8) ? joke.lang : author.lang
    yield makeDraft({
      at,
      author,
      text: expand(random.pick(LAUGH[lang]), slots, random, lang),
      lang,
      label,
      replyTo: first,
    })
  }
}

const DEADPAN: Phrases = {
  en: [
    'BREAKING: {town} [has replaced|replaces] all its {old} with {odd}. [Residents report no change.|The mayor calls it "a matter of common sense".|Experts are cautiously hungry.]',
    'After a long study, {town} will run on {odd} instead of {old} [from Monday|starting today]. [Savings are estimated at one button.|Nobody was consulted, least of all the {odd}.]',
    '[Officials|The council] in {town} confirm: {old} out, {odd} in. [The measure is temporary until the end of time.|A hotline has been set up and disconnected.]',
  ],
  fr: [
    "FLASH : {town} [a remplacé|remplace] tous ses {old} par {odd}. [Les habitants ne voient aucune différence.|Le maire parle d'une « question de bon sens ».|Les experts sont prudents et affamés.]",
    'Après une longue étude, {town} passe à {odd} au lieu des {old} [dès lundi|dès maintenant]. [Économies estimées à un bouton.|Personne n’a été consulté.]',
    '[Les autorités|Le conseil] de {town} confirment : fini les {old}, place à {odd}. [La mesure est provisoire jusqu’à la fin des temps.|Un numéro vert a été créé puis coupé.]',
  ],
}
const LAUGH: Phrases = {
  en: [
    '😂😂😂',
    'lmao',
    'i am crying',
    'this account never misses',
    'took me a second 😂',
    'satire is dead, long live satire',
    'my {town} friends are very upset 🤣',
    'not the {odd} 😭',
    'hahaha who writes this',
  ],
  fr: [
    '😂😂😂',
    'mdrrr',
    'je pleure',
    'ce compte est une pépite',
    'j’ai mis deux secondes 😂',
    'excellent, comme toujours',
    'mes amis de {town} sont très fâchés 🤣',
    'pas {odd} 😭',
    'hahaha qui écrit ça',
  ],
}
