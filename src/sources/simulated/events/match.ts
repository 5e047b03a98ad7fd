import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const MATCH: EventKind = {
  id: 'match',
  nouns: { en: ['cup final', 'cup match'], fr: ['une finale de coupe', 'un match de coupe'] },
  askNouns: { en: ['big game'], fr: ['une rencontre de coupe'] },
  tone: 'good',
  keys: [
    'final',
    'match',
    'cup',
    'game',
    'won',
    'goal',
    'goals',
    'finale',
    'coupe',
    'gagné',
    'but',
    'buts',
    'kicked off',
    'kick off',
    'played',
    "coup d'envoi",
    'tribunes',
    'supporters',
  ],
  sites: ['stadium', 'park'],
  hours: [14, 20],
  officials: { en: ['the club', 'the league'], fr: ['le club', 'la ligue'] },
  what: {
    en: [
      'the {noun} [~is on|kicked off|~is being played|was played] {place} {when}',
      '{town} [~are playing|played] the {noun} {at_site} {when}',
      'the {noun} in {town} [was|~is] [mad|unbelievable|a thriller], {at_site} {when}',
    ],
    fr: [
      '{noun} [~se joue|a débuté|~se dispute|a eu lieu] {place} {when}',
      '~ {town} joue {noun} {at_site} {when}',
      '{noun} à {town}, [du délire|quelle folie], {at_site} {when}',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: all eyes on {site}', 'Drama {place}'],
    fr: ['{un_noun} {place}', '{town} : tous à {site}', 'Du suspense {place}'],
  },
  witness: {
    en: [
      'the noise {place} is [insane|unreal]',
      'what a save!! {place}',
      'my voice is gone {place}',
      'flares {place}, cannot see the pitch',
    ],
    fr: [
      "l'ambiance {place} est [dingue|folle]",
      'quel arrêt !! {place}',
      "j'ai plus de voix {place}",
      'des fumigènes {place}, on voit plus le terrain',
    ],
  },
  whenSay: {
    en: ['kick-off was {when}', 'the {noun} kicked off {exact}'],
    fr: ["le coup d'envoi a été donné {when}", '{noun} a débuté {exact}'],
  },
  whenAsk: {
    en: ['When did {ref} kick off?', 'When was {ref} played?'],
    fr: ["Quand a été donné le coup d'envoi de {ref} ?", 'Quand s’est joué {ref} ?'],
  },
  whereAsk: {
    en: ['Where was {ref} played?', 'Which ground hosted {ref}?'],
    fr: ["Où s'est joué {ref} ?", 'Quel terrain a accueilli {ref} ?'],
  },
  facts: [
    {
      id: 'scorer',
      ask: 'who',
      from01: 0.25,
      draw: someone,
      say: {
        en: [
          '{v} [scored|struck|headed in] the [winner|winning goal|decider]',
          'the winning goal came from {v}',
          'it was {v} who [scored|settled it]',
        ],
        fr: [
          '{v} a [marqué|inscrit] le but de la victoire',
          'le but décisif est de {v}',
          "c'est {v} qui marque",
        ],
      },
      note: { en: ['goal: {v}', '{v}!!!', 'winner by {v}'], fr: ['but de {v}', '{v} !!!', 'buteur : {v}'] },
      questions: {
        en: ['Who scored the winning goal in {ref}?', 'Who netted the decider in {ref}?'],
        fr: ['Qui a marqué le but décisif lors de {ref} ?', 'Qui a inscrit le but vainqueur de {ref} ?'],
      },
    },
    {
      id: 'attendance',
      ask: 'how_many',
      from01: 0.2,
      unit: { en: 'spectators', fr: 'spectateurs' },
      draw: growing(1200, 24_000, 100),
      say: {
        en: [
          '{v} [fans|spectators|supporters] [were there|came|filled the stands]',
          'the stands held {v} people',
        ],
        fr: [
          '{v} [spectateurs|supporters] [étaient là|sont venus|ont rempli les tribunes]',
          'il y avait {v} personnes dans les tribunes',
        ],
      },
      note: { en: ['attendance: {x}', 'crowd of {x}'], fr: ['affluence : {x}', '{v} spectateurs'] },
      questions: {
        en: [
          'How many spectators watched {ref}?',
          'What was the attendance of {ref}?',
          'How many fans came to {ref}?',
        ],
        fr: [
          'Combien de spectateurs pour {ref} ?',
          "Quelle était l'affluence à {ref} ?",
          'Combien de supporters sont venus à {ref} ?',
        ],
      },
    },
    {
      id: 'minute',
      ask: 'how_many',
      from01: 0.3,
      unit: { en: 'minutes played', fr: 'minutes de jeu' },
      draw: fixed(61, 93),
      say: {
        en: ['the winning goal fell in minute {x}', 'it was decided in minute {x}'],
        fr: ['le but est tombé à la minute {x}', "tout s'est joué à la minute {x}"],
      },
      note: { en: ['goal in minute {x}', 'minute {x}!'], fr: ['but à la minute {x}', 'minute {x} !'] },
      questions: {
        en: ['In which minute was the winning goal of {ref} scored?'],
        fr: ['À quelle minute est tombé le but de la victoire de {ref} ?'],
      },
    },
    {
      id: 'delay',
      ask: 'why',
      from01: 0.35,
      draw: oneOf([
        {
          en: ['a floodlight failure', 'the floodlights going out'],
          fr: ["une panne d'éclairage", 'les projecteurs éteints'],
          keys: ['floodlight', 'floodlights', 'éclairage', 'projecteurs'],
        },
        {
          en: ['a dog on the pitch', 'a runaway dog'],
          fr: ['un chien sur la pelouse', 'un chien égaré'],
          keys: ['dog', 'chien'],
        },
        {
          en: ['a hailstorm', 'heavy hail'],
          fr: ['un orage de grêle', 'de gros grêlons'],
          keys: ['hail', 'hailstorm', 'grêle', 'grêlons'],
        },
      ]),
      say: {
        en: ['play was [stopped|interrupted] because of {v}', '{v} [interrupted|stopped] the game'],
        fr: ['le jeu a été [arrêté|interrompu] à cause de {v}', 'on a arrêté la partie, la faute à {v}'],
      },
      note: {
        en: ['interruption: {v}', 'game stopped, {v}'],
        fr: ['interruption : {v}', 'pause, à cause de {v}'],
      },
      questions: {
        en: ['Why was {ref} interrupted?', 'What stopped play during {ref}?'],
        fr: ['Pourquoi {ref} a été interrompu ?', "Qu'est-ce qui a arrêté le jeu pendant {ref} ?"],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'who',
      questions: {
        en: ['Who was the referee of {ref}?', 'Who coached the losing side in {ref}?'],
        fr: ['Qui a arbitré {ref} ?', "Qui entraînait l'équipe battue à {ref} ?"],
      },
    },
    {
      ask: 'how_many',
      questions: {
        en: ['How many yellow cards were shown in {ref}?'],
        fr: ['Combien de cartons jaunes lors de {ref} ?'],
      },
    },
  ],
}
