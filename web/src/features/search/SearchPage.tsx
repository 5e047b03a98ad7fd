import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { MessageSquareText } from 'lucide-react'
import { liveStatus } from '../../shared/api/status-store.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { moveFocus, useKeys } from '../../shared/keys.ts'
import { useStore } from '../../shared/store.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { knownFrom } from './completions.ts'
import { recentDays } from './recent-days.ts'
import { SearchField } from './SearchField.tsx'
import { SearchFilters } from './SearchFilters.tsx'
import { SearchResults } from './SearchResults.tsx'
import css from './search.module.css'
import { type PostSearch, postSearchQuery, readMode, readPeriod, resultsOf } from './search-api.ts'

const ROWS = '[data-row]'

/** Stored posts by words and operators; what is searched is in the address. */
export function SearchPage() {
  const { locale, t } = useWords()
  const search = useAsked()
  const navigate = useNavigate({ from: '/search' })
  usePageTitle(search.query === '' ? t('search.title') : cleanLine(search.query))
  useResultKeys()
  const change = (change: Partial<PostSearch>) => {
    const { period, mode, ...rest } = { ...search, ...change }
    const address = {
      ...rest,
      query: rest.query || undefined,
      mode: mode === 'top' ? undefined : mode,
      period: period === 'any' ? undefined : period,
    }
    void navigate({ search: { ...address, ...NO_EVIDENCE } })
  }
  const results = useInfiniteQuery({ ...postSearchQuery(search), enabled: search.query !== '' })
  const posts = resultsOf(results.data?.pages ?? []).flatMap(({ post }) => post ?? [])
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1 className={ui.pageTitle}>{t('search.title')}</h1>
        {search.query === '' ? null : <AskLink search={search} />}
      </header>
      <SearchField
        key={search.query}
        query={search.query}
        known={knownFrom(posts, recentDays(t, locale, Date.now()))}
        onSearch={(query) => change({ query })}
      />
      <SearchFilters search={search} languages={posts.flatMap(({ lang }) => lang ?? [])} onChange={change} />
      {search.query === '' ? (
        <Beginning />
      ) : (
        <SearchResults search={search} results={results} onChange={change} />
      )}
    </div>
  )
}

function useAsked(): PostSearch {
  const { query, mode, lang, source, period } = useSearch({ from: '/search' })
  return { query: query?.trim() ?? '', mode: readMode(mode), lang, source, period: readPeriod(period) }
}

function useResultKeys(): void {
  useKeys({
    j: () => moveFocus(ROWS, 1),
    k: () => moveFocus(ROWS, -1),
    o: () => {
      const focused = document.activeElement
      const target = focused?.matches(ROWS) ? focused : document.querySelector(ROWS)
      if (target instanceof HTMLElement) target.click()
    },
  })
}

/** From the posts to a question about them: the words, the network and the time go along. */
function AskLink({ search }: { search: PostSearch }) {
  const { t } = useWords()
  const { query, source, period } = search
  return (
    <Link
      to="/"
      search={{
        ...NO_EVIDENCE,
        question: query,
        network: source,
        period: period === 'any' ? undefined : period,
      }}
      className={css.askLink}
      title={t('search.askHelp')}
    >
      <MessageSquareText size={16} aria-hidden />
      {t('search.ask')}
    </Link>
  )
}

function Beginning() {
  const { t } = useWords()
  const { status } = useStore(liveStatus)
  if (!status) return null
  if (status.posts > 0) return <p className={css.lead}>{t('search.start', { count: status.posts })}</p>
  return (
    <p className={css.lead}>
      {t('search.nothingStored')}
      {'. '}
      <Link to="/sources" search={NO_EVIDENCE} className={ui.textLink}>
        {t('now.goSources')}
      </Link>
    </p>
  )
}
