import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { CampaignJson } from '../../../../src/contract/campaign.ts'
import type { PostJson } from '../../../../src/contract/post.ts'
import { exactTime } from '../../shared/i18n/format.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Time } from '../../shared/ui/Time.tsx'
import css from './campaigns.module.css'

const ROWS_MAX = 24
const POSTS_A_ROW_MAX = 60
const TITLE_CHARS = 140

/** Posts side by side: a line for each account, all on one time axis. */
export function PostTimeline({ campaign }: { campaign: CampaignJson }) {
  const { locale, t } = useWords()
  const rows = useMemo(() => rowsOf(campaign), [campaign])
  const from = Date.parse(campaign.first_at)
  const span = Math.max(1, Date.parse(campaign.last_at) - from)
  return (
    <section className={css.section}>
      <h2>{t('campaigns.timeline')}</h2>
      <p className={css.small}>{t('campaigns.timelineText')}</p>
      <div className={css.axis} aria-hidden>
        <Time iso={campaign.first_at} look="exact" />
        <Time iso={campaign.last_at} look="exact" />
      </div>
      <ol className={css.lines}>
        {rows.map(({ author, name, posts }) => (
          <li key={author} className={css.line}>
            <bdi className={css.lineName}>{name}</bdi>
            <span className={css.lineTrack}>
              {posts.map((post) => (
                <Link
                  key={post.id}
                  to="."
                  search={(before) => ({ ...before, post: post.id, span: undefined, n: undefined })}
                  resetScroll={false}
                  preload={false}
                  className={css.dot}
                  style={{ left: `${((Date.parse(post.created_at ?? '') - from) / span) * 100}%` }}
                  title={`${exactTime(locale, Date.parse(post.created_at ?? ''))} · ${cleanLine(post.text).slice(0, TITLE_CHARS)}`}
                  aria-label={`${name}, ${exactTime(locale, Date.parse(post.created_at ?? ''))}`}
                />
              ))}
            </span>
          </li>
        ))}
      </ol>
      {campaign.members.length > rows.length ? (
        <p className={css.small}>
          {t('campaigns.timelineCut', { n: numberFormat(locale).format(rows.length) })}
        </p>
      ) : null}
    </section>
  )
}

type Row = { readonly author: string; readonly name: string; readonly posts: readonly PostJson[] }

function rowsOf({ members, posts_stored }: CampaignJson): Row[] {
  const names = new Map(members.map(({ id, name }) => [id, cleanLine(name ?? '') || cleanLine(id)]))
  const dated = posts_stored.filter(({ created_at }) => created_at !== null)
  return [...Map.groupBy(dated, ({ author }) => author)]
    .map(([author, posts]) => ({
      author,
      name: names.get(author) ?? author,
      posts: posts.slice(0, POSTS_A_ROW_MAX),
    }))
    .sort((one, other) => other.posts.length - one.posts.length)
    .slice(0, ROWS_MAX)
}
