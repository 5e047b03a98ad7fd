import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FrontPageJson, FrontStoryJson } from '../../../../src/contract/front-page.ts'
import { frontPageQuery, type StoryFilter } from '../../shared/api/stories.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { moveFocus, useKeys } from '../../shared/keys.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { FrontStory } from './FrontStory.tsx'
import { StoryFilters } from './StoryFilters.tsx'
import css from './stories.module.css'

const ROWS = '[data-row]'
/** How many stand in the wide middle column and in the one left of it; the others are told in brief. */
const MIDDLE = 4
const SIDE = 4

/** The front page: what many independent accounts write about, the weightiest in the middle. */
export function StoriesPage() {
  const { t } = useWords()
  const navigate = useNavigate({ from: '/stories' })
  const filter = useFilter()
  usePageTitle(t('stories.title'))
  useKeys({ j: () => moveFocus(ROWS, 1), k: () => moveFocus(ROWS, -1) })
  const change = (change: Partial<StoryFilter>) => {
    const { hours, lang, topic, showsCalm } = { ...filter, ...change }
    const address = { lang: lang || undefined, topic: topic || undefined, calm: showsCalm ? '1' : undefined }
    const period = hours === DEFAULT_HOURS ? undefined : hours
    void navigate({ search: { ...address, period, ...NO_EVIDENCE } })
  }
  return (
    <div className={css.page}>
      <StoryFilters filter={filter} onChange={change} />
      <Edition key={JSON.stringify(filter)} filter={filter} onChange={change} />
    </div>
  )
}

const DEFAULT_HOURS = '48'
const HOURS = ['24', DEFAULT_HOURS, '168']

function useFilter(): StoryFilter {
  const { period, lang, topic, calm } = useSearch({ from: '/stories' })
  const hours = HOURS.find((known) => known === period) ?? DEFAULT_HOURS
  return { hours, lang: lang ?? '', topic: topic ?? '', showsCalm: calm === '1' }
}

type EditionProps = { filter: StoryFilter; onChange: (change: Partial<StoryFilter>) => void }

/** What is shown keeps its places while its figures go on; what comes new waits until the reader asks for it. */
function Edition({ filter, onChange }: EditionProps) {
  const { t } = useWords()
  const found = useQuery(frontPageQuery(filter))
  const [printed, setPrinted] = useState<FrontPageJson | null>(null)
  const latest = found.data
  if (latest !== undefined && (printed === null || printed.stories.length === 0) && printed !== latest)
    setPrinted(latest)
  if (latest === undefined) {
    return found.isError ? (
      <Failure title={t('stories.failed')} error={found.error} onRetry={() => found.refetch()} />
    ) : (
      <PaperSkeleton />
    )
  }
  const stories = (printed ?? latest).stories.map(
    (story) => latest.stories.find(({ id }) => id === story.id) ?? story,
  )
  const newCount = latest.stories.filter(({ id }) => !stories.some((story) => story.id === id)).length
  return (
    <>
      <div className={css.dateline}>
        <span>
          {t('stories.asOf')} <Time iso={latest.as_of} />
        </span>
        {newCount > 0 ? (
          <Button look="primary" className={css.changed} onClick={() => setPrinted(latest)}>
            {t('stories.changed', { count: newCount })}
          </Button>
        ) : null}
        {found.isError ? (
          <span role="alert" className={css.stale}>
            {t('stories.notUpdated')}
          </span>
        ) : null}
      </div>
      {stories.length === 0 ? <NoStories filter={filter} onChange={onChange} /> : <Paper stories={stories} />}
    </>
  )
}

function Paper({ stories }: { stories: readonly FrontStoryJson[] }) {
  const [lead, ...rest] = stories.slice(0, MIDDLE)
  const side = stories.slice(MIDDLE, MIDDLE + SIDE)
  const briefs = stories.slice(MIDDLE + SIDE)
  return (
    <div className={css.paper}>
      <div className={css.middle}>
        {lead ? <FrontStory story={lead} weight="lead" /> : null}
        <div className={css.pair}>
          {rest.map((story) => (
            <FrontStory key={story.id} story={story} weight="second" />
          ))}
        </div>
      </div>
      <div className={css.side}>
        {side.map((story) => (
          <FrontStory key={story.id} story={story} weight="second" />
        ))}
      </div>
      <div className={css.briefs}>
        {briefs.map((story) => (
          <FrontStory key={story.id} story={story} weight="brief" />
        ))}
      </div>
    </div>
  )
}

function PaperSkeleton() {
  return (
    <div className={css.paper}>
      <div className={css.middle}>
        <Skeleton lines={10} />
      </div>
      <div className={css.side} aria-hidden>
        <Skeleton lines={10} />
      </div>
      <div className={css.briefs} aria-hidden>
        <Skeleton lines={10} />
      </div>
    </div>
  )
}

function NoStories({ filter, onChange }: EditionProps) {
  const { t } = useWords()
  const isNarrowed = filter.lang !== '' || filter.topic !== ''
  return (
    <Note title={t(isNarrowed ? 'stories.noneFound' : 'stories.none')}>
      <p>{t(isNarrowed ? 'stories.noneFoundText' : 'stories.noneText')}</p>
      {isNarrowed ? (
        <Button onClick={() => onChange({ lang: '', topic: '' })}>{t('stories.all')}</Button>
      ) : filter.showsCalm ? (
        <Link to="/sources" search={NO_EVIDENCE} className={ui.textLink}>
          {t('now.goSources')}
        </Link>
      ) : (
        <Button onClick={() => onChange({ showsCalm: true })}>{t('stories.showCalm')}</Button>
      )}
    </Note>
  )
}
