import type { Archive } from '../archive/archive.ts'

/** Up to four questions that the archive can answer now; none when too little is stored to suggest any. */
export async function suggestQuestions(
  _deps: { readonly archive: Archive; readonly clock: () => number },
  _request: { readonly locale: 'en' | 'fr' },
): Promise<readonly string[]> {
  return []
}
