import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type SettingsJson, settingsSchema } from '../../../../src/contract/account.ts'
import { ApiError } from '../../shared/api/client.ts'
import { settingsQuery } from '../../shared/api/queries.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import { formatBytes, shortDate } from '../../shared/i18n/format.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useStore } from '../../shared/store.ts'
import { Button, Field } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import css from './settings.module.css'
import { useSaveSettings } from './use-save-settings.ts'

/** GB as disks count them, like the server's own bound. */
const GB = 1_000_000_000

export function Retention() {
  const { t } = useWords()
  const settings = useQuery(settingsQuery)
  if (settings.data) return <RetentionForm settings={settings.data} />
  if (!settings.isError) return <Skeleton lines={3} />
  if (settings.error instanceof ApiError && settings.error.code === 'forbidden')
    return <p>{t('settings.ownerOnly')}</p>
  return <Failure title={t('settings.failed')} error={settings.error} onRetry={() => settings.refetch()} />
}

function RetentionForm({ settings }: { settings: SettingsJson }) {
  const { t } = useWords()
  const [days, setDays] = useState(String(settings.retention_days))
  const [size, setSize] = useState(String(settings.retention_size_bytes_max / GB))
  const save = useSaveSettings()
  const wanted = {
    ...settings,
    retention_days: numberOf(days),
    retention_size_bytes_max: Math.round(numberOf(size) * GB),
  }
  const daysAreValid = settingsSchema.shape.retention_days.safeParse(wanted.retention_days).success
  const sizeIsValid = settingsSchema.shape.retention_size_bytes_max.safeParse(
    wanted.retention_size_bytes_max,
  ).success
  const isChanged =
    wanted.retention_days !== settings.retention_days ||
    wanted.retention_size_bytes_max !== settings.retention_size_bytes_max
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (daysAreValid && sizeIsValid) save.mutate(wanted)
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <p className={css.help}>{t('settings.retentionHelp')}</p>
      <StoredNow />
      <div className={css.fields}>
        <Field
          label={t('settings.days')}
          inputMode="decimal"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={daysAreValid ? null : t('settings.daysInvalid')}
        />
        <Field
          label={t('settings.size')}
          inputMode="decimal"
          value={size}
          onChange={(event) => setSize(event.target.value)}
          error={sizeIsValid ? null : t('settings.sizeInvalid')}
        />
      </div>
      {save.isError ? <Failure title={t('settings.failed')} error={save.error} /> : null}
      <div className={css.saveRow}>
        <Button
          look="primary"
          type="submit"
          disabled={!isChanged || !daysAreValid || !sizeIsValid || save.isPending}
        >
          {t('app.save')}
        </Button>
        <span role="status">{save.isSuccess && !isChanged ? t('settings.saved') : ''}</span>
      </div>
    </form>
  )
}

function StoredNow() {
  const { locale, t } = useWords()
  const { status } = useStore(liveStatus)
  if (!status) return null
  if (status.posts === 0 || status.oldest_at === null) return <p>{t('settings.nowEmpty')}</p>
  const posts = t('status.posts', { count: status.posts })
  const since = shortDate(locale, Date.parse(status.oldest_at))
  return <p>{t('settings.now', { posts, size: formatBytes(locale, status.size_bytes), since })}</p>
}

/** A French reader types 0,5. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'))
}
