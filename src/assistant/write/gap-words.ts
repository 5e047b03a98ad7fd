import type { Locale } from '../understand/question-language.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * How much later something was said, in words and without a figure, for figures are the posts': "soon after", "hours later".
 *
 * @param gapMs 0 or more
 */
export function gapWords(gapMs: number, locale: Locale): string {
  if (gapMs < 50 * MINUTE_MS) return locale === 'fr' ? 'peu après' : 'soon after'
  if (gapMs < 20 * HOUR_MS) return locale === 'fr' ? 'des heures plus tard' : 'hours later'
  if (gapMs < 1.5 * DAY_MS) return locale === 'fr' ? 'le lendemain' : 'a day later'
  return locale === 'fr' ? 'des jours plus tard' : 'days later'
}
