import type { Random } from '../../lib/random.ts'
import { type Draft, makeDraft, Recent } from './draft.ts'
import { capitalise, expand, type Lang, type Phrases, type Slots, tidy } from './grammar.ts'
import { roughen } from './roughen.ts'
import { atSite, type Site, type SiteKind, siteName } from './sites.ts'
import type { World } from './world.ts'

type Opinion = { readonly say: Phrases; readonly keys: readonly string[] }

/** Something people in a town argue about for days, without an event. */
type Topic = {
  readonly id: string
  readonly site: SiteKind
  /** How the matter is called, as a noun phrase with its article. */
  readonly names: Phrases
  readonly opinions: readonly Opinion[]
}

export type PlannedDebate = {
  readonly id: string
  readonly topic: Topic
  readonly town: string
  readonly site: Site
  /** The opinions held, most common first. */
  readonly opinions: readonly Opinion[]
  readonly english01: number
  readonly posts: number
}

/** Shares of the opinions, most common first. */
const SHARES = [0.48, 0.3, 0.16, 0.06]

export function planDebate(
  world: World,
  random: Random,
  request: { id: string; topic: Topic; town: string; posts: number },
): PlannedDebate {
  const { topic } = request
  return {
    ...request,
    site: { kind: topic.site, name: world.namer.site() },
    opinions: random.shuffled(topic.opinions),
    english01: random.pick([0.5, 0.8, 0.2, 0.5]),
  }
}

/** The matter's name in a text or a question. */
export function debateSlots(debate: Pick<PlannedDebate, 'town' | 'site'>, lang: Lang): Slots {
  return (name) => {
    if (name === 'town') return debate.town
    if (name === 'site') return siteName(debate.site, lang)
    return name === 'at_site' ? atSite(debate.site, lang) : null
  }
}

/** An opinion an hour, more or less, all through the simulation. */
export function* tellDebate(world: World, debate: PlannedDebate): Generator<Draft, void, void> {
  const random = world.random.fork(debate.id)
  const recent = new Recent(30)
  const span = (world.endAt - world.startAt) * 0.9
  for (let position = 0; position < debate.posts; position += 1) {
    const at = Math.floor(world.startAt + span * ((position + random.next01()) / debate.posts))
    const lang: Lang = random.chance(debate.english01) ? 'en' : 'fr'
    const opinion = random.weighted(
      debate.opinions.map((held, rank) => [held, SHARES[rank] ?? 0.05] as const),
    )
    const draft = voice(world, random, debate, opinion, {
      at,
      lang,
      parent: random.chance(0.25) ? recent.pick(random.next01()) : null,
    })
    recent.add(draft)
    yield draft
  }
}

function voice(
  world: World,
  random: Random,
  debate: PlannedDebate,
  opinion: Opinion,
  turn: { at: number; lang: Lang; parent: Draft | null },
): Draft {
  const { at, parent } = turn
  const lang: Lang = parent?.lang === 'en' || parent?.lang === 'fr' ? parent.lang : turn.lang
  const slots = debateSlots(debate, lang)
  let author = world.evenUser(random)
  for (let tries = 0; tries < 5 && author.lang !== lang; tries += 1) author = world.evenUser(random)
  const say = expand(random.pick(opinion.say[lang]), slots, random, lang)
  const name = expand(random.pick(debate.topic.names[lang]), slots, random, lang)
  const frame = expand(
    random.pick((parent === null ? FRAMES : REPLIES)[lang]),
    (slot) => (slot === 'say' ? say : slot === 'topic' ? name : slots(slot)),
    random,
    lang,
  )
  const text = tidy(random.chance(0.6) ? capitalise(frame) : frame, lang)
  return makeDraft({
    at,
    author,
    text: roughen(text, lang, author.sloppy01, random),
    lang,
    label: `debate:${debate.id}`,
    replyTo: parent,
  })
}

const FRAMES: Phrases = {
  en: [
    '{topic}: {say}',
    '{say}. [that is all i have to say about|my view on|about] {topic}',
    '[so|ok so|honestly,] {topic}... {say}',
    '[i think|imo|if you ask me,] {say} ({topic})',
    'everyone [at work|in my street] talks about {topic}. {say}',
    'we need to talk about {topic} - {say}',
  ],
  fr: [
    '{topic} : {say}',
    '{say}. [voilà mon avis sur|je parle de|à propos de] {topic}',
    '[bon|alors|franchement] {topic}... {say}',
    '[à mon avis|pour moi|je trouve] {say} ({topic})',
    '[tout le monde|toute la rue] parle de {topic}. {say}',
    'il faut parler de {topic} - {say}',
  ],
}
const REPLIES: Phrases = {
  en: [
    '[agree|exactly|this]: {say}',
    '[no|sorry but] {say}',
    '{say}',
    'same, {say}',
    'and [besides|on top of that] {say}',
  ],
  fr: [
    "[d'accord|exactement|voilà] : {say}",
    '[non|désolé mais] {say}',
    '{say}',
    'pareil, {say}',
    'et [en plus|surtout] {say}',
  ],
}

export const TOPICS: readonly Topic[] = [
  {
    id: 'timetable',
    site: 'station',
    names: {
      en: ['the new tram timetable in {town}', "{town}'s new tram schedule"],
      fr: ['les nouveaux horaires du tram à {town}', 'la nouvelle grille du tram de {town}'],
    },
    opinions: [
      {
        say: {
          en: ['the last tram leaves [way |far ]too early', 'nothing runs late at night any more'],
          fr: ['le dernier tram part [bien |]trop tôt', 'plus rien ne roule tard le soir'],
        },
        keys: ['early', 'late', 'tôt', 'tard'],
      },
      {
        say: {
          en: ['the trams are [packed|overcrowded] at rush hour', 'you cannot even get in, too crowded'],
          fr: ['les rames sont [bondées|pleines à craquer]', 'on ne peut plus monter, trop de monde'],
        },
        keys: ['packed', 'overcrowded', 'crowded', 'bondées', 'pleines', 'trop de monde'],
      },
      {
        say: {
          en: ['it is finally [reliable|on time]', 'they come on time now, i am happy'],
          fr: ['enfin des trams [à l’heure|ponctuels]', 'ils sont à l’heure maintenant, je suis ravi'],
        },
        keys: ['reliable', 'on time', "à l'heure", 'ponctuels'],
      },
      {
        say: {
          en: ['nobody can read that thing', 'it is [confusing|impossible to understand]'],
          fr: ["personne n'y comprend rien", "c'est [illisible|incompréhensible]"],
        },
        keys: ['confusing', 'understand', 'illisible', 'incompréhensible', 'comprend'],
      },
    ],
  },
  {
    id: 'parking',
    site: 'square',
    names: {
      en: ['paid parking {at_site} in {town}', 'the parking meters {at_site}, {town}'],
      fr: ['le stationnement payant {at_site} à {town}', 'les horodateurs {at_site}, {town}'],
    },
    opinions: [
      {
        say: {
          en: ['it is [far too|way too|much too] expensive', 'the price is a rip-off'],
          fr: ["c'est [beaucoup trop|bien trop] cher", 'le tarif est une arnaque'],
        },
        keys: ['expensive', 'price', 'rip-off', 'cher', 'tarif', 'arnaque'],
      },
      {
        say: {
          en: ['it [kills|will kill] the small shops', 'shopkeepers are losing customers'],
          fr: ['ça [tue|va tuer] les petits commerces', 'les commerçants perdent des clients'],
        },
        keys: ['shops', 'shopkeepers', 'customers', 'commerces', 'commerçants', 'clients'],
      },
      {
        say: {
          en: ['finally room for [prams|people|bikes]', 'there is finally some space'],
          fr: ['enfin de la place pour [les poussettes|les vélos]', "on a enfin de l'espace"],
        },
        keys: ['room', 'space', 'de la place', 'espace'],
      },
      {
        say: {
          en: ['the machines never work', 'half of the machines are broken'],
          fr: ['les machines ne marchent jamais', 'la moitié des bornes est en panne'],
        },
        keys: ['machines', 'broken', 'bornes', 'panne'],
      },
    ],
  },
  {
    id: 'statue',
    site: 'square',
    names: {
      en: ['the new statue {at_site} in {town}', 'that statue {at_site}, {town}'],
      fr: ['la nouvelle statue {at_site} à {town}', 'cette statue {at_site}, {town}'],
    },
    opinions: [
      {
        say: {
          en: ['it is [so ugly|hideous|an eyesore]', 'ugliest thing i ever saw'],
          fr: ["c'est [moche|hideux|affreux]", 'le truc le plus laid que j’aie vu'],
        },
        keys: ['ugly', 'ugliest', 'hideous', 'eyesore', 'moche', 'hideux', 'affreux', 'laid'],
      },
      {
        say: {
          en: ['what a waste of [public |]money', 'that money was needed elsewhere'],
          fr: ["quel gaspillage d'argent [public|]", 'cet argent manquait ailleurs'],
        },
        keys: ['waste', 'money', 'gaspillage', 'argent'],
      },
      {
        say: {
          en: ['my kids love climbing on it', 'children adore it'],
          fr: ['mes enfants adorent grimper dessus', 'les gosses adorent'],
        },
        keys: ['kids', 'children', 'climbing', 'enfants', 'gosses', 'grimper'],
      },
      {
        say: { en: ['you get used to it', 'it grows on you'], fr: ["on s'y habitue", "on s'y fait"] },
        keys: ['used to it', 'grows on', 'habitue', "s'y fait"],
      },
    ],
  },
  {
    id: 'carfree',
    site: 'street',
    names: {
      en: ['the car-free {site} in {town}', 'closing {site} to cars, {town}'],
      fr: ['{site} sans voitures à {town}', 'la fermeture de {site} aux voitures, {town}'],
    },
    opinions: [
      {
        say: {
          en: ['it is so much [quieter|calmer]', 'you can hear the birds, such silence'],
          fr: ["c'est tellement plus [calme|silencieux]", 'on entend les oiseaux, quel silence'],
        },
        keys: ['quieter', 'calmer', 'silence', 'calme', 'silencieux'],
      },
      {
        say: {
          en: [
            'the traffic jams just moved [next door|to the next street]',
            'all the traffic is in our street now',
          ],
          fr: ['les bouchons se sont juste déplacés', 'tout le trafic passe chez nous maintenant'],
        },
        keys: ['traffic', 'jams', 'bouchons', 'trafic'],
      },
      {
        say: {
          en: ['deliveries have become a nightmare', 'try getting a parcel delivered now'],
          fr: ['les livraisons, un cauchemar', 'essayez de vous faire livrer maintenant'],
        },
        keys: ['deliveries', 'delivered', 'parcel', 'livraisons', 'livrer'],
      },
      {
        say: {
          en: ['the air is cleaner', 'i can breathe again'],
          fr: ["l'air est plus propre", 'on respire enfin'],
        },
        keys: ['cleaner', 'breathe', 'plus propre', 'respire'],
      },
    ],
  },
  {
    id: 'bins',
    site: 'district',
    names: {
      en: ['the new bin collection {at_site}, {town}', 'the fortnightly bins {at_site} in {town}'],
      fr: [
        'la nouvelle collecte des poubelles {at_site} à {town}',
        'les poubelles ramassées tous les quinze jours {at_site}, {town}',
      ],
    },
    opinions: [
      {
        say: {
          en: ['it [stinks|smells awful] on the whole street', 'the smell is unbearable'],
          fr: ['ça [pue|empeste] dans toute la rue', "l'odeur est insupportable"],
        },
        keys: ['stinks', 'smell', 'smells', 'pue', 'empeste', 'odeur'],
      },
      {
        say: {
          en: ['[rats|the rats] are having a party', 'i counted three rats this week'],
          fr: ['les rats font la fête', "j'ai compté trois rats cette semaine"],
        },
        keys: ['rats'],
      },
      {
        say: {
          en: ['we throw away less now', 'it made us sort our waste properly'],
          fr: ['on jette moins maintenant', 'on trie enfin correctement'],
        },
        keys: ['throw away less', 'sort our waste', 'jette moins', 'trie'],
      },
      {
        say: {
          en: ['the taxes did not go down though', 'same tax for half the service'],
          fr: ["la taxe n'a pas baissé pour autant", 'même taxe pour moitié moins de service'],
        },
        keys: ['tax', 'taxes', 'taxe'],
      },
    ],
  },
  {
    id: 'baths',
    site: 'pool',
    names: {
      en: ['the reopened {site} in {town}', '{site} in {town} since it reopened'],
      fr: ['la réouverture de {site} à {town}', '{site} à {town} depuis sa réouverture'],
    },
    opinions: [
      {
        say: {
          en: ['the water is [freezing|ice cold]', 'way too cold in there'],
          fr: ["l'eau est [glacée|gelée]", 'beaucoup trop froid là-dedans'],
        },
        keys: ['freezing', 'cold', 'glacée', 'gelée', 'froid'],
      },
      {
        say: {
          en: ['the staff are [lovely|so kind]', 'such friendly lifeguards'],
          fr: ['le personnel est [adorable|très gentil]', 'des maîtres-nageurs sympas'],
        },
        keys: ['staff', 'lifeguards', 'friendly', 'personnel', 'maîtres-nageurs', 'sympas'],
      },
      {
        say: {
          en: ['the queue takes an hour', 'endless queues at the entrance'],
          fr: ['une heure de queue', "des files interminables à l'entrée"],
        },
        keys: ['queue', 'queues', 'file', 'files'],
      },
      {
        say: {
          en: ['the changing rooms are filthy', 'dirty showers, again'],
          fr: ['les vestiaires sont dégoûtants', 'douches sales, encore'],
        },
        keys: ['filthy', 'dirty', 'dégoûtants', 'sales'],
      },
    ],
  },
]
