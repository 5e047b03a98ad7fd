import { cleanLine } from '../text/clean-text.ts'
import { MESSAGES } from './messages.ts'
import type { Words } from './use-words.ts'

type CodeKey = Extract<keyof typeof MESSAGES, `reason.${string}` | `step.${string}`>

/**
 * A code the server counts by, in words: why posts were left out, or a step of an answer. One we have no words for is
 * shown as it is called, `near_duplicate` as "near duplicate".
 */
export function codeInWords({ t }: Words, family: 'reason' | 'step', code: string): string {
  const key = `${family}.${code}`
  return Object.hasOwn(MESSAGES, key) ? t(key as CodeKey) : cleanLine(code).replaceAll('_', ' ')
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
