import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const THEFT: EventKind = {
  id: 'theft',
  nouns: { en: ['burglary', 'heist'], fr: ['un cambriolage', 'un casse'] },
  askNouns: { en: ['break-in', 'robbery'], fr: ['un vol'] },
  tone: 'bad',
  keys: [
    'burglary',
    'heist',
    'stolen',
    'stole',
    'theft',
    'burgled',
    'thieves',
    'cambriolage',
    'casse',
    'vol',
    'volé',
    'voleurs',
    'cambriolé',
    'break-in',
    'broken into',
    'broke into',
    'robbed',
    'raided',
    'cambrioler',
    'dévalisé',
    'emporté',
    'items',
  ],
  sites: ['museum', 'warehouse', 'theatre', 'library'],
  hours: [5, 9],
  officials: { en: ['police', 'detectives'], fr: ['la police', 'les enquêteurs'] },
  what: {
    en: [
      '{site} in {town} [was burgled|was broken into|was robbed] {when}',
      'thieves [broke into|cleaned out|raided] {site} in {town} {when}',
      'a {noun} [was discovered|took place] {place} {when}',
    ],
    fr: [
      '{site} à {town} [s’est fait cambrioler|a été visité par des voleurs] {when}',
      'des voleurs [sont entrés dans|ont dévalisé|ont vidé] {site} à {town} {when}',
      '{un_noun} a [été découvert|eu lieu] {place} {when}',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: thieves {at_site}', 'Broken glass {place}'],
    fr: ['{un_noun} {place}', '{town} : des voleurs {at_site}', 'Vitrine brisée {place}'],
  },
  witness: {
    en: [
      'police tape all around {site} {town_in}',
      'a window is smashed {place}',
      'heard the alarm {place} for an hour, nobody came',
    ],
    fr: [
      'rubalise tout autour de {site} {town_in}',
      'une vitre est cassée {place}',
      "l'alarme a hurlé une heure {place}, personne n'est venu",
    ],
  },
  whenSay: {
    en: ['it was [noticed|discovered] {when}', 'the {noun} happened {exact}'],
    fr: ["on s'en est aperçu {when}", '{noun} a eu lieu {exact}'],
  },
  whenAsk: {
    en: ['When did {ref} happen?', 'When was {ref} noticed?'],
    fr: ['Quand a eu lieu {ref} ?', "Quand s'est-on aperçu de {ref} ?"],
  },
  whereAsk: {
    en: ['Which place was targeted in {ref}?', 'Where did {ref} take place?'],
    fr: ['Quel lieu a été visé par {ref} ?', 'Où a eu lieu {ref} ?'],
  },
  facts: [
    {
      id: 'loot',
      ask: 'what',
      from01: 0.2,
      draw: oneOf([
        {
          en: ['antique violins', 'a collection of violins'],
          fr: ['des violons anciens', 'une collection de violons'],
          keys: ['violins', 'violons'],
        },
        {
          en: ['silver spoons', 'the silver spoons'],
          fr: ['des cuillères en argent', "les cuillères d'argent"],
          keys: ['spoons', 'cuillères'],
        },
        {
          en: ['old maps', 'rare maps'],
          fr: ['de vieilles cartes', 'des cartes rares'],
          keys: ['maps', 'cartes'],
        },
        {
          en: ['pocket watches', 'precious pocket watches'],
          fr: ['des montres à gousset', 'de précieuses montres'],
          keys: ['watches', 'montres'],
        },
        {
          en: ['porcelain cats', 'the porcelain cats'],
          fr: ['des chats en porcelaine', 'les chats de porcelaine'],
          keys: ['cats', 'chats', 'porcelain', 'porcelaine'],
        },
      ]),
      say: {
        en: [
          'they [took|stole|got away with] {v}',
          '{v} [are missing|are gone|were stolen]',
          'the thieves were after {v}',
        ],
        fr: ['ils ont [pris|volé|emporté] {v}', 'il manque {v}', 'les voleurs voulaient {v}'],
      },
      note: { en: ['stolen: {v}', 'missing: {v}'], fr: ['volé : {v}', 'butin : {v}'] },
      questions: {
        en: ['What was stolen in {ref}?', 'What did the thieves of {ref} take?'],
        fr: ["Qu'est-ce qui a été volé lors de {ref} ?", "Qu'ont emporté les auteurs de {ref} ?"],
      },
    },
    {
      id: 'items',
      ask: 'how_many',
      from01: 0.25,
      unit: { en: 'items', fr: 'objets' },
      draw: growing(5, 90),
      say: {
        en: [
          '{v} [items|objects] [are missing|were taken]',
          'the list of stolen [items|objects] has {x} entries',
        ],
        fr: ['{v} objets [ont disparu|manquent]', 'on a emporté {v} objets'],
      },
      note: {
        en: ['items missing: {x}', '{x} items gone'],
        fr: ['objets disparus : {x}', '{v} objets envolés'],
      },
      questions: {
        en: ['How many items were taken in {ref}?', 'How many objects disappeared in {ref}?'],
        fr: [
          "Combien d'objets ont disparu lors de {ref} ?",
          'Combien de pièces ont été emportées dans {ref} ?',
        ],
      },
    },
    {
      id: 'arrests',
      ask: 'how_many',
      from01: 0.5,
      unit: { en: 'arrests', fr: 'arrestations' },
      draw: fixed(2, 9),
      say: {
        en: ['{v} [suspects|people] [were arrested|are in custody]', 'police [arrested|detained] {v} people'],
        fr: ['{v} suspects ont été arrêtés', 'la police a interpellé {v} personnes'],
      },
      note: { en: ['arrests: {x}', '{x} arrested'], fr: ['interpellations : {x}', '{v} suspects arrêtés'] },
      questions: {
        en: ['How many people were arrested after {ref}?', 'How many suspects are held over {ref}?'],
        fr: ["Combien d'arrestations après {ref} ?", 'Combien de suspects interpellés pour {ref} ?'],
      },
    },
    {
      id: 'witness',
      ask: 'who',
      from01: 0.35,
      draw: someone,
      say: {
        en: [
          '{v}, the [night guard|cleaner], discovered it',
          'it was discovered by {v}, [opening up|on night duty]',
          'the alarm was given by {v}',
        ],
        fr: [
          "{v}, [de l'équipe de ménage|de garde], a tout découvert",
          "ça a été découvert par {v} [à l'ouverture|en arrivant]",
          "l'alerte vient de {v}",
        ],
      },
      note: {
        en: ['discovered by {v}', '{v} called the police'],
        fr: ['découvert par {v}', '{v} a appelé la police'],
      },
      questions: {
        en: ['Who discovered {ref}?', 'Who called the police about {ref}?'],
        fr: ['Qui a découvert {ref} ?', 'Qui a appelé la police pour {ref} ?'],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'who',
      questions: {
        en: ['What is the name of the suspect in {ref}?', 'Who insured the things taken in {ref}?'],
        fr: ['Quel est le nom du suspect de {ref} ?', 'Qui assurait les biens volés dans {ref} ?'],
      },
    },
    {
      ask: 'how_many',
      questions: {
        en: ['What is the loot of {ref} worth in crowns?'],
        fr: ['Combien de couronnes vaut le butin de {ref} ?'],
      },
    },
  ],
}
