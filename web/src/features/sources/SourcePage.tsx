import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { SourceDetailJson } from '../../../../src/contract/sources.ts'
import { ApiError } from '../../shared/api/client.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Confirm } from '../../shared/ui/Dialog.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { Backfill } from './Backfill.tsx'
import { EditFilter, EditOptions } from './EditSource.tsx'
import { SourceErrors, SourceFacts, SourceParts, SourceSamples } from './SourceFacts.tsx'
import css from './sources.module.css'
import { kindsQuery, sourceQuery, useChangeSource, useRemoveSource } from './sources-api.ts'
import { TROUBLE } from './trouble.ts'

/**
 * Everything about one source: how it is, what went wrong, what it leaves out, and how to change it.
 *
 * @param job what a request for older posts is doing
 */
export function SourcePage({ id, job }: { id: string; job: ReactNode }) {
  const { t } = useWords()
  const source = useQuery(sourceQuery(id))
  usePageTitle(source.data ? cleanLine(source.data.title) : t('sources.title'))
  const isGone = source.error instanceof ApiError && source.error.code === 'not_found'
  return (
    <div className={css.page}>
      <Link to="/sources" search={NO_EVIDENCE} className={css.back}>
        <ArrowLeft size={16} aria-hidden />
        {t('source.back')}
      </Link>
      {isGone ? (
        <Note title={t('source.gone')}>
          <p>{t('source.goneHelp')}</p>
        </Note>
      ) : source.data ? (
        <SourceView source={source.data} job={job} />
      ) : source.isError ? (
        <Failure title={t('source.failed')} error={source.error} onRetry={() => source.refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  )
}

function SourceView({ source, job }: { source: SourceDetailJson; job: ReactNode }) {
  const { t } = useWords()
  const kinds = useQuery(kindsQuery)
  const change = useChangeSource()
  const kind = kinds.data?.kinds.find((each) => each.kind === source.kind)
  const isOn = source.enabled && source.state !== 'failed'
  return (
    <>
      <header className={css.head}>
        <h1 className={ui.pageTitle}>
          <bdi>{cleanLine(source.title)}</bdi>
        </h1>
        <Button disabled={change.isPending} onClick={() => change.mutate({ id: source.id, enabled: !isOn })}>
          {t(isOn ? 'sources.pause' : 'sources.resume')}
        </Button>
      </header>
      {change.isError ? <Failure title={t('source.pauseFailed')} error={change.error} /> : null}
      <Trouble source={source} />
      <SourceFacts source={source} />
      <SourceParts source={source} />
      <SourceErrors source={source} />
      <SourceSamples source={source} />
      <EditFilter key={`filter-${source.id}`} source={source} />
      {kind && kind.backfills.length > 0 ? (
        <Backfill key={`backfill-${source.id}`} source={source} kind={kind} job={job} />
      ) : null}
      {kind ? <EditOptions key={`options-${source.id}`} source={source} kind={kind} /> : null}
      {kinds.isError ? (
        <Failure title={t('sources.noKinds')} error={kinds.error} onRetry={() => kinds.refetch()} />
      ) : null}
      <RemoveSource source={source} />
    </>
  )
}

/** What is wrong, in words, before the figures. */
function Trouble({ source }: { source: SourceDetailJson }) {
  const { t } = useWords()
  const help = TROUBLE[source.state]
  if (help === undefined) return null
  return (
    <Note title={capitalised(t(`state.${source.state}`))}>
      <p>{t(help)}</p>
      {source.last_error ? (
        <p className={css.detail}>
          {t('sources.detail', { error: cleanLine(source.last_error).slice(0, 300) })}
        </p>
      ) : null}
    </Note>
  )
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

function RemoveSource({ source }: { source: SourceDetailJson }) {
  const { t } = useWords()
  const [isAsking, setIsAsking] = useState(false)
  const remove = useRemoveSource()
  const navigate = useNavigate()
  const leave = () => void navigate({ to: '/sources', search: NO_EVIDENCE })
  return (
    <section className={css.section} aria-labelledby="remove">
      <h2 id="remove" className={css.sectionTitle}>
        {t('source.danger')}
      </h2>
      <p className={css.lead}>{t('sources.removeHelp')}</p>
      {remove.isError ? <Failure title={t('source.pauseFailed')} error={remove.error} /> : null}
      <div>
        <Button disabled={remove.isPending} onClick={() => setIsAsking(true)}>
          {t('source.removeSource')}
        </Button>
      </div>
      {isAsking ? (
        <Confirm
          title={t('sources.removeTitle', { name: cleanLine(source.title) })}
          help={t('sources.removeHelp')}
          action={t('sources.remove')}
          onConfirm={() => remove.mutate(source.id, { onSuccess: leave })}
          onClose={() => setIsAsking(false)}
        />
      ) : null}
    </section>
  )
}
