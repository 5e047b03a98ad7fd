/** Function words of both languages, folded: never a focus of a question and never a name by themselves. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those of in on at to for from by with without about into over under after before during since until between among through and or but nor so if than then as ' +
    'is are was were be been being am do does did done doing has have had having will would can could should may might must shall not no yes it its he she they we you i me my your his her their our us them him ' +
    'who whom whose what which when where why how there here just also very much many more most some any all each every other another such only own same too now ever never still already yet up down out off again ' +
    's t d ll re ve m don doesn didn isn wasn weren aren won wouldn couldn shouldn hasn haven hadn got get gets ' +
    'le la les l un une des du de d au aux en dans sur sous par pour avec sans chez vers entre depuis pendant avant apres contre et ou mais donc or ni car si que qu quand comme dont ' +
    'est sont etait etaient ete etre suis es sommes etes sera seront a as ai ont avons avez avait avaient aura auront eu fait faire font il elle ils elles on nous vous je j tu te me m se s moi toi lui leur leurs son sa ses mon ma mes ton ta tes notre nos votre vos ' +
    'ce c cet cette ces ca cela ceci qui quoi quel quelle quels quelles ou combien pourquoi comment y n ne pas plus moins tres trop aussi encore deja jamais toujours tout tous toute toutes rien aucun aucune autre autres meme memes ici la alors ainsi puis'
  ).split(' '),
)

/** Words that frame a question without saying what it is about. */
export const QUESTION_SCAFFOLD: ReadonlySet<string> = new Set(
  (
    'compare compares compared comparing comparison versus vs difference differences explain explains describe summarise summarize comparer comparez comparaison explique expliquer expliquez decris decrire resume resumez tell know please parle parlent parler mentioned mention  happen happened happening happens going latest news update updates information info report reports reported reportedly say saying said says tweet tweets post posts posted people think thinking thinks feel feeling opinion opinions reaction reactions reacting react talk talking true really actually according exactly anyone someone verity want like ' +
    'comes come behind against contre last lasted lasts durer dure duree apres combien monde people contre ' +
    'go goes went made make makes gone taking hold held kind worth va vont aller perçu percu sujet motif tenu tenue est-il faite fait mis mise lumiere ' +
    'whereabouts exactly precisely precise first finally end eventually spot part struck hit really suddenly later ever involved occur occurred occurs place took ' +
    'jusqu lors suite precis precise precisement endroit fin finalement frappe produit survenu survenue premier premiere derniere dernier arrivee juste quoi donc est-ce concernant propos apropos sujet ' +
    'happen event events story situation thing things kind sort number total toll time day date hour moment place location city town exact name called much many long ' +
    'dis dites moi savoir sais sait savez peux peut pouvez passe passer passee arrive arrivee nouvelle nouvelles actualite actualites information informations disent dit dire pense pensent penser gens avis opinion opinions reaction reactions reagissent vrai vraiment exactement selon quelqu heure jour date moment endroit lieu ville nombre total bilan nom appelle eu lieu produit produite deroule deroulee'
  ).split(' '),
)

export const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    ['january', 'jan', 'janvier', 'janv'],
    ['february', 'feb', 'fevrier', 'fevr', 'fev'],
    ['march', 'mar', 'mars'],
    ['april', 'apr', 'avril', 'avr'],
    ['may', 'mai'],
    ['june', 'jun', 'juin'],
    ['july', 'jul', 'juillet', 'juil'],
    ['august', 'aug', 'aout'],
    ['september', 'sept', 'sep', 'septembre'],
    ['october', 'oct', 'octobre'],
    ['november', 'nov', 'novembre'],
    ['december', 'dec', 'decembre'],
  ].flatMap((names, month) => names.map((name) => [name, month] as const)),
)

/** Day of week by name, Sunday = 0 as in `Date.getUTCDay`. */
export const WEEKDAYS: ReadonlyMap<string, number> = new Map(
  [
    ['sunday', 'sun', 'dimanche'],
    ['monday', 'mon', 'lundi'],
    ['tuesday', 'tue', 'tues', 'mardi'],
    ['wednesday', 'wed', 'mercredi'],
    ['thursday', 'thu', 'thurs', 'jeudi'],
    ['friday', 'fri', 'vendredi'],
    ['saturday', 'sat', 'samedi'],
  ].flatMap((names, day) => names.map((name) => [name, day] as const)),
)

/** Capitalised words that open a post or label it, and are no names. */
export const LABEL_WORDS: ReadonlySet<string> = new Set(
  (
    'lrb rrb id breaking alert urgent update updated correction live video photo photos watch read exclusive report reports flash info direct alerte rectificatif maj edit new news just rt via cc breakingnews developing ' +
    'today tomorrow yesterday tonight morning afternoon evening night noon midnight aujourd hui demain hier soir matin midi minuit nuit apres ' +
    'god omg wow ugh lol mdr oh ah yes no oui non ok hey hi hello bonjour salut merci thanks thank sorry please so and but well et mais bon ben voila there here it this that according selon d'
  ).split(' '),
)
