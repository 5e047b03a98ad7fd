import { type EventKind, fixed, someone } from './event-kind.ts'

export const VOTE: EventKind = {
  id: 'vote',
  nouns: {
    en: ['mayoral election', 'mayoral vote'],
    fr: ['une élection municipale', 'un scrutin municipal'],
  },
  askNouns: { en: ['ballot', 'mayor race'], fr: ['un vote pour la mairie'] },
  tone: 'divided',
  keys: [
    'election',
    'elected',
    'vote',
    'votes',
    'voted',
    'mayor',
    'élection',
    'élu',
    'élue',
    'scrutin',
    'maire',
    'mairie',
    'voté',
    'voting',
    'voters',
    'polls',
    'polling',
    'ballots',
    'urnes',
    'bureaux de vote',
    'dépouillement',
    'vote municipal',
    'municipale',
    'municipal',
  ],
  sites: ['school', 'library', 'market'],
  hours: [8, 9],
  officials: {
    en: ['the town clerk', 'the election office'],
    fr: ['le bureau électoral', 'la commission électorale'],
  },
  what: {
    en: [
      '{town} [~is voting|~votes|went to the polls] for a new mayor {when}',
      'the polling stations in {town} opened {when}, [count|counting] {at_site}',
      'the {noun} [~is being held|took place] in {town} {when}, count {at_site}',
    ],
    fr: [
      '{town} [~vote|a voté|~choisit] pour sa mairie {when}',
      'les bureaux de vote de {town} ont ouvert {when}, dépouillement {at_site}',
      '{noun} [~se tient|a eu lieu] à {town} {when}, dépouillement {at_site}',
    ],
  },
  headline: {
    en: ['{town} votes', '{noun} in {town}', '{town}: ballots counted {at_site}'],
    fr: ['{town} aux urnes', '{un_noun} à {town}', '{town} : dépouillement {at_site}'],
  },
  witness: {
    en: [
      'long queue to vote {place}',
      'just voted {place}, [democracy feels good|free biscuits]',
      'they are counting ballots {place}',
    ],
    fr: [
      'longue file pour voter {place}',
      'a voté ! {place}, [ça fait du bien|et biscuits offerts]',
      'on dépouille {place}',
    ],
  },
  whenSay: {
    en: ['polling [opened|began] {exact}', 'the {noun} was held {when}'],
    fr: ['les bureaux ont ouvert {exact}', '{noun} a eu lieu {when}'],
  },
  whenAsk: {
    en: ['When was {ref} held?', 'When did polls open for {ref}?'],
    fr: ['Quand a eu lieu {ref} ?', 'Quand les bureaux ont-ils ouvert pour {ref} ?'],
  },
  whereAsk: {
    en: ['Where were the ballots counted in {ref}?', 'Where was the counting done for {ref}?'],
    fr: ['Où a eu lieu le dépouillement de {ref} ?', 'Où ont été comptés les bulletins de {ref} ?'],
  },
  facts: [
    {
      id: 'winner',
      ask: 'who',
      from01: 0.4,
      draw: someone,
      say: {
        en: [
          '{v} [has won|won|is the new mayor|takes the town hall]',
          'voters [chose|elected|picked] {v}',
          'the [winner|new mayor] is {v}',
          '{v} was elected mayor',
        ],
        fr: [
          "{v} [l'emporte|a gagné|prend la mairie]",
          'les électeurs ont choisi {v}',
          'la mairie revient à {v}',
          "c'est {v} qui dirigera la mairie",
        ],
      },
      note: {
        en: ['winner: {v}', '{v} elected', 'mayor {v} it is'],
        fr: ['victoire de {v}', 'à la mairie : {v}', '{v} en tête'],
      },
      questions: {
        en: ['Who won {ref}?', 'Who will be mayor after {ref}?', 'Which candidate came first in {ref}?'],
        fr: [
          'Qui a gagné {ref} ?',
          'Qui devient maire après {ref} ?',
          'Quel nom est sorti en tête lors de {ref} ?',
        ],
      },
    },
    {
      id: 'turnout',
      ask: 'how_many',
      from01: 0.4,
      unit: { en: 'percent turnout', fr: 'pour cent de participation' },
      draw: fixed(31, 84),
      say: {
        en: [
          'turnout [was|reached|stood at] {x} [percent|%]',
          '{x} [percent|%] of people [voted|turned out]',
        ],
        fr: ['la participation [est de|atteint] {x} [%|pour cent]', '{x} [%|pour cent] des gens ont voté'],
      },
      note: {
        en: ['turnout: {x}%', 'turnout {x} percent'],
        fr: ['participation : {x} %', 'participation à {x} %'],
      },
      questions: {
        en: ['What was the turnout in {ref}?', 'What percentage of voters took part in {ref}?'],
        fr: ['Quel a été le taux de participation à {ref} ?', 'Quel pourcentage a voté lors de {ref} ?'],
      },
    },
    {
      id: 'margin',
      ask: 'how_many',
      from01: 0.5,
      unit: { en: 'votes', fr: 'voix' },
      draw: fixed(12, 940),
      say: {
        en: [
          'the gap is {v} votes',
          'only {v} votes [separate|separated] the first two',
          'it was decided by {v} votes',
        ],
        fr: [
          "l'écart est de {x} voix",
          '{v} voix seulement séparent les deux premiers',
          "ça s'est joué à {x} voix",
        ],
      },
      note: { en: ['margin: {x} votes', '{x} votes ahead'], fr: ['écart : {x} voix', '{x} voix de plus'] },
      questions: {
        en: ['By how many votes was {ref} decided?', 'What was the margin in {ref}?'],
        fr: ["Avec combien de voix d'écart {ref} s'est joué ?", "Quel est l'écart de voix pour {ref} ?"],
      },
    },
    {
      id: 'loser',
      ask: 'who',
      from01: 0.5,
      draw: someone,
      say: {
        en: [
          '{v} [conceded defeat|conceded|admitted losing]',
          '{v} came second',
          'the defeated candidate, {v}, asks for nothing more',
        ],
        fr: ['{v} [reconnaît sa défaite|a concédé la défaite]', '{v} arrive deuxième', '{v} perd de peu'],
      },
      note: { en: ['second place: {v}', '{v} concedes'], fr: ['deuxième place : {v}', 'défaite de {v}'] },
      questions: {
        en: ['Who conceded defeat in {ref}?', 'Who came second in {ref}?'],
        fr: ['Qui a reconnu sa défaite à {ref} ?', 'Qui est arrivé deuxième lors de {ref} ?'],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'how_many',
      questions: {
        en: ['How many ballots were spoiled in {ref}?', 'How much did the campaigns for {ref} cost?'],
        fr: ['Combien de bulletins nuls à {ref} ?', 'Combien ont coûté les campagnes pour {ref} ?'],
      },
    },
    {
      ask: 'who',
      questions: {
        en: ['Who was the youngest candidate in {ref}?'],
        fr: ['Quelle était la plus jeune candidature à {ref} ?'],
      },
    },
  ],
}
