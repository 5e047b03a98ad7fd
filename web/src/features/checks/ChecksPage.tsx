import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Rss } from 'lucide-react'
import { useState } from 'react'
import type { CheckSummaryJson } from '../../../../src/contract/checks.ts'
import { type BoardFilter, boardQuery } from '../../shared/api/checks.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { Button, Segments } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { VerdictMark } from '../../shared/verdict/VerdictMark.tsx'
import { CheckForm } from './CheckForm.tsx'
import css from './checks.module.css'

/** The board: claims as they are checked, and what came of them. */
export function ChecksPage() {
  const { t } = useWords()
  const [filter, setFilter] = useState<BoardFilter>('all')
  usePageTitle(t('checks.title'))
  const board = useInfiniteQuery(boardQuery(filter))
  const checks = board.data?.pages.flatMap((page) => page.checks) ?? []
  const options = FILTERS.map(([value, label]) => ({ value, label: t(label) }))
  return (
    <div className={css.page}>
      <h1 className={css.title}>{t('checks.title')}</h1>
      <p className={css.lead}>{t('checks.lead')}</p>
      <CheckForm />
      <div className={css.tools}>
        <Segments label={t('checks.states')} value={filter} options={options} onChange={setFilter} />
        <a href="/feeds/checks.xml" className={css.feed}>
          <Rss size={16} aria-hidden />
          {t('checks.feed')}
        </a>
      </div>
      {board.isPending ? <Skeleton lines={6} /> : null}
      {board.error ? (
        <Failure title={t('checks.failedList')} error={board.error} onRetry={() => board.refetch()} />
      ) : null}
      {board.isSuccess && checks.length === 0 ? (
        <Note title={t('checks.empty')}>
          <p>{t('checks.emptyHelp')}</p>
        </Note>
      ) : null}
      <ul className={css.list}>
        {checks.map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </ul>
      {board.hasNextPage ? (
        <Button onClick={() => board.fetchNextPage()} disabled={board.isFetchingNextPage}>
          {t('checks.more')}
        </Button>
      ) : null}
    </div>
  )
}

const FILTERS = [
  ['all', 'checks.all'],
  ['checking', 'checks.state.checking'],
  ['verdict', 'checks.state.verdict'],
  ['revised', 'checks.state.revised'],
  ['followed', 'checks.followed'],
] as const satisfies readonly (readonly [BoardFilter, string])[]

function CheckRow({ check }: { check: CheckSummaryJson }) {
  const { locale, t } = useWords()
  const percent =
    check.confidence01 === null || !check.committed
      ? null
      : `${numberFormat(locale).format(Math.round(check.confidence01 * 100))}\u00a0%`
  return (
    <li>
      <Link
        to="/checks/$checkId"
        params={{ checkId: check.id }}
        search={NO_EVIDENCE}
        data-row
        className={css.row}
      >
        <span className={css.rowClaim} dir="auto">
          {cleanText(check.claim)}
        </span>
        <span className={css.rowVerdict}>
          {check.label === null ? null : <VerdictMark label={check.committed ? check.label : 'not_enough'} />}
          <span>{cleanLine(check.label_text ?? t(`checks.state.${check.state}`))}</span>
          {percent === null ? null : <span className={css.percent}>{percent}</span>}
        </span>
        <span className={css.rowMeta}>
          <span>{t(`checks.state.${check.state}`)}</span>
          <Time iso={check.changed_at} />
          {check.summary === null ? null : <span>{cleanLine(check.summary)}</span>}
        </span>
      </Link>
    </li>
  )
}
