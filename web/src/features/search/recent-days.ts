import { shortDate } from '../../shared/i18n/format.ts'
import type { Words } from '../../shared/i18n/use-words.ts'
import type { Locale } from '../../shared/preferences.ts'
import type { Completion } from './completions.ts'

const DAY_MS = 86_400_000

/** Days that people look back to, as operators want them: UTC, `2026-11-22`. */
export function recentDays(t: Words['t'], locale: Locale, now: number): Completion[] {
  const named = [
    [t('search.today'), 0],
    [t('search.yesterday'), 1],
    [t('search.weekAgo'), 7],
    [t('search.monthAgo'), 30],
  ] as const
  return named.map(([name, days]) => {
    const at = now - days * DAY_MS
    return { text: new Date(at).toISOString().slice(0, 10), label: `${name}, ${shortDate(locale, at)}` }
  })
}
