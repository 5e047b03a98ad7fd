import type { QuestionKind } from '../../domain/answer.ts'
import type { AskedDetail } from './question-kind.ts'

export type KindRule = readonly [pattern: RegExp, kind: QuestionKind, detail: AskedDetail]

const PEOPLE_EN =
  '(?:the )?(?:people|everyone|users|locals|residents|fans|readers|voters|the public|public|customers|supporters|commuters|parents|farmers|neighbou?rs)'
const PEOPLE_FR =
  '(?:les )?(?:gens|habitants|riverains|supporters|usagers|electeurs|internautes|parents|clients|fans|lecteurs|francais)'
const MORE_EN = '(?:more|less|fewer|better|worse|\\w{2,}(?:[^aeiou ]er|ier))'
const MORE_FR = '(?:plus|moins|aussi|mieux|meilleure?s?|pire)'

/** Questions that set two things beside each other. */
const COMPARE: readonly KindRule[] = [
  [
    / (?:difference|differences|differ|differs|compare|compares|compared|comparison|versus|vs|distinguish(?:es)?|diff?ere|different(?: \w+){0,2} from|how is \w+ different|better than|worse than|comparer|comparez|comparaison|comparatif|distingue|distinguent|different|par rapport a|what changed between|qu est ce qui (?:change|a change) entre) /,
    'compare',
    'none',
  ],
  [new RegExp(` ${MORE_EN} (?:\\w+ ){0,4}than (?!\\d)`), 'compare', 'none'],
  [
    new RegExp(
      ` (?:est|sont|etait|etaient|a|ont|y a|fait|font|sera|coute|vaut)(?: \\w+){0,4} ${MORE_FR} (?:\\w+ ){0,3}qu(?:e)? (?!\\d)`,
    ),
    'compare',
    'none',
  ],
  [
    /^ (?:\w+ ){0,2}(?:lequel|laquelle|lesquels|lesquelles) (?:des deux|est|sont|a|ont|vaut|coute) | (?:lequel|laquelle|lesquels|lesquelles) (?:des deux|est (?:le|la|plus|moins)|a le plus) /,
    'compare',
    'none',
  ],
]

/** "Who got more votes, A or B?": the question itself offers what to choose from. */
const CHOICE =
  /^(?:[^,:?]*\b(?:more|less|fewer|most|better|\w+er|plus|moins|mieux|meilleure?)\b[^,:?]*, ?[^,?]+ (?:or|ou) [^,?]+\??)$/i

const EXPLAIN: readonly KindRule[] = [
  [
    / (?:explain|explains|explanation|expliquer|(?<!quoi )explique(?: moi| nous)?|expliquez(?: moi| nous)?|how (?:do|does|did|can|could|would|will) (?:the |a |an |this |that |i |you |we |one |people )?(?:\w+ ){0,4}(?:works?|claim|apply|register|get|use|protect|prepare|happen|form|spread|affect|disrupt|cause|help|influence|function|vote|pay|join|report)|how (?:is|are) (?:the |a |an )?(?:\w+ ){1,3}(?:counted|made|elected|calculated|chosen|decided|formed|produced|measured|funded|organi[sz]ed|appointed|taxed)|how to|what does (?:\w+ ){1,5}(?:mean|stand for|involve|do)|meaning of|what (?:is|are) (?:a|an) |comment (?:ca )?(?:marche|fonctionne|fonctionnent|se forme|calcule|sont (?:comptes|comptees|elus|choisis)|est (?:compte|comptee|calcule|calculee|elu|elue|choisi|choisie|nomme|finance|financee))|comment (?:\w+er|\w+ir|\w+re|se \w+|s \w+|faire|peut on|puis je) |que (?:signifie|veut dire)|ca veut dire quoi|que veut dire|quel est le sens|en quoi consiste|a quoi (?:sert|servent|correspond)|c est quoi|qu est ce (?:que )?(?:qu une?|que c est)|qu est ce qu une?|quoi une?|definition) /,
    'explain',
    'none',
  ],
]

const OPINION: readonly KindRule[] = [
  [
    new RegExp(
      ` (?:who (?:supports|opposes|is (?:for|against|in favour))|(?:arguments?|case) (?:for|against)|pros and cons|(?:do|did|does|are|were|is) ${PEOPLE_EN} (?:really )?(?:like|love|hate|support|want|trust|believe|oppose|happy|angry|satisfied|worried|pleased|upset|unhappy|afraid|in favour|against)|how (?:popular|unpopular|controversial)|(?:is|are|was) (?:\\w+ ){1,5}(?:popular|unpopular|controversial|well received|liked|hated)|qui (?:est|sont) (?:pour|contre|favorable|oppose)|qui (?:soutient|s oppose)|arguments? (?:pour|contre)|(?:les )?pour et (?:les )?contre|(?<!combien de )${PEOPLE_FR} (?:sont|aiment|soutiennent|veulent|croient|detestent|apprecient)|${PEOPLE_FR} (?:\\w+ )?(?:ils|elles)|(?:est|sont) (?:il|elle|ils|elles) (?:populaires?|impopulaires?|apprecie\\w*|controverse\\w*)|comment (?:est|sont) (?:percue?s?|vue?s?|accueillie?s?|recue?s?|juge\\w*)|avis d\\w+) `,
    ),
    'what_do_people_say',
    'none',
  ],
]

const EVENT: readonly KindRule[] = [
  [
    / (?:catch me up|bring me up to date|summary|recap|roundup|overview|what did i miss|how did (?:\w+ ){1,4}(?:unfold|go|end|play out)|fill me in|raconte|racontez|resumez|recapitule\w*|que se passe|se passe quoi|il se passe|s est passe quoi|comment s est (?:deroule|passe|termine)\w*|ou en (?:est|sont)|mets moi au courant|des nouvelles|du nouveau (?:sur|concernant|a propos|dans|pour)|quelles nouvelles) /,
    'what_happened',
    'none',
  ],
]

const FIGURE: readonly KindRule[] = [
  [
    / (?:what (?:is|was|s|are) the (?:\w+ ){0,2}(?:price|cost|fare|fee|rent|salary|budget)) |^ (?:the )?(?:price|cost) of |^ (?:le )?(?:prix|cout) (?:du|de|des) /,
    'how_many',
    'money',
  ],
  [
    / (?:how (?:tall|deep|wide|heavy|hot|cold|far|fast|often|loud|small|close|near|warm|low|thick|long is|long are)|what (?:magnitude|speed|height|temperature|size|depth|distance|score|number|total)|quelle (?:hauteur|vitesse|taille|distance|temperature|profondeur|superficie|longueur|largeur|magnitude|note)|quelle (?:est|etait|a ete) (?:la|l) (?:hauteur|vitesse|taille|distance|temperature|profondeur|superficie|longueur|largeur|population|inflation)|a quelle (?:vitesse|hauteur|distance|profondeur)|quel (?:taux|score|poids|montant|niveau)|a combien|de combien|how many times) /,
    'how_many',
    'none',
  ],
]

const TIME: readonly KindRule[] = [
  [/ (?:dans combien de (?:temps|jours|heures|semaines|mois|minutes|annees)) /, 'when', 'none'],
  [
    / (?:(?:in |since |from )?(?:what|which) (?:year|month|week|season|century)|at (?:what|which) (?:point|moment|stage)|how soon|how (?:much longer|late)|en quelle (?:annee|saison)|quelle annee|quel mois|en quel mois|quelle semaine|quelle est la date|a partir de quand|d ici (?:combien|quand)|pour quand|quand est ce) /,
    'when',
    'none',
  ],
]

const PLACE: readonly KindRule[] = [
  [
    / (?:(?:in |at |to |from )?(?:which|what) (?:hospital|country|city|town|village|region|state|province|county|street|airport|port|shelter|prison|island|river|room|floor|continent|neighbou?rhood|school|stadium|beach|valley|mountain|square)(?! (?:won|will|is the (?:most|largest))) (?:\w+ )*(?:in|from|at|to|is|are|was|were|did|does|do|has|have|will|hit|flooded|closed)|(?:vers|dans|a|de|depuis|par|sur) quel(?:le)?s? (?:hopital|pays|ville|port|aeroport|prison|gare|ile|region|rue|quartier|village|commune|departement|etage|salle|route|plage|vallee|place)|par ou|vers ou|jusqu ou|c est ou|se trouve|se situe|se trouvent|d ou) /,
    'where',
    'none',
  ],
]

const THING: readonly KindRule[] = [
  [
    / (?:what (?:is|was|are) the name of the (?:new )?(?:bridge|line|tram|ship|boat|plane|law|bill|storm|hurricane|operation|street|station|book|film|song|app|museum|company|school|park)|quel (?:est|etait) le nom (?:de la|du|de l|des) (?:nouve\w+ )?(?:pont|ligne|tram|bateau|navire|avion|loi|tempete|ouragan|operation|rue|gare|livre|film|chanson|musee|entreprise|ecole|parc)) /,
    'other',
    'none',
  ],
  [
    /^ (?:quelles? (?:loi|lois|mesures?|decision|decisions|regles?|solution|solutions|question|langue|couleur|peine|sanction|sanctions|aide|aides)|quels? (?:projet|projets|modele|modeles|texte|accord|plan|travaux|traitement|traitements|produit|produits|animal|mot|mots)|de quelle (?:couleur|marque|maniere|taille)) /,
    'other',
    'none',
  ],
]

const CLAIM: readonly KindRule[] = [
  [
    / (?:c est vrai(?= $)|est ce vrai(?= $)|is (?:it|that|this) true(?= $)|fact check(?:ing)?|is (?:that|this|it) right|is that so|can you (?:confirm|verify)|(?:etes vous|tu es|t es) sure?|vrai cette|peut on confirmer|verifie que|tu confirmes) /,
    'is_it_true',
    'none',
  ],
]

/** Asked before the rules for who, when and where, whose words these questions hold too. */
export const WIDER_RULES: readonly KindRule[] = [
  ...COMPARE,
  ...CLAIM,
  ...OPINION,
  ...EVENT,
  ...THING,
  ...TIME,
  ...FIGURE,
  ...PLACE,
]

/** Asked after the rules for causes and happenings, before who, when and where. */
export const EXPLAIN_RULES: readonly KindRule[] = EXPLAIN

export function offersChoice(question: string): boolean {
  const trimmed = question.trim()
  return (
    trimmed.length < 300 &&
    (CHOICE.test(trimmed) ||
      / (?:vs|versus)\.? /i.test(trimmed) ||
      /^[\p{Lu}][^,?]* (?:or|ou) [\p{Lu}][^,?]*, (?:which|who|what|laquelle|lequel|qui|quel)/iu.test(trimmed))
  )
}

/** "The schools are closed tomorrow?" states and asks whether it is so. */
export function statesAsQuestion(question: string, plain: string): boolean {
  return (
    /\?\s*$/.test(question) &&
    / (?:is|are|was|were|has|have|had|will|did|est|sont|a|ont|etait|sera|seront|etaient|va|vont) /.test(
      plain,
    ) &&
    !/ (?:who|what|which|when|where|why|how|whose|whom|qui|que|qu|quoi|quel|quelle|quels|quelles|quand|ou|pourquoi|comment|combien|lequel|laquelle) /.test(
      plain,
    )
  )
}
