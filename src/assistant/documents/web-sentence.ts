import type { WebNote } from '../../domain/answer.ts'
import { visibleText } from '../../domain/text/safe-text.ts'
import type { Locale } from '../understand/question-language.ts'

const DETAIL_LENGTH_MAX = 160

/** What an answer that found too little says about the web: that nothing is set up, or what kept it from searching. */
export function webSentence(web: WebNote | null, locale: Locale): string | null {
  if (web === null) return null
  if (!web.isConfigured) return SENTENCES[locale].none(web.pagesRead)
  const failed = web.searches.filter(({ failure }) => failure !== null)
  if (failed.length === 0) return SENTENCES[locale].searched(web.pagesRead)
  const why = failed.map(({ provider, failure }) => `${provider} ${failure}`)
  return SENTENCES[locale].failed(visibleText([...new Set(why)].join(', ')).slice(0, DETAIL_LENGTH_MAX))
}

const SENTENCES = {
  en: {
    none: (pages: number) =>
      pages === 0
        ? 'No web search is set up, and no stored page is about this.'
        : `No web search is set up; I read ${pages} stored ${pages === 1 ? 'page' : 'pages'}.`,
    searched: (pages: number) => `I searched the web and read ${pages} ${pages === 1 ? 'page' : 'pages'}.`,
    failed: (why: string) => `The web could not be searched: ${why}.`,
  },
  fr: {
    none: (pages: number) =>
      pages === 0
        ? 'Aucune recherche sur le web n’est configurée, et aucune page enregistrée n’en parle.'
        : `Aucune recherche sur le web n’est configurée\u202f; j’ai lu ${pages} ${pages === 1 ? 'page enregistrée' : 'pages enregistrées'}.`,
    searched: (pages: number) => `J’ai cherché sur le web et lu ${pages} ${pages === 1 ? 'page' : 'pages'}.`,
    failed: (why: string) => `Le web n’a pas pu être consulté\u00a0: ${why}.`,
  },
} as const satisfies Record<Locale, object>
