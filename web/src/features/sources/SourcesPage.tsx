import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { meQuery, sourcesQuery } from '../../shared/api/queries.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { AddSource } from './AddSource.tsx'
import { SourceTable } from './SourceTable.tsx'
import css from './sources.module.css'
import { useChangeSource } from './sources-api.ts'

/** Where posts come from: each live source with its state and one action, and the other ways to bring posts in. */
export function SourcesPage({ intake }: { intake: ReactNode }) {
  const { t } = useWords()
  usePageTitle(t('sources.title'))
  const sources = useQuery(sourcesQuery)
  const isOwner = useQuery(meQuery).data?.user?.role === 'owner'
  const change = useChangeSource()
  const [isAdding, setIsAdding] = useState(false)
  const navigate = useNavigate()
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div>
          <h1 className={ui.pageTitle}>{t('sources.title')}</h1>
          <p className={css.lead}>{t('sources.lead')}</p>
        </div>
        {isOwner ? (
          <Button look="primary" onClick={() => setIsAdding(true)}>
            <Plus size={16} aria-hidden />
            {t('sources.addSource')}
          </Button>
        ) : null}
      </header>
      {change.isError ? <Failure title={t('source.pauseFailed')} error={change.error} /> : null}
      {sources.data ? (
        sources.data.sources.length > 0 ? (
          <SourceTable
            sources={sources.data.sources}
            isOwner={isOwner}
            isBusy={change.isPending}
            onToggle={({ id, enabled, state }) =>
              change.mutate({ id, enabled: !enabled || state === 'failed' })
            }
          />
        ) : (
          <Note title={t('sources.none')}>
            <p>{t(isOwner ? 'sources.addHelp' : 'sources.ownerOnly')}</p>
          </Note>
        )
      ) : sources.isError ? (
        <Failure title={t('sources.failed')} error={sources.error} onRetry={() => sources.refetch()} />
      ) : (
        <Skeleton lines={3} />
      )}
      <section className={css.section} aria-labelledby="bring-in">
        <h2 id="bring-in" className={css.sectionTitle}>
          {t('sources.bringIn')}
        </h2>
        {intake}
      </section>
      {isAdding ? (
        <AddSource
          onAdded={({ id }) =>
            void navigate({ to: '/sources/$sourceId', params: { sourceId: id }, search: NO_EVIDENCE })
          }
          onClose={() => setIsAdding(false)}
        />
      ) : null}
    </div>
  )
}
