import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const PROTEST: EventKind = {
  id: 'protest',
  nouns: { en: ['march', 'demonstration'], fr: ['une manifestation', 'une marche'] },
  askNouns: { en: ['rally', 'protest'], fr: ['un rassemblement'] },
  tone: 'divided',
  keys: [
    'march',
    'marched',
    'marching',
    'demonstration',
    'protest',
    'protesters',
    'rally',
    'demonstrators',
    'manifestation',
    'marche',
    'manifestants',
    'défilé',
    'rassemblement',
    'manif',
    'manifesté',
    'took to the streets',
    'marchers',
    'demonstrated',
    'manifeste',
    'défilent',
    'cortège',
    'banderoles',
    'banners',
  ],
  sites: ['square', 'bridge', 'street', 'quay'],
  hours: [9, 17],
  officials: { en: ['police', 'the prefecture'], fr: ['la police', 'la préfecture'] },
  what: {
    en: [
      'a [big|huge|noisy|] {noun} [~is under way|started|set off] {place} {when}',
      'people [~are marching|marched|took to the streets] {place} {when}',
      '~ {site} in {town} is [full of|packed with] protesters {since}',
    ],
    fr: [
      '{un_noun} [~est en cours|est partie|a démarré] {place} {when}',
      'les gens [~défilent|ont défilé|~sont dans la rue] {place} {when}',
      '~ {site} à {town} est noir de monde {since}, ça manifeste',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: crowds {at_site}', 'Banners out {place}'],
    fr: ['{un_noun} {place}', '{town} : la foule {at_site}', 'Banderoles {place}'],
  },
  witness: {
    en: [
      'never seen so many people {place}',
      'drums and whistles {place}',
      'bus diverted because of the crowd {place}',
    ],
    fr: [
      'jamais vu autant de monde {place}',
      'tambours et sifflets {place}',
      'bus dévié à cause de la foule {place}',
    ],
  },
  whenSay: {
    en: ['they set off {when}', 'the {noun} began {exact}'],
    fr: ['le cortège est parti {when}', '{noun} a commencé {exact}'],
  },
  whenAsk: {
    en: ['When did {ref} begin?', 'When did people take to the streets in {town}?'],
    fr: ['Quand {ref} a commencé ?', 'Quand est parti le cortège de {ref} ?'],
  },
  whereAsk: {
    en: ['Where was {ref} held?', 'Where did the crowd gather for {ref}?'],
    fr: ["Où s'est tenu le cortège de {ref} ?", "Où s'est rassemblée la foule de {ref} ?"],
  },
  facts: [
    {
      id: 'crowd',
      ask: 'how_many',
      from01: 0.2,
      unit: { en: 'marchers', fr: 'manifestants' },
      draw: growing(400, 24_000, 100),
      say: {
        en: [
          '{v} people [took part|joined|marched]',
          '{v} [marchers|demonstrators] [were counted|turned up]',
          'the crowd [reached|grew to] {x}',
        ],
        fr: [
          '{v} personnes [ont participé|ont défilé|étaient là]',
          '{v} manifestants ont été comptés',
          'on a compté {v} manifestants',
        ],
      },
      note: {
        en: ['crowd: {x}', '{x} marchers', 'turnout: {x}'],
        fr: ['participants : {x}', '{v} manifestants'],
      },
      questions: {
        en: [
          'How many people took part in {ref}?',
          'How big was the crowd at {ref}?',
          'How many joined {ref}?',
        ],
        fr: [
          'Combien de personnes ont participé à {ref} ?',
          'Combien de manifestants à {ref} ?',
          'Il y avait combien de monde à {ref} ?',
        ],
      },
    },
    {
      id: 'reason',
      ask: 'why',
      from01: 0.15,
      draw: oneOf([
        {
          en: ['the closure of the maternity ward', 'the plan to close the maternity ward'],
          fr: ['la fermeture de la maternité', 'le projet de fermer la maternité'],
          keys: ['maternity', 'maternité'],
        },
        {
          en: ['the felling of the lime trees', 'plans to cut down the lime trees'],
          fr: ["l'abattage des tilleuls", 'la coupe prévue des tilleuls'],
          keys: ['lime trees', 'trees', 'tilleuls'],
        },
        {
          en: ['rising rents', 'the rent increases'],
          fr: ['la hausse des loyers', 'les loyers qui flambent'],
          keys: ['rent', 'rents', 'loyers'],
        },
        {
          en: ['the new motorway', 'the motorway project'],
          fr: ["le projet d'autoroute", 'la nouvelle autoroute'],
          keys: ['motorway', 'autoroute'],
        },
        {
          en: ['the incinerator project', 'the planned incinerator'],
          fr: ["le projet d'incinérateur", "l'incinérateur prévu"],
          keys: ['incinerator', 'incinérateur'],
        },
      ]),
      say: {
        en: [
          'they [are protesting|march] against {v}',
          'it is [all |]about {v}',
          '{v} [brought|got] people onto the streets',
        ],
        fr: ['ils [protestent|défilent] contre {v}', 'tout ça à cause de {v}', 'la colère vient de {v}'],
      },
      note: { en: ['against {v}', 'no to {v}'], fr: ['contre {v}', 'non à {v}'] },
      questions: {
        en: ['What is {ref} against?', 'Why do people join {ref}?', 'What was the reason for {ref}?'],
        fr: [
          'Contre quoi était organisée {ref} ?',
          'Quelle est la raison de {ref} ?',
          'Pourquoi {ref} a eu lieu ?',
        ],
      },
    },
    {
      id: 'leader',
      ask: 'who',
      from01: 0.25,
      draw: someone,
      say: {
        en: [
          '{v} [organised it|called for it|is behind the call]',
          '{v} spoke [to the crowd|from the lorry] for the organisers',
          'the call came from {v}',
        ],
        fr: [
          "{v} [organise|est à l'origine de l'appel]",
          '{v} a parlé à la foule pour le collectif',
          "l'appel vient de {v}",
        ],
      },
      note: {
        en: ['organiser: {v}', '{v} at the microphone'],
        fr: ['pour le collectif : {v}', '{v} au micro'],
      },
      questions: {
        en: ['Who organised {ref}?', 'Who called for {ref}?'],
        fr: ['Qui a organisé {ref} ?', "Qui est à l'origine de {ref} ?"],
      },
    },
    {
      id: 'arrests',
      ask: 'how_many',
      from01: 0.5,
      unit: { en: 'arrests', fr: 'interpellations' },
      draw: fixed(2, 38),
      say: {
        en: ['{v} people were arrested', 'police made {x} arrests'],
        fr: ['{v} personnes ont été interpellées', 'la police a fait {x} interpellations'],
      },
      note: { en: ['arrests: {x}', '{x} arrests'], fr: ['interpellations : {x}', '{x} interpellations'] },
      questions: {
        en: ['How many arrests were made at {ref}?', 'How many people did police detain at {ref}?'],
        fr: [
          "Combien d'arrestations lors de {ref} ?",
          'Combien de gens la police a-t-elle interpellés à {ref} ?',
        ],
      },
    },
  ],
  neverSaid: [
    { ask: 'who', questions: { en: ['Which singer performed at {ref}?'], fr: ['Qui a chanté à {ref} ?'] } },
    {
      ask: 'how_many',
      questions: {
        en: ['How many police officers were on duty at {ref}?'],
        fr: ['Combien de policiers étaient mobilisés pour {ref} ?'],
      },
    },
  ],
}
