import type { Random } from '../../lib/random.ts'
import { type Draft, makeDraft, Recent } from './draft.ts'
import { capitalise, expand, type Lang, type Phrases, type Slots, tidy } from './grammar.ts'
import { roughen } from './roughen.ts'
import { atSite, type Site, type SiteKind, siteName } from './sites.ts'
import { HOUR_MS } from './times.ts'
import type { User, World } from './world.ts'

/** A false story: `claim` and `denial` are finite clauses, `questions` ask whether it is true. */
type RumourKind = {
  readonly id: string
  readonly site: SiteKind
  readonly claim: Phrases
  readonly denial: Phrases
  /** What someone on the spot sees. */
  readonly witness: Phrases
  readonly questions: Phrases
  /** Words of its denials that also count as a right answer. */
  readonly denialKeys: readonly string[]
}

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

export const RUMOUR_KINDS: readonly RumourKind[] = [
  {
    id: 'closing',
    site: 'library',
    claim: {
      en: [
        '{site} in {town} is [closing for good|shutting down] next month',
        'they are [shutting|closing] {site} {town_in} for ever',
      ],
      fr: [
        '{site} à {town} [va fermer|ferme] définitivement le mois prochain',
        'on ferme pour toujours {site} {town_in}',
      ],
    },
    denial: {
      en: ['{site} {town_in} stays open', 'nobody is closing {site} {town_in}, only the roof gets repaired'],
      fr: ['{site} reste ouverte {town_in}', 'personne ne ferme {site} {town_in}, on répare juste le toit'],
    },
    witness: {
      en: ['{site} is open and the staff laughed when i asked ({town})'],
      fr: ['{site} est ouverte et le personnel a bien ri ({town})'],
    },
    questions: {
      en: ['Is {site} in {town} going to shut?', 'Is it true that {site} in {town} will be closed down?'],
      fr: [
        'Est-ce vrai que {site} de {town} va fermer ?',
        '{site} à {town} va-t-elle vraiment disparaître ?',
      ],
    },
    denialKeys: ['stays open', 'nobody is closing', 'reste ouverte', 'personne ne ferme'],
  },
  {
    id: 'water',
    site: 'district',
    claim: {
      en: [
        'the tap water {at_site} {town_in} is [poisoned|contaminated]',
        "don't drink the water {at_site}, {town}, it is toxic",
      ],
      fr: [
        "l'eau du robinet {at_site} à {town} est [empoisonnée|contaminée]",
        "ne buvez pas l'eau {at_site} à {town}, elle est toxique",
      ],
    },
    denial: {
      en: ['the tap water {town_in} is safe to drink', 'all samples {at_site} {town_in} were clean'],
      fr: ["l'eau du robinet est potable {town_in}", 'toutes les analyses {at_site} à {town} sont bonnes'],
    },
    witness: {
      en: ['been drinking tap water {at_site} all day, i am fine ({town})'],
      fr: ["je bois l'eau du robinet {at_site} depuis ce matin, tout va bien ({town})"],
    },
    questions: {
      en: ['Is the tap water in {town} contaminated?', 'Is it dangerous to drink the water in {town}?'],
      fr: [
        "L'eau du robinet est-elle contaminée à {town} ?",
        "Est-il vrai que l'eau de {town} est dangereuse ?",
      ],
    },
    denialKeys: ['safe to drink', 'samples', 'clean', 'potable', 'analyses', 'bonnes'],
  },
  {
    id: 'animal',
    site: 'park',
    claim: {
      en: [
        'a [wolf|bear|big cat] [escaped|is on the loose] {at_site} {town_in}',
        'there is an escaped [wolf|bear] {at_site}, {town}, stay inside',
      ],
      fr: [
        "un [loup|ours|fauve] s'est échappé {at_site} à {town}",
        'un [loup|ours] rôde {at_site} à {town}, restez chez vous',
      ],
    },
    denial: {
      en: ['no animal is missing {town_in}', 'the beast {at_site} {town_in} was a large dog'],
      fr: ['aucun animal ne manque {town_in}', 'la bête {at_site} à {town} était un gros chien'],
    },
    witness: {
      en: ['i walked through {site}, {town}, it was a shaggy dog with its owner'],
      fr: ["j'ai traversé {site} à {town}, c'était un gros chien et sa maîtresse"],
    },
    questions: {
      en: ['Is a wild animal on the loose in {town}?', 'Did a dangerous animal escape in {town}?'],
      fr: [
        'Un animal sauvage est-il en liberté à {town} ?',
        'Est-ce vrai qu’une bête dangereuse rôde à {town} ?',
      ],
    },
    denialKeys: ['no animal', 'dog', 'aucun animal', 'chien'],
  },
  {
    id: 'ban',
    site: 'park',
    claim: {
      en: ['dogs will be [banned|forbidden] from {site} {town_in}', '{town} is banning all dogs in {site}'],
      fr: ['les chiens seront interdits dans {site} à {town}', '{town} interdit tous les chiens dans {site}'],
    },
    denial: {
      en: ['dogs remain welcome {at_site} {town_in}', 'there is no ban on dogs planned {town_in}'],
      fr: [
        'les chiens restent les bienvenus {at_site} {town_in}',
        "aucune interdiction de chiens n'est prévue {town_in}",
      ],
    },
    witness: {
      en: ['the sign {at_site}, {town}, says keep dogs on a lead, nothing else'],
      fr: ['le panneau {at_site} à {town} dit juste de tenir les chiens en laisse'],
    },
    questions: {
      en: [
        'Are dogs going to be forbidden in {site} in {town}?',
        'Is {town} really banning dogs from {site}?',
      ],
      fr: [
        'Les chiens vont-ils être interdits dans {site} à {town} ?',
        '{town} interdit-elle vraiment les chiens dans {site} ?',
      ],
    },
    denialKeys: ['welcome', 'no ban', 'bienvenus', 'aucune interdiction'],
  },
  {
    id: 'bridge',
    site: 'bridge',
    claim: {
      en: [
        '{site} {town_in} is about to [collapse|fall down]',
        'huge cracks in {site}, {town}, it will collapse',
      ],
      fr: [
        "{site} à {town} [va s'effondrer|menace de s'effondrer]",
        "d'énormes fissures sur {site} à {town}, il va tomber",
      ],
    },
    denial: {
      en: [
        '{site} {town_in} was inspected and is sound',
        'engineers found nothing wrong with {site} {town_in}',
      ],
      fr: [
        '{site} à {town} a été inspecté et il est solide',
        "les ingénieurs n'ont rien trouvé sur {site} à {town}",
      ],
    },
    witness: {
      en: ['those "cracks" in {site}, {town}, are old paint'],
      fr: ['ces « fissures » sur {site} à {town}, de la vieille peinture'],
    },
    questions: {
      en: ['Is {site} in {town} in danger of collapsing?', 'Is it true that the {town} bridge may fall?'],
      fr: ["{site} à {town} risque-t-il de s'effondrer ?", 'Est-ce vrai que le pont de {town} va tomber ?'],
    },
    denialKeys: ['sound', 'nothing wrong', 'inspected', 'paint', 'solide', "n'ont rien trouvé", 'peinture'],
  },
  {
    id: 'free',
    site: 'station',
    claim: {
      en: [
        'all trams {town_in} will be free on Friday',
        'free tram rides for everyone from {site}, {town}, this Friday',
      ],
      fr: [
        'tous les trams de {town} seront gratuits vendredi',
        'tram gratuit pour tous depuis {site} à {town} vendredi',
      ],
    },
    denial: {
      en: ['tram tickets {town_in} cost what they always cost', 'no free rides are planned {town_in}'],
      fr: ['les billets de tram restent payants {town_in}', "aucune gratuité n'est prévue {town_in}"],
    },
    witness: {
      en: ['asked at the desk of {site}, {town}: you still need a ticket'],
      fr: ['demandé au guichet de {site} à {town} : il faut toujours un billet'],
    },
    questions: {
      en: [
        'Will the trams in {town} cost nothing on Friday?',
        'Are tram rides really free in {town} this Friday?',
      ],
      fr: [
        'Le tram sera-t-il gratuit vendredi à {town} ?',
        'Est-ce vrai que les trams de {town} ne coûtent rien vendredi ?',
      ],
    },
    denialKeys: [
      'no free',
      'still need a ticket',
      'cost what',
      'payants',
      'aucune gratuité',
      'toujours un billet',
    ],
  },
]
