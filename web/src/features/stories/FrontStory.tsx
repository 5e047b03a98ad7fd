import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { FrontStoryJson } from '../../../../src/contract/front-page.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { riseSentence, storyPlaces, storyTitle } from '../../shared/story-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { BeatLine } from '../../shared/ui/BeatLine.tsx'
import { CoordinatedShare } from '../../shared/ui/CoordinatedShare.tsx'
import { citeNumbers, PostCites } from '../../shared/ui/PostCites.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { Time } from '../../shared/ui/Time.tsx'
import css from './stories.module.css'

type Weight = 'lead' | 'second' | 'brief'

/** Sentences and characters of a summary that each weight has room for: two lines, four for the first one. */
const ROOM = {
  lead: { sentences: 3, chars: 420 },
  second: { sentences: 1, chars: 120 },
  brief: { sentences: 0, chars: 0 },
} as const satisfies Record<Weight, { sentences: number; chars: number }>

/** A story on the front page: headline, some words of its posts with their numbers, figures. */
export const FrontStory = memo(function FrontStory({
  story,
  weight,
}: {
  story: FrontStoryJson
  weight: Weight
}) {
  const words = useWords()
  const { t } = words
  return (
    <article className={classes(css.story, css[weight])}>
      <h2 className={css.headline} dir="auto" lang={langOf(story)}>
        <Link
          to="/stories/$storyId"
          params={{ storyId: story.id }}
          search={NO_EVIDENCE}
          preload={false}
          data-row
        >
          {storyTitle(words, story)}
        </Link>
      </h2>
      {weight === 'brief' ? null : <Told story={story} weight={weight} />}
      <div className={css.figures}>
        <b>{t('stories.voices', { count: story.voices })}</b>
        <BeatLine beats={story.beats} />
      </div>
      <p className={css.counts}>
        {weight === 'lead' && story.trend ? <span>{riseSentence(words, story.trend)}</span> : null}
        <span>{t('stories.posts', { count: story.posts })}</span>
        <span>{storyPlaces(words, story)}</span>
        <Time iso={story.last_at} />
        {story.coordinated !== null && story.coordinated.posts > 0 ? (
          <CoordinatedShare coordinated={story.coordinated} />
        ) : null}
      </p>
    </article>
  )
})

function Told({ story, weight }: { story: FrontStoryJson; weight: Weight }) {
  const { t } = useWords()
  if (story.summary === null) return <p className={css.aside}>{t('stories.noSummary')}</p>
  const told = toldSentences(story, weight)
  if (told.length === 0) return <p className={css.aside}>{t('stories.noPosts')}</p>
  const numberOf = citeNumbers(told)
  return (
    <p className={css.summary} lang={langOf(story)}>
      {told.map(({ text, post_ids }) => (
        <span key={post_ids[0]}>
          <bdi>{text}</bdi>
          <PostCites ids={post_ids} numberOf={numberOf} />{' '}
        </span>
      ))}
    </p>
  )
}

/** What the headline already says is not said again; what is too long ends in an ellipsis. */
function toldSentences({ summary, title }: FrontStoryJson, weight: Weight) {
  const { sentences, chars } = ROOM[weight]
  const headline = cleanLine(title).replace(/…$/, '')
  const cleaned = (summary ?? []).map(({ text, post_ids }) => ({ text: cleanLine(text), post_ids }))
  const fresh = cleaned.filter(({ text }) => headline === '' || !text.startsWith(headline))
  const told = (fresh.length > 0 ? fresh : cleaned).slice(0, sentences)
  const charsEach = Math.floor(chars / Math.max(1, told.length))
  return told.map(({ text, post_ids }) => ({ text: cutAt(text, charsEach), post_ids }))
}

function cutAt(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  const end = text.lastIndexOf(' ', charsMax)
  return `${text.slice(0, end > charsMax / 2 ? end : charsMax).toWellFormed()}…`
}

/** For the reader's voice and for hyphens; the language most of its posts are in. */
function langOf({ languages }: FrontStoryJson): string | undefined {
  const name = languages[0]?.name
  return name === 'unknown' ? undefined : name
}
