import type { Random } from '../../lib/random.ts'

const TOWN_STARTS = [
  'Ostre',
  'Quil',
  'Drav',
  'Thrum',
  'Zelk',
  'Varn',
  'Ombre',
  'Pellu',
  'Skarn',
  'Yver',
  'Brindo',
  'Calde',
  'Fenne',
  'Glavo',
  'Hesk',
  'Irro',
  'Jorva',
  'Kestri',
  'Lumbre',
  'Mavro',
  'Noxe',
  'Orla',
  'Prava',
  'Rusk',
  'Sorve',
  'Tavre',
  'Ulme',
  'Vosk',
  'Wexa',
  'Zorle',
  'Brask',
  'Crovi',
  'Dulme',
  'Estro',
  'Falve',
  'Grello',
  'Harve',
  'Istra',
  'Kolme',
  'Lasko',
]
const TOWN_ENDS = [
  'vaux',
  'mouth',
  'lund',
  'gard',
  'zelle',
  'quay',
  'rive',
  'stead',
  'nax',
  'thorpe',
  'bec',
  'dane',
  'villers',
  'wick',
  'mar',
  'ocq',
  'ombe',
  'vask',
  'lisse',
  'dorne',
]
const SITE_STARTS = [
  'Tassel',
  'Merrov',
  'Quand',
  'Obris',
  'Lanth',
  'Cress',
  'Vidul',
  'Pomar',
  'Ferrig',
  'Ask',
  'Brol',
  'Dentr',
  'Elzev',
  'Gorb',
  'Hulm',
  'Jask',
  'Krell',
  'Lodov',
  'Mizzen',
  'Norv',
  'Olch',
  'Pruss',
  'Querc',
  'Rindl',
  'Stelv',
  'Truv',
  'Umbrac',
  'Velch',
  'Wimbr',
  'Yarl',
  'Zimmer',
  'Corvel',
  'Dromb',
  'Falk',
  'Ginst',
  'Hazel',
  'Ivrac',
  'Jubil',
  'Kasten',
  'Loriq',
]
const SITE_ENDS = [
  'ane',
  'ette',
  'ow',
  'ique',
  'ell',
  'ard',
  'ine',
  'oux',
  'ock',
  'ière',
  'aud',
  'usk',
  'ault',
  'enne',
  'ix',
  'om',
]
const FIRST_STARTS = [
  'Zev',
  'Mirel',
  'Tav',
  'Oduv',
  'Bral',
  'Quen',
  'Ysal',
  'Korv',
  'Elm',
  'Fadr',
  'Ghis',
  'Hulv',
  'Jael',
  'Lior',
  'Naz',
  'Pelk',
  'Rhov',
  'Sabr',
  'Thel',
  'Ulv',
  'Vesk',
  'Wyn',
  'Xan',
  'Zor',
  'Ilv',
  'Dovr',
  'Cael',
  'Aust',
]
const FIRST_ENDS = [
  'rin',
  'ou',
  'ane',
  'ith',
  'ora',
  'ek',
  'isse',
  'una',
  'eval',
  'omir',
  'ette',
  'ak',
  'ienne',
  'il',
]
const LAST_STARTS = [
  'Ockla',
  'Tasta',
  'Strel',
  'Vando',
  'Brusque',
  'Calvo',
  'Drumme',
  'Esker',
  'Farro',
  'Glint',
  'Hobre',
  'Inkle',
  'Jorrun',
  'Kvaste',
  'Lindro',
  'Morvan',
  'Nestu',
  'Oxle',
  'Pindra',
  'Quasto',
  'Rovel',
  'Skime',
  'Tumble',
  'Uxbre',
  'Vrande',
  'Wolpe',
  'Yorve',
  'Zastro',
  'Bellic',
  'Crustu',
]
const LAST_ENDS = [
  'mar',
  'vane',
  'ko',
  'bry',
  'dicq',
  'lsen',
  'thwaite',
  'zet',
  'quist',
  'nac',
  'ffle',
  'rol',
  'stone',
  'ville',
  'bek',
  'dou',
]

const NICK_ADJECTIVES = [
  'mossy',
  'quiet',
  'late',
  'salty',
  'tiny',
  'northern',
  'paper',
  'lunar',
  'rusty',
  'velvet',
  'sleepy',
  'copper',
  'spicy',
  'wobbly',
  'plain',
  'foggy',
  'petit',
  'grand',
  'bleu',
  'rouge',
  'vieux',
  'drole',
  'calme',
  'double',
  'micro',
  'retro',
  'minor',
  'sunny',
]
const NICK_NOUNS = [
  'otter',
  'kettle',
  'pixel',
  'wren',
  'tram',
  'biscuit',
  'lantern',
  'teapot',
  'badger',
  'moth',
  'cactus',
  'pigeon',
  'gravel',
  'comet',
  'hibou',
  'renard',
  'moulin',
  'galet',
  'navet',
  'crayon',
  'brioche',
  'castor',
  'nuage',
  'velo',
  'marmotte',
  'tortue',
  'spoon',
  'fern',
]

/**
 * Invents names, none twice. They are put together from syllables of no language, so that no name is a real
 * person's, place's or organisation's except by accident.
 */
export class Namer {
  readonly #random: Random
  readonly #used = new Set<string>()

  constructor(random: Random) {
    this.#random = random
  }

  town(): string {
    return this.#unused(() => this.#random.pick(TOWN_STARTS) + this.#random.pick(TOWN_ENDS))
  }

  /** The proper part of a street's, bridge's or building's name. */
  site(): string {
    return this.#unused(() => this.#random.pick(SITE_STARTS) + this.#random.pick(SITE_ENDS))
  }

  /** First and last name; neither is used for anyone else, so that each alone names the person. */
  person(): string {
    const first = this.#unused(() => this.#random.pick(FIRST_STARTS) + this.#random.pick(FIRST_ENDS))
    const last = this.#unused(() => this.#random.pick(LAST_STARTS) + this.#random.pick(LAST_ENDS))
    return `${first} ${last}`
  }

  #unused(make: () => string): string {
    for (let tries = 0; tries < 200; tries += 1) {
      const name = make()
      if (!this.#used.has(name)) {
        this.#used.add(name)
        return name
      }
    }
    // The syllables are used up: a second part keeps the name unique.
    return `${make()}-${make()}`
  }
}

/** An account's nickname; several accounts may share one. */
export function nickname(random: Random): string {
  const base = `${random.pick(NICK_ADJECTIVES)}${random.chance(0.4) ? '_' : ''}${random.pick(NICK_NOUNS)}`
  return random.chance(0.6) ? `${base}${random.integer(2, 99)}` : base
}
