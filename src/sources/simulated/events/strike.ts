import { type EventKind, fixed, growing, oneOf, someone } from './event-kind.ts'

export const STRIKE: EventKind = {
  id: 'strike',
  nouns: { en: ['strike', 'walkout'], fr: ['une grève', 'un débrayage'] },
  askNouns: { en: ['stoppage', 'industrial action'], fr: ['un arrêt de travail'] },
  tone: 'divided',
  keys: [
    'strike',
    'strikes',
    'striking',
    'walkout',
    'walked out',
    'grève',
    'débrayage',
    'grévistes',
    'débrayé',
    'downed tools',
    'stopped work',
    'picket',
    'piquet',
    'cessé le travail',
    'strikers',
    'industrial action',
  ],
  sites: ['depot', 'factory', 'warehouse'],
  hours: [5, 10],
  officials: { en: ['the union', 'the works council'], fr: ['le syndicat', 'le comité des salariés'] },
  what: {
    en: [
      '[workers|staff|employees] [walked out|downed tools|went on strike] {place} {when}',
      'a {noun} [began|started] {place} {when}',
      '[the|all] [workers|staff] of {site} in {town} are on strike {since}',
      'nothing moves {place}: a {noun} {since}',
    ],
    fr: [
      'les [salariés|employés|ouvriers] [ont débrayé|se sont mis en grève|ont cessé le travail] {place} {when}',
      '{un_noun} a [commencé|débuté] {place} {when}',
      'le personnel de {site} à {town} est en grève {since}',
      'plus rien ne bouge {place} : {un_noun} {since}',
    ],
  },
  headline: {
    en: ['{noun} {place}', '{town}: {site} on strike', 'Tools down {place}'],
    fr: ['{un_noun} {place}', '{town} : {site} en grève', 'Travail à l’arrêt {place}'],
  },
  witness: {
    en: [
      'picket line {place}, [coffee and flares|drums and banners]',
      'gates of {site} are blocked, [lorries queueing|nobody gets in]',
      'nobody at work {place} today?',
    ],
    fr: [
      'piquet de grève {place}, [café et fumigènes|tambours et banderoles]',
      'les grilles sont bloquées {place}, [file de camions|personne ne rentre]',
      'personne au travail {place} ce matin ?',
    ],
  },
  whenSay: {
    en: ['they [walked out|stopped work] {when}', 'the {noun} [began|started] {exact}'],
    fr: ['ils ont [débrayé|arrêté le travail] {when}', '{noun} a [commencé|débuté] {exact}'],
  },
  whenAsk: {
    en: ['When did {ref} begin?', 'What time did staff walk out in {town}?'],
    fr: ['Quand {ref} a commencé ?', 'Depuis quand dure {ref} ?'],
  },
  whereAsk: {
    en: ['At which workplace is {ref}?', 'Where exactly did {ref} take place?'],
    fr: ['Sur quel site a lieu {ref} ?', 'Où exactement a lieu {ref} ?'],
  },
  facts: [
    {
      id: 'strikers',
      ask: 'how_many',
      from01: 0.2,
      unit: { en: 'strikers', fr: 'grévistes' },
      draw: growing(60, 1400, 10),
      say: {
        en: [
          '{v} [workers|employees] [joined|are taking part|stopped work]',
          '{v} people [are on strike|have walked out]',
          'the union counts {v} strikers',
        ],
        fr: [
          '{v} [salariés|employés] [participent|ont cessé le travail|suivent le mouvement]',
          '{v} personnes sont en grève',
          'le syndicat compte {v} grévistes',
        ],
      },
      note: {
        en: ['strikers: {x}', '{x} on strike', '{v} workers out'],
        fr: ['grévistes : {x}', '{v} grévistes', '{v} salariés dehors'],
      },
      questions: {
        en: [
          'How many workers joined {ref}?',
          'How many employees took part in {ref}?',
          'How many strikers are there in {ref}?',
        ],
        fr: [
          'Combien de salariés participent à {ref} ?',
          'Combien de grévistes pour {ref} ?',
          "Combien d'employés suivent {ref} ?",
        ],
      },
    },
    {
      id: 'leader',
      ask: 'who',
      from01: 0.15,
      draw: someone,
      say: {
        en: [
          '{v} [speaks for|leads] the strikers',
          'the strikers are led by {v}',
          '{v}, union delegate, [called for|announced] the {noun}',
        ],
        fr: [
          '{v} [mène|représente] les grévistes',
          'les grévistes sont menés par {v}',
          '{v}, du syndicat, a [lancé|annoncé] le mouvement',
        ],
      },
      note: {
        en: ['union delegate: {v}', '{v} for the strikers', 'go {v}!'],
        fr: ['pour le syndicat : {v}', '{v} au nom des grévistes', 'bravo {v} !'],
      },
      questions: {
        en: [
          'Who leads {ref}?',
          'Who is the spokesperson of the strikers in {ref}?',
          'Who called for {ref}?',
        ],
        fr: ['Qui mène {ref} ?', 'Qui représente les grévistes de {ref} ?', 'Qui a lancé {ref} ?'],
      },
    },
    {
      id: 'reason',
      ask: 'why',
      from01: 0.15,
      draw: oneOf([
        {
          en: ['unpaid overtime', 'overtime that was never paid'],
          fr: ['des heures supplémentaires impayées', 'des heures sup jamais payées'],
          keys: ['overtime', 'heures supplémentaires', 'heures sup'],
        },
        {
          en: ['the new night shifts', 'night shifts nobody agreed to'],
          fr: ['les nouveaux horaires de nuit', 'le travail de nuit imposé'],
          keys: ['night', 'nuit'],
        },
        {
          en: ['plans to cut jobs', 'the announced job cuts', 'planned layoffs'],
          fr: ['des suppressions de postes', 'les licenciements annoncés'],
          keys: ['job', 'jobs', 'layoffs', 'suppressions', 'postes', 'licenciements'],
        },
        {
          en: ['broken heating', 'the heating that has been out for weeks', 'freezing workshops'],
          fr: ['le chauffage en panne', 'des ateliers glacés', "l'absence de chauffage"],
          keys: ['heating', 'freezing', 'chauffage', 'glacés'],
        },
        {
          en: ['pay that has not moved in three years', 'frozen wages', 'low pay'],
          fr: ['des salaires bloqués', 'les salaires gelés depuis trois ans', 'la paie trop basse'],
          keys: ['pay', 'wages', 'salaires', 'paie'],
        },
      ]),
      say: {
        en: [
          'they are protesting against {v}',
          '{v} [is|was] the last straw',
          'the {noun} is [about|because of|over] {v}',
        ],
        fr: [
          'ils protestent contre {v}',
          "la goutte d'eau, c'est {v}",
          'tout ça à cause de {v}',
          'le conflit porte sur {v}',
        ],
      },
      note: { en: ['reason: {v}', 'at issue: {v}'], fr: ['motif : {v}', 'en cause : {v}'] },
      questions: {
        en: ['What is the reason for {ref}?', 'Why did workers walk out in {ref}?', 'What is {ref} about?'],
        fr: [
          'Quelle est la raison de {ref} ?',
          'Pourquoi les salariés ont-ils lancé {ref} ?',
          'Quel est le motif de {ref} ?',
        ],
      },
    },
    {
      id: 'days',
      ask: 'how_many',
      from01: 0.45,
      unit: { en: 'days', fr: 'jours' },
      draw: fixed(3, 15),
      say: {
        en: ['it [will|is set to] last {x} days', 'they [plan|voted for] {x} days of action'],
        fr: ['ça doit durer {x} jours', 'ils ont voté {x} jours de mouvement'],
      },
      note: {
        en: ['{x} days of action', 'length: {x} days'],
        fr: ['{x} jours de mouvement', 'durée : {x} jours'],
      },
      questions: {
        en: ['How many days will {ref} last?', 'For how many days is {ref} planned?'],
        fr: ['Combien de jours doit durer {ref} ?', 'Sur combien de jours {ref} est prévu ?'],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'how_many',
      questions: {
        en: ['How much does {ref} cost the company per day?'],
        fr: ["Combien {ref} coûte à l'entreprise par jour ?"],
      },
    },
    {
      ask: 'who',
      questions: {
        en: ['Who is the lawyer of the company hit by {ref}?'],
        fr: ["Qui est l'avocat de la direction pendant {ref} ?"],
      },
    },
  ],
}
