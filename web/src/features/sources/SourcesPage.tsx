import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type SourceJson, sourceSchema } from '../../../../src/contract/sources.ts'
import { getJson, sendOnly } from '../../shared/api/client.ts'
import { sourcesQuery } from '../../shared/api/queries.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Confirm } from '../../shared/ui/Dialog.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { SourceTable } from './SourceTable.tsx'
import css from './sources.module.css'

/** Where posts come from: each live source with its state and one action, and the other ways to bring posts in. */
export function SourcesPage({ intake }: { intake: ReactNode }) {
  const { t } = useWords()
  usePageTitle(t('sources.title'))
  const sources = useQuery(sourcesQuery)
  const change = useSourceChange()
  const [leaving, setLeaving] = useState<SourceJson | null>(null)
  return (
    <div className={css.page}>
      <header>
        <h1 className={ui.pageTitle}>{t('sources.title')}</h1>
        <p className={css.lead}>{t('sources.lead')}</p>
      </header>
      {change.isError ? <Failure title={t('sources.failed')} error={change.error} /> : null}
      {sources.data ? (
        <SourceList
          sources={sources.data.sources}
          change={change.mutate}
          isBusy={change.isPending}
          onRemove={setLeaving}
        />
      ) : sources.isError ? (
        <Failure title={t('sources.failed')} error={sources.error} onRetry={() => sources.refetch()} />
      ) : (
        <Skeleton lines={3} />
      )}
      <section className={css.bringIn} aria-labelledby="bring-in">
        <h2 id="bring-in" className={css.sectionTitle}>
          {t('sources.bringIn')}
        </h2>
        {intake}
      </section>
      {leaving ? (
        <Confirm
          title={t('sources.removeTitle', { name: cleanLine(leaving.title) })}
          help={t('sources.removeHelp')}
          action={t('sources.remove')}
          onConfirm={() => change.mutate({ kind: 'remove', id: leaving.id })}
          onClose={() => setLeaving(null)}
        />
      ) : null}
    </div>
  )
}

type SourceChange =
  | { readonly kind: 'add' }
  | { readonly kind: 'enable'; readonly id: string; readonly enabled: boolean }
  | { readonly kind: 'remove'; readonly id: string }

function useSourceChange() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (change: SourceChange) => {
      if (change.kind === 'add')
        await getJson('/api/sources', sourceSchema, { method: 'POST', body: { kind: 'bluesky' } })
      else if (change.kind === 'remove')
        await sendOnly(`/api/sources/${encodeURIComponent(change.id)}`, { method: 'DELETE' })
      else
        await sendOnly(`/api/sources/${encodeURIComponent(change.id)}`, {
          method: 'PATCH',
          body: { enabled: change.enabled },
        })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: sourcesQuery.queryKey }),
  })
}

type SourceListProps = {
  sources: readonly SourceJson[]
  change: (change: SourceChange) => void
  isBusy: boolean
  onRemove: (source: SourceJson) => void
}

function SourceList({ sources, change, isBusy, onRemove }: SourceListProps) {
  const { t } = useWords()
  const hasBluesky = sources.some((source) => source.kind === 'bluesky')
  return (
    <>
      {sources.length > 0 ? (
        <SourceTable
          sources={sources}
          isBusy={isBusy}
          onToggle={(source) =>
            change({ kind: 'enable', id: source.id, enabled: !source.enabled || source.state === 'failed' })
          }
          onRemove={onRemove}
        />
      ) : null}
      {hasBluesky ? null : (
        <Note title={t('sources.none')}>
          <p>{t('sources.addHelp')}</p>
          <Button look="primary" disabled={isBusy} onClick={() => change({ kind: 'add' })}>
            <Plus size={16} aria-hidden />
            {t('sources.add')}
          </Button>
        </Note>
      )}
    </>
  )
}
