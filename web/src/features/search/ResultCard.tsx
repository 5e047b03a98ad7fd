import { Link, useSearch } from '@tanstack/react-router'
import { memo } from 'react'
import type { PostJson } from '../../../../src/contract/post.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import { Tag } from '../../shared/ui/controls.tsx'
import { Pictures } from '../../shared/ui/Pictures.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import { CheckRow } from '../../shared/verdict/CheckRow.tsx'
import { emphasise } from './emphasise.ts'
import css from './search.module.css'

/** More than the lines that are shown; the whole text is in the evidence panel. */
const SHOWN_CHARS_MAX = 900

type CardProps = {
  post: PostJson
  /** How many copies it stands for. */
  copies: number
  words: readonly string[]
}

/** A post that was found, as one card; opening it shows it whole beside the list. */
export const ResultCard = memo(function ResultCard({ post, copies, words }: CardProps) {
  const texts = useWords()
  const hasOpen = useSearch({ from: '__root__', select: (search) => search.post !== undefined })
  const name = cleanLine(post.author_name ?? '') || cleanLine(post.author)
  const facts = factsOf(texts, post, copies)
  return (
    <li className={css.item}>
      <Link
        to="."
        search={(before) => ({ ...before, post: post.id, span: undefined, n: undefined, kind: undefined })}
        replace={hasOpen}
        resetScroll={false}
        preload={false}
        data-row
        className={css.card}
      >
        <span className={css.cardHead}>
          <bdi className={css.name}>{name}</bdi>
          <Time iso={post.created_at} />
          {post.simulated ? (
            <Tag>{texts.t('answer.simulated')}</Tag>
          ) : (
            <span>{sourceName(texts, post.source)}</span>
          )}
          {post.lang ? <span className={css.lang}>{post.lang}</span> : null}
          {post.campaign ? <CampaignMark mark={post.campaign} isLink={false} /> : null}
        </span>
        <span className={css.text} dir="auto">
          {emphasise(cleanText(post.text.slice(0, SHOWN_CHARS_MAX)), words).map(({ text, isHit, start }) =>
            isHit ? <b key={start}>{text}</b> : text,
          )}
        </span>
        <Pictures media={post.media} look="small" />
        {facts.length > 0 ? (
          <span className={css.facts}>
            {facts.map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </span>
        ) : null}
      </Link>
      <CheckRow postId={post.id} />
    </li>
  )
})

/** Only what was heard; a count of nothing says nothing. */
function factsOf({ t }: Words, { likes, reposts, replies }: PostJson, copies: number): string[] {
  return [
    likes ? t('search.likes', { count: likes }) : null,
    reposts ? t('search.reposts', { count: reposts }) : null,
    replies ? t('search.replies', { count: replies }) : null,
    copies > 0 ? t('search.copies', { count: copies }) : null,
  ].filter((fact) => fact !== null)
}
