import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Newspaper } from 'lucide-react'
import { useState } from 'react'
import type { TrendListJson } from '../../../../src/contract/story.ts'
import { trendsQuery } from '../../shared/api/stories.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { moveFocus, useKeys } from '../../shared/keys.ts'
import { riseSentence, storyPlaces, storyTitle } from '../../shared/story-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { BeatLine } from '../../shared/ui/BeatLine.tsx'
import { Segments } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import css from './trends.module.css'

type Trend = TrendListJson['trends'][number]
type Order = 'cleaned' | 'raw'

const ROWS = '[data-row]'
const TERMS_SHOWN = 5
const TERMS_LISTED = 24

/** Stories that rise now, by independent accounts or by posts as they are: raw and cleaned side by side. */
export function TrendsPage() {
  const { t } = useWords()
  const [order, setOrder] = useState<Order>('cleaned')
  const found = useQuery(trendsQuery({ lang: '', topic: '' }))
  usePageTitle(t('trends.title'))
  useKeys({ j: () => moveFocus(ROWS, 1), k: () => moveFocus(ROWS, -1) })
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1 className={ui.pageTitle}>{t('trends.title')}</h1>
        <p className={css.lead}>{t('trends.lead')}</p>
        <div className={css.tools}>
          <Segments
            label={t('trends.order')}
            value={order}
            options={[
              { value: 'cleaned', label: t('trends.cleaned') },
              { value: 'raw', label: t('trends.raw') },
            ]}
            onChange={setOrder}
          />
          <Link to="/stories" search={NO_EVIDENCE} className={css.way}>
            <Newspaper size={14} aria-hidden /> <span className={ui.textLink}>{t('stories.toStories')}</span>
          </Link>
          <span role="status" className={css.stale}>
            {found.isError && found.data ? t('stories.notUpdated') : ''}
          </span>
        </div>
      </header>
      {found.isPending ? <Skeleton lines={8} /> : null}
      {found.isError && !found.data ? (
        <Failure title={t('trends.failed')} error={found.error} onRetry={() => found.refetch()} />
      ) : null}
      {found.data?.trends.length === 0 ? (
        <Note title={t('trends.none')}>
          <p>{t('trends.noneText')}</p>
        </Note>
      ) : null}
      {found.data && found.data.trends.length > 0 ? (
        <TrendTable trends={inOrder(found.data.trends, order)} order={order} />
      ) : null}
      {found.data && found.data.terms.length > 0 ? <RisingTerms terms={found.data.terms} /> : null}
    </div>
  )
}

/** Words and tags that rise, with what was expected; each leads to its story, or to a search. */
function RisingTerms({ terms }: { terms: TrendListJson['terms'] }) {
  const words = useWords()
  const { t } = words
  return (
    <section className={css.rising}>
      <h2>{t('trends.terms')}</h2>
      <ul className={css.termList}>
        {terms.slice(0, TERMS_LISTED).map((term) => (
          <li key={term.word}>
            {term.story_id === null ? (
              <Link
                to="/search"
                search={{ query: term.word, ...NO_EVIDENCE }}
                preload={false}
                className={css.termWord}
              >
                <bdi>{cleanLine(term.word)}</bdi>
              </Link>
            ) : (
              <Link
                to="/stories/$storyId"
                params={{ storyId: term.story_id }}
                search={NO_EVIDENCE}
                preload={false}
                className={css.termWord}
              >
                <bdi>{cleanLine(term.word)}</bdi>
              </Link>
            )}
            <span className={css.small}>{riseSentence(words, term)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function inOrder(trends: readonly Trend[], order: Order): Trend[] {
  const rank = order === 'raw' ? 'raw_rank' : 'cleaned_rank'
  return trends.toSorted((one, other) => one[rank] - other[rank])
}

function TrendTable({ trends, order }: { trends: readonly Trend[]; order: Order }) {
  const { t } = useWords()
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('trends.rank')}</th>
          <th scope="col">{t('trends.story')}</th>
          <th scope="col" className={css.wide}>
            {t('trends.line')}
          </th>
          <th scope="col" className={css.medium}>
            {t('trends.seen')}
          </th>
          <th scope="col" className={classes(css.medium, css.number)}>
            {t('trends.hour')}
          </th>
          <th scope="col" className={css.wide}>
            {t('trends.where')}
          </th>
        </tr>
      </thead>
      <tbody>
        {trends.map((trend) => (
          <TrendRow key={trend.story.id} trend={trend} order={order} />
        ))}
      </tbody>
    </table>
  )
}

function TrendRow({ trend, order }: { trend: Trend; order: Order }) {
  const words = useWords()
  const { t } = words
  const { story, raw_rank, cleaned_rank } = trend
  const rise = story.trend === null ? null : riseSentence(words, story.trend)
  const lately = (
    <>
      <b>{t('stories.accounts', { count: trend.voices_lately })}</b>{' '}
      <span className={css.small}>{t('stories.posts', { count: trend.posts_lately })}</span>
    </>
  )
  return (
    <tr>
      <td className={css.rank}>
        <b>{order === 'raw' ? raw_rank : cleaned_rank}</b>
        {raw_rank === cleaned_rank ? null : (
          <span className={css.small}>
            {order === 'raw'
              ? t('trends.cleanedRank', { n: cleaned_rank })
              : t('trends.rawRank', { n: raw_rank })}
          </span>
        )}
      </td>
      <th scope="row" className={css.told}>
        <Link
          to="/stories/$storyId"
          params={{ storyId: story.id }}
          search={NO_EVIDENCE}
          preload={false}
          data-row
          className={css.title}
          dir="auto"
        >
          {storyTitle(words, story)}
        </Link>
        <bdi className={css.terms}>{cleanLine(story.terms.slice(0, TERMS_SHOWN).join(' · '))}</bdi>
        <span className={css.narrow}>
          {rise === null ? null : <span>{rise}</span>}
          <span>{lately}</span>
        </span>
        <span className={css.notWide}>
          {storyPlaces(words, story)} <BeatLine beats={story.beats} />
        </span>
      </th>
      <td className={css.wide}>
        <BeatLine beats={story.beats} />
      </td>
      <td className={css.medium}>
        {rise}
        <span className={css.small}>
          {trend.score === 0 ? t('trends.over') : t('trends.since')}{' '}
          {trend.score === 0 ? null : <Time iso={story.trend?.announced_at ?? null} look="clock" />}
        </span>
      </td>
      <td className={classes(css.medium, css.number)}>{lately}</td>
      <td className={classes(css.wide, css.small)}>{storyPlaces(words, story)}</td>
    </tr>
  )
}
