import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemFrench } from '@orama/stemmers/french'

const CACHE_MAX = 50_000
const cache = new Map<string, readonly string[]>()

/**
 * The word and its English and French stems, without repeats. A post's and a question's language are often
 * unsure, so two words are alike when any of their forms is the same. Stems carry a prefix, so that a stem
 * never equals an unrelated whole word.
 *
 * @param norm lower case, accents folded
 */
export function wordForms(norm: string): readonly string[] {
  const known = cache.get(norm)
  if (known !== undefined) return known
  const forms =
    norm.length < 4 || UNSTEMMED.has(norm)
      ? [norm]
      : [...new Set([norm, `e:${stemEnglish(norm)}`, `f:${stemFrench(norm)}`, `p:${withoutAgreement(norm)}`])]
  if (cache.size >= CACHE_MAX) cache.clear()
  cache.set(norm, forms)
  return forms
}

/** Those who live somewhere and what they live in have one stem in French. */
const UNSTEMMED: ReadonlySet<string> = new Set(['habitant', 'habitants', 'habitation', 'habitations'])

/** French participles and adjectives agree in writing only: blessé, blessée, blessés, blessées. */
function withoutAgreement(norm: string): string {
  return norm.replace(/(?:ees|ee|es|e|s)$/, '')
}
