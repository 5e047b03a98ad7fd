import type { StoryJson } from '../../../src/contract/story.ts'
import { formatSpan, languageName } from './i18n/format.ts'
import { localeTag } from './i18n/translate.ts'
import type { Words } from './i18n/use-words.ts'
import { sourceName } from './network.ts'
import { cleanLine } from './text/clean-text.ts'

const TERMS_SHOWN = 3
const PARTS_SHOWN = 2
const MILLIS_A_SECOND = 1_000
const UNKNOWN_LANGUAGE = 'unknown'

/** The headline: a post's own words, or what the posts are about where those are gone. */
export function storyTitle({ t }: Words, { title, terms }: Pick<StoryJson, 'title' | 'terms'>): string {
  const shown = cleanLine(title)
  return shown === ''
    ? t('stories.untitled', { terms: cleanLine(terms.slice(0, TERMS_SHOWN).join(', ')) })
    : shown
}

/** "34 accounts in 10 min; expected 1.2" */
export function riseSentence(
  { locale, t }: Words,
  trend: Pick<NonNullable<StoryJson['trend']>, 'voices' | 'expected' | 'window_seconds'>,
): string {
  return t('stories.rise', {
    accounts: t('stories.accounts', { count: Math.round(trend.voices) }),
    span: formatSpan(locale, trend.window_seconds * MILLIS_A_SECOND),
    expected: figures(locale, trend.expected),
  })
}

/** Two figures that count: an expectation is no exact number. */
function figures(locale: Words['locale'], value: number): string {
  return new Intl.NumberFormat(localeTag(locale), { maximumSignificantDigits: 2 }).format(value)
}

export function sharePercent(locale: Words['locale'], share01: number): string {
  return new Intl.NumberFormat(localeTag(locale), { style: 'percent', maximumFractionDigits: 0 }).format(
    share01,
  )
}

export function storyLanguage({ locale, t }: Words, code: string): string {
  return code === UNKNOWN_LANGUAGE ? t('story.unknownLanguage') : languageName(locale, code)
}

/** The languages and networks with most posts, in words. */
export function storyPlaces(words: Words, story: Pick<StoryJson, 'languages' | 'networks'>): string {
  const languages = story.languages.map(({ name }) => storyLanguage(words, name))
  const networks = story.networks.map(({ name }) => sourceName(words, name))
  return [cut(words, languages), cut(words, networks)].filter((part) => part !== '').join(' · ')
}

function cut({ t }: Words, names: readonly string[]): string {
  const rest = names.length - PARTS_SHOWN
  const shown = names.slice(0, PARTS_SHOWN).join(', ')
  return rest > 0 ? `${shown} ${t('stories.andMore', { n: rest })}` : shown
}
