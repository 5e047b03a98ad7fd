import type { Random } from '../../lib/random.ts'
import { type Draft, makeDraft, Recent } from './draft.ts'
import { capitalise, expand, type Lang, type Phrases, type Slots, tidy } from './grammar.ts'
import { roughen } from './roughen.ts'
import type { RumourKind } from './rumour-kinds.ts'
import { atSite, type Site, siteName } from './sites.ts'
import { HOUR_MS } from './times.ts'
import type { User, World } from './world.ts'

export type PlannedRumour = {
  readonly id: string
  readonly kind: RumourKind
  readonly town: string
  readonly site: Site
  readonly startAt: number
  readonly english01: number
  readonly office: { readonly en: User; readonly fr: User }
  readonly posts: number
}

export function planRumour(
  world: World,
  random: Random,
  request: { id: string; kind: RumourKind; town: string; posts: number },
): PlannedRumour {
  const { kind, town } = request
  return {
    ...request,
    site: { kind: kind.site, name: world.namer.site() },
    startAt:
      world.startAt +
      Math.floor((world.endAt - world.startAt - 20 * HOUR_MS) * random.next01()) +
      4 * HOUR_MS,
    english01: random.pick([0.5, 0.8, 0.2]),
    office: {
      en: world.special(`Town of ${town} (simulated)`, 'en'),
      fr: world.special(`Ville de ${town} (simulated)`, 'fr'),
    },
  }
}

export function rumourSlots(rumour: Pick<PlannedRumour, 'town' | 'site'>, lang: Lang): Slots {
  return (name) => {
    if (name === 'town') return rumour.town
    if (name === 'site') return siteName(rumour.site, lang)
    if (name === 'at_site') return atSite(rumour.site, lang)
    return name === 'town_in' ? `${lang === 'en' ? 'in' : 'à'} ${rumour.town}` : null
  }
}

/** First it spreads, then the denials come in, and a few go on believing it. */
export function* tellRumour(world: World, rumour: PlannedRumour): Generator<Draft, void, void> {
  const random = world.random.fork(rumour.id)
  const recent = new Recent(30)
  for (let position = 0; position < rumour.posts; position += 1) {
    const u = (position + random.next01()) / rumour.posts
    const at = Math.floor(rumour.startAt + u * 14 * HOUR_MS)
    const denying = u > 0.4 && random.chance(u > 0.6 ? 0.85 : 0.6)
    const parent = recent.pick(random.next01())
    if (parent !== null && random.chance(0.14)) {
      yield makeDraft({
        at,
        author: world.evenUser(random),
        text: parent.text,
        lang: parent.lang,
        label: parent.label,
        repostOf: parent,
      })
      continue
    }
    const draft = denying ? deny(world, random, rumour, at, parent) : spread(world, random, rumour, at)
    if (draft.replyTo === null) recent.add(draft)
    yield draft
  }
}

function spread(world: World, random: Random, rumour: PlannedRumour, at: number): Draft {
  const lang: Lang = random.chance(rumour.english01) ? 'en' : 'fr'
  const author = speaker(world, random, lang)
  const claim = expand(random.pick(rumour.kind.claim[lang]), rumourSlots(rumour, lang), random, lang)
  return written(
    random,
    rumour,
    { at, lang, author, parent: null },
    expand(random.pick(SPREAD[lang]), (name) => (name === 'clause' ? claim : null), random, lang),
  )
}

function deny(world: World, random: Random, rumour: PlannedRumour, at: number, parent: Draft | null): Draft {
  const lang: Lang = random.chance(rumour.english01) ? 'en' : 'fr'
  const official = random.chance(0.18)
  const witness = !official && random.chance(0.3)
  const author = official ? rumour.office[lang] : speaker(world, random, lang)
  const slots = rumourSlots(rumour, lang)
  const clause = expand(
    random.pick((witness ? rumour.kind.witness : rumour.kind.denial)[lang]),
    slots,
    random,
    lang,
  )
  const frames = official ? DENY_OFFICIAL : witness ? DENY_WITNESS : DENY
  const text = expand(
    random.pick(frames[lang]),
    (name) => (name === 'clause' ? clause : slots(name)),
    random,
    lang,
  )
  const reply = !official && parent !== null && random.chance(0.35) && parent.lang === lang
  return written(random, rumour, { at, lang, author, parent: reply ? parent : null }, text)
}

function written(
  random: Random,
  rumour: PlannedRumour,
  turn: { at: number; lang: Lang; author: User; parent: Draft | null },
  text: string,
): Draft {
  const { at, lang, author, parent } = turn
  const tidied = tidy(random.chance(0.7) || author.sloppy01 === 0 ? capitalise(text) : text, lang)
  return makeDraft({
    at,
    author,
    text: roughen(tidied, lang, author.sloppy01, random),
    lang,
    label: `rumour:${rumour.id}`,
    replyTo: parent,
  })
}

function speaker(world: World, random: Random, lang: Lang): User {
  let user = world.evenUser(random)
  for (let tries = 0; tries < 5 && user.lang !== lang; tries += 1) user = world.evenUser(random)
  return user
}

const SPREAD: Phrases = {
  en: [
    '{clause}',
    '[omg|wow|wtf], {clause}',
    '[is it true that|wait,] {clause}??',
    'a friend who works there says {clause}',
    '[everyone is saying|they say|rumour has it that] {clause}',
    'share before they delete this: {clause}',
    '{clause}, [pass it on|unbelievable|i knew it]',
  ],
  fr: [
    '{clause}',
    '[omg|oh là là|quoi], {clause}',
    "[c'est vrai que|attendez,] {clause} ??",
    'une amie qui y travaille dit que {clause}',
    '[tout le monde dit que|on raconte que|il paraît que] {clause}',
    'partagez avant que ça soit supprimé : {clause}',
    '{clause}, [faites passer|incroyable|je le savais]',
  ],
}
const DENY: Phrases = {
  en: [
    '[this is|that is|it is] [false|not true|a hoax|made up]: {clause}',
    'the rumour is [wrong|false|nonsense]. {clause}',
    '[stop spreading this|please stop|fake], {clause}',
    'town hall [denies it|has denied it]: {clause}',
    '[debunked|denied]: {clause}',
  ],
  fr: [
    "[c'est|c’est totalement] [faux|inventé|un canular] : {clause}",
    'la rumeur est [fausse|infondée]. {clause}',
    '[arrêtez de partager|stop|intox], {clause}',
    'la mairie [dément|a démenti] : {clause}',
    '[démenti|rumeur démentie] : {clause}',
  ],
}
const DENY_OFFICIAL: Phrases = {
  en: [
    'Official statement: the rumour [circulating|going round] is false. {clause}.',
    'We deny the [rumour|claims] [shared today|going round]: {clause}.',
    'There is no truth in what is being shared: {clause}.',
  ],
  fr: [
    'Communiqué : la rumeur qui circule est fausse. {clause}.',
    'Nous démentons [la rumeur|les affirmations partagées] : {clause}.',
    'Rien de vrai dans ce qui est partagé : {clause}.',
  ],
}
const DENY_WITNESS: Phrases = {
  en: [
    'i am [right here|on the spot] and it is not true, {clause}',
    'i live next door: {clause}. the story is false',
    'just checked, {clause}, so that rumour is false',
  ],
  fr: [
    "je suis [sur place|juste à côté] et c'est faux, {clause}",
    "j'habite en face : {clause}. l'histoire est fausse",
    "je viens de vérifier, {clause}, donc c'est faux",
  ],
}

/** Words by which an answer says that a thing is not so. */
export const DENIAL_ANSWERS = [
  'false',
  'not true',
  'untrue',
  'denied',
  'denies',
  'deny',
  'denial',
  'hoax',
  'made up',
  'debunked',
  'wrong',
  'no truth',
  'nonsense',
  'fake',
  'unfounded',
  'faux',
  'fausse',
  'pas vrai',
  'dément',
  'démenti',
  'démentie',
  'démentent',
  'démentons',
  'canular',
  'inventé',
  'infondée',
  'intox',
  'rien de vrai',
]
