import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const OUTAGE: EventKind = {
  id: 'outage',
  nouns: { en: ['power cut', 'blackout'], fr: ['une panne de courant', "une coupure d'électricité"] },
  askNouns: { en: ['electricity failure', 'power outage'], fr: ['un black-out'] },
  tone: 'bad',
  keys: [
    'power',
    'blackout',
    'outage',
    'electricity',
    'no light',
    'dark',
    'courant',
    'électricité',
    'panne',
    'coupure',
    'noir',
    'lights out',
    'power cut',
    'foyers',
    'households',
    'lumière',
  ],
  sites: ['district', 'street', 'square'],
  hours: [6, 21],
  officials: {
    en: ['the grid operator', 'the power company'],
    fr: ['le gestionnaire du réseau', "la compagnie d'électricité"],
  },
  what: {
    en: [
      'the power [went out|~is out|failed] {place} {when}',
      '[a|a massive|another] {noun} [hit|has hit|plunged into darkness] {site} in {town} {when}',
      '~ no electricity {place} {since}',
    ],
    fr: [
      'le courant [a sauté|~est coupé|est tombé] {place} {when}',
      '{un_noun} [~touche|a frappé|a plongé dans le noir] {site} à {town} {when}',
      "~ plus d'électricité {place} {since}",
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town} in the dark', 'Lights out {place}'],
    fr: ['{un_noun} {place}', '{town} dans le noir', 'Plus de lumière {place}'],
  },
  witness: {
    en: [
      'everything just went dark {place}',
      'stuck in a lift {place}, send help',
      'candles out {place}',
      'my freezer is dripping, thanks {town}',
    ],
    fr: [
      "tout s'est éteint d'un coup {place}",
      "bloqué dans l'ascenseur {place}, au secours",
      'bougies de sortie {place}',
      'mon congélo fond, merci {town}',
    ],
  },
  whenSay: {
    en: ['it went dark {when}', 'the {noun} started {exact}'],
    fr: ["tout s'est éteint {when}", 'la panne a commencé {exact}'],
  },
  whenAsk: {
    en: ['When did {ref} start?', 'What time did the lights go out in {ref}?'],
    fr: ['Quand {ref} a commencé ?', 'À quelle heure la lumière s’est éteinte lors de {ref} ?'],
  },
  whereAsk: {
    en: ['Which area was hit by {ref}?', 'Where exactly was {ref}?'],
    fr: ['Quel secteur est concerné par {ref} ?', 'Où exactement a eu lieu {ref} ?'],
  },
  facts: [
    {
      id: 'households',
      ask: 'how_many',
      from01: 0.2,
      unit: { en: 'households', fr: 'foyers' },
      draw: growing(800, 46_000, 100),
      say: {
        en: [
          '{v} [homes|households] [are|were] without [power|electricity]',
          'it affects {v} [homes|households]',
          '{v} customers [sit|sat] in the dark',
        ],
        fr: [
          '{v} foyers sont [privés de courant|sans électricité]',
          'ça concerne {v} foyers',
          '{v} abonnés sont dans le noir',
        ],
      },
      note: {
        en: ['households affected: {x}', '{x} homes without power'],
        fr: ['foyers touchés : {x}', '{v} foyers sans courant'],
      },
      questions: {
        en: ['How many households lost electricity in {ref}?', 'How many homes were affected by {ref}?'],
        fr: ['Combien de foyers ont été privés de courant par {ref} ?', "Combien d'abonnés ont subi {ref} ?"],
      },
    },
    {
      id: 'cause',
      ask: 'why',
      from01: 0.5,
      draw: oneOf([
        {
          en: ['a marten in a transformer', 'a marten chewing a cable'],
          fr: ['une fouine dans un transformateur', 'une fouine qui a rongé un câble'],
          keys: ['marten', 'fouine'],
        },
        {
          en: ['a digger that cut a cable', 'a cable cut by a digger'],
          fr: ['une pelleteuse qui a coupé un câble', 'un câble arraché par une pelleteuse'],
          keys: ['digger', 'cut a cable', 'cable', 'pelleteuse', 'câble'],
        },
        {
          en: ['an overheated transformer', 'a transformer that burned out'],
          fr: ['un transformateur en surchauffe', 'un transformateur grillé'],
          keys: ['transformer', 'transformateur'],
        },
        {
          en: ['a tree on the line', 'a fallen tree'],
          fr: ['un arbre sur la ligne', 'un arbre tombé'],
          keys: ['tree', 'arbre'],
        },
      ]),
      say: {
        en: ['{v} caused it', 'it was [caused by|due to] {v}', 'the culprit: {v}'],
        fr: ['{v} en est la cause', "c'est dû à {v}", 'le coupable : {v}'],
      },
      note: { en: ['cause: {v}', 'because of {v}'], fr: ['cause : {v}', 'la faute à {v}'] },
      questions: {
        en: ['What caused {ref}?', 'Why did the lights go out in {ref}?'],
        fr: ['Quelle est la cause de {ref} ?', 'Pourquoi y a-t-il eu {aref} ?'],
      },
    },
    {
      id: 'hours',
      ask: 'how_many',
      from01: 0.6,
      unit: { en: 'hours', fr: 'heures' },
      draw: fixed(2, 6),
      say: {
        en: ['power came back after {x} hours', 'it lasted {x} hours', 'repairs took {x} hours'],
        fr: [
          'le courant est revenu au bout de {x} heures',
          'ça a duré {x} heures',
          'la réparation a pris {x} heures',
        ],
      },
      note: {
        en: ['length: {x} hours', 'back after {x} hours'],
        fr: ['durée : {x} heures', 'retour après {x} heures'],
      },
      questions: {
        en: ['How many hours did {ref} last?', 'How long was {ref}, in hours?'],
        fr: ["Combien d'heures a duré {ref} ?", 'Combien de temps a duré {ref} (en heures) ?'],
      },
    },
    {
      id: 'engineer',
      ask: 'who',
      from01: 0.45,
      draw: someone,
      say: {
        en: ['{v} led the repair team', 'the repair was led by {v}', '{v} [found|located] the fault'],
        fr: [
          "{v} dirigeait l'équipe de réparation",
          'la réparation a été menée par {v}',
          '{v} a trouvé la panne',
        ],
      },
      note: {
        en: ['repair team: {v}', 'thanks to {v} and team'],
        fr: ['équipe de {v}', 'merci à {v} et son équipe'],
      },
      questions: {
        en: ['Who led the repairs during {ref}?', 'Who located the fault behind {ref}?'],
        fr: ['Qui dirigeait les réparations lors de {ref} ?', 'Qui a trouvé la panne de {ref} ?'],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'how_many',
      questions: {
        en: ['How much compensation will customers get for {ref}?'],
        fr: ['Quelle indemnité toucheront les abonnés pour {ref} ?'],
      },
    },
    {
      ask: 'who',
      questions: {
        en: ['Which firm built the network that failed in {ref}?'],
        fr: ['Quelle entreprise a construit le réseau tombé lors de {ref} ?'],
      },
    },
  ],
}
