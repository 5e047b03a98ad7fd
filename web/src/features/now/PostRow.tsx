import { Link, useSearch } from '@tanstack/react-router'
import { memo } from 'react'
import type { PostJson } from '../../../../src/contract/post.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import { Tag } from '../../shared/ui/controls.tsx'
import { RowPicture } from '../../shared/ui/RowPicture.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import { CheckRow } from '../../shared/verdict/CheckRow.tsx'
import css from './now.module.css'

/** Enough for the two lines that are shown; the whole text is in the evidence panel. */
const SHOWN_CHARS_MAX = 400

/** One post as one line of the table; opening it shows it whole beside the list. */
export const PostRow = memo(function PostRow({ post }: { post: PostJson }) {
  const words = useWords()
  const hasOpen = useSearch({ from: '__root__', select: (search) => search.post !== undefined })
  return (
    <li className={css.item}>
      <Link
        to="."
        search={(before) => ({ ...before, post: post.id, span: undefined, n: undefined })}
        replace={hasOpen}
        resetScroll={false}
        preload={false}
        data-row
        className={css.row}
      >
        <span className={css.time}>
          <Time iso={post.created_at} look="clock" />
        </span>
        <bdi className={css.name}>{cleanLine(post.author_name ?? '') || cleanLine(post.author)}</bdi>
        <span className={css.text} dir="auto">
          {cleanLine(post.text.slice(0, SHOWN_CHARS_MAX))}
        </span>
        <RowPicture media={post.media} />
        <span className={css.source}>
          {post.lang ? <span className={css.lang}>{post.lang}</span> : null}
          {post.simulated ? <Tag>{words.t('answer.simulated')}</Tag> : sourceName(words, post.source)}
        </span>
        {post.campaign ? (
          <span className={css.campaign}>
            <CampaignMark mark={post.campaign} isLink={false} />
          </span>
        ) : null}
      </Link>
      <CheckRow postId={post.id} />
    </li>
  )
})
