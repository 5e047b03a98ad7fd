import { fold } from './tokens.ts'

/**
 * Signals that change how much a statement weighs. Each is a short list of phrases that reporters and readers
 * use in English and French, matched on folded text at word borders.
 */
export type Cues = {
  /** Says it is not sure: rumour, conditional, hearsay. */
  readonly hedged: boolean
  /** Says that something said elsewhere is not so. */
  readonly denial: boolean
  /** Sarcasm, parody or laughing. */
  readonly joke: boolean
  /** Revises an earlier figure or fact. */
  readonly correction: boolean
  /** Names an authority as the one who says it. */
  readonly attributed: boolean
  /** Asks instead of telling. */
  readonly question: boolean
  /** Says that it is not known yet. */
  readonly unknown: boolean
}

const HEDGED = cue(
  'unconfirmed|not confirmed|not verified|unverified|to be confirmed|rumou?rs?|rumou?red|apparently|allegedly|i heard|i hear|heard that|hearing that|hearing about|someone told me|someone said|a friend (?:of mine |who \\w+ (?:\\w+ )?)?(?:says|said|told)|my (?:cousin|neighbou?r|friend|brother|sister|uncle|aunt|mate) (?:says|said|told|claims|swears|reckons)|some (?:say|people say|are saying)|people are saying|they say|word is|might have|may have|could be|might be|may be|maybe|perhaps|possibly|supposedly|seems|not sure|no idea if|if true|can anyone confirm|i think|i guess|i believe|probably|guess(?:ing|timate)?|reportedly|claims? circulating|story going around|going around|share before|everyone is saying|everybody says|tout le monde dit|faites tourner|partagez|wake up|doing the rounds|' +
    'non confirmee?s?|pas confirmee?s?|pas verifiee?s?|non verifiee?s?|a verifier|a confirmer|a prendre avec des pincettes|rumeurs?|il parait|parait que|parait-il|apparemment|on dit que|on me dit|on raconte|j ai entendu|entendu dire|j entends|quelqu un m a dit|(?:un|une|mon|ma) (?:ami|amie|cousin|cousine|voisin|voisine|pote|copain|copine|collegue|frere|soeur|oncle|tante)\\b.{0,30}? (?:dit|m a dit|affirme|jure|pretend)|peut etre|sans doute|il semble|semblerait|serait|seraient|aurait|auraient|pas sure? que|si c est vrai|quelqu un (?:peut|pour) confirmer|presume|soi disant|je crois|je pense|probablement|a ce qu on dit|le bruit court|bruit qui court|circule',
)
const DENIAL = cue(
  'fake|hoax|found nothing wrong|is sound|rumou?r is wrong|debunked|debunk|false|not true|untrue|isn ?t true|no truth|nothing to it|made up|fabricated|misinformation|disinformation|den(?:y|ies|ied|ying)|denial|did ?n ?t happen|never happened|no evidence|stop spreading|stop sharing|don ?t (?:share|believe|spread)|do not (?:share|believe|spread)|photoshopped|doctored|old (?:photo|video|picture|image)|there (?:is|was) no|there ?s no|there were no|no such|baseless|unfounded|(?:reports?|figures?|rumou?rs?|claims?|story|stories|this|that|which|numbers?)(?: \\w+){0,4} (?:is|was|were|are) wrong|' +
    '(?:c|ca) (?:est|etait) (?:totalement |completement |entierement |juste )?faux|(?:est|sont|etait|etaient) (?:totalement |completement )?(?:fausse?s?|faux)|fausses? (?:rumeurs?|infos?|informations?|nouvelles?|alertes?|affirmations?)|fake news|intox|infox|canular|dementi|dementie|dement|dementent|dementir|n est pas vrai|pas vrai|invente|inventee|desinformation|rien de vrai|aucune preuve|n a jamais eu lieu|n est jamais arrive|ne partagez pas|arretez de (?:partager|relayer|propager)|vieille (?:photo|video|image)|montage|il n y a (?:pas|aucun|aucune|eu)|aucun fondement|infonde|infondee|sans fondement|demontee?',
)
const JOKE = cue(
  'lol|lmao|lmfao|rofl|haha+|hahah\\w*|hehe|jk|just kidding|satire|satirical|parody|joke|joking|kidding|sarcasm|yeah right|sure jan|as if|totally believable|breaking news from my|my cat|my dog|my goldfish|' +
    'mdr+|ptdr+|xptdr|xd|jpp|blague|je plaisante|parodie|satirique|humour|ironie|mort de rire|bien sur que oui|mais bien sur|mon chat|mon chien|mon poisson rouge|second degre|2nd degre|poisson d avril|april fools?',
)
const JOKE_MARKS =
  /😂|🤣|😹|🙃|🤡|😜|😏|(?:^|\s)\/s(?:\s|$|\.)|\((?:satire|parody|parodie|joke|blague|humour)\)/iu
const CORRECTION = cue(
  'correction|corrected|corrects|correcting|update|updated|updates|updating|latest|now (?:at|stands|confirmed|up|down|says?|say|put|puts|revised|known)|actually|in fact|revised|revises|revise|earlier (?:report|reports|figure|figures|tweet|post|number|count|toll)|previously|turns out|my mistake|i was wrong|was wrong|were wrong|scratch that|contrary to|not .{1,30}? but|instead of|rather than|rises to|risen to|rose to|climbs to|raised to|lowered to|final (?:toll|count|figure|number|tally|result)|official (?:toll|count|figure|number)|confirmed (?:toll|figure|number)|' +
    'rectificatif|rectification|rectifie|erratum|correctif|corrige|mise a jour|maj|actualisation|actualise|finalement|en fait|en realite|contrairement a|au lieu de|et non|non pas|revu a la|revise|je me suis trompee?|autant pour moi|au temps pour moi|erreur de ma part|bilan (?:definitif|provisoire|officiel|actualise|revu|final)|nouveau bilan|dernier bilan|bilan s alourdit|passe a|porte a|s eleve desormais|desormais|chiffre (?:officiel|definitif|corrige)|precision',
)
const ATTRIBUTED = cue(
  'according to (?:the )?(?:police|officials?|authorities|fire|prefecture|mayor|city|town|ministry|hospital|company|council|government|army|spokes\\w+)|police (?:say|says|said|confirm|confirms|confirmed)|officials? (?:say|says|said|confirm|confirms|confirmed)|authorities (?:say|said|confirm|confirmed)|spokes(?:man|woman|person)|official(?:ly)?|confirmed by|(?:prefecture|mayor|ministry|council|hospital|fire (?:service|brigade|chief|department)|government|army|town hall|city hall) (?:say|says|said|confirm|confirms|confirmed|announces?|announced|now|puts?)|press conference|statement|reuters|afp|ap news|associated press|' +
    'selon (?:la|le|les|l) ?(?:prefecture|prefet|prefete|police|pompiers|mairie|maire|autorites|parquet|procureure?|gendarmerie|ministere|hopital|chu|sdis|direction|organisateurs)|d apres (?:la|le|les|l) ?(?:prefecture|police|pompiers|mairie|autorites|parquet|procureure?|gendarmerie|ministere)|(?:la|le|les|l) ?(?:prefecture|prefet|prefete|police|pompiers|mairie|parquet|gendarmerie|ministere|autorites) (?:confirme|confirment|annonce|annoncent|indique|indiquent|precise|precisent|fait etat|font etat|parle|evoque)|confirme par|officiel(?:lement|le)?|communique|porte parole|conference de presse|source officielle',
)
const OFFICIAL_NAME =
  /(?:^|[^a-z])(?:compagnie des (?:trams|transports|bus|eaux)|transports? (?:de|authority|company)|tram (?:company|operator)|town ?hall|city ?hall|hotel de ville|rescue service|fire service|prefect|secours|police|polis|prefecture|prefet|sdis\d*|pompiers?|fire ?(?:dept|department|rescue|service|brigade)|gendarmerie|mairie|ville de|city of|town of|council|gov|gouv|ministry|ministere|official|officiel|officielle|hopital|hospital|chu|university hospital|emergency|metoffice|meteo ?france|usgs|samu|snas|parquet|procureur|rectorat|department of|departement|region|highways|transport for|sncf|ratp)(?:[^a-z]|$)/
const NEWS_NAME =
  /news|journal|gazette|times|herald|tribune|courier|courrier|post\b|daily|presse|press\b|info|actu|radio|tv\b|bbc|cnn|reuters|afp|guardian|le monde|figaro|libe|france ?(?:info|bleu|3|2)|echo|depeche|telegram|chronicle|observer|reporter|correspondent|journaliste|journalist/
const JOKE_NAME =
  /parod|satir|gorafi|onion|nordpresse|humou?r|comedy|comique|blague|joke|jokes|lol|troll|meme|fake ?news|fakenews|pas ?serieux|not ?serious|not ?real|unofficial fun/

const UNKNOWN = cue(
  'unknown|not known|not yet known|nobody knows|no one knows|under investigation|investigating|no comment|not comment|unclear|to be determined|not (?:been )?(?:released|disclosed|given|announced|revealed)|no (?:figures?|details?|information|official (?:figures?|toll|information))|too early|wait(?:ing)? for|we don t know|remains a mystery|' +
    'inconnue?s?|pas connue?s?|on ne sait|personne ne sait|enquete (?:est )?(?:en cours|ouverte)|a determiner|reste a|ne communique|ne souhaite pas|pas (?:de|d) (?:precision|precisions|detail|details|information|informations|chiffre|chiffres|bilan|commentaire)|aucun (?:bilan|chiffre|detail|commentaire)|aucune (?:information|precision)|trop tot|mystere|ignore',
)

/** @param text one sentence or post, as stored */
export function readCues(text: string): Cues {
  const plain = plainWords(text)
  return {
    hedged: HEDGED.test(plain),
    denial: DENIAL.test(plain),
    joke: JOKE.test(plain) || JOKE_MARKS.test(text),
    correction: CORRECTION.test(plain) || /\b(?:EDIT|MAJ)\b/.test(text),
    attributed: ATTRIBUTED.test(plain),
    unknown: UNKNOWN.test(plain),
    question: /\?\s*(?:[^\p{L}\p{N}]*|(?:#\S+|https?:\S+|\s)*)$/u.test(text.trim()),
  }
}

/** Folded words parted by single spaces; apostrophes, hyphens and punctuation become spaces. */
export function plainWords(text: string): string {
  return ` ${fold(text)
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/[^\p{L}\p{N}\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()} `
}

export type Standing = 'official' | 'newsroom' | 'person' | 'joker'

/** What an account presents itself as, from its own name only: a hint about weight, never a proof. */
export function accountStanding(author: string, authorName: string | null): Standing {
  const handle = author.replace(/^[a-z0-9]+:/, '').replace(/([a-z])([A-Z])/g, '$1 $2')
  const name = fold(`${handle} | ${authorName ?? ''}`).replace(/[_.-]+/g, ' ')
  if (JOKE_NAME.test(name)) return 'joker'
  if (OFFICIAL_NAME.test(name)) return 'official'
  return NEWS_NAME.test(name) ? 'newsroom' : 'person'
}

function cue(phrases: string): RegExp {
  return new RegExp(`(?<= )(?:${phrases})(?= )`)
}
