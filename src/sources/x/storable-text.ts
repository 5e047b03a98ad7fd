/** What UTF-8 and a database can hold: broken characters and NUL become U+FFFD, one for one. */
export function storableText(text: string): string {
  const wellFormed = text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\ufffd') : wellFormed
}
