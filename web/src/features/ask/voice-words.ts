import type { CitationJson } from '../../../../src/contract/answer.ts'
import { countInWords } from '../../shared/i18n/translate.ts'
import type { Words } from '../../shared/i18n/use-words.ts'

/** Who speaks in what is cited: accounts, sites, the person's own files, or several of them. */
export function voicesOf(
  citations: readonly Pick<CitationJson, 'kind' | 'document'>[],
): 'accounts' | 'sites' | 'files' | 'sources' {
  const kinds = new Set(
    citations.map(({ kind, document }) =>
      kind === 'post' ? 'accounts' : document?.file ? 'files' : 'sites',
    ),
  )
  const [only] = kinds
  return kinds.size > 1 ? 'sources' : (only ?? 'accounts')
}

const WHOLE = {
  accounts: 'answer.accounts',
  sites: 'answer.sites',
  files: 'answer.files',
  sources: 'answer.voices',
} as const
const SHORT = {
  accounts: 'answer.accountsShort',
  sites: 'answer.sitesShort',
  files: 'answer.files',
  sources: 'answer.voicesShort',
} as const

/** "three independent sites"; one alone is called unconfirmed. */
export function voiceCount(
  { locale, t }: Words,
  citations: readonly Pick<CitationJson, 'kind' | 'document'>[],
  count: number,
): string {
  return t(WHOLE[voicesOf(citations)], { count, words: countInWords(locale, count) })
}

/** The same beside a sentence. */
export function shortVoiceCount(
  words: Words,
  citations: readonly Pick<CitationJson, 'kind' | 'document'>[],
  count: number,
): string {
  if (count === 1) return voiceCount(words, citations, count)
  const key = SHORT[voicesOf(citations)]
  return words.t(key, { count, words: countInWords(words.locale, count) })
}
