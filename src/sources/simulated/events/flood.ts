import { type EventKind, growing, oneOf } from './event-kind.ts'

export const FLOOD: EventKind = {
  id: 'flood',
  nouns: { en: ['flood', 'flash flood'], fr: ['une inondation', 'une crue'] },
  askNouns: { en: ['deluge', 'high water'], fr: ['une montée des eaux'] },
  tone: 'bad',
  keys: [
    'flood',
    'floods',
    'flooded',
    'flooding',
    'under water',
    'inondation',
    'inondé',
    'inondée',
    'inondations',
    'crue',
    "sous l'eau",
    'water',
    'burst its banks',
    'overflowed',
    'river',
    'débordé',
    'déborde',
    'rivière',
    'sous les eaux',
  ],
  sites: ['district', 'street', 'quay', 'school'],
  hours: [5, 21],
  officials: {
    en: ['the town hall', 'civil protection', 'the rescue service'],
    fr: ['la mairie', 'la protection civile', 'les secours'],
  },
  what: {
    en: [
      '{site} in {town} [~is under water|~is flooded|has been flooded] {since}',
      '[flooding|a flood|high water] has [hit|swamped|submerged] {site} in {town} {when}',
      'the river [burst its banks|overflowed|came over the wall] {place} {when}',
      '~ water is [pouring into|rising in] the [cellars|ground floors] {place} {since}',
    ],
    fr: [
      "~ {site} à {town} est [sous l'eau|complètement sous les eaux] {since}",
      "[l'inondation|la crue] a [touché|envahi|submergé] {site} à {town} {when}",
      'la rivière [est sortie de son lit|a débordé] {place} {when}',
      "~ l'eau [monte|rentre] dans les [caves|maisons] {place} {since}",
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town} under water', 'River over its banks {place}'],
    fr: ['{un_noun} {place}', "{town} sous l'eau", 'La rivière déborde {place}'],
  },
  witness: {
    en: [
      'water up to my [knees|waist] {place}',
      'my [cellar|car|kitchen] is gone, thanks river. {place}',
      'sandbags everywhere {place}',
      'the street is a canal now, {place}',
    ],
    fr: [
      "de l'eau jusqu'aux [genoux|cuisses] {place}",
      'ma [cave|voiture|cuisine] est noyée, {place}',
      'des sacs de sable partout {place}',
      'la rue est devenue un canal, {place}',
    ],
  },
  whenSay: {
    en: [
      'the river burst its banks {exact}',
      'the water [came|arrived|started rising] {when}',
      'it began to flood {when}',
    ],
    fr: [
      'la rivière a débordé {exact}',
      "l'eau est [arrivée|montée] {when}",
      'ça a commencé à déborder {when}',
    ],
  },
  whenAsk: {
    en: [
      'When did the river overflow in {town}?',
      'When did {ref} begin?',
      'What time did the water come in {ref}?',
    ],
    fr: [
      'Quand la rivière a-t-elle débordé à {town} ?',
      'Quand {ref} a commencé ?',
      "À quelle heure l'eau est-elle arrivée lors de {ref} ?",
    ],
  },
  whereAsk: {
    en: ['Which part of town was affected by {ref}?', 'Where exactly did {ref} strike?'],
    fr: ['Quelle zone a été touchée par {ref} ?', 'Où exactement {ref} a frappé ?'],
  },
  facts: [
    {
      id: 'homes',
      ask: 'how_many',
      from01: 0.2,
      draw: growing(30, 640, 10),
      unit: { en: 'homes', fr: 'logements' },
      say: {
        en: [
          '{v} [homes|houses] [are|were|have been] [flooded|damaged|under water]',
          'the water got into {v} [homes|houses]',
          'the {noun} damaged {v} homes',
        ],
        fr: [
          "{v} [maisons|logements|habitations] [ont souffert|sont sous l'eau|ont pris l'eau]",
          "l'eau est entrée dans {v} [maisons|logements]",
          '{noun} a [abîmé|endommagé] {v} [maisons|logements]',
        ],
      },
      note: {
        en: ['homes flooded: {x}', '{x} homes hit', '{v} houses damaged'],
        fr: ['logements touchés : {x}', '{v} maisons touchées', 'bilan : {v} logements'],
      },
      questions: {
        en: [
          'How many homes were damaged by {ref}?',
          'How many houses did the water get into during {ref}?',
          'How many dwellings were hit by {ref}?',
        ],
        fr: [
          'Combien de maisons ont été touchées par {ref} ?',
          'Combien de logements sinistrés après {ref} ?',
          "Dans combien d'habitations l'eau est-elle entrée lors de {ref} ?",
        ],
      },
    },
    {
      id: 'evacuated',
      ask: 'how_many',
      from01: 0.2,
      draw: growing(60, 1900, 10),
      unit: { en: 'evacuated', fr: 'évacués' },
      say: {
        en: [
          '{v} [residents|people] [were evacuated|had to leave their homes|were brought to safety]',
          'boats [brought|took] {v} people to safety',
          '{v} evacuees are in the [gym|sports hall]',
        ],
        fr: [
          '{v} habitants ont [été évacués|dû quitter leur logement|été mis à l’abri]',
          '{v} personnes ont [été évacuées|dû quitter leur logement|été mises en sécurité]',
          'des barques ont mis {v} personnes à l’abri',
          '{v} évacués sont au gymnase',
        ],
      },
      note: {
        en: ['evacuated: {x}', '{x} evacuated', '{v} people brought to safety'],
        fr: ['évacués : {x}', '{v} évacués', '{v} personnes à l’abri'],
      },
      questions: {
        en: [
          'How many people were evacuated in {ref}?',
          'How many residents had to be brought to safety because of {ref}?',
        ],
        fr: [
          "Combien d'évacués lors de {ref} ?",
          'Combien de personnes ont été mises à l’abri à cause de {ref} ?',
        ],
      },
    },
    {
      id: 'cause',
      ask: 'why',
      from01: 0.5,
      draw: oneOf([
        {
          en: ['a failed sluice gate', 'a jammed sluice', 'the broken sluice'],
          fr: ['une vanne bloquée', 'une vanne en panne', "l'écluse bloquée"],
          keys: ['sluice', 'vanne', 'écluse'],
        },
        {
          en: ['a breach in the dyke', 'the dyke giving way', 'a hole in the dyke'],
          fr: ['une brèche dans la digue', 'la rupture de la digue', 'un trou dans la digue'],
          keys: ['dyke', 'digue', 'breach', 'brèche'],
        },
        {
          en: ['a blocked culvert', 'rubbish blocking the culvert', 'the clogged drain'],
          fr: ['une buse bouchée', 'un égout bouché', 'une buse pleine de déchets'],
          keys: ['culvert', 'drain', 'buse', 'égout', 'rubbish', 'déchets'],
        },
        {
          en: ['snow melting upstream', 'the sudden snowmelt', 'melting snow'],
          fr: ['la fonte des neiges', 'la neige fondue en amont', 'une fonte brutale de la neige'],
          keys: ['snow', 'snowmelt', 'neige', 'neiges'],
        },
      ]),
      say: {
        en: [
          '{v} [caused|explains|led to] the {noun}',
          '[it|the {noun}] was [due to|caused by|down to] {v}',
          'engineers [blame|point at] {v}',
        ],
        fr: [
          '{v} [explique|a provoqué] {noun}',
          'tout [vient de|est dû à] {v}',
          'les ingénieurs [accusent|pointent] {v}',
        ],
      },
      note: { en: ['cause: {v}', 'the reason: {v}'], fr: ['cause : {v}', 'la raison : {v}'] },
      questions: {
        en: ['What caused {ref}?', 'Why was there {aref}?', 'What is blamed for {ref}?'],
        fr: ['Quelle est la cause de {ref} ?', "Qu'est-ce qui a provoqué {ref} ?", 'À quoi est due {ref} ?'],
      },
    },
    {
      id: 'level',
      ask: 'how_many',
      from01: 0.35,
      draw: growing(210, 690, 5),
      unit: { en: 'cm', fr: 'cm' },
      say: {
        en: [
          'the river [peaked at|reached|rose to] {x} cm',
          'the gauge [showed|read] {x} cm [at its highest|at the peak|]',
        ],
        fr: [
          'la rivière [est montée à|a atteint|a culminé à] {x} cm',
          "l'échelle [indiquait|marquait] {x} cm [au plus haut|]",
        ],
      },
      note: { en: ['water level: {x} cm', 'peak {x} cm'], fr: ["niveau de l'eau : {x} cm", 'pic à {x} cm'] },
      questions: {
        en: [
          'How many centimetres did the river reach in {ref}?',
          'How high did the water rise during {ref} (cm)?',
        ],
        fr: [
          'Combien de centimètres la rivière a-t-elle atteint lors de {ref} ?',
          "Jusqu'à combien de cm l'eau est-elle montée lors de {ref} ?",
        ],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'who',
      questions: {
        en: ['Who designed the flood wall that failed in {ref}?'],
        fr: ['Qui a conçu le mur anti-crue qui a cédé lors de {ref} ?'],
      },
    },
    {
      ask: 'how_many',
      questions: {
        en: ['How many pumps were used in {ref}?', 'How many animals drowned in {ref}?'],
        fr: [
          'Combien de pompes ont servi lors de {ref} ?',
          "Combien d'animaux se sont noyés lors de {ref} ?",
        ],
      },
    },
  ],
}
