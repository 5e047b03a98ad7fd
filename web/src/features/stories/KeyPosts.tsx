import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { PostJson } from '../../../../src/contract/post.ts'
import type { StoryDetailJson } from '../../../../src/contract/story.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { storyLanguage } from '../../shared/story-words.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import { Button, Tag } from '../../shared/ui/controls.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import { CheckThis } from '../../shared/verdict/CheckThis.tsx'
import { authorName } from './StoryTimeline.tsx'
import css from './story-page.module.css'

const KEY_POSTS = 5
const TEXT_CHARS = 600

/** Who broke it, as far as was received. */
export function FirstPost({ story }: { story: StoryDetailJson }) {
  const { t } = useWords()
  const first = story.posts_stored.find(({ id }) => id === story.first_post_id)
  return (
    <section className={css.section}>
      <h2>{t('story.broke')}</h2>
      {first ? (
        <ul>
          <StoryPost post={first} number={0} isChecked={false} />
        </ul>
      ) : (
        <p>{t('story.firstGone', { name: authorName(story) })}</p>
      )}
      <p className={css.small}>{t('story.brokeNote')}</p>
    </section>
  )
}

type KeyPostsProps = { story: StoryDetailJson; numberOf: (id: string) => number }

/** The first post behind each sentence of the summary, then one of each language that it leaves out. */
export function KeyPosts({ story, numberOf }: KeyPostsProps) {
  const { t } = useWords()
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? story.posts_stored : keyPosts(story)
  if (story.posts_stored.length === 0) return null
  return (
    <section className={css.section}>
      <h2>{t('story.keyPosts')}</h2>
      <ul>
        {shown.map((post) => (
          <StoryPost key={post.id} post={post} number={numberOf(post.id)} isChecked />
        ))}
      </ul>
      {shown.length < story.posts_stored.length ? (
        <Button onClick={() => setShowsAll(true)}>
          {t('story.morePosts', { n: story.posts_stored.length })}
        </Button>
      ) : null}
      <p className={css.small}>
        {t('story.readNote', { read: story.posts_stored.length, posts: story.posts })}
      </p>
    </section>
  )
}

function keyPosts({ posts_stored, summary }: StoryDetailJson): PostJson[] {
  const byId = new Map(posts_stored.map((post) => [post.id, post]))
  const cited = [...new Set(summary.flatMap(({ post_ids }) => byId.get(post_ids[0] ?? '') ?? []))]
  const told = new Set(cited.map(({ lang }) => lang))
  const others = [...Map.groupBy(posts_stored, ({ lang }) => lang)]
    .filter(([lang]) => lang !== null && !told.has(lang))
    .flatMap(([, posts]) => posts.slice(0, 1))
  return [...cited, ...others].slice(0, KEY_POSTS)
}

function StoryPost({ post, number, isChecked }: { post: PostJson; number: number; isChecked: boolean }) {
  const words = useWords()
  const { t } = words
  return (
    <li className={css.post}>
      <p className={css.postHead}>
        {number > 0 ? <span className={css.number}>{number}</span> : null}
        <bdi className={css.author}>{cleanLine(post.author_name ?? '') || cleanLine(post.author)}</bdi>
        <Time iso={post.created_at} />
        {post.simulated ? <Tag>{t('answer.simulated')}</Tag> : <span>{sourceName(words, post.source)}</span>}
        {post.lang ? <span>{storyLanguage(words, post.lang)}</span> : null}
        {post.campaign ? <CampaignMark mark={post.campaign} /> : null}
      </p>
      <Link
        to="."
        search={(before) => ({
          ...{ ...before, span: undefined, kind: undefined, post: post.id },
          n: number > 0 ? String(number) : undefined,
        })}
        resetScroll={false}
        preload={false}
        className={css.postText}
        dir="auto"
      >
        {cleanText(post.text.slice(0, TEXT_CHARS))}
      </Link>
      {isChecked ? <CheckThis of={{ post_id: post.id }} /> : null}
    </li>
  )
}
