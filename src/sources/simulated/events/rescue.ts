import { type EventKind, fixed, oneOf, someone } from './event-kind.ts'

export const RESCUE: EventKind = {
  id: 'rescue',
  nouns: { en: ['rescue', 'rescue operation'], fr: ['un sauvetage', 'une opération de sauvetage'] },
  askNouns: { en: ['search'], fr: ['une recherche'] },
  tone: 'good',
  keys: [
    'rescue',
    'rescued',
    'missing',
    'found',
    'safe',
    'search',
    'sauvetage',
    'sauvé',
    'sauvés',
    'retrouvé',
    'retrouvés',
    'disparu',
    'disparus',
    'recherche',
    'recherches',
    'rescuers',
    'searching',
    'searched',
    'hikers',
    'trapped',
    'sauveteurs',
    'fouillé',
    'fouillent',
    'randonneurs',
    'perdus',
    'coincés',
    'safe and sound',
    'sains et saufs',
  ],
  sites: ['quarry', 'woods', 'quay', 'bridge'],
  hours: [8, 18],
  officials: { en: ['the rescue service', 'mountain rescue'], fr: ['les sauveteurs', 'les secours'] },
  what: {
    en: [
      'hikers [went missing|~are missing|got trapped] {place} {when}',
      'a [big|] {noun} [~is under way|started] {place} {when}',
      '~ rescuers are searching {site} in {town} {since}',
      'rescuers searched {site} in {town} {when}',
    ],
    fr: [
      'des randonneurs [ont disparu|~sont coincés|se sont perdus] {place} {when}',
      '{un_noun} [~est en cours|a démarré] {place} {when}',
      '~ les sauveteurs fouillent {site} à {town} {since}',
      'les sauveteurs ont fouillé {site} à {town} {when}',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: search {at_site}', 'Hikers missing {place}'],
    fr: ['{un_noun} {place}', '{town} : recherches {at_site}', 'Randonneurs disparus {place}'],
  },
  witness: {
    en: [
      'helicopter circling over {site}, {town}',
      'ropes and headlamps {place}',
      'volunteers gathering {place}, bring warm tea',
    ],
    fr: [
      'un hélico tourne au-dessus de {site}, {town}',
      'des cordes et des frontales {place}',
      'des bénévoles arrivent {place}, apportez du thé',
    ],
  },
  whenSay: {
    en: ['the alarm came {exact}', 'they were reported missing {when}'],
    fr: ["l'alerte est arrivée {exact}", 'on a signalé leur disparition {when}'],
  },
  whenAsk: {
    en: ['When were the hikers of {ref} reported missing?', 'When did {ref} begin?'],
    fr: ['Quand la disparition a-t-elle été signalée avant {ref} ?', 'Quand {ref} a commencé ?'],
  },
  whereAsk: {
    en: ['Where did {ref} take place?', 'Where had the hikers of {ref} got lost?'],
    fr: ['Où a eu lieu {ref} ?', "Où s'étaient perdus les randonneurs de {ref} ?"],
  },
  facts: [
    {
      id: 'saved',
      ask: 'how_many',
      from01: 0.3,
      unit: { en: 'hikers', fr: 'randonneurs' },
      draw: fixed(3, 23),
      say: {
        en: [
          '{v} hikers [were saved|are safe|were brought out]',
          'rescuers [got|brought] {v} people out',
          '{v} people are back safe',
        ],
        fr: [
          '{v} randonneurs sont [sains et saufs|hors de danger]',
          'les sauveteurs ont sorti {v} personnes',
          '{v} personnes ont été sauvées',
        ],
      },
      note: { en: ['safe: {x}', '{x} hikers safe'], fr: ['sauvés : {x}', '{v} randonneurs sauvés'] },
      questions: {
        en: ['How many hikers were saved in {ref}?', 'How many people were brought to safety in {ref}?'],
        fr: [
          'Combien de randonneurs ont été sauvés lors de {ref} ?',
          'Combien de personnes ont été tirées de là lors de {ref} ?',
        ],
      },
    },
    {
      id: 'hero',
      ask: 'who',
      from01: 0.4,
      draw: someone,
      say: {
        en: [
          '{v} [found them|heard their calls|reached them first]',
          'they were found by {v}',
          'it was {v}, a [climber|shepherd|diver], who found them',
        ],
        fr: [
          '{v} [les a trouvés|a entendu leurs appels]',
          'ils ont été trouvés par {v}',
          "c'est {v}, [du club d'escalade|qui garde des moutons], qui les a trouvés",
        ],
      },
      note: { en: ['found by {v}', 'hero of the day: {v}'], fr: ['trouvés par {v}', 'merci {v}'] },
      questions: {
        en: ['Who found the hikers in {ref}?', 'Who reached the missing hikers first in {ref}?'],
        fr: ['Qui a trouvé les randonneurs lors de {ref} ?', 'Qui a localisé les disparus lors de {ref} ?'],
      },
    },
    {
      id: 'hours',
      ask: 'how_many',
      from01: 0.6,
      unit: { en: 'hours', fr: 'heures' },
      draw: fixed(3, 6),
      say: {
        en: ['it took {x} hours', 'the search lasted {x} hours', 'they waited {x} hours for help'],
        fr: ['ça a pris {x} heures', 'les recherches ont duré {x} heures', 'ils ont attendu {x} heures'],
      },
      note: {
        en: ['after {x} hours', 'duration: {x} hours'],
        fr: ['après {x} heures', 'durée : {x} heures'],
      },
      questions: {
        en: ['How many hours did {ref} last?', 'How long did {ref} take in hours?'],
        fr: ["Combien d'heures a duré {ref} ?", 'Combien de temps (en heures) a pris {ref} ?'],
      },
    },
    {
      id: 'cause',
      ask: 'why',
      from01: 0.5,
      draw: oneOf([
        {
          en: ['thick fog', 'sudden fog'],
          fr: ['un brouillard épais', 'le brouillard'],
          keys: ['fog', 'brouillard'],
        },
        {
          en: ['a rockfall', 'falling rocks'],
          fr: ['un éboulement', 'une chute de pierres'],
          keys: ['rockfall', 'rocks', 'éboulement', 'pierres'],
        },
        {
          en: ['a wrong map', 'an error on their map'],
          fr: ['une carte fausse', 'une erreur sur leur carte'],
          keys: ['map', 'carte'],
        },
        {
          en: ['rising water', 'water cutting off the path'],
          fr: ["la montée de l'eau", "l'eau qui a coupé le chemin"],
          keys: ['water', 'eau'],
        },
      ]),
      say: {
        en: ['they got stuck because of {v}', '{v} trapped them', 'they were lost due to {v}'],
        fr: ['ils ont été piégés à cause de {v}', '{v} les a bloqués', 'ils se sont perdus à cause de {v}'],
      },
      note: { en: ['cause: {v}', 'the trap: {v}'], fr: ['cause : {v}', 'le piège : {v}'] },
      questions: {
        en: ['Why did the hikers of {ref} get stuck?', 'What trapped the hikers before {ref}?'],
        fr: [
          'Pourquoi les randonneurs de {ref} étaient-ils bloqués ?',
          "Qu'est-ce qui a piégé les randonneurs avant {ref} ?",
        ],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'who',
      questions: {
        en: ['What is the name of the oldest hiker saved in {ref}?'],
        fr: ['Comment s’appelle le plus âgé des randonneurs de {ref} ?'],
      },
    },
    {
      ask: 'how_many',
      questions: {
        en: ['How much did {ref} cost?', 'How many dogs took part in {ref}?'],
        fr: ['Combien a coûté {ref} ?', 'Combien de chiens ont participé à {ref} ?'],
      },
    },
  ],
}
