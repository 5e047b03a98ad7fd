/** Words that turn a sentence round or weigh it; lower case, accents folded, both languages. By hand, 2026-11-22. */
function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}

export const DENIALS = set(
  'not no never none nobody nothing neither nor without cannot t aucun aucune sans ni pas jamais rien nullement guere personne',
)
/** Verbs and adjectives that deny without a "not". */
export const QUIET_DENIALS = set(
  'deny denies denied denying refuse refused refuses reject rejected rejects fail failed fails failure lack lacks lacked unable unlikely ' +
    'insufficient inconclusive absence absent limited unproven unknown unclear uncertain hardly barely rarely ' +
    'nier nie dementir dement dementi refuse refuser rejette rejete echoue manque incapable insuffisant absence inconnu incertain ' +
    'improbable aucunement',
)
/** What a text says of a statement that it holds to be wrong. */
export const DEBUNKS = set(
  'false falsely fake hoax myth misleading untrue incorrect incorrectly wrong wrongly debunk debunked debunks fabricated baseless unfounded unsubstantiated ' +
    'satire satirical doctored manipulated edited photoshopped altered misinformation disinformation conspiracy misattributed inaccurate erroneous ' +
    'contrary refute refuted refutes contradict contradicts disprove disproved rumor rumour bogus misquoted ' +
    'faux fausse fausses faussement infox intox trompeur trompeuse mensonger mensongere errone erronee inexact canular parodie satirique ' +
    'detourne detournee detournees truque truquee manipule montage desinformation infonde infondee rumeur contredit dementi contraire invente inventee',
)
export const CONTRASTS = set(
  'but however although though yet instead rather actually despite whereas unlike contrary only ' +
    'mais cependant toutefois pourtant neanmoins contrairement realite plutot malgre tandis seulement',
)
export const CONFIRMS = set(
  'confirm confirmed confirms indeed true correct verified proven evidence shown demonstrated demonstrate demonstrates consistent show shows ' +
    'found suggest suggests support supports supported confirme confirmee vrai exact verifie prouve montre demontre atteste indique',
)
export const HEDGES = set(
  'may might could possibly perhaps probably likely reportedly allegedly apparently suspected alleged unconfirmed would potential potentially suggest suggests ' +
    'appears seems hypothesis whether if pourrait pourraient aurait auraient serait seraient peut probablement possible presume suppose semble si selon eventuellement',
)
export const ABSOLUTES = set(
  'all every always never only none everyone everybody nobody entirely completely totally no any definitely ' +
    'tous toutes tout toujours jamais seul seule uniquement aucun aucune totalement entierement personne chaque',
)
export const SOMES = set(
  'some many most several few half partly nearly almost certain majority sometimes often ' +
    'certains certaines plusieurs quelques moitie presque majorite plupart parfois souvent',
)
/** Which way something goes. */
export const UPWARD = set(
  'increase increases increased increasing increasingly rise rises rising rose risen grow grows growing grew grown higher more raise raises raised worsen worsens worsened ' +
    'accelerate accelerates accelerated expand expands boost boosts boosted promote promotes gain gains up elevated exacerbate exacerbates intensify doubled warming ' +
    'augmente augmenter augmentation augmente hausse monte croissance progresse plus accelere double aggrave rechauffement elargit',
)
export const DOWNWARD = set(
  'decrease decreases decreased decreasing decline declines declined declining fall falls fell fallen falling drop drops dropped lower less fewer reduce reduces reduced reducing ' +
    'reduction shrink shrinks shrinking cut cuts slow slows slowed diminish diminished loss losing lost down cooling ' +
    'baisse baisser diminue diminuer diminution reduit reduire reduction recul recule moins chute perd perdu ralentit refroidissement',
)
export const CAUSES = set(
  'cause causes caused causing lead leads led trigger triggers triggered produce produces induce induces induced drive drives driven spread spreads transmit transmitted ' +
    'responsible due because contribute contributes contributed harm harms harmful damage damages dangerous risk risks ' +
    'cause causer provoque provoquer entraine declenche propage transmet responsable nuit dangereux dangereuse risque',
)
export const PREVENTS = set(
  'prevent prevents prevented preventing prevention protect protects protected protection protective cure cures cured treat treats treated treatment stop stops stopped ' +
    'block blocks blocked inhibit inhibits inhibited kill kills mitigate alleviate benefit benefits beneficial improve improves improved effective safe ' +
    'empeche empecher previent prevenir protege proteger protection guerit guerir soigne traite traitement arrete bloque efficace benefique sans',
)
export const YES = /^\W*(?:yes|yeah|correct|true|oui|exact|vrai)\b/iu
export const NO = /^\W*(?:no|nope|false|incorrect|non|faux|aucun|none)\b/iu
