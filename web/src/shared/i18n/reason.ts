import { cleanLine } from '../text/clean-text.ts'
import { MESSAGES } from './messages.ts'
import type { Words } from './use-words.ts'

type FamilyKey = Extract<keyof typeof MESSAGES, `reason.${string}` | `step.${string}`>
/** Those that stand for themselves, without a name in them. */
type CodeKey = Exclude<FamilyKey, 'reason.of_article' | 'reason.of_feed'>

/** `article_timeout` is a timeout of an article. */
const COMPOUND = /^(article|feed)_(.+)$/

/**
 * A code the server counts by, in words: why posts were left out, or a step of an answer. One we have no words for is
 * shown as it is called, `near_duplicate` as "near duplicate".
 */
export function codeInWords(words: Words, family: 'reason' | 'step', code: string): string {
  const { t } = words
  const key = `${family}.${code}`
  if (Object.hasOwn(MESSAGES, key)) return t(key as CodeKey)
  const [, of, rest = ''] = COMPOUND.exec(code) ?? []
  if (of === undefined) return cleanLine(code).replaceAll('_', ' ')
  return t(of === 'article' ? 'reason.of_article' : 'reason.of_feed', {
    reason: codeInWords(words, family, rest),
  })
}

/** "3 already stored, 2 not JSON", most frequent first; zero counts are left out. */
export function countedReasons(
  words: Words,
  counts: Readonly<Record<string, number>>,
): { reason: string; count: number }[] {
  const present = Object.entries(counts).filter(([, count]) => count > 0)
  return present
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => ({ reason: codeInWords(words, 'reason', code), count }))
}
