import type { AnswerSentence, Citation } from '../src/domain/answer.ts'
import { keysOf } from '../src/truth/support/ground.ts'
import { readWords, type Word } from '../src/truth/support/read-words.ts'
import { sourceForm } from '../src/truth/support/source-form.ts'

/** Bar of issue 4: more of a sentence's content stems than this may not be missing from its cited spans. */
const MISSING_SHARE_MAX = 0.2

/** What of a sentence stands in none of the spans that it cites. */
export type Unheld = {
  readonly numbers: readonly string[]
  readonly names: readonly string[]
  /** Content words, names and numbers that are missing, of all. */
  readonly missingShare01: number
  readonly missing: readonly string[]
}

/**
 * Holds a sentence of an answer against the spans that it cites and nothing else. What the citation itself says beside its
 * quote (author, site, title, day) counts as cited; how many accounts a sentence rests on is counted by us and is no
 * number that a source must say.
 */
export function unheldParts(sentence: AnswerSentence, citations: readonly Citation[]): Unheld {
  const cited = citations.filter(({ n }) => sentence.citations.includes(n))
  const form = sourceForm(sentence.text)
  const known = new Set(cited.flatMap(saidBy).flatMap((text) => knownKeys(text, sourceForm(text))))
  const counted = new Set([sentence.independentAccounts, cited.length].map((count) => `number:${count}`))
  const isHeld = (word: Word) =>
    keysOf(word).some((key) => known.has(key)) || (word.kind === 'number' && counted.has(word.stem))
  const content = readWords(sentence.text, form).words.filter(({ kind }) => kind !== 'function')
  const missing = content.filter((word) => !isHeld(word))
  const written = (word: Word) => sentence.text.slice(word.start, word.end)
  return {
    numbers: missing.filter(({ kind }) => kind === 'number').map(written),
    names: missing.filter(({ kind }) => kind === 'name').map(written),
    missing: missing.map(written),
    missingShare01: content.length === 0 ? 0 : missing.length / content.length,
  }
}

export function isUnheld({ numbers, names, missingShare01 }: Unheld): boolean {
  return numbers.length > 0 || names.length > 0 || missingShare01 > MISSING_SHARE_MAX
}

function saidBy({ quote, author, authorName, createdAt, document }: Citation): string[] {
  const times = [createdAt, document?.publishedAt ?? null].filter((time) => time !== null)
  return [
    quote,
    author,
    authorName ?? '',
    document?.title ?? '',
    document?.site ?? '',
    ...times.flatMap((time) => (['en-GB', 'fr-FR'] as const).map((locale) => dayAndTime(time, locale))),
  ]
}

function dayAndTime(time: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' }).format(
    time,
  )
}

function knownKeys(text: string, form: ReturnType<typeof sourceForm>): string[] {
  return readWords(text, form).words.flatMap(keysOf)
}
