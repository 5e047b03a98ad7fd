import type { TermForm } from '../../domain/text/stem.ts'
import type { Word } from '../support/read-words.ts'
import { signalsOf, WORD_SIGNALS, type WordSignal } from './claim-words.ts'

const ME = new Set('i me my mine myself im je j moi mon ma mes'.split(' '))
const US = new Set('we us our ours nous notre nos on'.split(' '))
const YOU = new Set('you your yours ya vous votre vos tu te toi ton ta tes'.split(' '))
const BEEN = new Set(
  'was were had been did have has ont avait avaient etait etaient fut furent a ete eu'.split(' '),
)
const IS = new Set('is are isn aren est sont'.split(' '))
const DENIED = new Set(
  'not no never none nobody nothing neither nor without t pas jamais aucun aucune rien sans'.split(' '),
)
const ASKING = new Set(
  'what who why how when where which whose do does did can could would should is are will qui que quoi pourquoi comment quand ou quel quelle quels quelles est'.split(
    ' ',
  ),
)
const PAST_FORM = /(?:ed|[aiu]nt)$/
const FRENCH_PAST_FORM = /(?:e|ee|es|ees|i|is|ie|ies|u|us|ue|ues|erent|irent|it|a)$/
const YEAR = /^number:(?:1[5-9]|20)\d\d$/
const LAUGHTER = /\p{Extended_Pictographic}|\b(?:lol|lmao|rofl|haha\w*|mdr|ptdr|xd)\b|\/s\b/iu

export const SENTENCE_SIGNALS = [
  'length',
  'isShort',
  'numbers',
  'percent',
  'money',
  'year',
  'names',
  'namesShare',
  'past',
  'been',
  'is',
  'me',
  'us',
  'you',
  'denied',
  'asks',
  'questionWord',
  'exclaims',
  'laughs',
  'link',
  'quotes',
  'numberAndSubject',
  'numberAndFuture',
  'pastWithoutMe',
  ...WORD_SIGNALS,
] as const

/**
 * One row for a sentence, in the order of `SENTENCE_SIGNALS`: how much in it looks like something that can be looked up, and
 * how much like opinion, wish, promise, question or small talk. Counts are damped, so that long sentences do not win by length.
 */
export function sentenceSignals(text: string, words: readonly Word[], form: TermForm): number[] {
  const kinds = countKinds(words, form)
  const kind = (signal: WordSignal) => kinds.get(signal) ?? 0
  const numbers = words.filter((word) => word.kind === 'number' && !YEAR.test(word.stem)).length
  const names = words.filter((word) => word.kind === 'name').length
  const has = (set: ReadonlySet<string>) => words.filter(({ norm }) => set.has(norm)).length
  const past = words.filter((word) => isPast(word, form)).length
  const first = words[0]?.norm ?? ''
  const tame = (count: number) => Math.log1p(Math.min(count, 4))
  return [
    Math.log1p(words.length),
    Number(words.length < 6),
    tame(numbers),
    Number(words.some(({ unit }) => unit === 'percent')),
    Number(words.some(({ unit }) => unit === 'dollar' || unit === 'euro' || unit === 'pound')),
    Number(words.some(({ stem }) => YEAR.test(stem) || stem.startsWith('month:'))),
    tame(names),
    names / Math.max(1, words.length),
    tame(past),
    tame(has(BEEN)),
    Number(has(IS) > 0),
    tame(has(ME)),
    tame(has(US)),
    tame(has(YOU)),
    Number(has(DENIED) > 0),
    Number(/\?["'”’»)\s]*$/u.test(text)),
    Number(ASKING.has(first)),
    Number(text.includes('!')),
    Number(LAUGHTER.test(text)),
    Number(/https?:\/\//.test(text)),
    Number(/["“”«»]/u.test(text)),
    Number(numbers > 0 && kind('subject') + kind('quantity') > 0),
    Number(numbers > 0 && kind('future') > 0),
    Number(past > 0 && has(ME) === 0 && has(YOU) === 0),
    ...WORD_SIGNALS.map((signal) => tame(kind(signal))),
  ]
}

function countKinds(words: readonly Word[], form: TermForm): Map<WordSignal, number> {
  const counts = new Map<WordSignal, number>()
  for (const { norm, stem } of words)
    for (const signal of signalsOf(norm, stem, form)) counts.set(signal, (counts.get(signal) ?? 0) + 1)
  return counts
}

function isPast({ norm, kind }: Word, form: TermForm): boolean {
  if (kind !== 'content' || norm.length < 4) return false
  return form === 'french' ? FRENCH_PAST_FORM.test(norm) && norm.length > 5 : PAST_FORM.test(norm)
}
