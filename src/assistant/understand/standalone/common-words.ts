/**
 * Words that a question keeps or drops without changing its subject: light verbs, judgements, conversation. They are
 * never carried over from earlier turns. Written by hand, English then French; lower case, accents folded.
 */
export const LIGHT_WORDS: ReadonlySet<string> = new Set(
  (
    'tell know think like want need get give take make made makes use used using help helps find see look looking show say said says mean means meant ask asked hear heard read go going goes come comes came put keep let try tried work works ' +
    'thank thanks please sure okay ok yes yeah no nope well oh wow great good nice interesting cool sorry hello hi hey right really actually maybe perhaps probably quite pretty rather else instead also even though however ' +
    'thing things stuff way ways lot lots bit kind kinds sort sorts type types one ones two three first second third last next example examples question answer information info detail details idea ideas option options suggestion suggestions suggest recommend recommended ' +
    'important best better good bad big small new old different similar main common popular famous possible available able likely based including include includes included usually often generally typically especially particularly specific certain several various many per etc ' +
    'describe explain compare difference differences between become became start started begin began happen happens happened become known called considered provide provides allow allows reason reasons cause causes affect affects effect effects ' +
    'interested curious wondering wonder tips talk talking don doesn didn isn aren wasn won can couldn wouldn let ll ve re am pm im dont ' +
    'dire dis dites savoir sais sait penser pense vouloir veux voudrais besoin donner donne prendre faire trouver voir montrer demander entendu lire aller venir mettre garder essayer ' +
    'merci oui non bien sur bonjour salut super interessant desole vraiment peut etre plutot sinon aussi meme pourtant ' +
    'chose choses facon facons genre sorte sortes type types exemple exemples question reponse information detail details idee idees important importante meilleur meilleure bon bonne mauvais grand petit nouveau ancien different similaire principal commun possible certain plusieurs divers'
  ).split(' '),
)

/** Words that point at something said before. Lower case, accents folded. */
export const POINTERS = {
  thing: new Set('it this that ca cela ceci celui celle'.split(' ')),
  things: new Set('they them these those ceux celles'.split(' ')),
  possessive: new Set('its their his her hers theirs sa son ses leur leurs'.split(' ')),
  person: new Set('he she him lui il elle ils elles eux'.split(' ')),
  place: new Set('there here y la-bas'.split(' ')),
  one: new Set('one ones other others another autre autres'.split(' ')),
} as const satisfies Record<string, ReadonlySet<string>>
