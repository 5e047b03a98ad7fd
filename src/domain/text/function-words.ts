/**
 * Frequent grammatical words by language: the cheap half of language detection. A word may stand in
 * several languages; `scandinavian` only keeps Danish, Norwegian and Swedish from passing as English.
 */
const LISTS = {
  en:
    'the of and to a in is that it for on was with as i his he be at by had not are but from or have an they which ' +
    'you were her she all would there we him their been has when who will more no if out so what up its about than ' +
    'into could them can only other time new some these two may then do any my now such like our over me even most ' +
    "after also did many before must through where your how because this it's don't i'm can't you're just why get " +
    'says said here still should very been while against during off down being those',
  fr:
    'le la les de des du un une et est en que qui dans pour pas sur au aux avec ce cette ces il elle ils elles on je ' +
    'nous vous ne se son sa ses leur leurs mais ou où par plus sont était être avoir été a ont fait comme tout tous ' +
    'toute toutes si même aussi bien sans sous entre après avant contre chez depuis très encore déjà donc alors ' +
    "quand quoi comment pourquoi moi toi lui eux mon ma mes ton ta tes notre nos votre vos y c'est j'ai qu'il qu'on " +
    "n'est d'un d'une l'on ça cela va vont peut faut deux trois ans jour aujourd'hui selon",
  es:
    'el la los las de del y en que un una unos unas es por con para no se su sus al lo como más pero le ha me si ' +
    'sin sobre este esta estos estas ya entre cuando todo también fue era muy hasta desde nos son está porque qué ' +
    'hay mi tu te yo él ella ellos hoy uno dos ser eso esto',
  pt:
    'o a os as de do da dos das e em no na nos nas que um uma é por com para não se seu sua ao à como mais mas foi ' +
    'ele ela eu já também só pelo pela até isso quando muito nós está são você vai tem minha meu aos às num numa hoje',
  de:
    'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat ' +
    'dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis ' +
    'mehr durch man sein wurde ich du wir ihr mir mich doch schon wenn was kein keine ja nein heute',
  it:
    'il lo la i gli le di del della dei delle che e è un una uno in a da non per con si al alla nel nella sono come ' +
    'più ma anche se ha ho questo questa ci mi ti io tu lui lei noi voi loro dal dalla sul sulla ai perché quando ' +
    "dopo prima tutto tutti molto era essere solo oggi cosa c'è l'ha",
  nl:
    'de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij uit naar door over ze zich ' +
    'hij nog wel geen worden wordt werd kan of al deze dit die ik je we wat heeft hebben was tot zo meer veel mijn haar',
  scandinavian:
    'og i det at en den til er som på de med han av ikke der var for jeg har fra et eller men om vi så kan hun ved ' +
    'seg ble skal etter när och att är för inte jag ett han från då nu ska blir också till mig dig hvad hvor ikke af ' +
    'over under have sig efter meget mange hva hvis deg meg',
} as const

export type FunctionWordLanguage = keyof typeof LISTS
export const FUNCTION_WORD_LANGUAGES = Object.keys(LISTS) as FunctionWordLanguage[]

const MASKS: ReadonlyMap<string, number> = buildMasks()

/** Bit i is set when the lower-case word is a function word of `FUNCTION_WORD_LANGUAGES[i]`. */
export function functionWordMask(lower: string): number {
  return MASKS.get(lower) ?? 0
}

function buildMasks(): Map<string, number> {
  const masks = new Map<string, number>()
  FUNCTION_WORD_LANGUAGES.forEach((language, index) => {
    for (const word of LISTS[language].split(' ')) masks.set(word, (masks.get(word) ?? 0) | (1 << index))
  })
  return masks
}
