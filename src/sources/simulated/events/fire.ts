import { type EventKind, growing, oneOf, someone } from './event-kind.ts'

export const FIRE: EventKind = {
  id: 'fire',
  nouns: { en: ['fire', 'blaze'], fr: ['un incendie', 'un feu'] },
  askNouns: { en: ['inferno'], fr: ['un sinistre'] },
  tone: 'bad',
  keys: [
    'fire',
    'blaze',
    'burn',
    'burning',
    'burned',
    'burnt',
    'flames',
    'incendie',
    'feu',
    'flammes',
    'brûle',
    'brûlé',
    'on fire',
    'caught fire',
    'ablaze',
    'pompiers',
    'fire crews',
  ],
  sites: ['warehouse', 'market', 'factory', 'library', 'theatre'],
  hours: [5, 21],
  officials: {
    en: ['the fire service', 'fire crews', 'firefighters'],
    fr: ['les pompiers', 'les secours', 'le service incendie'],
  },
  what: {
    en: [
      '[a|a big|a huge|a serious] {noun} [has broken out|broke out|~is raging|started] {place} {when}',
      '{site} in {town} [~is on fire|~is burning|caught fire|went up in flames] {when}',
      '[flames|fire] [swept through|tore through|engulfed|ripped through] {site} in {town} {when}',
      '[fire crews|engines|crews] were [called|sent|scrambled] to [a|a major] {noun} {place} {when}',
    ],
    fr: [
      "{un_noun} [s'est déclaré|a éclaté|a pris|~fait rage] {place} {when}",
      '{site} à {town} [~brûle|~est en feu|a pris feu|~est en flammes] {when}',
      '[les flammes ont ravagé|le feu a dévoré|le feu a ravagé] {site} à {town} {when}',
      'les pompiers [~interviennent|sont intervenus|ont été appelés] {when} pour {un_noun} {place}',
    ],
  },
  headline: {
    en: [
      '{noun} {place}',
      '{town}: {site} [in flames|ablaze|on fire]',
      'Major {noun} {place}, [crews on scene|road closed]',
    ],
    fr: [
      '{un_noun} {place}',
      '{town} : {site} en [feu|flammes]',
      'Gros feu {place}, [secours sur place|rue barrée]',
    ],
  },
  witness: {
    en: [
      '[so much|thick black|crazy amounts of] smoke {place} rn',
      'i can [see|smell] the smoke from my [window|balcony|desk], looks like it comes from {site}',
      'sirens everywhere {place}, [anyone know why?|what is going on]',
      'wow the sky is orange over {town}',
    ],
    fr: [
      '[une énorme|une grosse] fumée noire {place} là',
      'je vois la fumée depuis [ma fenêtre|mon balcon|le bureau], ça vient de {site}',
      'des sirènes partout {place}, [quelqu’un sait ?|il se passe quoi]',
      'le ciel est tout orange au-dessus de {town}',
    ],
  },
  whenSay: {
    en: [
      'the {noun} [started|broke out|began] {when}',
      'the alarm [was raised|came in|went off] {exact}',
      'the first call reached crews {exact}',
    ],
    fr: [
      "{noun} [a démarré|a commencé|s'est déclaré] {when}",
      "l'alerte a été donnée {exact}",
      'le premier appel est arrivé {exact}',
    ],
  },
  whenAsk: {
    en: ['When did {ref} start?', 'What time did {ref} break out?', 'When was the alarm raised for {ref}?'],
    fr: [
      'Quand {ref} a-t-il commencé ?',
      "À quelle heure l'alerte a-t-elle été donnée pour {ref} ?",
      'Quand est-ce que {ref} a démarré ?',
    ],
  },
  whereAsk: {
    en: ['Where exactly was {ref}?', 'Which building burned in {ref}?', 'What place was hit by {ref}?'],
    fr: ['Où a eu lieu {ref} exactement ?', 'Quel bâtiment a été touché par {ref} ?', "C'était où, {ref} ?"],
  },
  facts: [
    {
      id: 'injured',
      ask: 'how_many',
      from01: 0.15,
      draw: growing(5, 48),
      unit: { en: 'injured', fr: 'blessés' },
      say: {
        en: [
          '{v} people [were|have been|got] [hurt|injured]',
          '{v} [residents|people|workers] [needed treatment|were treated] for [burns|smoke inhalation]',
          'the {noun} [left|has left] {v} people [injured|hurt]',
          'ambulances took {v} [wounded|injured] people [away|to hospital]',
        ],
        fr: [
          '{v} personnes [ont été|sont] blessées',
          '{v} personnes [ont été soignées|ont été prises en charge] pour des brûlures ou des fumées',
          '{noun} [a fait|fait] {v} blessés',
          '{v} blessés ont été [emmenés|transportés] à [l’hôpital|la clinique]',
        ],
      },
      note: {
        en: [
          '[injured|casualties|hurt]: {x}',
          '{x} hurt',
          '{x} [injured|wounded] so far',
          'injury toll [at|now] {x}',
        ],
        fr: ['blessés : {x}', 'bilan : {v} blessés', '{v} blessés', 'on parle de {v} blessés'],
      },
      questions: {
        en: [
          'How many people were hurt in {ref}?',
          'What is the number of casualties of {ref}?',
          'How many were injured in {ref} in the end?',
          'How many wounded after {ref}?',
        ],
        fr: [
          'Combien de blessés après {ref} ?',
          'Combien de personnes ont été blessées dans {ref} ?',
          'Quel est le bilan des blessés de {ref} ?',
          'Il y a eu combien de blessés pour {ref} au final ?',
        ],
      },
    },
    {
      id: 'evacuated',
      ask: 'how_many',
      from01: 0.2,
      draw: growing(40, 900, 10),
      unit: { en: 'evacuated', fr: 'évacués' },
      say: {
        en: [
          '{v} [residents|neighbours|people] [had to leave|were evacuated|were moved out|were told to leave]',
          '[they|crews|police] evacuated {v} [people|neighbours] from the [area|surrounding buildings]',
          '{v} people [are spending|spent] the night [elsewhere|in a gym] after being evacuated',
        ],
        fr: [
          '{v} [riverains|habitants] ont [dû partir|été évacués|dû quitter les lieux]',
          '{v} personnes ont [dû partir|été évacuées|quitté leur logement]',
          'on a évacué {v} [voisins|riverains] autour du site',
          '{v} évacués [passent|ont passé] la nuit [ailleurs|dans un gymnase]',
        ],
      },
      note: {
        en: ['evacuated: {x}', '{x} evacuated', 'evacuation of {v} [residents|people]'],
        fr: ['évacués : {x}', '{v} évacués', 'évacuation de {v} [riverains|habitants]'],
      },
      questions: {
        en: [
          'How many residents had to be evacuated because of {ref}?',
          'How many people were moved out during {ref}?',
          'How many were told to leave their homes by {ref}?',
        ],
        fr: [
          "Combien d'habitants ont été évacués à cause de {ref} ?",
          'Combien de riverains ont dû partir pendant {ref} ?',
          "Combien d'évacués pour {ref} ?",
        ],
      },
    },
    {
      id: 'cause',
      ask: 'why',
      from01: 0.55,
      draw: oneOf([
        {
          en: ['a short circuit', 'faulty wiring', 'an electrical fault'],
          fr: ['un court-circuit', 'un câblage défectueux', 'un défaut électrique'],
          keys: ['short circuit', 'wiring', 'electrical', 'court-circuit', 'câblage', 'électrique'],
        },
        {
          en: ['a welding job on the roof', 'sparks from welding work', 'roof repairs with a welding torch'],
          fr: ['des travaux de soudure sur le toit', 'des étincelles de soudure', 'un chalumeau de soudeur'],
          keys: ['welding', 'soudure', 'soudeur', 'chalumeau', 'roof repairs'],
        },
        {
          en: ['a forgotten pan in the kitchen', 'an unattended cooker', 'cooking oil left on the stove'],
          fr: [
            'une casserole oubliée en cuisine',
            "de l'huile laissée sur le feu",
            'une cuisinière restée allumée',
          ],
          keys: [
            'pan',
            'cooker',
            'cooking oil',
            'stove',
            'casserole',
            'huile',
            'cuisinière',
            'kitchen',
            'cuisine',
          ],
        },
        {
          en: ['a lithium battery', 'an overheated scooter battery', 'a charging e-bike battery'],
          fr: [
            'une batterie au lithium',
            'une batterie de trottinette en surchauffe',
            'une batterie de vélo en charge',
          ],
          keys: ['battery', 'batterie', 'lithium'],
        },
        {
          en: ['a lightning strike', 'lightning', 'a bolt of lightning'],
          fr: ['la foudre', 'un éclair', 'un coup de foudre'],
          keys: ['lightning', 'foudre', 'éclair'],
        },
      ]),
      say: {
        en: [
          '{v} [caused|triggered|started|sparked] the {noun}',
          'the {noun} was [caused|started|set off] by {v}',
          'the [cause|culprit|origin] [is|was] {v}',
          'investigators [blame|point to] {v}',
        ],
        fr: [
          "à l'origine de {noun} : {v}",
          '{noun} a été [causé|provoqué|déclenché] par {v}',
          'tout [a commencé|est parti] à cause de {v}',
          "l'enquête [met en cause|désigne|retient] {v}",
        ],
      },
      note: {
        en: ['[cause|origin]: {v}', 'cause of the {noun}: {v}', '[blamed on|put down to] {v}'],
        fr: ['[cause|origine] : {v}', 'la cause : {v}', 'la faute à {v}'],
      },
      questions: {
        en: [
          'What caused {ref}?',
          'Why did {ref} break out?',
          'What was the origin of {ref}?',
          'How did {ref} start, what set it off?',
        ],
        fr: [
          'Quelle est la cause de {ref} ?',
          "Qu'est-ce qui a provoqué {ref} ?",
          "Quelle est l'origine de {ref} ?",
          'Pourquoi {ref} a-t-il éclaté ?',
        ],
      },
    },
    {
      id: 'alarm',
      ask: 'who',
      from01: 0.35,
      draw: someone,
      say: {
        en: [
          '{v}, a [baker|night guard|neighbour], [raised the alarm|was the first to call|called it in]',
          'the alarm was raised by {v}, [who lives opposite|a neighbour|on the way home]',
          'it was {v} who [called the fire service|rang the bell of every door]',
        ],
        fr: [
          "{v}, [qui habite en face|de la boulangerie|du voisinage], a donné l'alerte",
          "l'alerte a été donnée par {v}, [qui habite en face|en rentrant du travail]",
          "c'est {v} qui a [appelé les pompiers|prévenu les secours]",
        ],
      },
      note: {
        en: [
          'alarm raised by {v}',
          'thank you {v} for [calling it in|raising the alarm]',
          '{v} raised the alarm',
        ],
        fr: ['alerte donnée par {v}', "merci à {v} d'avoir donné l'alerte", "{v} a donné l'alerte"],
      },
      questions: {
        en: [
          'Who raised the alarm about {ref}?',
          'Who alerted the fire service to {ref}?',
          'Who was the first to report {ref}?',
        ],
        fr: [
          "Qui a donné l'alerte pour {ref} ?",
          'Qui a prévenu les pompiers lors de {ref} ?',
          'Qui a signalé {ref} en premier ?',
        ],
      },
    },
  ],
  neverSaid: [
    {
      ask: 'who',
      questions: {
        en: ['Who owns the building damaged in {ref}?', 'Which insurer covers {ref}?'],
        fr: ['À qui appartient le bâtiment touché par {ref} ?', 'Quel assureur couvre {ref} ?'],
      },
    },
    {
      ask: 'how_many',
      questions: {
        en: ['How many litres of water were used against {ref}?', 'How many fire engines fought {ref}?'],
        fr: ["Combien de litres d'eau ont servi contre {ref} ?", 'Combien de camions ont combattu {ref} ?'],
      },
    },
  ],
}
