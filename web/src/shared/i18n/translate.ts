import type { Locale } from '../preferences.ts'
import type { Message, Phrase } from './message.ts'
import { MESSAGES, NUMBER_WORDS } from './messages.ts'

export type MessageKey = keyof typeof MESSAGES

type Named<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never
type PhraseText<P> = P extends { other: infer Other } ? Other : P
type Names<Key extends MessageKey> = Named<PhraseText<(typeof MESSAGES)[Key]['en']>>
type Plural<Key extends MessageKey> = (typeof MESSAGES)[Key]['en'] extends string ? false : true

/** The parameters a message needs: its `{names}`, and `count` where it has plural forms (`n` then follows from it). */
type MessageParams<Key extends MessageKey> =
  Plural<Key> extends true
    ? { count: number } & { [Name in Exclude<Names<Key>, 'n'>]: string | number }
    : { [Name in Names<Key>]: string | number }

export type MessageArgs<Key extends MessageKey> = keyof MessageParams<Key> extends never
  ? []
  : [params: MessageParams<Key>]

/** Numbers given as parameters are written the way the language writes them; strings stand as they are. */
export function translate<Key extends MessageKey>(
  locale: Locale,
  key: Key,
  ...args: MessageArgs<Key>
): string {
  const params = (args[0] ?? {}) as Record<string, string | number>
  const message: Message = MESSAGES[key]
  const count = params['count']
  const phrase = choosePhrase(message[locale], locale, typeof count === 'number' ? count : 0)
  return phrase.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === 'n' && count !== undefined ? count : params[name]
    return typeof value === 'number' ? numberFormat(locale).format(value) : (value ?? '')
  })
}

/** Small counts in words (`three`), others in figures (`1,240`). */
export function countInWords(locale: Locale, count: number): string {
  return NUMBER_WORDS[locale][count] ?? numberFormat(locale).format(count)
}

function choosePhrase(phrase: Phrase, locale: Locale, count: number): string {
  if (typeof phrase === 'string') return phrase
  return pluralRules(locale).select(count) === 'one' ? phrase.one : phrase.other
}

const numberFormats = new Map<Locale, Intl.NumberFormat>()
const rules = new Map<Locale, Intl.PluralRules>()

export function numberFormat(locale: Locale): Intl.NumberFormat {
  return remember(
    numberFormats,
    locale,
    () => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 1 }),
  )
}

function pluralRules(locale: Locale): Intl.PluralRules {
  return remember(rules, locale, () => new Intl.PluralRules(localeTag(locale)))
}

/** 24-hour times in both languages: a newsroom compares them. */
export function localeTag(locale: Locale): string {
  return locale === 'fr' ? 'fr-FR' : 'en-GB'
}

function remember<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = make()
  cache.set(key, made)
  return made
}
