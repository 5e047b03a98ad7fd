import { tokenConcepts } from '../words/concepts.ts'
import { PLACE_CONCEPTS } from '../words/place-concepts.ts'
import { MONTHS, STOP_WORDS, WEEKDAYS } from '../words/stop-words.ts'
import type { Token } from '../words/tokens.ts'
import type { NameSpan } from './names.ts'

/** A phrase that says where: the preposition is not part of it. Positions index the tokens given. */
type PlaceSpan = {
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
  readonly words: readonly string[]
  /** A proper name is in it. */
  readonly named: boolean
}

const PREPOSITIONS = new Set([
  'in',
  'at',
  'near',
  'inside',
  'outside',
  'on',
  'by',
  'behind',
  'beside',
  'around',
  'off',
  'along',
  'under',
  'across',
  'opposite',
  'beneath',
  'between',
  'from',
  'to',
  'into',
  'onto',
  'dans',
  'a',
  'au',
  'aux',
  'sur',
  'sous',
  'devant',
  'derriere',
  'chez',
  'pres',
  'proche',
  'vers',
  'en',
  'face',
  'autour',
  'depuis',
  'long',
])
/** After these a bare common noun is also a place. */
const STRONG = new Set([
  'in',
  'at',
  'near',
  'inside',
  'outside',
  'behind',
  'dans',
  'a',
  'au',
  'devant',
  'derriere',
  'chez',
  'pres',
  'proche',
  'sur',
  'on',
  'by',
  'under',
  'sous',
])
const DETERMINERS = new Set([
  'the',
  'a',
  'an',
  'le',
  'la',
  'les',
  'l',
  'un',
  'une',
  'du',
  'de',
  'des',
  'd',
  'our',
  'my',
  'his',
  'its',
  'their',
  'ce',
  'cette',
  'notre',
  'ma',
  'mon',
  'this',
  'that',
])
const INSIDE = new Set([
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'd',
  'l',
  'of',
  'the',
  'aux',
  'a',
  'au',
  'sur',
  'saint',
  'sainte',
])
const PLACE_NOUNS = new Set(
  (
    'canteen cantine gym gymnase lycee mill moulin street st avenue ave road rd lane square place plaza park garden gardens hill valley beach bay coast island village town city district quarter neighbourhood neighborhood suburb county region province centre center downtown north south east west hall tower castle palace hotel cafe restaurant bar pub club prison jail camp site zone building block roundabout crossroads junction corner seafront waterfront promenade mall office offices depot yard farm field mine quarry tunnel basement roof kitchen laundry boiler room' +
    ' rue boulevard bd quartier faubourg centre ville village commune canton departement region nord sud est ouest plage cote ile parc jardin jardins colline vallee chateau palais hotel cafe restaurant bar brasserie prison camp site zone rond point carrefour angle coin front mer promenade bureau bureaux depot cour ferme champ mine carriere cave sous sol toit toiture cuisine salle batiment tour chaufferie blanchisserie etage'
  ).split(' '),
)
const PHRASE_WORDS_MAX = 8

/** Finds phrases of place in one sentence: after a preposition of place, or naming a street, station, district. */
export function findPlaces(tokens: readonly Token[], names: readonly NameSpan[]): PlaceSpan[] {
  const spans: PlaceSpan[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const span = placeAfter(tokens, at, names)
    if (span !== null && !spans.some((other) => span.first <= other.last && span.last >= other.first))
      spans.push(span)
  }
  for (const name of names) {
    const overlaps = spans.some((other) => name.first <= other.last && name.last >= other.first)
    if (!overlaps && (name.words.some((word) => PLACE_NOUNS.has(word)) || besidePlaceNoun(tokens, name)))
      spans.push(withPlaceNouns(tokens, name))
  }
  return spans.sort((a, b) => a.first - b.first)
}

/** "quai Brolault", "the Elzevusk factory": a place noun on either side of a name. */
function besidePlaceNoun(tokens: readonly Token[], name: NameSpan): boolean {
  return placeNounAt(tokens, name.first - 1) || placeNounAt(tokens, name.last + 1)
}

function placeNounAt(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  return token !== undefined && token.kind === 'word' && isPlaceNoun(token)
}

function withPlaceNouns(tokens: readonly Token[], name: NameSpan): PlaceSpan {
  const first = placeNounAt(tokens, name.first - 1) ? name.first - 1 : name.first
  const last = placeNounAt(tokens, name.last + 1) ? name.last + 1 : name.last
  const words = tokens
    .slice(first, last + 1)
    .filter((token) => token.kind !== 'mark' && !INSIDE.has(token.norm))
    .map((token) => token.norm)
  return { first, last, start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0, words, named: true }
}

export function isPlaceNoun(token: Token): boolean {
  return PLACE_NOUNS.has(token.norm) || tokenConcepts(token).some((concept) => PLACE_CONCEPTS.has(concept.id))
}

function placeAfter(tokens: readonly Token[], at: number, names: readonly NameSpan[]): PlaceSpan | null {
  const preposition = tokens[at]
  if (
    preposition === undefined ||
    preposition.kind !== 'word' ||
    (preposition.capital && at > 0 && !PREPOSITIONS.has(preposition.norm))
  )
    return null
  if (!PREPOSITIONS.has(preposition.norm)) return null
  let first = at + 1
  while (
    first < tokens.length &&
    (DETERMINERS.has(tokens[first]?.norm ?? '') || tokens[first]?.text === "'" || tokens[first]?.text === '’')
  )
    first += 1
  let last = -1
  let named = false
  let noun = false
  for (let index = first; index < tokens.length && index - first < PHRASE_WORDS_MAX; index += 1) {
    const token = tokens[index]
    if (token === undefined || (token.kind === 'mark' && !/^['’‑-]$/.test(token.text))) break
    if (token.kind === 'mark') continue
    const inName =
      names.some((name) => index >= name.first && index <= name.last) ||
      (token.kind === 'hashtag' && token.norm.length > 2 && /^\p{L}+$/u.test(token.norm))
    if (inName) {
      named = true
      last = index
    } else if (token.kind === 'word' && isPlaceNoun(token)) {
      noun = true
      last = index
    } else if (INSIDE.has(token.norm) && last >= 0) continue
    else if (
      token.kind === 'word' &&
      !STOP_WORDS.has(token.norm) &&
      !WEEKDAYS.has(token.norm) &&
      !MONTHS.has(token.norm) &&
      modifiesPlace(tokens, index)
    )
      continue
    else break
  }
  if (last < first || !(named || (noun && STRONG.has(preposition.norm)))) return null
  const words = tokens
    .slice(first, last + 1)
    .filter((token) => token.kind !== 'mark' && !INSIDE.has(token.norm) && !DETERMINERS.has(token.norm))
    .map((token) => token.norm)
  return words.length === 0
    ? null
    : { first, last, start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0, words, named }
}

/** "the old market", "the covered market hall": one or two words before a place noun or name. */
function modifiesPlace(tokens: readonly Token[], at: number): boolean {
  for (let ahead = at + 1; ahead <= at + 2; ahead += 1) {
    const token = tokens[ahead]
    if (token === undefined || token.kind !== 'word' || STOP_WORDS.has(token.norm)) return false
    if (isPlaceNoun(token)) return true
  }
  return false
}
