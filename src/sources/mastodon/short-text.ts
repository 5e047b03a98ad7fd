import { asString } from '../../lib/unknown-json.ts'

/** Names, warnings and poll options: what is longer is cut. UTF-16 units. */
export const SHORT_LENGTH_MAX = 500

/** One line of plain text; null where there is none. */
export function shortText(value: unknown): string | null {
  const text = clean(asString(value) ?? '')
    .slice(0, 10 * SHORT_LENGTH_MAX)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, SHORT_LENGTH_MAX)
    .toWellFormed()
  return text === '' ? null : text
}

/** What UTF-8 and a database can hold. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
