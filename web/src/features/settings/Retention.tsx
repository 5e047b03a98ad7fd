import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RetentionJson, SettingsJson } from '../../../../src/contract/account.ts'
import { meQuery, settingsQuery, usageQuery } from '../../shared/api/queries.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { useStore } from '../../shared/store.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { type Limits, LimitTable } from './LimitTable.tsx'
import {
  networkLine,
  type Problem,
  problemsOf,
  type RetentionTexts,
  settingsOf,
  textsOf,
} from './retention-values.ts'
import css from './settings.module.css'
import { useSaveSettings } from './use-save-settings.ts'

/** How long posts and pages are kept and how many: for all networks, and for one where it is to be otherwise. */
export function Retention() {
  const { t } = useWords()
  const me = useQuery(meQuery)
  const isOwner = me.data?.user?.role === 'owner'
  const settings = useQuery({ ...settingsQuery, enabled: isOwner })
  const usage = useQuery({ ...usageQuery, enabled: isOwner })
  if (me.data && !isOwner) return <p>{t('settings.ownerOnly')}</p>
  if (settings.isError)
    return <Failure title={t('settings.failed')} error={settings.error} onRetry={() => settings.refetch()} />
  if (!settings.data || usage.isPending) return <Skeleton lines={6} />
  return (
    <>
      {usage.isError ? (
        <Failure title={t('keep.usageFailed')} error={usage.error} onRetry={() => usage.refetch()} />
      ) : null}
      <RetentionForm settings={settings.data} usage={usage.data ?? null} />
    </>
  )
}

function RetentionForm({ settings, usage }: { settings: SettingsJson; usage: RetentionJson | null }) {
  const words = useWords()
  const { t } = words
  const networks = useNetworks(settings, usage)
  const [typed, setTyped] = useState<RetentionTexts>({})
  const save = useSaveSettings()
  const saved = textsOf(settings, networks)
  const texts = { ...saved, ...typed }
  const wanted = settingsOf(texts, settings, networks)
  const problems = problemsOf(wanted)
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(settingsOf(saved, settings, networks))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (problems.length === 0) save.mutate(wanted, { onSuccess: () => setTyped({}) })
  }
  const lines = linesOf(words, { networks, usage, hasPages: settings.pages_days !== undefined })
  return (
    <form className={css.form} onSubmit={submit}>
      <p className={css.help}>{t('keep.help')}</p>
      <LimitTable
        lines={lines}
        texts={texts}
        problems={problems}
        onChange={(line, change) =>
          setTyped((before) => ({ ...before, [line]: { ...emptied(texts[line]), ...change } }))
        }
      />
      <div role="alert" className={css.problems}>
        {problems.map((problem) => (
          <p key={`${problem.line} ${problem.field}`}>{problemText(words, problem, lines)}</p>
        ))}
      </div>
      {save.isError ? <Failure title={t('pictures.saveFailed')} error={save.error} /> : null}
      <div className={css.saveRow}>
        <Button look="primary" type="submit" disabled={!isChanged || problems.length > 0 || save.isPending}>
          {t('app.save')}
        </Button>
        <span role="status">{save.isSuccess && !isChanged ? t('settings.saved') : ''}</span>
      </div>
    </form>
  )
}

/** Those that have posts, limits of their own, or a source. */
function useNetworks(settings: SettingsJson, usage: RetentionJson | null): string[] {
  const { status } = useStore(liveStatus)
  const stored = usage?.networks.map(({ network }) => network) ?? []
  const limited = Object.keys(settings.retention_by_network ?? {})
  const connected = (status?.sources ?? []).map(({ kind }) => kind).filter((kind) => kind !== 'feeds')
  return [...new Set([...stored, ...limited, ...connected])].sort()
}

function linesOf(
  words: Words,
  {
    networks,
    usage,
    hasPages,
  }: { networks: readonly string[]; usage: RetentionJson | null; hasPages: boolean },
): Limits[] {
  const { t } = words
  const stored = new Map(usage?.networks.map((one) => [one.network, one]))
  const total = usage?.networks.reduce(
    (sum, { posts, size_bytes }) => ({ posts: sum.posts + posts, size_bytes: sum.size_bytes + size_bytes }),
    { posts: 0, size_bytes: 0 },
  )
  const nothing = { count: 0, sizeBytes: 0, since: null }
  return [
    {
      ...{ line: 'all', name: t('keep.all'), unit: 'keep.posts', isOptional: false },
      stored: total ? { count: total.posts, sizeBytes: total.size_bytes, since: null } : null,
    },
    ...networks.map((network): Limits => {
      const there = stored.get(network)
      const known = there && { count: there.posts, sizeBytes: there.size_bytes, since: there.oldest_at }
      return {
        ...{
          line: networkLine(network),
          name: sourceName(words, network),
          unit: 'keep.posts',
          isOptional: true,
        },
        stored: usage ? (known ?? nothing) : null,
      }
    }),
    ...(hasPages
      ? [
          {
            ...({ line: 'pages', name: t('keep.pages'), unit: 'keep.pageCount', isOptional: false } as const),
            stored: usage
              ? { count: usage.pages.pages, sizeBytes: usage.pages.size_bytes, since: usage.pages.oldest_at }
              : null,
          },
        ]
      : []),
  ]
}

function problemText({ t }: Words, { line, field, leastGb }: Problem, lines: readonly Limits[]): string {
  const name = lines.find((one) => one.line === line)?.name ?? line
  return field === 'days'
    ? t('keep.daysInvalid', { name })
    : t('keep.sizeInvalid', { name, least: String(leastGb) })
}

function emptied(texts: RetentionTexts[string] | undefined): RetentionTexts[string] {
  return texts ?? { days: '', size: '' }
}
