import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Bell, BellRing, RotateCw, Trash2 } from 'lucide-react'
import type { CheckDetailJson } from '../../../../src/contract/checks.ts'
import { checkQuery, useCheckAction, useDeleteCheck } from '../../shared/api/checks.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanText } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { VerdictCard } from '../../shared/verdict/VerdictCard.tsx'
import css from './checks.module.css'
import { RateVerdict } from './RateVerdict.tsx'
import { RevisionLog } from './RevisionLog.tsx'
import { ShareCheck } from './ShareCheck.tsx'

/** One claim under its permanent address: verdict, what it rests on, how it changed, what readers make of it. */
export function CheckPage() {
  const { t } = useWords()
  const { checkId } = useParams({ from: '/checks/$checkId' })
  const { data, error, isPending, refetch } = useQuery(checkQuery(checkId))
  usePageTitle(data === undefined ? t('checks.title') : cleanText(data.claim))
  return (
    <div className={css.page}>
      <Link to="/checks" search={NO_EVIDENCE} className={css.back}>
        <ArrowLeft size={16} aria-hidden />
        {t('checks.back')}
      </Link>
      {isPending ? <Skeleton lines={8} /> : null}
      {error ? <Failure title={t('checks.failedOne')} error={error} onRetry={() => refetch()} /> : null}
      {data ? <Check detail={data} /> : null}
    </div>
  )
}

function Check({ detail }: { detail: CheckDetailJson }) {
  const { t } = useWords()
  if (detail.check === null) return <Waiting detail={detail} />
  return (
    <>
      <VerdictCard check={detail.check} heading="h1" />
      {detail.origin.kind === 'post' && detail.origin.id !== null ? (
        <p className={css.origin}>
          {t('checks.origin')}{' '}
          <Link
            to="."
            search={(before) => ({
              ...before,
              post: detail.origin.id ?? undefined,
              span: undefined,
              kind: undefined,
            })}
            resetScroll={false}
            className={css.originLink}
          >
            {t('checks.openPost')}
          </Link>
        </p>
      ) : null}
      <Actions detail={detail} />
      <RateVerdict detail={detail} />
      <RevisionLog revisions={detail.revisions} />
      <ShareCheck detail={detail} />
    </>
  )
}

function Waiting({ detail }: { detail: CheckDetailJson }) {
  const { t } = useWords()
  return (
    <>
      <h1 className={css.waitingClaim}>{cleanText(detail.claim)}</h1>
      {detail.state === 'failed' ? (
        <Note title={t('checks.failedCheck')} role="alert">
          <p>{cleanText(detail.error?.message ?? '')}</p>
        </Note>
      ) : (
        <Note title={t('checks.waiting')} role="status" />
      )}
      <Actions detail={detail} />
    </>
  )
}

function Actions({ detail }: { detail: CheckDetailJson }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const action = useCheckAction(detail.id)
  const remove = useDeleteCheck(detail.id)
  const Glyph = detail.following ? BellRing : Bell
  const confirmRemove = () => {
    if (window.confirm(t('checks.deleteSure')))
      remove.mutate(undefined, { onSuccess: () => navigate({ to: '/checks', search: NO_EVIDENCE }) })
  }
  return (
    <div className={css.actions}>
      <Button
        aria-pressed={detail.following}
        title={t('checks.followHelp')}
        onClick={() => action.mutate({ kind: detail.following ? 'unfollow' : 'follow' })}
      >
        <Glyph size={16} aria-hidden />
        {t(detail.following ? 'checks.unfollow' : 'checks.follow')}
      </Button>
      <Button disabled={action.isPending} onClick={() => action.mutate({ kind: 'look' })}>
        <RotateCw size={16} aria-hidden />
        {t('checks.again')}
      </Button>
      {detail.yours ? (
        <Button look="quiet" onClick={confirmRemove}>
          <Trash2 size={16} aria-hidden />
          {t('checks.delete')}
        </Button>
      ) : null}
      {action.error ? <Failure title={t('told.failedSave')} error={action.error} /> : null}
      {remove.error ? <Failure title={t('told.failedSave')} error={remove.error} /> : null}
    </div>
  )
}
