import { analyseQuery } from '../domain/text/analyse-query.ts'

/**
 * Words that say nothing about what a query is about, English and French. Words that carry meaning in the
 * other language (`son`, `car`, `pour`) are left out: where they are frequent, ranking weighs them down
 * by itself.
 */
const STOP_WORDS =
  'a an and are as at be been but by can could did do does for from had has have he her him his how i if in ' +
  'into is it its me my no not of on or our she should so such than that the their them then there these they ' +
  'this those to us was we were what when where which who whom whose why will with would you your s t ' +
  'le la les l de des du d un une et est en que qu qui dans au aux avec ce cette ces cet il elle ils elles je j ' +
  'nous vous ne n se sa ses leur leurs mais ou par sont etre ete ont y quoi comment pourquoi quand quel quelle ' +
  'quels quelles mon ma mes ta tes notre nos votre vos'

/** Words of a query that are not worth learning from a post: frequent in talk about anything. */
const TALK_WORDS =
  'about after again all also always am amp any because been before being both cant come did dont even every first get gets ' +
  'getting go going gonna good got great here im ill ive just know last let like lol look made make many may me more most much ' +
  'must need never new next now off one only out over own people please really right rt said same say says see should since ' +
  'some still take than thank thanks there thing think through time today too two under until up use using very via want way ' +
  'well were while without wont yes yet ' +
  'apres aussi autre autres avant bien car chez comme depuis deja deux dit dire donc encore entre faire fait faut jour juste ' +
  'meme merci moins non oui pas peu peut plus pour quoi rien sans sera si soit son sous suis sur toi toujours tous tout toute ' +
  'toutes tres trop va voir vers via vont vraiment'

let stopGroups: ReadonlySet<string> | undefined
let untellingTerms: ReadonlySet<string> | undefined

/** True for the group of forms that `analyseQuery` gives a stop word, whichever language it was read in. */
export function isStopGroup(group: readonly string[]): boolean {
  stopGroups ??= new Set(STOP_WORDS.split(' ').flatMap(groupKeys))
  return stopGroups.has(groupKey(group))
}

/** True for a term of a stored post that says nothing about what the post is about. */
export function isUntellingTerm(term: string): boolean {
  untellingTerms ??= new Set(
    `${STOP_WORDS} ${TALK_WORDS}`.split(' ').flatMap((word) => analyseQuery(word).groups.flat()),
  )
  return untellingTerms.has(term)
}

function groupKeys(word: string): string[] {
  return [null, 'en', 'fr'].flatMap((lang) => analyseQuery(word, { lang }).groups.map(groupKey))
}

function groupKey(group: readonly string[]): string {
  return group.toSorted().join(' ')
}
