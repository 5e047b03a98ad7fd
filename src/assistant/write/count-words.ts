import type { Locale } from '../understand/question-language.ts'

const SMALL: Readonly<Record<Locale, readonly string[]>> = {
  en: (
    'no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen'
  ).split(' '),
  fr: 'aucun un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(
    ' ',
  ),
}
const TENS = ',,twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety'.split(',')
const MANY: Readonly<Record<Locale, string>> = { en: 'more than a hundred', fr: 'plus de cent' }

/**
 * A count in words: figures in an answer are what posts say, words are what we counted. French writes its long compounds
 * (dix-sept) as figures, as its newspapers do.
 *
 * @param count 0 or more; from 100 on only that it is more
 */
export function countWords(count: number, locale: Locale): string {
  if (count >= 100) return MANY[locale]
  const small = SMALL[locale][count]
  if (small !== undefined) return small
  return locale === 'fr' ? String(count) : englishTens(count)
}

function englishTens(count: number): string {
  const tens = TENS[Math.floor(count / 10)] ?? ''
  return count % 10 === 0 ? tens : `${tens}-${SMALL.en[count % 10]}`
}
