import type { QuestionKind } from '../../domain/answer.ts'
import { plainWords } from '../words/cues.ts'
import { EXPLAIN_RULES, type KindRule, offersChoice, statesAsQuestion, WIDER_RULES } from './wider-rules.ts'

/** What the answer is measured in, where the question says so. */
export type AskedDetail =
  | 'none'
  | 'clock'
  | 'day'
  | 'money'
  | 'duration'
  | 'minute'
  | 'percent'
  | 'score'
  | 'person'
  | 'organisation'

/** First match wins: questions hold words of several kinds ("when did people say …"), so order is meaning. */
const RULES: readonly KindRule[] = [
  [
    /^ qui (?:est|etait|serait) (?:a l origine|derriere|a l initiative) | who (?:is|was) behind /,
    'who',
    'person',
  ],
  [
    / (?:worth in|what (?:is|was) .* worth|how much (?:is|was) .* worth|(?:market |estimated |total )value of|combien (?:vaut|valent|valait)|quelle (?:est|etait) la valeur) /,
    'how_many',
    'money',
  ],
  [
    / (?:what (?:is|was|are|s) (?:\w+ ){0,4}(?:strike|walkout|stoppage|protest|march|demonstration|rally|row|dispute|fuss|controversy|anger)(?: \w+){0,9} (?:about|against|over|for)(?= $)|what (?:is|was|are) to blame|(?:quoi|qui) (?:explique|expliquerait)|what (?:is|was|lies|lay|s) behind|contre quoi|against what|(?:which|what) \w+ (?:caused|triggered|sparked|provoked|made)|quel(?:le)? \w+ a (?:cause|provoque|declenche|rendu)|quoi a (?:interrompu|arrete|stoppe|bloque|piege|retarde|declenche|pousse|cause|provoque)|how (?:did|was) .* (?:start|started|caused|begin)(?: \w+){0,5} set it off) /,
    'why',
    'none',
  ],
  [
    / (?:which|what) (?:ground|part of|zone|sector|hall|room|stadium|school|site|pitch|park|canteen|depot|museum|library|theatre|warehouse|factory|quarter|side)\b(?! director| head| boss| chief)| (?:quelle (?:zone|partie|salle|ecole|usine|cantine|gare|bibliotheque)|quel (?:secteur|stade|terrain|site|parc|depot|musee|theatre|entrepot|pont|quai)) /,
    'where',
    'none',
  ],
  [
    / (?:which|quel|quelle) (?:\w+ )?(?:medecin|docteur|doctor|avocat|lawyer|avocate|juge|judge|journaliste|journalist|chercheur|scientist|scientifique|policier|pompier|temoin|witness|delegue|spokesperson|nurse|shepherd|butcher|neighbour|voisin) /,
    'who',
    'person',
  ],
  [
    / (?:is it (?:true|false|real|right|confirmed|a hoax|fake)|true that|is (?:that|this) (?:true|real|right|confirmed)|true or false|fact check|est il vrai|est ce vrai|c est vrai|est ce que c est vrai|vrai ou faux|vrai que|est il exact|est ce exact|est il confirme|est ce (?:bien )?confirme|est ce une rumeur|est ce un canular|is there any truth|really true|a hoax|une rumeur|une intox|confirmed that|confirme que) /,
    'is_it_true',
    'none',
  ],
  [
    / (?:what (?:do|does|are|is|did|were) (?:the )?(?:people|everyone|users|locals|residents|fans|accounts|public|folks|they|commuters|customers|neighbou?rs|twitter|bluesky)(?: \w+){0,3} (?:say|saying|think|thinking|feel|feeling|talking|complaining|reacting|posting|make|making)|what is being said|what s being said|how (?:do|did|are|have|is) (?:the )?(?:people|everyone|users|locals|residents|fans|public|commuters|customers|neighbou?rs|community|town)(?: \w+){0,3} (?:react|reacting|reacted|feel|feeling|think|responding|respond|take|taking)|reactions? (?:to|about|on)|opinions? (?:on|about|of)|mood|feelings about|views on|public opinion|like or dislike|que (?:disent|pensent|dit|pense) (?:les|la|le|l|on|t on)|qu est ce que (?:les gens|les habitants|les internautes|les usagers|l on|on|le public) (?:en )?(?:disent|dit|pensent|pense)|qu en (?:disent|pensent|dit|pense)|que (?:dit|pense) t on|comment (?:reagissent|reagit|ont reagi|a reagi|est percu|est vecu|vivent)|reactions? (?:a|au|aux|sur|des|de)|quel(?:le)?s? (?:est|sont) l?(?:a|es)? ?(?:avis|opinions?|reactions?|sentiment|humeur)|avis (?:sur|des|de)|ce qu on dit|ce que disent|ce que pensent|opinions? (?:sur|des|de)) /,
    'what_do_people_say',
    'none',
  ],
  [
    / (?:why|how come|for what reason|what (?:\w+ )?(?:stopped|interrupted|delayed|trapped|halted|provoked|prompted|led (?:to|up to)|set off|started|broke|brought|made|forced)|what is (?:blamed|to blame)|what was blamed|what set it off|quel est le motif|quels sont les motifs|quelle est l explication|a quoi est (?:du|due|dus)|a quoi sont|qu est ce qui a (?:interrompu|arrete|stoppe|bloque|piege|retarde|declenche|pousse)|qu est ce qui (?:explique|a mis)|qu est ce qui est a l origine|what (?:was|is|were) the (?:cause|reason|origin)|what (?:caused|triggered|sparked|led to)|causes? of|reason for|pourquoi|pour quelle raison|quelle (?:est|etait|serait) l?a? ?(?:cause|raison|origine)|qu est ce qui a (?:cause|provoque|declenche|entraine)|qu a (?:cause|provoque)|a cause de quoi|en raison de quoi|quelles sont les (?:causes|raisons)|a quoi est du|origine (?:de|du|des)) /,
    'why',
    'none',
  ],
  [
    / (?:how much (?:money|did .* (?:cost|raise|pay|sell)|does .* cost|was .* (?:sold|paid|raised|fined|stolen)|has been raised|will .* cost|is .* worth|are .* (?:tickets|fares))|what (?:is|was|does|did) .* (?:price|cost|sum|amount|fare|budget)|combien (?:coute|coutera|a coute|ont coute|d argent|d euros|a (?:rapporte|recolte|paye))|quel (?:est|etait) (?:le )?(?:prix|cout|montant|tarif|budget)|quelle somme|quel montant) /,
    'how_many',
    'money',
  ],
  [
    / (?:(?:in |at )?(?:what|which) minute|a quelle minute|quelle minute|(?:dans|en) quelle minute) /,
    'how_many',
    'minute',
  ],
  [
    / (?:turnout (?:in|at|of|for) (?:the |this |last )?(?:\w+ ){0,3}(?:election|vote|poll|ballot|runoff|referendum)|(?:what|which|how high) (?:was|is) the turnout|taux de participation|quelle (?:a ete|est|etait|fut) la participation|how many (?:people )?(?:of the )?(?:voters )?voted|what (?:percentage|percent|share|proportion)|quel pourcentage|quelle part|quelle proportion) /,
    'how_many',
    'percent',
  ],
  [
    / (?:what (?:is|was|were) the (?:final )?score|final score|quel (?:est|etait|a ete) le score|score (?:final|du match)|what was the result of the (?:match|game|final)|sur quel score) /,
    'how_many',
    'score',
  ],
  [
    / (?:how long|for how many (?:days|hours|minutes|weeks|months|years)|how old|combien (?:de |d )(?:temps|jours|heures|minutes|semaines|mois|annees|ans)|quel age|pendant combien|quelle duree|how many (?:days|hours|minutes|weeks|months|years)) /,
    'how_many',
    'duration',
  ],
  [
    / (?:how many|how much|how big|how large|how high|how strong|number of|death toll|casualty (?:toll|count|figure)|what (?:is|was|s) the (?:\w+ )?(?:toll|number|count|total|magnitude|figure|turnout|attendance)|toll|combien|quel (?:est|etait|serait) le (?:nombre|bilan|total|chiffre)|quel (?:nombre|bilan|chiffre)|quelle (?:est|etait|fut) (?:l affluence|la foule|l assistance)|quel (?:est|etait|fut) l (?:ecart|effectif)|quelle affluence|quelle (?:est|etait) la magnitude|quelle magnitude|nombre d[e ]|bilan (?:de|du|des|humain)) /,
    'how_many',
    'none',
  ],
  [
    / (?:what happened|what s happening|what is happening|what s going on|what is going on|what has happened|what do we know|what is known|what s (?:new|the latest)|latest (?:on|from|about|news)|tell me about|any news|news (?:on|about|from)|what about|summari[sz]e|update on|qu est ce qui (?:s est passe|se passe|est arrive)|que s est il passe|que se passe t il|qu est il arrive|qu y a t il|que sait on|que savons nous|qu est ce qu on sait|quoi de neuf|des nouvelles|nouvelles (?:de|du|des|sur)|raconte(?: |z )moi ce|parle(?: |z )moi (?:de|du)|resume|que s est t il passe|ce qui s est passe|c est quoi|dernieres nouvelles|que devient|qu est devenue?) /,
    'what_happened',
    'none',
  ],
  [
    / (?:what time|at what time|which hour|a quelle heure|quelle heure|vers quelle heure|a partir de quelle heure) /,
    'when',
    'clock',
  ],
  [
    / (?:what (?:day|date)|which (?:day|date)|on what (?:day|date)|quel jour|quelle date|a quelle date|pour quel jour) /,
    'when',
    'day',
  ],
  [
    / (?:when|since when|until when|how long ago|quand|depuis quand|jusqu a quand|a quel moment|dans combien de temps) /,
    'when',
    'none',
  ],
  [
    / (?:where|whereabouts|in which (?:\w+ )?(?:city|town|country|street|district|place|area|building|village|region|neighbou?rhood)|in what (?:city|town|country|street|district|place|area|building|village)|which (?:city|town|street|district|area|neighbou?rhood|village|place|building|station|venue|road|bridge)|at which (?:\w+ )?(?:place|venue|station|hospital|stop)|what (?:city|town|street|place|location|venue)|location of|ou (?:est|sont|a|ont|se|s|cela|ca|etait|aura|peut|le|la|les|l|donc|exactement|precisement|en|va|vont|doit)|d ou|dans quel(?:le)? (?:\w+ )?(?:ville|pays|rue|quartier|endroit|lieu|commune|batiment|village|region|gare|secteur)|a quel endroit|quel (?:quartier|endroit|lieu|batiment)|quelle (?:ville|rue|commune|gare)|en quel lieu|sur quel(?:le)? (?:pont|route|place|ligne|rue)) /,
    'where',
    'none',
  ],
  [
    / (?:which|what|quel|quelle|quels|quelles) (?:\w+ )?(?:company|companies|firm|organisation|organization|team|club|party|union|band|group|airline|brand|country|insurer|assureur|avocat|lawyer|caterer|traiteur|entreprise|societe|equipe|parti|syndicat|groupe|compagnie|marque|association|pays|school|ecole|newspaper|journal) /,
    'who',
    'organisation',
  ],
  [
    / (?:who|whom|whose|who s|which (?:\w+ )?(?:person|player|minister|director|doctor|official|leader|organiser|scorer|passer by|politician|actor|actress|singer|artist|candidate|mayor|coach|driver|runner|rider|chef|author)|what is the name of the (?:\w+ )?(?:person|man|woman|driver|suspect|victim|winner|mayor|minister|director|coach|candidate)|name of the (?:person|man|woman|driver|suspect|victim|winner|mayor|director)|qui|a qui|de qui|par qui|quel (?:\w+ )?(?:joueur|ministre|homme|acteur|chanteur|artiste|candidat|maire|entraineur|coureur|pilote|directeur|auteur)|quelle (?:\w+ )?(?:joueuse|ministre|femme|personne|personnalite|actrice|chanteuse|artiste|candidate|athlete|directrice)|comment s appelle|quel est le nom (?:de|du|d)) /,
    'who',
    'person',
  ],
]

/** After causes and figures, which also say "how", and before what happened. */
const EXPLAIN_AT = RULES.findIndex(([, kind]) => kind === 'what_happened')
const ALL_RULES: readonly KindRule[] = [
  ...WIDER_RULES,
  ...RULES.slice(0, EXPLAIN_AT),
  ...EXPLAIN_RULES,
  ...RULES.slice(EXPLAIN_AT),
]

/** A question that opens with a verb asks whether something is so. */
const YES_NO =
  /^ (?:so |and |but )?(?:is|are|was|were|did|does|do|has|have|had|will|can|could|should|would|isn t|wasn t|didn t|hasn t|est ce qu|est ce que|y a t il|a t on|(?:\w+ ){0,6}(?:a|est|ont|sont|va|vont|sera|etait|s est|aura)(?: bien)?(?: t)? (?:il|elle|ils|elles|on) )/

/** Reads which kind of question this is and, where it says so, what its answer is measured in. */
export function questionKind(question: string): { kind: QuestionKind; detail: AskedDetail } {
  // "Qu'est-ce qui" asks for a thing, never for a person.
  const plain = plainWords(question).replace(
    / qu est ce (?:qui|que|qu) (?!s est passe|se passe|est arrive|a (?:cause|provoque|declenche|entraine)|les gens|les habitants|les internautes|les usagers|l on |on )/,
    ' quoi ',
  )
  if (offersChoice(question)) return { kind: 'compare', detail: 'none' }
  for (const [pattern, kind, detail] of ALL_RULES) {
    // Questions "what happened when …" ask for the event, not its time.
    if (kind === 'when' && / (?:what happened|que s est il passe|qu est ce qui s est passe) /.test(plain))
      continue
    if (pattern.test(plain)) return { kind, detail }
  }
  const inverted =
    /\p{L}-(?:t-)?(?:ils?|elles?|on)\b/u.test(question) && !/^\s*(?:que?\b|qu['’]|quoi)/iu.test(question)
  if (YES_NO.test(plain) && !/^ (?:que|qu|quoi) /.test(plain)) return { kind: 'is_it_true', detail: 'none' }
  if (inverted || statesAsQuestion(question, plain)) return { kind: 'is_it_true', detail: 'none' }
  return { kind: 'other', detail: 'none' }
}
