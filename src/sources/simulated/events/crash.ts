import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const CRASH: EventKind = {
  id: 'crash',
  nouns: {
    en: ['tram crash', 'tram accident', 'derailment'],
    fr: ['un accident de tram', 'un déraillement'],
  },
  askNouns: { en: ['tram smash', 'rail mishap'], fr: ['une sortie de voie'] },
  tone: 'bad',
  keys: [
    'tram',
    'derail',
    'derailed',
    'derailment',
    'crash',
    'accident',
    'déraillement',
    'déraillé',
    'tramway',
    'rails',
    'derails',
    'off the tracks',
    'left the tracks',
    'hit',
    'percuté',
    'heurté',
  ],
  sites: ['street', 'quay', 'bridge', 'square', 'station'],
  hours: [6, 21],
  officials: {
    en: ['the transport company', 'the tram operator', 'police'],
    fr: ['la compagnie des trams', "l'exploitant du tram", 'la police'],
  },
  what: {
    en: [
      '[a|a packed|a full] tram [came off the rails|left the tracks|jumped the tracks|derailed] {place} {when}',
      'there [was|has been] [a|a bad|a nasty] {noun} {place} {when}',
      'a tram [hit|ran into|crashed into] a [delivery van|lorry|parked truck] {place} {when}',
    ],
    fr: [
      "un tram [a déraillé|est sorti des rails|a quitté les rails|s'est couché] {place} {when}",
      'il y a eu {un_noun} {place} {when}',
      'un tramway [a percuté|a heurté|est rentré dans] [une camionnette|un camion|un poids lourd] {place} {when}',
    ],
  },
  headline: {
    en: ['{noun} {place}', 'Tram off the rails {place}', '{town}: [tram derails|serious {noun}]'],
    fr: ['{un_noun} {place}', 'Un tram hors des rails {place}', '{town} : [tram couché|grave accident]'],
  },
  witness: {
    en: [
      'heard a [huge|massive|terrible] bang {place}',
      'a tram is lying on its side {place}!!',
      'glass all over the street {place}, people [crying|shaking]',
      'ambulances racing to {site}, what happened??',
    ],
    fr: [
      'un [énorme|gros] bruit {place}',
      'le tram est couché sur le côté {place} !!',
      'du verre partout {place}, les gens [pleurent|tremblent]',
      'plein d’ambulances vers {site}, il se passe quoi ??',
    ],
  },
  whenSay: {
    en: [
      'it [happened|occurred] {when}',
      'the {noun} [happened|took place] {exact}',
      'the tram left the rails {exact}',
    ],
    fr: [
      "ça [s'est passé|s'est produit] {when}",
      "{noun} [a eu lieu|s'est produit] {exact}",
      'le tram est sorti des rails {exact}',
    ],
  },
  whenAsk: {
    en: ['When did {ref} happen?', 'At what time was {ref}?', 'When was {ref}?'],
    fr: ['Quand a eu lieu {ref} ?', 'À quelle heure {ref} a eu lieu ?', "C'était quand, {ref} ?"],
  },
  whereAsk: {
    en: ['Where did {ref} take place?', 'At which spot was {ref}?', 'Whereabouts was {ref}?'],
    fr: ['Où a eu lieu {ref} ?', 'À quel endroit précis a eu lieu {ref} ?', "Où s'est produit {ref} ?"],
  },
  facts: [
    {
      id: 'injured',
      ask: 'how_many',
      from01: 0.15,
      draw: growing(6, 46),
      unit: { en: 'injured', fr: 'blessés' },
      say: {
        en: [
          '{v} [passengers|people] [were|got|have been] [hurt|injured]',
          '{v} [passengers|people] [ended up|are|were] in hospital',
          'medics [treated|looked after] {v} [injured people|casualties]',
        ],
        fr: [
          '{v} [passagers|voyageurs] ont été blessés',
          '{v} personnes sont à [l’hôpital|la clinique]',
          'les secours ont [soigné|pris en charge] {v} blessés',
        ],
      },
      note: {
        en: ['{x} injured', 'casualties: {x}', 'toll: {x} hurt', 'they count {v} injured'],
        fr: ['{v} blessés', 'bilan : {v} blessés', 'blessés : {x}', 'on compte {v} blessés'],
      },
      questions: {
        en: [
          'How many people were injured in {ref}?',
          'How many casualties did {ref} leave?',
          'How many passengers were hurt in {ref}?',
          'What is the injury toll of {ref}?',
        ],
        fr: [
          'Combien de blessés dans {ref} ?',
          'Combien de passagers ont été touchés par {ref} ?',
          'Quel est le nombre de blessés lors de {ref} ?',
          '{ref}, ça a fait combien de blessés ?',
        ],
      },
    },
    {
      id: 'aboard',
      ask: 'how_many',
      from01: 0.3,
      draw: fixed(50, 160),
      unit: { en: 'on board', fr: 'à bord' },
      say: {
        en: [
          '{v} [passengers|people] were [on board|aboard|in the tram]',
          'the tram was carrying {v} [people|passengers]',
        ],
        fr: [
          '{v} [passagers|personnes] étaient [à bord|dans la rame]',
          'la rame transportait {v} [voyageurs|passagers]',
        ],
      },
      note: { en: ['on board: {x}', '{x} people aboard'], fr: ['à bord : {x}', '{v} personnes à bord'] },
      questions: {
        en: [
          'How many passengers were on the tram in {ref}?',
          'How many people was the tram carrying at the time of {ref}?',
        ],
        fr: [
          'Combien de personnes étaient à bord lors de {ref} ?',
          'Combien de voyageurs le tram transportait-il lors de {ref} ?',
        ],
      },
    },
    {
      id: 'cause',
      ask: 'why',
      from01: 0.55,
      draw: oneOf([
        {
          en: ['a broken rail', 'a cracked rail', 'damaged track'],
          fr: ['un rail cassé', 'un rail fissuré', 'une voie endommagée'],
          keys: [
            'rail cassé',
            'rail fissuré',
            'voie endommagée',
            'broken rail',
            'cracked rail',
            'damaged track',
            'rail',
          ],
        },
        {
          en: ['excessive speed', 'too much speed in the bend', 'speeding'],
          fr: ['une vitesse excessive', 'la vitesse dans la courbe', 'un excès de vitesse'],
          keys: ['speed', 'speeding', 'vitesse'],
        },
        {
          en: ['brake failure', 'a failure of the brakes', 'faulty brakes'],
          fr: ['une panne de freins', 'des freins défectueux', 'une défaillance des freins'],
          keys: ['brake', 'brakes', 'freins', 'frein'],
        },
        {
          en: ['a stuck switch', 'a faulty set of points', 'points that jammed'],
          fr: ['un aiguillage bloqué', 'un aiguillage défectueux', 'une panne d’aiguillage'],
          keys: ['switch', 'points', 'aiguillage'],
        },
      ]),
      say: {
        en: [
          '{v} [caused|led to] the {noun}',
          'the {noun} was [caused by|due to] {v}',
          'the inquiry [found|blames] {v}',
        ],
        fr: [
          "[la cause de l'accident|l'explication], c'est {v}",
          "l'accident [est dû à|vient de|s'explique par] {v}",
          "l'enquête a [trouvé|relevé] {v}",
        ],
      },
      note: { en: ['cause: {v}', '{v}, says the inquiry'], fr: ['cause : {v}', '{v}, selon l’enquête'] },
      questions: {
        en: ['What was the cause of {ref}?', 'Why did {ref} happen?', 'What led to {ref}?'],
        fr: [
          'Quelle est la cause de {ref} ?',
          "Pourquoi {ref} s'est produit ?",
          "Qu'est-ce qui explique {ref} ?",
        ],
      },
    },
    {
      id: 'helper',
      ask: 'who',
      from01: 0.35,
      draw: someone,
      say: {
        en: [
          '{v}, a [nurse|doctor] who was passing by, [gave first aid|looked after the injured]',
          'first aid was given by {v}, an off-duty [nurse|medic]',
          'it was {v} who [treated people first|helped people out of the windows]',
        ],
        fr: [
          '{v}, [du corps infirmier|de passage], a donné les premiers soins',
          'les premiers soins ont été donnés par {v}',
          "c'est {v} qui a [aidé les premiers blessés|sorti les gens par les fenêtres]",
        ],
      },
      note: {
        en: ['first aid by {v}', 'hats off to {v} for the first aid'],
        fr: ['premiers soins : {v}', 'chapeau à {v} pour les premiers soins'],
      },
      questions: {
        en: ['Who gave first aid after {ref}?', 'Who helped the victims of {ref} first?'],
        fr: ['Qui a donné les premiers soins après {ref} ?', 'Qui a aidé les victimes de {ref} en premier ?'],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'who',
      questions: {
        en: ['What is the name of the driver in {ref}?', 'Who was driving the tram in {ref}?'],
        fr: ['Comment s’appelle le conducteur lors de {ref} ?', 'Qui conduisait le tram lors de {ref} ?'],
      },
    },
    {
      ask: 'how_many',
      questions: {
        en: ['How much will repairs after {ref} cost?'],
        fr: ['Combien coûteront les réparations après {ref} ?'],
      },
    },
  ],
}
