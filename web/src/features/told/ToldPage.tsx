import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { NotificationListJson } from '../../../../src/contract/notification.ts'
import { notificationsQuery } from '../../shared/api/notifications.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { ToldWays } from './ToldWays.tsx'
import css from './told.module.css'
import { useMarkRead } from './told-api.ts'

/** What the person was told, the latest first, and the ways by which they are told. */
export function ToldPage() {
  const { t } = useWords()
  usePageTitle(t('told.title'))
  const { data, error, isPending, refetch } = useQuery(notificationsQuery)
  const markRead = useMarkRead()
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1 className={ui.pageTitle}>{t('told.title')}</h1>
        {data && data.unread > 0 ? (
          <Button onClick={() => markRead.mutate(undefined)}>{t('told.readAll')}</Button>
        ) : null}
      </div>
      {isPending ? <Skeleton lines={4} /> : null}
      {error ? <Failure title={t('told.failed')} error={error} onRetry={() => refetch()} /> : null}
      {data?.notifications.length === 0 ? <Note title={t('told.empty')} /> : null}
      <ul className={css.list}>
        {data?.notifications.map((told) => (
          <ToldRow key={told.id} told={told} onOpen={() => markRead.mutate(told.id)} />
        ))}
      </ul>
      <ToldWays />
    </div>
  )
}

type RowProps = { told: NotificationListJson['notifications'][number]; onOpen: () => void }

function ToldRow({ told, onOpen }: RowProps) {
  const navigate = useNavigate()
  const open = () => {
    onOpen()
    navigate({ href: told.path.startsWith('/') ? told.path : '/' })
  }
  return (
    <li>
      <button type="button" data-row onClick={open} className={classes(css.row, !told.read && css.unread)}>
        <span className={css.title}>{cleanLine(told.title)}</span>
        <span className={css.body}>{cleanText(told.body)}</span>
        <span className={css.time}>
          <Time iso={told.created_at} />
        </span>
      </button>
    </li>
  )
}
