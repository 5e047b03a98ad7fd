import { type EventKind, fixed, oneOf, someone } from './event-kind.ts'

export const RESIGNATION: EventKind = {
  id: 'resignation',
  nouns: {
    en: ['resignation of the museum director', 'departure of the museum director'],
    fr: ['une démission à la tête du musée', 'un départ à la tête du musée'],
  },
  askNouns: { en: ['exit of the museum boss'], fr: ['un changement de direction au musée'] },
  tone: 'divided',
  keys: [
    'resign',
    'resigned',
    'resigns',
    'resignation',
    'stepped down',
    'steps down',
    'quit',
    'departure',
    'démission',
    'démissionne',
    'démissionné',
    'départ',
    'quitte',
    'quitté',
    'quits',
    'leaving',
    'left',
    'sans direction',
    'claqué la porte',
    'director',
    'direction',
  ],
  sites: ['museum'],
  hours: [8, 18],
  officials: { en: ['the board', 'the town hall'], fr: ["le conseil d'administration", 'la mairie'] },
  what: {
    en: [
      'the director of {site} in {town} [resigned|stepped down|quit] {when}',
      'the head of {site} in {town} [is leaving|has handed in a resignation letter] {when}',
      '{site} in {town} [lost|loses] its director {when}',
    ],
    fr: [
      'la direction de {site} à {town} [a démissionné|a claqué la porte] {when}',
      'démission à la tête de {site} à {town} {when}',
      '{site} de {town} se retrouve sans direction {when}',
    ],
  },
  headline: {
    en: ['{town}: director of {site} quits', 'Resignation {place}', '{site}: the boss is gone'],
    fr: ['{town} : démission {at_site}', 'Départ surprise {place}', '{site} sans direction'],
  },
  witness: {
    en: [
      'saw the director carrying boxes out of {site}, {town}',
      'long faces {place} today',
      'emergency staff meeting {place}',
    ],
    fr: [
      'vu des cartons sortir de {site}, {town}',
      'des têtes d’enterrement {place} ce matin',
      'réunion du personnel en urgence {place}',
    ],
  },
  whenSay: {
    en: ['the letter was handed in {when}', 'it was announced {exact}'],
    fr: ['la lettre a été remise {when}', "l'annonce est tombée {exact}"],
  },
  whenAsk: {
    en: ['When was {ref} announced in {town}?', 'When did the museum director in {town} step down?'],
    fr: [
      'Quand a été annoncé le départ à la tête du musée de {town} ?',
      'Quand a eu lieu la démission au musée de {town} ?',
    ],
  },
  whereAsk: {
    en: ['Which museum in {town} lost its director?', 'From which museum in {town} did the director resign?'],
    fr: [
      'Quel musée de {town} a perdu sa direction ?',
      'Dans quel musée de {town} y a-t-il eu une démission ?',
    ],
  },
  facts: [
    {
      id: 'leaver',
      ask: 'who',
      from01: 0.1,
      draw: someone,
      say: {
        en: [
          '{v} [has resigned|is leaving|stepped down]',
          'the outgoing director is {v}',
          '{v} handed in the letter',
        ],
        fr: ['{v} a démissionné', '{v} [quitte son poste|part|a remis sa lettre]', "c'est {v} qui s'en va"],
      },
      note: { en: ['{v} out', 'goodbye {v}'], fr: ['départ de {v}', 'au revoir {v}'] },
      questions: {
        en: ['Who resigned as museum director in {town}?', 'Which museum director left in {town}?'],
        fr: [
          'Qui a démissionné de la direction du musée de {town} ?',
          'Qui a quitté la tête du musée de {town} ?',
        ],
      },
    },
    {
      id: 'successor',
      ask: 'who',
      from01: 0.5,
      draw: someone,
      say: {
        en: [
          '{v} [will take over|takes over|succeeds]',
          'the successor is {v}',
          'the board [named|appointed] {v} as the next director',
        ],
        fr: [
          '{v} [prendra la suite|assure la relève]',
          'la succession revient à {v}',
          'le conseil a nommé {v} à la direction',
        ],
      },
      note: {
        en: ['successor: {v}', 'next director: {v}'],
        fr: ['relève : {v}', 'à la direction désormais : {v}'],
      },
      questions: {
        en: [
          'Who succeeds the museum director in {town}?',
          'Who takes over as head of the museum in {town}?',
        ],
        fr: [
          'Qui prend la suite à la direction du musée de {town} ?',
          'Qui a été nommé à la tête du musée de {town} ?',
        ],
      },
    },
    {
      id: 'reason',
      ask: 'why',
      from01: 0.3,
      draw: oneOf([
        {
          en: ['budget cuts', 'the budget cuts'],
          fr: ['des coupes budgétaires', 'les coupes dans le budget'],
          keys: ['budget', 'coupes'],
        },
        {
          en: ['a row over a sponsor', 'a conflict about the sponsor'],
          fr: ['un conflit avec un mécène', 'une dispute au sujet du mécène'],
          keys: ['sponsor', 'mécène'],
        },
        {
          en: ['a forged painting', 'the affair of the forged painting'],
          fr: ['un faux tableau', "l'affaire du faux tableau"],
          keys: ['forged', 'painting', 'tableau'],
        },
        {
          en: ['health problems', 'poor health'],
          fr: ['des problèmes de santé', 'des raisons de santé'],
          keys: ['health', 'santé'],
        },
      ]),
      say: {
        en: ['the reason is {v}', '{v} [led to|explains] it', 'it [happened|came] because of {v}'],
        fr: ['la raison : {v}', "ça s'explique par {v}", 'tout ça à cause de {v}'],
      },
      note: { en: ['reason: {v}', 'over {v}'], fr: ['motif : {v}', 'en cause : {v}'] },
      questions: {
        en: [
          'Why did the museum director in {town} resign?',
          'What is behind the resignation at the museum of {town}?',
        ],
        fr: [
          'Pourquoi y a-t-il eu une démission au musée de {town} ?',
          'Quelle est la raison du départ à la tête du musée de {town} ?',
        ],
      },
    },
    {
      id: 'years',
      ask: 'how_many',
      from01: 0.3,
      unit: { en: 'years', fr: 'ans' },
      draw: fixed(3, 24),
      say: {
        en: ['this ends {x} years at the museum', 'the director had been there for {x} years'],
        fr: ['fin de {x} ans au musée', 'cela faisait {x} ans à ce poste'],
      },
      note: { en: ['after {x} years', '{x} years in office'], fr: ['après {x} ans', '{x} ans en poste'] },
      questions: {
        en: [
          'How many years had the outgoing museum director of {town} been in office?',
          'After how many years did the museum director of {town} leave?',
        ],
        fr: [
          "Après combien d'années la direction du musée de {town} a-t-elle démissionné ?",
          "Combien d'années a duré le mandat à la tête du musée de {town} ?",
        ],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'how_many',
      questions: {
        en: ['How large was the severance payment for the museum director of {town}?'],
        fr: ['À combien se monte l’indemnité de départ au musée de {town} ?'],
      },
    },
    {
      ask: 'who',
      questions: {
        en: ['Which lawyer represents the former museum director of {town}?'],
        fr: ["Quel avocat défend l'ancienne direction du musée de {town} ?"],
      },
    },
  ],
}
