const PRIMARY = /^[a-z]{2,3}(?![a-z])/i
/** Tags that say "no language" or "undetermined". */
const NO_LANGUAGE: ReadonlySet<string> = new Set(['und', 'zxx', 'mul', 'mis', 'qme', 'qst', 'qht', 'art'])

/** `fr-CA` → `fr`; null where the tag names no language. */
export function primarySubtag(tag: string | null): string | null {
  const primary = tag === null ? undefined : PRIMARY.exec(tag)?.[0].toLowerCase()
  return primary === undefined || NO_LANGUAGE.has(primary) ? null : primary
}
