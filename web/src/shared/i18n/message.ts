/**
 * A text of the interface in both languages. `{name}` marks a parameter; a plural is `{ one, other }`, chosen by
 * `Intl.PluralRules` on `count`.
 */
export type Phrase = string | { readonly one: string; readonly other: string }
export type Message = { readonly en: Phrase; readonly fr: Phrase }
