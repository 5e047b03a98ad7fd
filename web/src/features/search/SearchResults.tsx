import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SearchPageJson } from '../../../../src/contract/search.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { searchedWords } from './emphasise.ts'
import { ResultCard } from './ResultCard.tsx'
import css from './search.module.css'
import { type PostSearch, resultsOf } from './search-api.ts'

/** Beyond it the server lists nothing more. */
const LISTED_MAX = 1_000

type ResultsProps = {
  search: PostSearch
  results: UseInfiniteQueryResult<InfiniteData<SearchPageJson>>
  onChange: (change: Partial<PostSearch>) => void
}

export function SearchResults({ search, results, onChange }: ResultsProps) {
  const { t } = useWords()
  const pages = results.data?.pages
  if (pages) return <Found search={search} pages={pages} results={results} onChange={onChange} />
  if (!results.isError) return <Skeleton lines={12} />
  return <Failure title={t('search.failed')} error={results.error} onRetry={() => results.refetch()} />
}

function Found({ search, pages, results, onChange }: ResultsProps & { pages: readonly SearchPageJson[] }) {
  const texts = useWords()
  const words = useMemo(() => searchedWords(search.query), [search.query])
  const found = useMemo(() => resultsOf(pages), [pages])
  const literal = pages[0]?.literal ?? []
  return (
    <>
      <div className={css.summary}>
        <p role="status">{found.length === 0 ? '' : countText(texts, pages, found.length)}</p>
        {found.length === 0 ? null : (
          <p className={css.modeHelp}>{texts.t(`search.modeHelp.${search.mode}`)}</p>
        )}
        {literal.length > 0 ? (
          <p className={css.literal}>{texts.t('search.literal', { text: cleanLine(literal.join(' ')) })}</p>
        ) : null}
      </div>
      {found.length === 0 ? <NothingFound search={search} onChange={onChange} /> : null}
      <ul className={css.list} aria-label={texts.t('search.results')}>
        {found.map(({ post, post_id, folded }) =>
          post ? <ResultCard key={post_id} post={post} copies={folded.length} words={words} /> : null,
        )}
      </ul>
      {found.length === 0 ? null : <Foot results={results} count={found.length} />}
    </>
  )
}

/** The count of the index where there is one, else of what is on screen, and then whether that is all. */
function countText({ t }: Words, pages: readonly SearchPageJson[], shown: number): string {
  const count = pages[0]?.count
  if (count) return t(count.words === 'any' ? 'search.countAny' : 'search.countAll', { count: count.posts })
  const isAll = pages.at(-1)?.next === null
  return t(isAll ? 'search.countShown' : 'search.countUnknown', { count: shown })
}

function NothingFound({ search, onChange }: Pick<ResultsProps, 'search' | 'onChange'>) {
  const { t } = useWords()
  const isFiltered = search.lang !== undefined || search.source !== undefined || search.period !== 'any'
  return (
    <Note title={t('search.none')}>
      <p>{t('search.noneHelp')}</p>
      <div className={css.ways}>
        {isFiltered ? (
          <Button onClick={() => onChange({ lang: undefined, source: undefined, period: 'any' })}>
            {t('search.widen')}
          </Button>
        ) : null}
        {search.mode === 'semantic' ? null : (
          <Button onClick={() => onChange({ mode: 'semantic' })}>{t('search.trySemantic')}</Button>
        )}
      </div>
    </Note>
  )
}

function Foot({ results, count }: { results: ResultsProps['results']; count: number }) {
  const { t } = useWords()
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error } = results
  const next = () => void results.fetchNextPage()
  if (isFetchNextPageError && !isFetchingNextPage) {
    return (
      <div className={css.foot}>
        <Failure title={t('search.moreFailed')} error={error} onRetry={next} />
      </div>
    )
  }
  if (!hasNextPage)
    return <p className={css.foot}>{t(count >= LISTED_MAX ? 'search.endOfList' : 'search.end')}</p>
  return (
    <div className={css.foot}>
      <Button disabled={isFetchingNextPage} onClick={next}>
        {t(isFetchingNextPage ? 'search.moreLoading' : 'search.more')}
      </Button>
    </div>
  )
}
