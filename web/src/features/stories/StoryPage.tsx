import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { StoryDetailJson } from '../../../../src/contract/story.ts'
import { ApiError } from '../../shared/api/client.ts'
import { storyQuery } from '../../shared/api/stories.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { riseSentence, storyPlaces, storyTitle } from '../../shared/story-words.ts'
import { cleanText } from '../../shared/text/clean-text.ts'
import { BeatLine } from '../../shared/ui/BeatLine.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { citeNumbers, PostCites } from '../../shared/ui/PostCites.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { FirstPost, KeyPosts } from './KeyPosts.tsx'
import { StoryMeasures } from './StoryMeasures.tsx'
import { StoryTimeline } from './StoryTimeline.tsx'
import css from './story-page.module.css'

/** One story: how it went on the left, what is said in the middle, what is known of who says it beside or below. */
export function StoryPage({ id }: { id: string }) {
  const words = useWords()
  const { t } = words
  const found = useQuery(storyQuery(id))
  usePageTitle(found.data ? storyTitle(words, found.data) : t('stories.title'))
  return (
    <div className={css.page}>
      <Link to="/stories" search={NO_EVIDENCE} className={ui.textLink}>
        {t('story.back')}
      </Link>
      {found.isPending ? <Skeleton lines={10} /> : null}
      {found.isError && !found.data ? (
        <StoryFailure error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data ? <StoryBody story={found.data} isStale={found.isError} /> : null}
    </div>
  )
}

function StoryFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useWords()
  if (!(error instanceof ApiError) || error.status !== 404)
    return <Failure title={t('story.failed')} error={error} onRetry={onRetry} />
  return (
    <Note title={t('story.gone')}>
      <p>{t('story.goneText')}</p>
    </Note>
  )
}

function StoryBody({ story, isStale }: { story: StoryDetailJson; isStale: boolean }) {
  const { t } = useWords()
  const numberOf = citeNumbers([
    ...story.summary,
    { post_ids: story.title_post_id === null ? [] : [story.title_post_id] },
  ])
  return (
    <>
      {isStale ? (
        <p role="alert" className={css.stale}>
          {t('stories.notUpdated')}
        </p>
      ) : null}
      <Heading story={story} numberOf={numberOf} />
      <div className={css.columns}>
        <StoryTimeline story={story} />
        <div className={css.text}>
          <Summary story={story} numberOf={numberOf} />
          <FirstPost story={story} />
          <KeyPosts story={story} numberOf={numberOf} />
        </div>
        <StoryMeasures story={story} />
      </div>
    </>
  )
}

type PartProps = { story: StoryDetailJson; numberOf: (id: string) => number }

function Heading({ story, numberOf }: PartProps) {
  const words = useWords()
  const { t } = words
  return (
    <header className={css.head}>
      <h1 className={css.title} dir="auto">
        {storyTitle(words, story)}{' '}
        {story.title_post_id === null ? null : <PostCites ids={[story.title_post_id]} numberOf={numberOf} />}
      </h1>
      <div className={css.figures}>
        <p className={css.facts}>
          <span>{t(story.is_live ? 'story.live' : 'story.ended')}</span>
          <b>{t('stories.voices', { count: story.voices })}</b>
          <span>{t('stories.posts', { count: story.posts })}</span>
          <span>{storyPlaces(words, story)}</span>
          <span>
            <Time iso={story.first_at} look="clock" /> – <Time iso={story.last_at} look="clock" />
          </span>
          {story.trend ? <span>{riseSentence(words, story.trend)}</span> : null}
        </p>
        <BeatLine beats={story.beats} />
      </div>
    </header>
  )
}

function Summary({ story, numberOf }: PartProps) {
  const { t } = useWords()
  return (
    <section className={css.section}>
      <h2>{t('story.summary')}</h2>
      {story.summary.length === 0 ? <p className={css.small}>{t('stories.noPosts')}</p> : null}
      {story.summary.map(({ text, post_ids }) => (
        <p key={`${post_ids[0]} ${text.slice(0, 40)}`} className={css.sentence}>
          <bdi>{cleanText(text)}</bdi>
          <PostCites ids={post_ids} numberOf={numberOf} />
        </p>
      ))}
      <p className={css.small}>{t('story.summaryNote')}</p>
    </section>
  )
}
