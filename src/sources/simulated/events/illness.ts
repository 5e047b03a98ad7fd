import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const ILLNESS: EventKind = {
  id: 'illness',
  nouns: {
    en: ['food poisoning', 'food poisoning outbreak'],
    fr: ['une intoxication alimentaire', 'une intoxication collective'],
  },
  askNouns: { en: ['stomach bug outbreak'], fr: ['un empoisonnement alimentaire'] },
  tone: 'bad',
  keys: [
    'poisoning',
    'sick',
    'ill',
    'illness',
    'outbreak',
    'intoxication',
    'malades',
    'malade',
    'empoisonnement',
    'fell ill',
    'fell sick',
    'symptoms',
    'symptômes',
    'cases',
    'cas',
  ],
  sites: ['canteen', 'school', 'factory'],
  hours: [12, 15],
  officials: { en: ['the health office', 'doctors'], fr: ["l'agence de santé", 'les médecins'] },
  what: {
    en: [
      'people [fell ill|got sick] after lunch {place} {when}',
      '[a case of|suspected] {noun} {place} {when}',
      'the canteen food made people sick {place} {when}',
    ],
    fr: [
      'des gens sont tombés malades après le repas {place} {when}',
      '{un_noun} {place} {when}',
      'le repas a rendu malade beaucoup de monde {place} {when}',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: sick after lunch {at_site}', 'Kitchen closed {place}'],
    fr: ['{un_noun} {place}', '{town} : malades après le repas {at_site}', 'Cuisine fermée {place}'],
  },
  witness: {
    en: [
      'everyone is green in the face {place}',
      'my daughter threw up all afternoon, she eats {at_site}, {town}',
      'ambulance {place}, they say it was the lunch',
    ],
    fr: [
      'tout le monde est vert {place}',
      'ma fille vomit depuis midi, elle mange {at_site}, {town}',
      "ambulance {place}, c'est le repas à ce qu'on dit",
    ],
  },
  whenSay: {
    en: ['the first [cases|symptoms] appeared {when}', 'the first call came {exact}'],
    fr: ['les premiers symptômes sont apparus {when}', 'le premier appel est arrivé {exact}'],
  },
  whenAsk: {
    en: ['When did the first symptoms of {ref} appear?', 'When did {ref} begin?'],
    fr: ['Quand sont apparus les premiers symptômes de {ref} ?', 'Quand {ref} a commencé ?'],
  },
  whereAsk: {
    en: ['Where did people eat before {ref}?', 'Where exactly was {ref}?'],
    fr: ['Où a eu lieu {ref} exactement ?', 'Dans quel endroit a eu lieu {ref} ?'],
  },
  facts: [
    {
      id: 'sick',
      ask: 'how_many',
      from01: 0.2,
      unit: { en: 'sick', fr: 'malades' },
      draw: growing(9, 180),
      say: {
        en: [
          '{v} people [are|were|fell] [sick|ill]',
          '{v} [cases|patients] [were reported|needed care]',
          'doctors [treated|saw] {v} people',
        ],
        fr: [
          '{v} personnes sont [malades|tombées malades|touchées]',
          '{v} cas ont été [signalés|recensés]',
          'les médecins ont vu {v} malades',
        ],
      },
      note: { en: ['cases: {x}', '{x} sick'], fr: ['malades : {x}', '{v} malades'] },
      questions: {
        en: [
          'How many people fell sick in {ref}?',
          'How many cases does {ref} count?',
          'How many patients were there in {ref}?',
        ],
        fr: [
          'Combien de malades dans {ref} ?',
          'Combien de personnes ont souffert de {ref} ?',
          'Combien de cas recensés pour {ref} ?',
        ],
      },
    },
    {
      id: 'food',
      ask: 'why',
      from01: 0.5,
      draw: oneOf([
        {
          en: ['undercooked mussels', 'the mussels'],
          fr: ['des moules mal cuites', 'les moules'],
          keys: ['mussels', 'moules'],
        },
        {
          en: ['egg salad', 'the egg salad'],
          fr: ['une salade aux œufs', 'les œufs de la salade'],
          keys: ['egg', 'œufs', 'oeufs'],
        },
        {
          en: ['spoiled cream', 'the cream dessert'],
          fr: ['une crème avariée', 'la crème du dessert'],
          keys: ['cream', 'crème'],
        },
        { en: ['reheated rice', 'the rice'], fr: ['du riz réchauffé', 'le riz'], keys: ['rice', 'riz'] },
        {
          en: ['wild mushrooms', 'the mushroom pie'],
          fr: ['des champignons sauvages', 'la tourte aux champignons'],
          keys: ['mushroom', 'mushrooms', 'champignons'],
        },
      ]),
      say: {
        en: ['{v} made them sick', 'the lab [found|traced it to] {v}', 'it came from {v}'],
        fr: ['ils sont [tombés |]malades à cause de {v}', 'le laboratoire désigne {v}', 'ça vient de {v}'],
      },
      note: { en: ['cause: {v}', 'culprit: {v}'], fr: ['cause : {v}', 'en cause : {v}'] },
      questions: {
        en: ['Which food caused {ref}?', 'What was to blame for {ref}?', 'Why did people get {aref}?'],
        fr: ['Quel aliment a causé {ref} ?', "Qu'est-ce qui a provoqué {ref} ?", 'À quoi est due {ref} ?'],
      },
    },
    {
      id: 'hospital',
      ask: 'how_many',
      from01: 0.35,
      unit: { en: 'in hospital', fr: 'hospitalisés' },
      draw: fixed(3, 8),
      say: {
        en: ['{v} of them [are|were] in hospital', '{v} had to stay in hospital overnight'],
        fr: ["{v} d'entre eux sont à l'hôpital", "{v} ont passé la nuit à l'hôpital"],
      },
      note: {
        en: ['in hospital: {x}', '{x} kept in hospital'],
        fr: ["à l'hôpital : {x}", '{x} hospitalisés'],
      },
      questions: {
        en: [
          'How many people were taken to hospital in {ref}?',
          'How many needed a hospital bed after {ref}?',
        ],
        fr: [
          'Combien de personnes ont été hospitalisées après {ref} ?',
          "Combien de patients à l'hôpital pour {ref} ?",
        ],
      },
    },
    {
      id: 'doctor',
      ask: 'who',
      from01: 0.3,
      draw: someone,
      say: {
        en: ['Dr {v} [gave the alert|is in charge|treated the first patients]', 'the alert came from Dr {v}'],
        fr: [
          "le Dr {v} a donné l'alerte",
          "l'alerte vient du Dr {v}",
          'le Dr {v} a vu les premiers patients',
        ],
      },
      note: { en: ['Dr {v} in charge', 'doctor: {v}'], fr: ['le Dr {v} aux commandes', 'Dr {v} sur place'] },
      questions: {
        en: ['Which doctor gave the alert about {ref}?', 'Who treated the first patients of {ref}?'],
        fr: ["Quel médecin a donné l'alerte pour {ref} ?", 'Qui a soigné les premiers malades de {ref} ?'],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'who',
      questions: {
        en: ['Which caterer delivered the meal of {ref}?', 'Who cooked the meal of {ref}?'],
        fr: ['Quel traiteur a livré le repas de {ref} ?', 'Qui a cuisiné le repas de {ref} ?'],
      },
    },
    {
      ask: 'how_many',
      questions: {
        en: ['How many meals were served before {ref}?'],
        fr: ['Combien de repas avaient été servis avant {ref} ?'],
      },
    },
  ],
}
