type Talk = {
  /** Plural things one talks about. */
  readonly things: readonly string[]
  /** "-ing" form in English, infinitive in French. */
  readonly doing: readonly string[]
  /** Singular gear with its article. */
  readonly gear: readonly string[]
}

/** An interest group: its words, its hashtag and the hours at which it is awake. */
export type Community = {
  readonly tag: string
  readonly hours: 'day' | 'evening' | 'night' | 'any'
  readonly en: Talk
  readonly fr: Talk
}

export const COMMUNITIES: readonly Community[] = [
  {
    tag: 'gardening',
    hours: 'day',
    en: {
      things: ['tomatoes', 'slugs', 'seedlings', 'courgettes', 'dahlias', 'weeds', 'bean rows'],
      doing: ['pruning', 'weeding', 'repotting', 'composting', 'sowing', 'watering'],
      gear: ['the greenhouse', 'a new spade', 'my compost heap', 'the watering can', 'that hedge'],
    },
    fr: {
      things: [
        'les tomates',
        'les limaces',
        'les semis',
        'les courgettes',
        'les dahlias',
        'les orties',
        'les haricots',
      ],
      doing: ['tailler', 'désherber', 'rempoter', 'composter', 'semer', 'arroser'],
      gear: ['la serre', 'une bêche neuve', 'mon tas de compost', "l'arrosoir", 'cette haie'],
    },
  },
  {
    tag: 'cycling',
    hours: 'day',
    en: {
      things: ['headwinds', 'potholes', 'climbs', 'punctures', 'gravel tracks', 'commuter lanes'],
      doing: ['climbing', 'descending', 'commuting by bike', 'changing tubes', 'truing wheels'],
      gear: ['a new saddle', 'the rear derailleur', 'my old steel frame', 'the chain', 'a pannier'],
    },
    fr: {
      things: [
        'le vent de face',
        'les nids-de-poule',
        'les cols',
        'les crevaisons',
        'les chemins',
        'les pistes cyclables',
      ],
      doing: ['grimper', 'descendre', 'pédaler au boulot', 'changer une chambre à air'],
      gear: ['une selle neuve', 'le dérailleur', 'mon vieux cadre', 'la chaîne', 'une sacoche'],
    },
  },
  {
    tag: 'baking',
    hours: 'day',
    en: {
      things: ['croissants', 'sourdough loaves', 'scones', 'burnt crusts', 'rye rolls', 'choux buns'],
      doing: ['kneading', 'proving', 'laminating', 'feeding the starter', 'glazing'],
      gear: ['the oven', 'my starter', 'a banneton', 'the rolling pin', 'the mixer'],
    },
    fr: {
      things: ['les croissants', 'les miches au levain', 'les brioches', 'les croûtes brûlées', 'les choux'],
      doing: ['pétrir', 'laisser lever', 'feuilleter', 'nourrir le levain', 'glacer'],
      gear: ['le four', 'mon levain', 'un banneton', 'le rouleau', 'le robot'],
    },
  },
  {
    tag: 'chess',
    hours: 'night',
    en: {
      things: ['endgames', 'gambits', 'rook endings', 'blunders', 'opening traps', 'puzzles'],
      doing: ['castling', 'blundering', 'analysing', 'playing blitz', 'sacrificing a knight'],
      gear: ['the clock', 'a wooden board', 'that bishop', 'my queen'],
    },
    fr: {
      things: [
        'les finales',
        'les gambits',
        'les finales de tours',
        'les gaffes',
        'les pièges',
        'les problèmes',
      ],
      doing: ['roquer', 'gaffer', 'analyser', 'jouer en blitz', 'sacrifier un cavalier'],
      gear: ['la pendule', 'un échiquier en bois', 'ce fou', 'ma dame'],
    },
  },
  {
    tag: 'astronomy',
    hours: 'night',
    en: {
      things: ['meteors', 'double stars', 'clouds', 'moon craters', 'faint nebulae', 'satellites'],
      doing: ['stargazing', 'stacking frames', 'waiting for clear skies', 'collimating'],
      gear: ['the telescope', 'a new eyepiece', 'the mount', 'my red torch'],
    },
    fr: {
      things: [
        'les étoiles filantes',
        'les étoiles doubles',
        'les nuages',
        'les cratères',
        'les nébuleuses',
        'les satellites',
      ],
      doing: ['observer', 'empiler des poses', 'attendre un ciel clair', 'collimater'],
      gear: ['le télescope', 'un oculaire', 'la monture', 'ma lampe rouge'],
    },
  },
  {
    tag: 'knitting',
    hours: 'evening',
    en: {
      things: ['cables', 'socks', 'dropped stitches', 'moth holes', 'gauge swatches', 'lace charts'],
      doing: ['knitting', 'unravelling', 'casting on', 'blocking a shawl', 'winding yarn'],
      gear: ['a skein of wool', 'the circular needles', 'that cardigan', 'my row counter'],
    },
    fr: {
      things: [
        'les torsades',
        'les chaussettes',
        'les mailles perdues',
        'les mites',
        'les échantillons',
        'les grilles de dentelle',
      ],
      doing: ['tricoter', 'détricoter', 'monter les mailles', 'bloquer un châle'],
      gear: ['un écheveau', 'les aiguilles circulaires', 'ce gilet', 'mon compte-rangs'],
    },
  },
  {
    tag: 'trains',
    hours: 'any',
    en: {
      things: ['timetables', 'delays', 'night trains', 'old carriages', 'branch lines', 'model railways'],
      doing: ['trainspotting', 'changing trains', 'missing my connection', 'photographing locos'],
      gear: ['a window seat', 'the dining car', 'my day ticket', 'the old signal box'],
    },
    fr: {
      things: [
        'les horaires',
        'les retards',
        'les trains de nuit',
        'les vieilles voitures',
        'les petites lignes',
        'les maquettes',
      ],
      doing: ['regarder passer les trains', 'changer de train', 'rater ma correspondance'],
      gear: ['une place fenêtre', 'la voiture-bar', 'mon billet', "l'ancien poste d'aiguillage"],
    },
  },
  {
    tag: 'photography',
    hours: 'day',
    en: {
      things: [
        'long exposures',
        'portraits',
        'grainy negatives',
        'reflections',
        'street shots',
        'foggy mornings',
      ],
      doing: ['developing', 'cropping', 'shooting film', 'chasing the light'],
      gear: ['a 35mm lens', 'the tripod', 'my old rangefinder', 'a light meter'],
    },
    fr: {
      things: [
        'les poses longues',
        'les portraits',
        'les négatifs',
        'les reflets',
        'les photos de rue',
        'les matins de brume',
      ],
      doing: ['développer', 'recadrer', 'shooter en argentique', 'chasser la lumière'],
      gear: ['un 35 mm', 'le trépied', 'mon vieux télémétrique', 'une cellule'],
    },
  },
  {
    tag: 'gaming',
    hours: 'night',
    en: {
      things: ['boss fights', 'speedruns', 'side quests', 'patches', 'lag spikes', 'loot tables'],
      doing: ['grinding', 'respawning', 'queueing', 'modding', 'rage quitting'],
      gear: ['my controller', 'the new build', 'a second monitor', 'that sniper rifle'],
    },
    fr: {
      things: ['les boss', 'les speedruns', 'les quêtes annexes', 'les patchs', 'les lags', 'les loots'],
      doing: ['farmer', 'respawn', 'attendre en file', 'modder', 'rager'],
      gear: ['ma manette', 'le nouveau build', 'un second écran', 'ce sniper'],
    },
  },
  {
    tag: 'running',
    hours: 'day',
    en: {
      things: ['intervals', 'blisters', 'hill repeats', 'long runs', 'early starts', 'shin splints'],
      doing: ['jogging', 'stretching', 'tapering', 'pacing', 'foam rolling'],
      gear: ['my trainers', 'the watch', 'a foam roller', 'a headlamp'],
    },
    fr: {
      things: [
        'le fractionné',
        'les ampoules',
        'les côtes',
        'les sorties longues',
        'les réveils tôt',
        'les périostites',
      ],
      doing: ['trottiner', "s'étirer", 'récupérer', 'tenir l’allure'],
      gear: ['mes baskets', 'la montre', 'un rouleau', 'une frontale'],
    },
  },
  {
    tag: 'coding',
    hours: 'night',
    en: {
      things: [
        'merge conflicts',
        'flaky tests',
        'regexes',
        'memory leaks',
        'code reviews',
        'off-by-one errors',
      ],
      doing: ['refactoring', 'debugging', 'rebasing', 'profiling', 'naming variables'],
      gear: ['my keyboard', 'the linter', 'the build', 'a rubber duck'],
    },
    fr: {
      things: [
        'les conflits de merge',
        'les tests instables',
        'les regex',
        'les fuites mémoire',
        'les revues de code',
      ],
      doing: ['refactorer', 'déboguer', 'rebaser', 'profiler', 'nommer des variables'],
      gear: ['mon clavier', 'le linter', 'le build', 'un canard en plastique'],
    },
  },
  {
    tag: 'parenting',
    hours: 'evening',
    en: {
      things: ['bedtimes', 'lost socks', 'packed lunches', 'school runs', 'tantrums', 'sticky fingers'],
      doing: [
        'negotiating with a toddler',
        'finding the other shoe',
        'reading the same story',
        'folding laundry',
      ],
      gear: ['the pushchair', 'a night light', 'the car seat', 'that toy drum'],
    },
    fr: {
      things: [
        'les couchers',
        'les chaussettes perdues',
        'les goûters',
        "les trajets d'école",
        'les colères',
        'les doigts collants',
      ],
      doing: [
        'négocier avec un enfant',
        "chercher l'autre chaussure",
        'relire la même histoire',
        'plier le linge',
      ],
      gear: ['la poussette', 'une veilleuse', 'le siège auto', 'ce tambour'],
    },
  },
  {
    tag: 'tea',
    hours: 'any',
    en: {
      things: ['oolongs', 'biscuits', 'loose leaves', 'chipped mugs', 'green teas', 'tea bags'],
      doing: ['steeping', 'boiling the kettle', 'dunking', 'tasting'],
      gear: ['the teapot', 'a gaiwan', 'my favourite mug', 'the strainer'],
    },
    fr: {
      things: [
        'les oolongs',
        'les biscuits',
        'les feuilles',
        'les tasses ébréchées',
        'les thés verts',
        'les sachets',
      ],
      doing: ['infuser', "faire chauffer l'eau", 'tremper un biscuit', 'goûter'],
      gear: ['la théière', 'un gaiwan', 'mon mug préféré', 'la passoire'],
    },
  },
  {
    tag: 'birds',
    hours: 'day',
    en: {
      things: ['wagtails', 'herons', 'nest boxes', 'warblers', 'owl pellets', 'feeders'],
      doing: ['birding', 'counting finches', 'listening at dawn', 'ringing'],
      gear: ['my binoculars', 'the hide', 'a field guide', 'the feeder'],
    },
    fr: {
      things: [
        'les bergeronnettes',
        'les hérons',
        'les nichoirs',
        'les fauvettes',
        'les pelotes',
        'les mangeoires',
      ],
      doing: ['observer les oiseaux', 'compter les pinsons', "écouter à l'aube", 'baguer'],
      gear: ['mes jumelles', "l'affût", 'un guide', 'la mangeoire'],
    },
  },
]
