import { FUNCTION_WORD_LANGUAGES, functionWordMask } from '../../domain/text/function-words.ts'
import type { TermForm } from '../../domain/text/stem.ts'

/** Words that assert nothing alone, folded; beside those that `functionWordMask` knows. */
const PLAIN_WORDS: Readonly<Record<TermForm, ReadonlySet<string>>> = {
  english: wordSet(
    'a about above across after again against all almost along already also although always am among an ' +
      'and any are as at be became because become been before began being below between both but by came ' +
      'can could did do does doing down during each either else even ever every few for from further get ' +
      'got had has have having he her here hers him his how however i if in including into is it its ' +
      'itself just later like made make many me might more most much must my near neither no nor not now ' +
      'of off often on once one only or other others our out over own per rather s same several shall she ' +
      'should since so some still such t than that the their them then there these they this those though ' +
      'through thus to together too toward towards under until up upon us was we well were what when where ' +
      'whether which while who whom whose why will with within without would yet you your said says say ' +
      'according re ve ll d m isn wasn aren weren don doesn didn hasn haven hadn won wouldn couldn shouldn ' +
      'can cannot',
  ),
  french: wordSet(
    'le la les l un une des du de d au aux en dans sur sous par pour avec sans chez vers entre depuis ' +
      'pendant avant apres contre et ou mais donc or ni car si que qu quand comme dont est sont etait ' +
      'etaient ete etre suis es sommes etes sera seront ont avons avez avait avaient aura auront eu il ' +
      'elle ils elles on nous vous je j tu te se moi toi lui leur leurs son sa ses mon ma mes ton ta tes ' +
      'notre nos votre vos ce c cet cette ces ca cela ceci qui quoi quel quelle quels quelles y n ne pas ' +
      'plus moins tres trop aussi encore deja jamais toujours tout tous toute toutes rien aucun aucune ' +
      'autre autres meme memes ici alors ainsi puis selon',
  ),
  surface: new Set(),
}
const LANGUAGES: Readonly<Record<TermForm, number>> = {
  english: 1 << FUNCTION_WORD_LANGUAGES.indexOf('en'),
  french: 1 << FUNCTION_WORD_LANGUAGES.indexOf('fr'),
  surface: -1,
}

/** True for a word that says nothing alone, in the language whose stems are cut. @param norm lower case, folded */
export function isPlainWord(norm: string, form: TermForm): boolean {
  return norm.length === 1 || PLAIN_WORDS[form].has(norm) || (functionWordMask(norm) & LANGUAGES[form]) !== 0
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}

const MONTHS = [
  'january jan janvier janv',
  'february feb fevrier fevr fev',
  'march mar mars',
  'april apr avril avr',
  'may mai',
  'june jun juin',
  'july jul juillet juil',
  'august aug aout',
  'september sept sep septembre',
  'october oct octobre',
  'november nov novembre',
  'december dec decembre',
]

/** `june`, `juin` → `month:6`. */
export const MONTH_STEMS: ReadonlyMap<string, string> = new Map(
  MONTHS.flatMap((names, index) => names.split(' ').map((name) => [name, `month:${index + 1}`] as const)),
)
