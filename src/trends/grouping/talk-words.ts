/**
 * Words of talk about anything, English and French, accents folded: they group people's moods, not events. Function words are
 * in `domain/text/function-words.ts`.
 */
const TALK_WORDS = new Set(
  (
    'about again all always am amp any anyone anything because before being both cant come coming did didnt does doesnt doing ' +
    'done dont each else every everyone everything ever feel few first found gave get gets getting give go goes going gone ' +
    'gonna good got gotta great guys had hate having hear heard hello hey hi him his hope how ill im isnt ive just keep kind ' +
    'know last least left let lets like lol long look looking looks lot lots love made make makes making man many may maybe ' +
    'me mean might more most much must my myself need never new next nice night now off oh ok okay old omg once one only ' +
    'other own people please pretty put quite rather read ready real really right rt said same saw say saying says see seen ' +
    'should since so some someone something soon sorry stay still stop sure take taking tell than thank thanks that thats then ' +
    'there theres these thing things think this those though thought through till time today together told tomorrow tonight ' +
    'too took tried try trying two under until us use used using very via wait wanna want wants was wasnt watch way week well ' +
    'went were what whats when while whole why will wish wont work would wow wtf yeah year years yes yesterday yet you your youre ' +
    'via cc ff pm amp http https co www com ' +
    'ai aime alors annee apres aujourdhui aussi autre autres avait avant avez avoir avons beaucoup bien bon bonjour bonne ca car ' +
    'cause cet chaque chez chose choses comment contre cote crois deja demain dernier derniere des dis dit dire doit dois donc ' +
    'elle encore enfin envie es est etait ete etes etre eux fais faire fait faut fois font grand grande gens hein hier hui ici ' +
    'jamais jour journee jours juste lol longtemps lors lorsque mal matin mdr meme merci mieux moins moment monde moyen non ' +
    'nouveau nouvelle nuit oui ouais parce parle part partout passe pendant pense petit petite peu peut peux plus plusieurs ' +
    'plutot pourquoi premier premiere presque pris ptn puis quand quel quelle quelqu quelque quelques quels quoi rien sais sait ' +
    'salut sans sera serait seul si soir sois soit sommes son sont sors sous souvent suis super sur surtout tant tel tellement ' +
    'temps toi toujours tout toute toutes tous tres trop trouve trouver va vais vas vers veux veut vie viens vient voila voir ' +
    'vois voit vont vrai vraiment vu'
  ).split(' '),
)

/** @param folded in lower case, accents folded */
export function isTalkWord(folded: string): boolean {
  return TALK_WORDS.has(folded)
}
