import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BotJson } from '../../../../src/contract/bot.ts'
import { sendOnly } from '../../shared/api/client.ts'
import { meQuery } from '../../shared/api/queries.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Confirm } from '../../shared/ui/Dialog.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import { AddReplyAccount } from './AddReplyAccount.tsx'
import { ReplyList } from './ReplyList.tsx'
import { ReplySettings } from './ReplySettings.tsx'
import css from './replies.module.css'
import { botsQuery } from './replies-api.ts'

/** Accounts of the owner that answer when they are mentioned: state, limits, drafts that wait. */
export function ReplyAccounts() {
  const { t } = useWords()
  const { data: me } = useQuery(meQuery)
  if (!me) return <Skeleton lines={2} />
  return (
    <div className={css.all}>
      <p className={css.help}>{t('bots.help')}</p>
      {me.user?.role === 'owner' ? <Accounts /> : <p>{t('settings.ownerOnly')}</p>}
    </div>
  )
}

function Accounts() {
  const { t } = useWords()
  const bots = useQuery(botsQuery)
  if (bots.isError)
    return <Failure title={t('bots.failed')} error={bots.error} onRetry={() => bots.refetch()} />
  if (!bots.data) return <Skeleton lines={3} />
  const { bots: accounts, public_url } = bots.data
  return (
    <>
      {accounts.length > 0 && public_url === null ? (
        <Note title={t('bots.noUrl')}>
          <p>{t('bots.noUrlHelp')}</p>
        </Note>
      ) : null}
      {accounts.length === 0 ? <p>{t('bots.none')}</p> : <ReplyList />}
      {accounts.map((bot) => (
        <Account key={bot.id} bot={bot} />
      ))}
      <AddReplyAccount isFirst={accounts.length === 0} />
    </>
  )
}

function Account({ bot }: { bot: BotJson }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [isRemoving, setRemoving] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: botsQuery.queryKey })
  const path = `/api/bots/${encodeURIComponent(bot.id)}`
  const pause = useMutation({
    mutationFn: () => sendOnly(path, { method: 'PATCH', body: { paused: !bot.paused } }),
    onSettled: refresh,
  })
  const remove = useMutation({ mutationFn: () => sendOnly(path, { method: 'DELETE' }), onSettled: refresh })
  const name = `@${cleanLine(bot.handle)}`
  return (
    <section className={css.account} aria-label={name}>
      <div className={css.head}>
        <h3 className={css.name}>
          <bdi>{name}</bdi> <span className={css.network}>{NETWORKS[bot.network]}</span>
        </h3>
        <Button disabled={pause.isPending} onClick={() => pause.mutate()}>
          {t(bot.paused ? 'bots.resume' : 'bots.pause')}
        </Button>
        <Button look="quiet" onClick={() => setRemoving(true)}>
          {t('bots.remove')}
        </Button>
      </div>
      <State bot={bot} />
      {pause.isError ? <Failure title={t('bots.notSaved')} error={pause.error} /> : null}
      {remove.isError ? <Failure title={t('bots.notSaved')} error={remove.error} /> : null}
      <details className={css.more}>
        <summary>{t('bots.settings')}</summary>
        <ReplySettings key={JSON.stringify(bot.settings)} bot={bot} />
      </details>
      {isRemoving ? (
        <Confirm
          title={t('bots.removeTitle', { name })}
          help={t('bots.removeHelp')}
          action={t('bots.remove')}
          onConfirm={() => remove.mutate()}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </section>
  )
}

const NETWORKS = { bluesky: 'Bluesky', mastodon: 'Mastodon' } as const

/** What it is doing now, in words; trouble comes first. */
function State({ bot }: { bot: BotJson }) {
  const { t } = useWords()
  const waiting = bot.counts.waiting ?? 0
  return (
    <p className={css.state}>
      {bot.paused ? (
        <span>{t('bots.isPaused')}</span>
      ) : bot.trouble !== null ? (
        <span className={css.trouble}>{t('bots.held', { why: cleanLine(bot.trouble) })}</span>
      ) : bot.seen_at === null ? (
        <span>{t('bots.starting')}</span>
      ) : (
        <span>
          {t('bots.read')} <Time iso={bot.seen_at} />
        </span>
      )}
      {waiting > 0 ? <span className={css.waiting}>{t('bots.waitingCount', { count: waiting })}</span> : null}
      <span>{t('bots.publishedCount', { count: bot.counts.published ?? 0 })}</span>
    </p>
  )
}
