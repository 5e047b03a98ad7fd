import { type EventKind, fixed, oneOf, someone } from './event-kind.ts'

export const PRIZE: EventKind = {
  id: 'prize',
  nouns: { en: ['book prize', 'literary award'], fr: ['un prix littéraire', 'un prix du roman'] },
  askNouns: { en: ['writing award'], fr: ['une récompense littéraire'] },
  tone: 'good',
  keys: [
    'prize',
    'award',
    'awarded',
    'jury',
    'prix',
    'récompense',
    'literary',
    'littéraire',
    'ceremony',
    'cérémonie',
    'winner',
  ],
  sites: ['theatre', 'library', 'museum'],
  hours: [17, 20],
  officials: { en: ['the jury', 'the organisers'], fr: ['le jury', "l'organisation"] },
  what: {
    en: [
      'the {town} {noun} [was awarded|was handed out|~is being handed out] {at_site} {when}',
      'the jury of the {noun} in {town} [has decided|announced its choice] {when}',
      'the ceremony of the {noun} [~is on|started] {place} {when}',
    ],
    fr: [
      '{noun} de {town} [a été remis|~est remis] {at_site} {when}',
      'le jury de {noun} à {town} [a tranché|a annoncé son choix] {when}',
      'la cérémonie de {noun} [a commencé|~se tient] {place} {when}',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: the jury has spoken', 'A winner {place}'],
    fr: ['{noun} {place}', '{town} : le jury a choisi', 'Une belle soirée {place}'],
  },
  witness: {
    en: [
      'sitting in the third row {place}, so nervous',
      'standing ovation {place}',
      'the canapés {place} are tiny',
    ],
    fr: [
      'au troisième rang {place}, quel stress',
      'ovation debout {place}',
      'les petits fours {place} sont minuscules',
    ],
  },
  whenSay: {
    en: ['the ceremony [began|opened] {exact}', 'the award was announced {when}'],
    fr: ['la cérémonie a [débuté|commencé] {exact}', 'le nom a été annoncé {when}'],
  },
  whenAsk: {
    en: ['When was {ref} awarded?', 'When did the ceremony of {ref} begin?'],
    fr: ['Quand a été remis {ref} ?', 'Quand a commencé la cérémonie pour {ref} ?'],
  },
  whereAsk: {
    en: ['Where was {ref} handed out?', 'Which venue hosted {ref}?'],
    fr: ['Où a été remis {ref} ?', 'Quelle salle a accueilli {ref} ?'],
  },
  facts: [
    {
      id: 'laureate',
      ask: 'who',
      from01: 0.2,
      draw: someone,
      say: {
        en: [
          '{v} [won|receives|takes home] the [prize|award]',
          'the [prize|award] [goes|went] to {v}',
          'the jury [chose|picked] {v}',
        ],
        fr: [
          '{v} [remporte|reçoit|décroche] le prix',
          'le prix [revient|a été attribué] à {v}',
          'le jury a [choisi|désigné] {v}',
        ],
      },
      note: {
        en: ['winner: {v}', 'congratulations {v}!', '{v} wins'],
        fr: ['prix pour {v}', 'bravo {v} !', 'félicitations {v}'],
      },
      questions: {
        en: ['Who won {ref}?', 'Who was honoured with {ref}?', 'Which author received {ref}?'],
        fr: ['Qui a remporté {ref} ?', 'Qui a reçu {ref} ?', 'À qui a été attribué {ref} ?'],
      },
    },
    {
      id: 'amount',
      ask: 'how_many',
      from01: 0.3,
      unit: { en: 'crowns', fr: 'couronnes' },
      draw: fixed(2000, 60_000, 500),
      say: {
        en: ['it [comes with|is worth] {x} crowns', 'the winner gets {x} crowns'],
        fr: ['il est doté de {x} couronnes', 'ça rapporte {x} couronnes'],
      },
      note: {
        en: ['prize money: {x} crowns', 'worth {x} crowns'],
        fr: ['dotation : {x} couronnes', '{x} couronnes à la clé'],
      },
      questions: {
        en: ['How much money comes with {ref}?', 'How many crowns is {ref} worth?'],
        fr: ['De combien est doté {ref} ?', 'Combien de couronnes rapporte {ref} ?'],
      },
    },
    {
      id: 'subject',
      ask: 'what',
      from01: 0.25,
      draw: oneOf([
        {
          en: ['a novel about a lighthouse keeper', 'the story of a lighthouse keeper'],
          fr: ['un roman sur un gardien de phare', "l'histoire d'un gardien de phare"],
          keys: ['lighthouse', 'phare'],
        },
        {
          en: ['a book about beekeepers', 'a family saga among beekeepers'],
          fr: ['un livre sur des apiculteurs', "une saga d'apiculteurs"],
          keys: ['beekeepers', 'apiculteurs'],
        },
        {
          en: ['a novel set in a sawmill', 'a love story in a sawmill'],
          fr: ['un roman situé dans une scierie', "une histoire d'amour dans une scierie"],
          keys: ['sawmill', 'scierie'],
        },
        {
          en: ['the diary of a ferry captain', 'a book about a ferry captain'],
          fr: ["le journal d'un capitaine de bac", 'un livre sur un capitaine de bac'],
          keys: ['ferry', 'captain', 'capitaine', 'bac'],
        },
      ]),
      say: {
        en: ['the winning book is {v}', 'it rewards {v}', 'the jury [loved|praised] {v}'],
        fr: ['le livre primé, c’est {v}', 'il récompense {v}', 'le jury a [adoré|salué] {v}'],
      },
      note: { en: ['the book: {v}', 'subject: {v}'], fr: ['le livre : {v}', 'sujet : {v}'] },
      questions: {
        en: ['What is the book that won {ref} about?', 'What work was rewarded by {ref}?'],
        fr: ['De quoi parle le livre primé par {ref} ?', 'Quelle œuvre a été récompensée par {ref} ?'],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'how_many',
      questions: {
        en: ['How many books were submitted for {ref}?'],
        fr: ['Combien de livres étaient en lice pour {ref} ?'],
      },
    },
    {
      ask: 'who',
      questions: { en: ['Who presided over the jury of {ref}?'], fr: ['Qui présidait le jury de {ref} ?'] },
    },
  ],
}
