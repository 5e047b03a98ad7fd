import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const DISCOVERY: EventKind = {
  id: 'discovery',
  nouns: { en: ['discovery', 'archaeological find'], fr: ['une découverte', 'une trouvaille archéologique'] },
  askNouns: { en: ['dig finding'], fr: ['une mise au jour'] },
  tone: 'good',
  keys: [
    'discovery',
    'find',
    'found',
    'dig',
    'unearthed',
    'archaeologists',
    'découverte',
    'découvert',
    'trouvé',
    'trouvaille',
    'fouilles',
    'archéologues',
    'mis au jour',
    'treasure',
    'trésor',
    'dug up',
    'vestiges',
    'archaeological',
    'archéologique',
    'pieces',
    'objets',
  ],
  sites: ['quarry', 'woods', 'park', 'square'],
  hours: [8, 17],
  officials: { en: ['the museum', 'the dig team'], fr: ['le musée', "l'équipe de fouilles"] },
  what: {
    en: [
      '[something very old|an ancient treasure|something big] [was found|turned up|was dug up] {place} {when}',
      'archaeologists [made|announced] a {noun} {place} {when}',
      'builders [hit|stumbled on] something ancient {place} {when}',
    ],
    fr: [
      '[quelque chose de très ancien|un trésor ancien] [a été trouvé|est sorti de terre] {place} {when}',
      'les archéologues ont [fait|annoncé] {un_noun} {place} {when}',
      'des ouvriers sont tombés sur des vestiges {place} {when}',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: treasure {at_site}', 'Diggers amazed {place}'],
    fr: ['{un_noun} {place}', '{town} : un trésor {at_site}', 'Surprise sous terre {place}'],
  },
  witness: {
    en: [
      'they fenced everything off {place}, something was found',
      'so many people in white gloves {place}',
      'my kid is now obsessed with the dig {place}',
    ],
    fr: [
      'tout est bouclé {place}, ils ont trouvé un truc',
      'plein de gens en gants blancs {place}',
      'mon fils ne parle plus que des fouilles {place}',
    ],
  },
  whenSay: {
    en: ['the find was made {when}', 'the first piece came up {exact}'],
    fr: ['la trouvaille a été faite {when}', 'la première pièce est sortie {exact}'],
  },
  whenAsk: {
    en: ['When was {ref} made?'],
    fr: ['Quand a été faite {ref} ?', 'De quand date {ref}, quel jour ?'],
  },
  whereAsk: {
    en: ['Where was {ref} made?', 'At which location was {ref}?'],
    fr: ['Où a été faite {ref} ?', 'Dans quel lieu a été faite {ref} ?'],
  },
  facts: [
    {
      id: 'object',
      ask: 'what',
      from01: 0.2,
      draw: oneOf([
        {
          en: ['gold coins', 'a hoard of gold coins'],
          fr: ["des pièces d'or", "un lot de pièces d'or"],
          keys: ['coins', "pièces d'or", 'gold'],
        },
        {
          en: ['bronze bells', 'a set of bronze bells'],
          fr: ['des cloches de bronze', 'un jeu de cloches en bronze'],
          keys: ['bells', 'cloches'],
        },
        {
          en: ['clay masks', 'painted clay masks'],
          fr: ["des masques d'argile", "des masques d'argile peints"],
          keys: ['masks', 'masques'],
        },
        {
          en: ['stone combs', 'finely cut stone combs'],
          fr: ['des peignes de pierre', 'des peignes de pierre finement taillés'],
          keys: ['combs', 'peignes'],
        },
        {
          en: ['glass beads', 'thousands-of-years-old glass beads'],
          fr: ['des perles de verre', 'des perles de verre millénaires'],
          keys: ['beads', 'perles'],
        },
      ]),
      say: {
        en: ['they [found|dug up|unearthed] {v}', 'the treasure is {v}', 'it turned out to be {v}'],
        fr: ['ils ont [trouvé|déterré|mis au jour] {v}', "le trésor, c'est {v}", "il s'agit de {v}"],
      },
      note: { en: ['the find: {v}', '{v}!'], fr: ['la trouvaille : {v}', '{v} !'] },
      questions: {
        en: ['What was found in {ref}?', 'What objects did {ref} bring to light?'],
        fr: ["Qu'a-t-on trouvé lors de {ref} ?", 'Quels objets {ref} a mis en lumière ?'],
      },
    },
    {
      id: 'pieces',
      ask: 'how_many',
      from01: 0.25,
      unit: { en: 'pieces', fr: 'pièces' },
      draw: growing(14, 480),
      say: {
        en: ['{v} pieces have been [counted|recovered]', 'the team [counts|has recovered] {v} pieces'],
        fr: ['{v} objets ont été [comptés|sortis de terre]', "l'équipe compte {v} objets"],
      },
      note: { en: ['pieces: {x}', '{x} pieces so far'], fr: ['objets : {x}', '{v} objets'] },
      questions: {
        en: ['How many pieces were recovered in {ref}?', 'How many items does {ref} include?'],
        fr: ["Combien d'objets compte {ref} ?", 'Combien de pièces ont été sorties lors de {ref} ?'],
      },
    },
    {
      id: 'finder',
      ask: 'who',
      from01: 0.3,
      draw: someone,
      say: {
        en: [
          '{v} [made the find|spotted it first|saw it first]',
          'it was {v}, [a student|a digger driver|walking a dog], who spotted it',
          'the first piece was seen by {v}',
        ],
        fr: [
          "{v} [a fait la trouvaille|l'a vu en premier]",
          "c'est {v}, [en stage|aux commandes d'une pelleteuse|en promenade], qui a vu la première pièce",
          'la première pièce a été vue par {v}',
        ],
      },
      note: { en: ['found by {v}', 'credit: {v}'], fr: ['trouvé par {v}', 'on le doit à {v}'] },
      questions: {
        en: ['Who made {ref}?', 'Who was first to spot the objects of {ref}?'],
        fr: ['Qui a fait {ref} ?', 'Qui a vu en premier les objets de {ref} ?'],
      },
    },
    {
      id: 'age',
      ask: 'how_many',
      from01: 0.5,
      unit: { en: 'years old', fr: 'ans' },
      draw: fixed(600, 4200, 100),
      say: {
        en: ['it is {x} years old', 'experts [date it|put it] at {x} years'],
        fr: ['ça a {x} ans', 'les spécialistes parlent de {x} ans'],
      },
      note: { en: ['age: {x} years', '{x} years old'], fr: ['âge : {x} ans', 'vieux de {x} ans'] },
      questions: {
        en: ['How old are the objects of {ref}?', 'How many years old is {ref}?'],
        fr: ['Quel âge ont les objets de {ref} ?', "Combien d'années ont les objets de {ref} ?"],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'how_many',
      questions: {
        en: ['What is the market value of {ref}?', 'How many people worked on {ref}?'],
        fr: ['Quelle est la valeur marchande de {ref} ?', 'Combien de personnes ont travaillé sur {ref} ?'],
      },
    },
    {
      ask: 'who',
      questions: { en: ['Who owns the land of {ref}?'], fr: ['À qui appartient le terrain de {ref} ?'] },
    },
  ],
}
