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

let stopGroups: ReadonlySet<string> | undefined

/** True for the group of forms that `analyseQuery` gives a stop word, whichever language it was read in. */
export function isStopGroup(group: readonly string[]): boolean {
  stopGroups ??= new Set(STOP_WORDS.split(' ').flatMap(groupKeys))
  return stopGroups.has(groupKey(group))
}

/** True for a term of a stored post that is the form of a stop word. */
export function isStopTerm(term: string): boolean {
  stopTerms ??= new Set(STOP_WORDS.split(' ').flatMap((word) => analyseQuery(word).groups.flat()))
  return stopTerms.has(term)
}

let stopTerms: ReadonlySet<string> | undefined

function groupKeys(word: string): string[] {
  return [null, 'en', 'fr'].flatMap((lang) => analyseQuery(word, { lang }).groups.map(groupKey))
}

function groupKey(group: readonly string[]): string {
  return group.toSorted().join(' ')
}
