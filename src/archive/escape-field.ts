const SPECIAL = /[\\'\t\n\r\0\b\f]/
const SPECIAL_ALL = /[\\'\t\n\r\0\b\f]/g
const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
}

/**
 * Escapes text for a tab-separated field and for the inside of a single-quoted SQL string alike: the
 * one encoder through which outside text reaches the engine.
 */
export function escapeField(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIAL_ALL, (char) => ESCAPED[char] ?? char) : text
}
