import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageSquareText } from 'lucide-react'
import type { StoryDetailJson } from '../../../../src/contract/story.ts'
import { boardQuery } from '../../shared/api/checks.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { sharePercent, storyLanguage, storyTitle } from '../../shared/story-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { OUTBOUND, safeLink } from '../../shared/text/safe-link.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import { CoordinatedShare } from '../../shared/ui/CoordinatedShare.tsx'
import ui from '../../shared/ui/ui.module.css'
import css from './story-page.module.css'
import { hostOf } from './story-turns.ts'

const ADDRESS_CHARS = 56

/** What is known of who tells a story, and what is not. */
export function StoryMeasures({ story }: { story: StoryDetailJson }) {
  const words = useWords()
  const { t } = words
  return (
    <aside className={css.measures}>
      <Link to="/" search={{ question: storyTitle(words, story) }} className={css.ask}>
        <MessageSquareText size={16} aria-hidden /> {t('story.ask')}
      </Link>
      <section>
        <h2>{t('story.perspectives')}</h2>
        <Parts
          name={t('story.byLanguage')}
          parts={story.languages.map(({ name, posts }) => ({ name: storyLanguage(words, name), posts }))}
        />
        {story.languages.length === 1 ? <p className={css.small}>{t('story.oneLanguage')}</p> : null}
        <Parts
          name={t('story.byNetwork')}
          parts={story.networks.map(({ name, posts }) => ({ name: sourceName(words, name), posts }))}
        />
      </section>
      <Coordination story={story} />
      <Claims story={story} />
      <Links story={story} />
      {story.tags.length > 0 ? (
        <section>
          <h2>{t('story.tags')}</h2>
          <p className={css.tags}>
            {story.tags.map(({ name }) => (
              <Link
                key={name}
                to="/search"
                search={{ query: `#${name}`, ...NO_EVIDENCE }}
                preload={false}
                className={ui.textLink}
              >
                <bdi>#{cleanLine(name)}</bdi>
              </Link>
            ))}
          </p>
        </section>
      ) : null}
      <section>
        <h2>{t('story.unmeasured')}</h2>
        <p className={css.small}>{t('story.unmeasuredText')}</p>
      </section>
    </aside>
  )
}

function Parts({ name, parts }: { name: string; parts: readonly { name: string; posts: number }[] }) {
  const { locale, t } = useWords()
  const all = Math.max(
    1,
    parts.reduce((sum, { posts }) => sum + posts, 0),
  )
  return (
    <table className={css.parts}>
      <caption>{name}</caption>
      <tbody>
        {parts.map((part) => (
          <tr key={part.name} title={t('stories.posts', { count: part.posts })}>
            <th scope="row">{part.name}</th>
            <td className={css.partBar} aria-hidden>
              <span style={{ width: `${(part.posts / all) * 100}%` }} />
            </td>
            <td className={css.partShare}>{sharePercent(locale, part.posts / all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Coordination({ story }: { story: StoryDetailJson }) {
  const { t } = useWords()
  const read = story.posts_stored.length
  const marks = story.posts_stored.flatMap(({ campaign }) => (campaign?.confirmed ? [campaign] : []))
  const campaigns = [...new Map(marks.map((mark) => [mark.id, mark])).values()]
  return (
    <section>
      <h2>{t('story.coordination')}</h2>
      {read === 0 ? (
        <p className={css.small}>{t('stories.noPosts')}</p>
      ) : marks.length === 0 ? (
        <p className={css.small}>{t('stories.notCoordinated', { read })}</p>
      ) : (
        <p>
          <CoordinatedShare coordinated={{ posts: marks.length, read }} look="whole" />
        </p>
      )}
      {campaigns.map((mark) => (
        <p key={mark.id}>
          <CampaignMark mark={mark} />
        </p>
      ))}
    </section>
  )
}

/** Claims of these posts that are on the board; only its first page is looked at. */
function Claims({ story }: { story: StoryDetailJson }) {
  const { t } = useWords()
  const board = useInfiniteQuery(boardQuery('all'))
  const ids = new Set(story.post_ids)
  const checks = (board.data?.pages[0]?.checks ?? []).filter(
    ({ origin }) => origin.kind === 'post' && origin.id !== null && ids.has(origin.id),
  )
  return (
    <section>
      <h2>{t('story.checks')}</h2>
      {checks.length === 0 ? <p className={css.small}>{t('story.noChecks')}</p> : null}
      <ul className={css.plain}>
        {checks.map(({ id, claim, label_text }) => (
          <li key={id}>
            <b>{label_text === null ? t('story.checkOpen') : cleanLine(label_text)}</b>{' '}
            <Link
              to="/checks/$checkId"
              params={{ checkId: id }}
              search={NO_EVIDENCE}
              preload={false}
              className={ui.textLink}
            >
              <bdi>{cleanLine(claim)}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Links({ story }: { story: StoryDetailJson }) {
  const { t } = useWords()
  const links = story.links.flatMap(({ name, posts }) => {
    const href = safeLink(name)
    return href === null ? [] : [{ href, host: hostOf(name) ?? '', posts }]
  })
  return (
    <section>
      <h2>{t('story.links')}</h2>
      {links.length === 0 ? <p className={css.small}>{t('story.noLinks')}</p> : null}
      <ul className={css.plain}>
        {links.map(({ href, host, posts }) => (
          <li key={href}>
            <a href={href} {...OUTBOUND} className={ui.textLink}>
              <bdi>{shortAddress(href, host)}</bdi>
            </a>{' '}
            <span className={css.small}>{t('stories.posts', { count: posts })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function shortAddress(href: string, host: string): string {
  const { pathname } = new URL(href)
  const whole = cleanLine(`${host}${pathname === '/' ? '' : pathname}`)
  return whole.length <= ADDRESS_CHARS ? whole : `${whole.slice(0, ADDRESS_CHARS).toWellFormed()}…`
}
