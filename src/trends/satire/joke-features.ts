import { foldAccents } from '../../domain/text/fold.ts'

/** What is looked at: the post, who signs it, and what others answered, where that is known. */
export type JokeInput = {
  readonly text: string
  readonly author: string
  readonly authorName: string | null
  readonly replies: readonly string[]
}

const TAGGED =
  /#(?:satire|satirique|parodie|parody|humour|humor|joke|jokes|blague|lol|notserious|fakenews|ironie|irony|sarcasm|poissondavril|aprilfools?)\b|(?:^|\s)\/(?:s|j)(?:\s|$)|\((?:parody|satire|parodie|humour)\)/
const JOKER_NAME =
  /parod|satir|gorafi|onion|humou?r|spoof|deadpan|fake ?news|joke|blague|navet|turnip|nonsense|not ?real|pas ?vrai|infaux|canular|hoax|pun\b/
const LAUGHING = /😂|🤣|💀|😹|\b(?:lo+l|lmao|rofl|haha+|hihi+|mdr+|ptdr+|xd)\b/u
const DENIED =
  /\b(?:(?:it|that)s (?:a|just a) (?:joke|sketch|parody)|none of (?:it|this) is real|not real|(?:its|it is) fake|satire|parody|parodie|blague|c'?est faux|humour|sketch)\b/
const DOUBTED =
  /\b(?:is (?:this|that|it) (?:real|true|a joke|a real)|is this a parody|are you serious|cant be (?:legal|real|true)|can they|seriously|c'?est vrai|serieux|source ?\?)|\?\?/
const CONFIRMED =
  /\b(?:confirm|was there|i was|saw (?:it|him|her|them)|get well|no,? its us|case \d|j'?y etais|je confirme|courage|bravo|merci|ca va|update)\b/
const INSTITUTION =
  /\b(?:minist\w*|government|gouvernement|council|conseil|mairie|maire|mayor|parliament|parlement|senat\w*|central bank|banque|agency|agence|court|tribunal|judge|juge|police|detectives?|gendarm\w*|union\w*|syndicat\w*|ambassad\w*|sanctions?|sommet|summit|treaty|traite|armee|army|military|invasion|front|onu|un peacekeepers|election|elu|elected|appointed|nomme\w*|vote\w*|chief executive|pdg|ceo|head of|chercheurs|researchers|scientists|study|etude|sondage|poll|insee|experts?|species|humanitaire|negotiat\w*|negoci\w*|remaniement|legal|juridique|statement|communique|spokes\w*|porte-parole)\b/
const HOMELY =
  /\b(?:cats?|chats?|dogs?|chiens?|goose|geese|oies?|heron|herons|pigeons?|seagulls?|gulls?|mouettes?|goelands?|ducks?|canards?|hens?|poules?|coq|cows?|vaches?|sheep|moutons?|chevres?|goats?|slugs?|limaces?|escargots?|snails?|ants?|fourmis?|hamsters?|parrots?|perroquets?|owls?|hiboux?|renards?|fox|toddler|baby|bebe|grandmother|grand-mere|belle-mere|mother-in-law|soup|soupe|garlic|chips|frites|cheese|fromage|yaourts?|yoghurt|jam|confiture|gravy|biscuits?|baguettes?|croissants?|tartines?|raclette|huitres?|turnips?|navets?|marrow|toaster|grille-pain|fridge|frigo|vacuum|aspirateur|printer|imprimante|wardrobe|armoire|sofa|canape|couch|socks?|chaussettes?|spoons?|cuilleres?|couettes?|pillows?|oreillers?|self-checkout|potholes?|nids-de-poule|rond-point|plante|radar|gps|box internet|ascenseur|unicorns?|licornes?|vampires?|trolls?|brooms?|fantomes?|ghosts?)\b/
const CLOCK = /\b\d{1,2}(?::| ?h ?)\d{2}\b|\b\d{1,2} ?(?:h|am|pm)\b/
const DAY =
  /\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|this (?:morning|evening)|yesterday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce (?:matin|soir)|hier|cette nuit)\b/
const LINK = /https?:\/\//
const FIRST_PERSON = /\b(?:i|ive|im|my|we|weve|our|us|je|j|mon|ma|mes|nous|notre|nos|on)\b/
const ADVICE =
  /\b(?:please|avoid|dont|allow|stay|bring|call|veuillez|evitez|merci de|appelez|n'?y allez|restez|pries de|open until|closed|ferme|reste\w* ouvert\w*|annule\w*|cancelled|reporte\w*)\b/
const HARM =
  /\b(?:injur\w*|killed|hurt|dead|died|rescued|fire|flood\w*|hospital|blesse\w*|morts?|tues?|incendie|crue|evacu\w*|hopital|no injuries|alive|fracture\w*)\b/
const NEVER =
  /\b(?:so (?:long|bad|much|many|hard)|tellement|si (?:longtemps|mauvais|bas)|depuis si|eligible to|finally|enfin|desormais|bientot|officially|officiellement|breaking|unbelievable|great news|oh (?:wonderful|great)|excited|thrilled|nature is healing|promoted|stepping down|named|declared|declares?|demands?|confirms?|unveils?|announces? (?:it|plan)|apologi[sz]es?|blames?|introduces?|replac\w*|remplac\w*|supprim\w*|instaure|impose)\b/

/** What comes later in a text is no joke told in a post. */
const CHARS_MAX = 1_000

/** How much an apostrophe, an accent or a capital matters here: not at all. */
function plain(text: string): string {
  return foldAccents(text.toLowerCase().replace(/[’']s\b/g, 's')).replace(/’/g, "'")
}

/** Named signals of a joke or of sincerity; 0 or 1, or a share. The order is the model's. */
export function jokeFeatures({ text: whole, author, authorName, replies }: JokeInput): number[] {
  const text = whole.slice(0, CHARS_MAX)
  const words = plain(text)
  const bare = words.replace(/'/g, '')
  const answers = replies.map((reply) => plain(reply).replace(/'/g, ''))
  const is = (value: boolean) => (value ? 1 : 0)
  const numbers = words.match(/\d+(?:[.,]\d+)?/g)?.length ?? 0
  return [
    is(TAGGED.test(words)),
    is(JOKER_NAME.test(plain(`${authorName ?? ''} ${author}`))),
    is(LAUGHING.test(words)),
    is(answers.some((answer) => LAUGHING.test(answer))),
    is(answers.some((answer) => DENIED.test(answer))),
    is(answers.some((answer) => DOUBTED.test(answer))),
    is(answers.some((answer) => CONFIRMED.test(answer))),
    is(INSTITUTION.test(bare) && HOMELY.test(bare)),
    is(HOMELY.test(bare)),
    is(CLOCK.test(words)),
    is(DAY.test(bare)),
    is(LINK.test(words)),
    is(FIRST_PERSON.test(words)),
    is(ADVICE.test(bare)),
    is(HARM.test(bare)),
    is(NEVER.test(bare)),
    Math.min(1, numbers / 4),
  ]
}
