import { searchQueries } from './gather.ts'
import type { StandaloneQuestion } from './understand/standalone/standalone-question.ts'
import { understandQuestion } from './understand/understand-question.ts'

const QUERIES_MAX = 6

/**
 * What would be searched for a rewritten question: its own words, the words others use, its names, and the words that
 * probably belong to it but were not sure enough to be written into it.
 */
export function rewriteQueries({ standalone, searchWords }: StandaloneQuestion, now: number): string[] {
  const queries = searchQueries(understandQuestion({ text: standalone, history: [], now, locale: null }))
  const [plain = standalone] = queries
  const widened = searchWords.length === 0 ? [] : [`${plain} ${searchWords.join(' ')}`]
  return [...new Set([plain, ...widened, ...queries])].slice(0, QUERIES_MAX)
}
