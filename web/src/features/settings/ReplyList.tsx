import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BotReplyJson } from '../../../../src/contract/bot.ts'
import { sendOnly } from '../../shared/api/client.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { OUTBOUND, safeLink } from '../../shared/text/safe-link.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import css from './replies.module.css'
import { botRepliesQuery, botsQuery } from './replies-api.ts'

type Decision = 'approve' | 'dismiss' | 'retry'

/** Drafts that wait for the owner, whole; below them every mention with what became of it. */
export function ReplyList() {
  const { t } = useWords()
  const replies = useQuery(botRepliesQuery)
  const queries = useQueryClient()
  const decide = useMutation({
    mutationFn: ({ id, decision }: { id: string; decision: Decision }) =>
      sendOnly(`/api/bots/replies/${encodeURIComponent(id)}/${decision}`, { method: 'POST' }),
    onSettled: () => queries.invalidateQueries({ queryKey: botsQuery.queryKey }),
  })
  if (replies.isError)
    return <Failure title={t('bots.failed')} error={replies.error} onRetry={() => replies.refetch()} />
  const all = replies.data?.replies ?? []
  const waiting = all.filter(({ state }) => state === 'waiting')
  const rest = all.filter(({ state }) => state !== 'waiting')
  const onDecide = (id: string) => (decision: Decision) => decide.mutate({ id, decision })
  return (
    <>
      {decide.isError ? <Failure title={t('bots.notSaved')} error={decide.error} /> : null}
      {waiting.length > 0 ? (
        <section className={css.drafts} aria-label={t('bots.drafts')}>
          <h3 className={css.name}>{t('bots.drafts')}</h3>
          {waiting.map((reply) => (
            <Draft key={reply.id} reply={reply} isBusy={decide.isPending} onDecide={onDecide(reply.id)} />
          ))}
        </section>
      ) : null}
      <details className={css.more}>
        <summary>{t('bots.recent')}</summary>
        {rest.length === 0 ? <p className={css.help}>{t('bots.noReplies')}</p> : null}
        <ul className={css.rows}>
          {rest.map((reply) => (
            <Row key={reply.id} reply={reply} isBusy={decide.isPending} onDecide={onDecide(reply.id)} />
          ))}
        </ul>
      </details>
    </>
  )
}

type RowProps = { reply: BotReplyJson; isBusy: boolean; onDecide: (decision: Decision) => void }

function Draft({ reply, isBusy, onDecide }: RowProps) {
  const { t } = useWords()
  return (
    <article className={css.draft}>
      <Mention reply={reply} />
      {reply.asked ? (
        <p className={css.help}>{t('bots.understood', { asked: cleanLine(reply.asked) })}</p>
      ) : null}
      {reply.posts.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the posts of a draft never change places.
        <p key={at} className={css.post} lang={reply.lang ?? undefined}>
          {cleanText(text)}
        </p>
      ))}
      <div className={css.actions}>
        <Button look="primary" disabled={isBusy} onClick={() => onDecide('approve')}>
          {t('bots.approve')}
        </Button>
        <Button disabled={isBusy} onClick={() => onDecide('dismiss')}>
          {t('bots.dismiss')}
        </Button>
        {reply.check_id !== null ? (
          <a href={`/checks/${encodeURIComponent(reply.check_id)}`}>{t('bots.openCheck')}</a>
        ) : null}
      </div>
    </article>
  )
}

function Row({ reply, isBusy, onDecide }: RowProps) {
  const { t } = useWords()
  const { state, reason, error } = reply
  const url = safeLink(reply.published_urls[0] ?? '')
  return (
    <li className={css.row}>
      <Mention reply={reply} />
      <p className={css.state}>
        <span>
          {t(`bots.state.${state}`)}
          {reason === null ? '' : ` (${t(`bots.why.${reason}`)})`}
        </span>
        {error !== null && state !== 'published' ? (
          <span className={css.trouble}>{cleanLine(error)}</span>
        ) : null}
        {url ? (
          <a href={url} {...OUTBOUND}>
            {t('bots.openPost')}
          </a>
        ) : null}
        {state === 'failed' ? (
          <Button look="quiet" disabled={isBusy} onClick={() => onDecide('retry')}>
            {t('bots.retry')}
          </Button>
        ) : null}
      </p>
    </li>
  )
}

/** Whose mention it is, and its words; they are shown as text alone. */
function Mention({ reply: { mention } }: { reply: BotReplyJson }) {
  const { t } = useWords()
  return (
    <p className={css.mention}>
      <span className={css.author}>
        <bdi>{t('bots.wrote', { author: `@${cleanLine(mention.author)}` })}</bdi> <Time iso={mention.at} />
      </span>
      <q>{cleanText(mention.text)}</q>
    </p>
  )
}
