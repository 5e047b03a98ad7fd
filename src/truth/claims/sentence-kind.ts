import { foldAccents } from '../../domain/text/fold.ts'

/** What a sentence does; only an assertion can be checked. */
export type SentenceKind = 'assertion' | 'opinion' | 'question' | 'promise' | 'satire'

const QUESTION = /\?["'”’»)\]\s]*$/u
/** Questions that assert what they ask about: `did you know that …?` */
const TELLING_QUESTION =
  /^(?:did you know|do you know that|have you heard that|saviez[- ]vous|savez[- ]vous|le saviez)/i
const PROMISE =
  /^(?:and |so |et |alors )?(?:i|we|my (?:plan|government) )(?:'ll| will| shall| am going to|'m going to| are going to|'re going to) |^(?:si je suis elu|if i am elected|if elected)|^(?:je|nous|on) (?:ferai|ferons|vais|allons|va) /
const OPINION =
  /^(?:and |but |well,? |et |mais |eh bien,? )?(?:i (?:really |just |also |still )?(?:think|believe|feel|hope|guess|wish|love|hate|like|prefer|want|agree|disagree|doubt)|i'm (?:so |very )?(?:happy|sad|proud|sorry|glad|afraid|tired)|in my (?:opinion|view)|imo\b|to me,|personally|unpopular opinion|je (?:pense|crois|trouve|sens|souhaite|voudrais|deteste|prefere|doute|suis (?:d'accord|content|fier|triste|decu))|j'(?:espere|adore|aime|ai l'impression)|a mon avis|selon moi|pour moi,?|moi je|personnellement)/
const NORM =
  /^(?:we|you|they|everyone|the government|people|nous|vous|on|il) (?:should|must|ought to|need to|have to|devons|devez|devrions|devrait|doit|faut|faudrait) |^(?:let's|let us|please|stop|thank|merci|bravo|vive|arretez|il faut|il faudrait|faut) /
const SATIRE_MARK =
  /(?:^|\s)\/s(?:\s|$)|#(?:satire|parody|parodie|sarcasm|sarcasme|humour|humor|joke|blague|poissondavril|aprilfools)\b/
/** Outlets that only joke, by what stands in their address or name; public knowledge, 2026-11-22. */
const SATIRE_OUTLETS =
  /\b(?:theonion|the onion|babylonbee|babylon bee|legorafi|le gorafi|gorafi|nordpresse|waterfordwhispers|waterford whispers|thedailymash|daily mash|newsthump|scoopertino|duffelblog|worldnewsdailyreport|borowitz|der postillon|der-postillon|thebeaverton|beaverton|betootaadvocate|reductress|clickhole|bilboquet-magazine)\b/
const PARODY_NAME = /\b(?:parody|parodie|satire|satirical|satirique|fake account|faux compte)\b/
const LAUGHING = /(?:😂|🤣|😹|\blol\b|\blmao\b|\bmdr\b|\bptdr\b|\bhaha)/u
/** Ways in which jokes announce themselves; a weak sign that counts only beside laughter. */
const JOKE_SHAPE =
  /^(?:breaking|alerte info|urgent|flash)\b|\b(?:local man|area man|nation's|sources confirm|my (?:cat|dog)|mon (?:chat|chien)|my (?:horoscope)|belle-mere)\b/

export type SentenceSetting = {
  /** Who says it, as names or addresses show: handle, display name, host. */
  readonly origin?: string | null
}

/** Tells what a sentence does by how it begins and ends, and a joke by who tells it and how it is marked. */
export function sentenceKind(sentence: string, setting: SentenceSetting = {}): SentenceKind {
  const plain = foldAccents(sentence.toLowerCase())
    .replace(/[’‘]/g, "'")
    .replace(/^[^\p{L}\p{N}#]+/u, '')
  if (isSatire(plain, setting)) return 'satire'
  if (QUESTION.test(plain) && !TELLING_QUESTION.test(plain)) return 'question'
  if (PROMISE.test(plain)) return 'promise'
  return OPINION.test(plain) || NORM.test(plain) ? 'opinion' : 'assertion'
}

function isSatire(plain: string, { origin }: SentenceSetting): boolean {
  const from = foldAccents((origin ?? '').toLowerCase())
  if (SATIRE_OUTLETS.test(from) || PARODY_NAME.test(from)) return true
  return SATIRE_MARK.test(plain) || (LAUGHING.test(plain) && JOKE_SHAPE.test(plain))
}
