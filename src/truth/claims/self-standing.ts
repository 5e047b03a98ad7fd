import type { Sentence } from '../../domain/text/sentences.ts'

/** Written before the claim, and no part of it. */
const LEADS: readonly RegExp[] = [
  /^(?:RT|MT)\s+@\w+:?\s*/,
  /^(?:@\w[\w.-]*[\s,:]*)+/,
  /^[^\p{L}\p{N}«"“'@#$€£+-]+/u,
  /^(?:breaking(?: news)?|just in|update|urgent|alert|fact|fyi|news|flash|alerte(?: info)?|info|officiel|derni[eè]re minute|pour info|à savoir)\s*[:!|\-–—]+\s*/iu,
  /^(?:did you know|do you know|have you heard|saviez-vous|savez-vous|le saviez-vous)(?:\s+(?:that|que|qu['’]))?[\s,:?]*/iu,
  /^(?:i (?:just )?(?:read|heard|saw|learned|was told)|they say|people say|it is said|apparently|it seems|rumou?r has it|fun fact)(?:\s+that)?[\s,:]*/iu,
  /^(?:il para[iî]t|on (?:me )?dit|j['’]ai (?:lu|entendu|appris|vu)|il semble|apparemment|on raconte)(?:\s+(?:que\s+|qu['’]))?[\s,:]*/iu,
  /^(?:and|but|so|also|well|et|mais|donc|alors|or|puis),?\s+/iu,
]
const TRAILS: readonly RegExp[] = [
  /(?:\s(?:https?:\/\/|pic\.twitter\.com\/)\S+)+$/,
  /(?:\s+#[\p{L}\p{N}_]+){1,}\s*[.!]?\s*$/u,
  /(?:\s+(?:via\s+)?@\w+)+\s*$/,
  /(?:\p{Extended_Pictographic}|\u200d|\ufe0f|\s)+$/u,
]
const TELLING_QUESTION = /^[^\p{L}]*(?:(?:rt|mt)\s+)?(?:did|do|have|saviez|savez|le saviez)\b/iu
/** Longer sentences are lists or attacks; the claim is their beginning. */
const READ_CHARACTERS = 1_000
const PRONOUN = /^(He|She|They|Il|Elle|Ils|Elles|It)\b(?=\s+\p{Ll})/u
/** `it is said`, `il y a`, `il faut`: stands for nobody. */
const EMPTY_PRONOUN =
  /^(?:It|Il)\s+(?:is|was|has been|seems|will|rains|y a|faut|est (?:possible|temps|vrai|clair|important)|s['’]agit|existe|semble|pleut)\b/
const NAME =
  /\p{Lu}[\p{L}\p{M}.'’-]+(?:\s+(?:(?:de|du|des|of|von|van|bin|al|la|le)\s+)?\p{Lu}[\p{L}\p{M}.'’-]+)*/gu
const STARTS_OFTEN =
  /^(?:The|A|An|This|That|These|Those|In|On|At|When|If|But|And|For|Le|La|Les|Un|Une|Des|Dans|Ce|Cette|Ces|En|Au|Aux|Il|Elle|He|She|It|They|We|You|I|My|Our|Ils|Elles|Nous|Vous|On|Je)$/
const TAG = /#([\p{L}\p{N}_]+)/gu

/**
 * A sentence as it can stand alone: without forwarding marks, mentions, tags at the end, links and "did you know that",
 * and with a name for a pronoun that opens it where exactly one name was spoken of just before. Changes nothing else.
 *
 * @param before the sentences before it, in order
 */
export function selfStanding(sentence: string, before: readonly Sentence[]): string {
  const bare = stripped(sentence.slice(0, READ_CHARACTERS))
  const named = withName(bare, (before.at(-1)?.text ?? '').slice(-READ_CHARACTERS))
  const plain = named
    .replace(TAG, (_, tag: string) => spaced(tag))
    .replace(/\s+/g, ' ')
    .trim()
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

function stripped(sentence: string): string {
  let text = sentence.replace(/\s+/g, ' ').trim()
  for (let round = 0; round < 3; round++) {
    const known = text
    for (const lead of LEADS) text = text.replace(lead, '')
    for (const trail of TRAILS) text = text.replace(trail, '').trim()
    if (text === known) break
  }
  if (text === '') return sentence.trim()
  return isTold(sentence, text) ? text.replace(/\s*\?+$/, '.') : text
}

/** `Did you know that bees sleep?` says that they do. */
function isTold(sentence: string, bare: string): boolean {
  return bare.endsWith('?') && bare.length < sentence.trim().length && TELLING_QUESTION.test(sentence.trim())
}

function withName(text: string, previous: string): string {
  const pronoun = PRONOUN.exec(text)
  if (pronoun === null || EMPTY_PRONOUN.test(text)) return text
  const names = new Set(namesOf(previous))
  const [name] = names
  return names.size === 1 && name !== undefined ? name + text.slice(pronoun[0].length) : text
}

function namesOf(text: string): string[] {
  return [...text.matchAll(NAME)].flatMap(({ 0: written, index }) => {
    const words = written.split(/\s+/)
    const first = words[0] ?? ''
    const kept = index === 0 && STARTS_OFTEN.test(first) ? words.slice(1) : words
    return kept.length === 0 || (index === 0 && kept.length === 1) ? [] : [kept.join(' ')]
  })
}

/** `CharlieHebdo` → `Charlie Hebdo`. */
function spaced(tag: string): string {
  return tag.replaceAll('_', ' ').replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
}
