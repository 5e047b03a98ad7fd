import { numberWords } from '../src/sources/simulated/numbers.ts'
import type { QuestionDetail, TruthQuestion } from '../src/sources/simulated/question.ts'

/** What an answer is worth. `answered` is an answer to a question that has none. */
export type Outcome = 'right' | 'wrong' | 'abstained' | 'answered'

export type ScoredAnswer = { readonly text: string; readonly abstained: boolean }

/** Beyond this many superseded or foreign values an answer is a list of candidates, marked or not. */
const RIVALS_MAX = 2
/** A stated time of day may be off by this much: people round. */
const CLOCK_SLACK_MINUTES = 30
/** How many sentences may come before the right value. */
const SENTENCES_BEFORE_MAX = 1

/**
 * Judges one answer. Right: an acceptable string stands in one of the first two sentences, on token boundaries, whatever
 * the case, the accents and the grouping of digits, and no other value of the kind is stated as fact. Another value may be
 * named only in a sentence that says it is superseded, denied or what others say.
 */
export function scoreAnswer(question: TruthQuestion, detail: QuestionDetail, answer: ScoredAnswer): Outcome {
  if (answer.abstained) return 'abstained'
  if (!question.answerable) return 'answered'
  const sentences = splitSentences(answer.text).map((sentence) => withoutAccountCounts(tokens(sentence)))
  const accepted = question.answers.map(tokens)
  const says = (sentence: readonly string[], values: readonly (readonly string[])[]) =>
    values.some((value) => containsTokens(sentence, value))
  const head = sentences.slice(0, SENTENCES_BEFORE_MAX + 1)
  if (!head.some((sentence) => says(sentence, accepted))) return 'wrong'
  if (question.kind === 'rumour') return AFFIRMING.has(sentences[0]?.[0] ?? '') ? 'wrong' : 'right'
  if (question.kind === 'is_it_true') return says(sentences[0] ?? [], DENYING) ? 'wrong' : 'right'
  if (question.kind === 'when' && contradictsClock(question, head)) return 'wrong'
  return rivalsAreMarked(sentences, accepted, detail.rivals.map(tokens)) ? 'right' : 'wrong'
}

/** Lower case, no accents, digits joined ("3 000" → "3000"), letters and digits apart ("7h40" → 7 h 40). */
function tokens(text: string): string[] {
  const plain = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(/(?<=\d)[ .,\u00a0\u202f'](?=\d{3}(?!\d))/g, '')
  return plain.match(/\d+|[a-z]+/g) ?? []
}

/** "27 independent accounts", "twenty-seven accounts say 18": how many say it is no value of the answer. */
function withoutAccountCounts(words: readonly string[]): string[] {
  return words.filter((word, at) => {
    if (!isNumber(word)) return true
    let after = at + 1
    while (isNumber(words[after] ?? '') || words[after] === 'et') after += 1
    return !words.slice(after, after + 2).some((next) => COUNTED.has(next))
  })
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word) || NUMBER_WORDS.has(word)
}

function containsTokens(text: readonly string[], part: readonly string[]): boolean {
  if (part.length === 0) return false
  for (let at = 0; at + part.length <= text.length; at += 1) {
    if (part.every((token, offset) => text[at + offset] === token)) return true
  }
  return false
}

function rivalsAreMarked(
  sentences: readonly (readonly string[])[],
  accepted: readonly (readonly string[])[],
  rivals: readonly (readonly string[])[],
): boolean {
  const foreign = rivals.filter((rival) => !accepted.some((value) => containsTokens(value, rival)))
  const named = new Set<string>()
  for (const sentence of sentences) {
    const here = foreign.filter((rival) => containsTokens(sentence, rival))
    if (here.length === 0) continue
    if (!MARKS.some((mark) => containsTokens(sentence, mark))) return false
    for (const rival of here) named.add(rival.join(' '))
  }
  return named.size <= RIVALS_MAX
}

/** A time of day is stated, and none of those stated is the right one. */
function contradictsClock(question: TruthQuestion, sentences: readonly (readonly string[])[]): boolean {
  const right = question.answers.flatMap((answer) => clocks(tokens(answer)))
  const stated = sentences.flatMap((sentence) => clocks(sentence))
  if (right.length === 0 || stated.length === 0) return false
  const near = (one: number) => right.some((other) => Math.abs(one - other) <= CLOCK_SLACK_MINUTES)
  return !stated.some((clock) => near(clock) || near(clock + 12 * 60))
}

/** Times of day among tokens, in minutes: 7 40, 7 h 40, 7 40 pm, 7 pm, 7 h. */
function clocks(words: readonly string[]): number[] {
  const found: number[] = []
  words.forEach((word, at) => {
    if (!/^\d{1,2}$/.test(word) || Number(word) > 23) return
    const french = words[at + 1] === 'h'
    const minuteWord = words[at + (french ? 2 : 1)] ?? ''
    const minute = /^[0-5]\d$/.test(minuteWord) ? Number(minuteWord) : null
    const half = words[at + (minute === null ? 1 : 2)] ?? ''
    if (minute === null && !french && half !== 'am' && half !== 'pm') return
    const hour = half === 'pm' && Number(word) < 12 ? Number(word) + 12 : Number(word)
    found.push(hour * 60 + (minute ?? 0))
  })
  return found
}

/** Sentences end at a mark followed by space and a capital, quote or figure, or at a line break. */
function splitSentences(text: string): string[] {
  return text.split(/(?<=[.!?…])\s+(?=["“«\p{Lu}\d])|\n+/u).filter((sentence) => sentence.trim() !== '')
}

const COUNTED: ReadonlySet<string> = new Set([
  'account',
  'accounts',
  'compte',
  'comptes',
  'post',
  'posts',
  'message',
  'messages',
  'source',
  'sources',
])
const NUMBER_WORDS: ReadonlySet<string> = new Set(
  [...Array(20).keys(), 20, 30, 40, 50, 60, 70, 80, 90]
    .flatMap((value) => [numberWords(value, 'en'), numberWords(value, 'fr')])
    .flatMap((word) => tokens(word ?? '')),
)

const AFFIRMING: ReadonlySet<string> = new Set(['yes', 'true', 'oui', 'vrai', 'confirmed', 'confirme'])
const DENYING = ['no', 'non', 'not true', 'false', 'denied', 'faux', 'dementi', 'hoax'].map(tokens)

/** Words by which a sentence says that a value in it is not the present one, or not everybody's. */
const MARKS = [
  'earlier',
  'at first',
  'first reports',
  'first reported',
  'first figure',
  'initially',
  'previously',
  'before',
  'not',
  'instead',
  'corrected',
  'revised',
  'outdated',
  'no longer',
  'older',
  'wrong',
  'denied',
  'denies',
  'deny',
  'other accounts',
  'others say',
  'some say',
  'some posts',
  'contradict',
  'disagree',
  "d'abord",
  'au début',
  'au départ',
  'initialement',
  'auparavant',
  'avant',
  'et non',
  'pas',
  'au lieu',
  'corrigé',
  'rectifié',
  'révisé',
  'plus tôt',
  'ancien',
  'faux',
  'démenti',
  'dément',
  'démentent',
  "d'autres",
  'certains',
  'contredit',
  'premiers chiffres',
  'premier chiffre',
  'premières informations',
].map(tokens)
