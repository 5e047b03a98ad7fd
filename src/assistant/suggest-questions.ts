import type { Archive } from '../archive/archive.ts'
import { analyseText } from '../domain/text/analyse-text.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import { POSTS_WITH_TERM, RISING_TERMS } from './rising-terms.sql.ts'

const QUESTIONS_MAX = 4
/** Newest posts that are looked at; the newer half is held against the older one. */
const SAMPLE = 20_000
const TERMS_MAX = 40
const POSTS_PER_TERM = 60
/** A name is suggested when so many accounts write it, as a name, in the middle of a sentence. */
const ACCOUNTS_MIN = 4
const NAME_LENGTH_MAX = 40
/** Capitalised words that do not begin a sentence. */
const NAME = /(?<=[\p{Ll}\p{N},;:’'] )\p{Lu}[\p{L}’'-]{2,}(?: \p{Lu}[\p{L}’'-]+){0,2}/gu

type Phrase = (name: string) => string

const PHRASES: Readonly<Record<'en' | 'fr', { happening: Phrase; said: Phrase }>> = {
  en: {
    happening: (name) => `What is happening with ${name}?`,
    said: (name) => `What do people say about ${name}?`,
  },
  fr: {
    happening: (name) => `Que se passe-t-il avec ${name}\u202f?`,
    said: (name) => `Que dit-on de ${name}\u202f?`,
  },
}

/**
 * Up to four questions about names that more accounts write now than before; none when too little is stored to
 * suggest any. Names are taken as people write them, so a question is always about something in the archive.
 */
export async function suggestQuestions(
  { archive, signal }: { readonly archive: Pick<Archive, 'query'>; readonly signal?: AbortSignal },
  { locale }: { readonly locale: 'en' | 'fr' },
): Promise<readonly string[]> {
  const params = { sample: SAMPLE, half: SAMPLE / 2, accounts_min: ACCOUNTS_MIN, limit: TERMS_MAX }
  const rising = await archive.query<{ term: string }>(RISING_TERMS, params, { signal })
  const names: string[] = []
  for (const { term } of rising) {
    if (names.length >= QUESTIONS_MAX) break
    const posts = await archive.query<{ text: string }>(
      POSTS_WITH_TERM,
      { term, limit: POSTS_PER_TERM },
      { signal },
    )
    const name = nameOf(
      term,
      posts.map(({ text }) => text),
    )
    if (name !== null && !names.some((known) => overlaps(known, name))) names.push(name)
  }
  const { happening, said } = PHRASES[locale]
  return names.map((name, index) => (index % 2 === 0 ? happening(name) : said(name)))
}

/** The name that most texts with this term write, or null when they write none often enough. */
function nameOf(term: string, texts: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const text of texts) {
    const found = new Set((visibleText(text).match(NAME) ?? []).filter((name) => bears(name, term)))
    for (const name of found) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const [best] = [...counts].sort(([nameA, a], [nameB, b]) => b - a || nameB.length - nameA.length)
  return best !== undefined && best[1] >= ACCOUNTS_MIN ? best[0] : null
}

function bears(name: string, term: string): boolean {
  return name.length <= NAME_LENGTH_MAX && analyseText(name).terms.includes(term)
}

function overlaps(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a)
}
